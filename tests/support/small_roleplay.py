"""The mini-course's role play."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from passerelles.content.roleplay import RolePlay
from passerelles.content.yaml import read_yaml

FILE = Path(__file__).resolve().parents[1] / "fixtures/courses/mini/case_studies/table/roleplay.yaml"


@cache
def small_roleplay() -> RolePlay:
    """Return the role play."""
    return RolePlay.model_validate(read_yaml(FILE, "roleplay.yaml").value)
