"""What `passerelles grade` does: a whole class graded, with its progress, then a summary."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passerelles.errors import Refusal
from passerelles.text import t

if TYPE_CHECKING:
    from passerelles.grading.course import GradingCourse
    from passerelles.grading.pool import Outcome

DONE = ("graded", "unchanged")
LEFT = ("refused", "failed")


@dataclass
class Summary:
    """What became of the submissions of a class."""

    wanted: int
    seconds: float = 0.0
    interrupted: bool = False
    outcomes: list[Outcome] = field(default_factory=list)

    def count(self, status: str) -> int:
        """Return how many ended so."""
        return sum(outcome.status == status for outcome in self.outcomes)

    @property
    def left(self) -> list[Outcome]:
        """Those that a person must look at."""
        return [outcome for outcome in self.outcomes if outcome.status in LEFT]

    @property
    def exit_code(self) -> int:
        """0 when everything is graded, 2 when something is left for a person, 130 when it was interrupted."""
        return 130 if self.interrupted else 2 if self.left else 0

    def as_json(self) -> dict[str, Any]:
        """Return the summary for a program."""
        left = [
            {"learner": o.learner, "assignment": o.assignment, "status": o.status, "reason": o.reason}
            for o in self.left
        ]
        counts = {status: self.count(status) for status in (*DONE, *LEFT)}
        return {**counts, "interrupted": self.interrupted, "seconds": round(self.seconds, 3), "left": left}

    def as_text(self) -> str:
        """Return the summary for a person."""
        counts = {status: self.count(status) for status in DONE}
        lines = [t("cli.graded", **counts, left=len(self.left), seconds=round(self.seconds))]
        lines += [
            t(f"cli.grade-{o.status}", learner=o.learner, assignment=o.assignment, reason=o.reason) for o in self.left
        ]
        return "\n".join([*lines, t("cli.grade-interrupted")] if self.interrupted else lines)


def grade(
    data: Path,
    course_root: Path,
    names: Sequence[str],
    *,
    force: bool = False,
    workers: int = 0,
    limit: float = 120.0,
    kernels: bool = False,
) -> Summary:
    """Grade what was handed in for the assignments of these names, or for all, in the data folder `data`.

    The options are those of the command. This process becomes a grader for good: see `environment.enter`.
    Raises Refusal for an unknown assignment, and when another class is being graded.
    """
    from passerelles.grading import environment

    started = time.monotonic()
    environment.enter(data / "grading", course_root, warm=kernels)
    from passerelles.grading.course import GradingCourse
    from passerelles.grading.parallel import ClassGrading
    from passerelles.grading.progress import Progress

    course = GradingCourse(data / "grading", course_root)
    course.prepare(*names)
    grading = ClassGrading(course, _known(course, names), force=force)
    summary, progress = Summary(len(grading)), Progress(len(grading))
    try:
        for outcome in grading.outcomes(workers, limit, kernels=kernels):
            summary.outcomes.append(outcome)
            if outcome.status != "unchanged":
                progress.step()
    except KeyboardInterrupt:
        summary.interrupted = True
    progress.close()
    summary.seconds = time.monotonic() - started
    return summary


def _known(course: GradingCourse, names: Sequence[str]) -> list[str]:
    """Return the assignments asked for, all of them by default; raises Refusal for one that nobody knows."""
    from passerelles.grading.parallel import known

    all_of_them = known(course)
    for name in names:
        if name not in all_of_them:
            cure = t("cli.no-assignment.cure", known=", ".join(all_of_them))
            raise Refusal(t("cli.no-assignment", assignment=name), cure)
    return list(names) or all_of_them
