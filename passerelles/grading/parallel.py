"""Grades whole classes: worker processes on every core, one process that writes.

The process that calls this is a grader and nothing else: see `environment.enter`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator

from passerelles.content.loader import load_course
from passerelles.errors import Refusal
from passerelles.grading.code_exercises import is_code
from passerelles.grading.course import GradingCourse
from passerelles.grading.held import Taken, held
from passerelles.grading.plan import Plan
from passerelles.grading.pool import LIMIT, Outcome, Pool
from passerelles.text import t

LOCK = "grade.lock"


def known(course: GradingCourse) -> list[str]:
    """Return the assignments that can be graded: those of the course, then the exercises that a trainer added."""
    quizzes = load_course(course.course_root).assignments
    added = sorted(folder.name for folder in (course.root / "source").glob("*") if is_code(course.root, folder.name))
    return [*quizzes, *added]


class ClassGrading:
    """One grading of everything that was handed in for some assignments."""

    def __init__(self, course: GradingCourse, assignments: Iterable[str], *, force: bool = False) -> None:
        """Look at the submissions. With `force`, those that are graded and have not changed are graded again."""
        self._root, self._plan = course.root, Plan(course.root, course.course_root)
        found = list(self._plan.submissions(assignments))
        self._wanted = [wanted for wanted in found if force or not wanted.done]
        self._unchanged = [wanted for wanted in found if wanted not in self._wanted]

    def __len__(self) -> int:
        """Return how many submissions there are to grade."""
        return len(self._wanted)

    def outcomes(self, workers: int = 0, limit: float = LIMIT, *, kernels: bool = False) -> Iterator[Outcome]:
        """Grade; yield what became of each submission once it is written. Left early, nothing is half written.

        `workers` is by default the number of cores; `limit` is in seconds, for one submission; `kernels`: see Pool.
        Raises Refusal when another class is being graded in the same folder.
        """
        yield from (Outcome(wanted.assignment, wanted.learner, "unchanged") for wanted in self._unchanged)
        workers = min(workers or _cores(), len(self._wanted))
        if not workers:
            return
        try:
            with held(self._root / LOCK), Pool(self._root, self._plan, workers, limit, kernels=kernels) as pool:
                yield from pool.grade(self._wanted)
        except Taken:
            raise Refusal(t("grading.taken"), t("grading.cure-taken")) from None


def _cores() -> int:
    """Return how many processes can work at once."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
