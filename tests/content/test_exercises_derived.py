"""The committed notebooks are those that the items give, and they betray nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from passerelles.content.course import Course
from passerelles.content.debrief import DebriefQuestion
from passerelles.grading.notebook import build, dump

ROOT = Path(__file__).resolve().parents[2]
SLUGS = sorted(file.parent.name for file in ROOT.glob("exercises/*/assignment.yaml"))
SECRET = {"feedback", "feedback_right", "feedback_wrong", "model", "accepted"}


def committed(slug: str) -> str:
    return (ROOT / "exercises" / slug / f"{slug}.ipynb").read_text(encoding="utf-8")


def secrets(value: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an item that may only be read after answering, with the name of its field."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from secrets(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from secrets(inner, key)
    elif isinstance(value, str) and key in SECRET:
        yield key, value


@pytest.mark.parametrize("slug", SLUGS)
def test_committed_is_rebuilt(course: Course, slug: str) -> None:
    rebuilt = dump(build(course.assignments[slug], course))
    assert committed(slug) == rebuilt, "lancez « passerelles build », puis ajoutez le carnet au commit"


@pytest.mark.parametrize("slug", SLUGS)
def test_the_notebook_holds_no_feedback_model_or_accepted_wording(course: Course, slug: str) -> None:
    assignment = course.assignments[slug]
    items = course.asked(assignment)
    cells = {cell["id"]: "".join(cell["source"]) for cell in json.loads(committed(slug))["cells"]}
    asked = "".join(item.question if isinstance(item, DebriefQuestion) else item.prompt for item in items)
    for item in items:
        own = "".join(source for name, source in cells.items() if name.endswith(item.id))
        assert own
        for key, secret in secrets(item.model_dump()):
            shown = own if key == "accepted" else "".join(cells.values())  # a common word may stand in another question
            assert secret not in shown or secret in asked or len(secret) < 12, f"{item.id}: {secret[:60]}"


def test_every_assignment_is_in_the_course_and_every_case_has_its_debrief(course: Course) -> None:
    assert SLUGS
    assert sorted(course.assignments) == SLUGS
    assert {work.case for work in course.assignments.values() if work.case} == course.cases.keys()
