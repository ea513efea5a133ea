"""Begins a case: a folder with a small story that plays at once and is to be rewritten, and its notebook."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import Any

from passerelles.errors import Refusal
from passerelles.text import t

from .course import Course
from .loader import read_course

_STORY = Path(__file__).with_name("draft.yaml")
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_READ_AGAIN = timedelta(days=365)


def new_case(root: Path, slug: str, title: str = "", today: date | None = None) -> list[Path]:
    """Write the folder of a new case of the course at `root`; return its files.

    Raises Refusal on a name that is badly formed or taken, CourseError when there is no course there.
    """
    course = read_course(root)[0]
    _check_name(root, slug)
    folder = root / "case_studies" / slug
    folder.mkdir(parents=True)
    files = {
        "case.yaml": _story(course, slug, title or slug.replace("-", " ").capitalize(), today or date.today()),
        f"{slug}.ipynb": json.dumps(_notebook(slug), indent=1, ensure_ascii=False) + "\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]


def _check_name(root: Path, slug: str) -> None:
    """Raise Refusal unless a case can have that name."""
    if not _NAME.fullmatch(slug):
        raise Refusal(t("cli.new.name", slug=slug), t("cli.new.name.cure"))
    for room in ("case_studies", "modules"):
        if (root / room / slug).exists():
            raise Refusal(t("cli.new.taken", folder=f"{room}/{slug}"), t("cli.new.taken.cure"))


def _story(course: Course, slug: str, title: str, today: date) -> str:
    """Return the text of the story."""
    sectors = [sector.id for sector in course.sectors]
    return Template(_STORY.read_text(encoding="utf-8")).substitute(
        slug=slug,
        title=json.dumps(title, ensure_ascii=False),
        rank=max((case.rank for case in course.cases.values()), default=0) + 1,
        review_on=(today + _READ_AGAIN).isoformat(),
        sectors=", ".join(sectors),
        sector=next(iter(sectors), "prevention"),
    )


def _notebook(slug: str) -> dict[str, Any]:
    """Return the thin notebook of a case."""
    source = ["from passerelles import case\n", "\n", f'case("{slug}").show()']
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": "cas",
        "metadata": {},
        "outputs": [],
        "source": source,
    }
    python = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": python, "language_info": {"name": "python"}}
    return {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}
