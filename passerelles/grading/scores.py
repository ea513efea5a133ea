"""What the grade cells of a notebook call."""

from __future__ import annotations

import warnings
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from passerelles.content.course import Course


def points(assignment: str, item: str, value: object) -> float:
    """Return what the answer `value` is worth for an item of an assignment of the installed course.

    A value of the wrong shape is worth 0. Raises KeyError for an assignment or item that is not in the course:
    the grader then refuses to record anything.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader takes any line on stderr for a failed test
        from passerelles.scoring import score

        assigned = installed().assignments[assignment]
        if item not in assigned.items:
            raise KeyError(item)
        return float(score(installed().modules[str(assigned.module)].item(item), value).points)


def forget_course() -> None:
    """Load the course again when it is next needed: it may have changed."""
    installed.cache_clear()


@cache
def installed() -> Course:
    """Return the installed course, loaded once per process; raises CourseError."""
    from passerelles.content.loader import load_course

    return load_course()
