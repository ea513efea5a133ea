"""The mini-course's case in a course that holds nothing else, and a walk through it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from passerelles.content.case import Case
from passerelles.content.course import Course
from passerelles.content.yaml import read_yaml

FILE = Path(__file__).resolve().parents[1] / "fixtures/courses/mini/case_studies/mini/case.yaml"
WALK = ("n1.a", "n2.a", "n3.a", "n4.b", "n5.a")  # in mode « concerted »; ends « Un peu plus loin »


@cache
def small_case() -> Case:
    """Return the case."""
    return Case.model_validate(read_yaml(FILE, "case.yaml").value)


def small_course() -> Course:
    """Return a course of this one case."""
    return Course(
        statements={}, sources={}, sectors=[], actors=[], terms=[], bridges=[], modules={}, assignments={},
        cases={"mini": small_case()},
    )  # fmt: skip
