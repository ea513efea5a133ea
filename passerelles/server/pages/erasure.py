"""Erase a learner everywhere: open pages, nbgrader's folder, then the records that let them ask again."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from passerelles.store import Store
from passerelles.store.errors import EraseIncomplete


async def erase(settings: Mapping[str, Any], learner: str) -> bool:
    """Erase the learner of that public code; `settings` are the application's.

    Returns False when old bytes may remain in the journal because another program reads the records: erasing again
    finishes. The records go last: whoever is interrupted can still ask with their code.
    """
    store: Store = settings["passerelles_store"]
    if kernels := settings.get("kernel_manager"):
        await kernels.forget(learner)
    if app := settings.get("passerelles_app"):
        await asyncio.to_thread(forget_grades, app.data_dir_path, learner)
    try:
        store.privacy.erase(learner)
    except EraseIncomplete:
        return False
    return True


def forget_grades(data_dir: Path, learner: str) -> None:
    """Erase what nbgrader knows of a learner, if it ever knew anybody."""
    if (root := data_dir / "grading").is_dir():
        from passerelles.grading.course import GradingCourse

        GradingCourse(root).forget(learner)
