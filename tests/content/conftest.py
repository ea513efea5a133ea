"""The real course, loaded once."""

from pathlib import Path

import pytest

from passerelles.content.course import Course
from passerelles.content.loader import load_course


@pytest.fixture(scope="session")
def course() -> Course:
    return load_course(Path(__file__).parents[2])
