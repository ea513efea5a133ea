"""Bring back what a person marked in nbgrader: the grader itself only reports when it has just run."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from passerelles.store import Store

from .grades import latest

Results = dict[str, Any]


async def bring_back(store: Store, root: Path, assignment: str) -> int:
    """Record the marks that nbgrader's folder `root` holds for the last hand-ins; return how many changed."""
    graded = [row for row in latest(store.handins.all(assignment)) if row.status == "graded"]
    found = await asyncio.to_thread(_read, root, assignment, [row.learner for row in graded])
    changed = 0
    for row in graded:
        now = store.handins.get(row.id)  # it may have been graded again, or erased, while we read
        marks = found.get(row.learner)
        if now and marks and now.status == "graded" and now.results == row.results != marks:
            store.handins.set_status(row.id, "graded", results=marks)
            changed += 1
    return changed


def _read(root: Path, assignment: str, learners: Iterable[str]) -> dict[str, Results]:
    """Return what the gradebook says of each learner it knows."""
    from passerelles.grading.course import GradingCourse

    course, found = GradingCourse(root), {}
    for learner in learners:
        try:
            found[learner] = course.results(learner, assignment)
        except KeyError:  # the gradebook was made anew, or set aside
            continue
    return found
