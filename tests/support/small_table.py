"""The mini-course's role play in a course that holds nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from passerelles.content.course import Course
from passerelles.content.roleplay import RolePlay
from passerelles.content.yaml import read_yaml

FILE = Path(__file__).resolve().parents[1] / "fixtures/courses/mini/case_studies/table/roleplay.yaml"
ROLES = ("noa", "amo", "tante", "ecole")


@cache
def small_play() -> RolePlay:
    """Return the role play."""
    return RolePlay.model_validate(read_yaml(FILE, "roleplay.yaml").value)


def table_course() -> Course:
    """Return a course of this one role play."""
    return Course(
        statements={}, sources={}, sectors=[], actors=[], terms=[], bridges=[], modules={}, assignments={},
        cases={}, roleplays={"table": small_play()},
    )  # fmt: skip
