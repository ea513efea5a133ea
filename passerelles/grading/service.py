"""A grader that stays: JSON rows come in on stdin, one JSON line goes out for each. It ends with its stdin.

With a learner and an assignment on its command line it grades this one submission, and reads nothing.

nbgrader is imported once, and the kernels are forked: what takes ten seconds from a cold start takes one.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from passerelles import paths
from passerelles.grading import environment
from passerelles.lean import skip_iri_grammars

if TYPE_CHECKING:
    from passerelles.grading.course import GradingCourse
    from passerelles.grading.pool import Pool


def main(root: str, learner: str = "", assignment: str = "") -> int:
    """Grade what comes, in nbgrader's folder `root`, or one submission that is there.

    A row names `learner` and `assignment`; with `answers` and `received_at` it is a new hand-in. The line is
    `{"results": …}`, `{"refused": reason}` or `{"failed": reason}`.
    """
    answers = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(2, 1)  # whatever a library prints is not our answer
    skip_iri_grammars()
    environment.enter(Path(root), paths.course_root())
    from passerelles.grading.course import GradingCourse
    from passerelles.grading.plan import Plan
    from passerelles.grading.pool import Pool

    course = GradingCourse(Path(root))
    one = [{"learner": learner, "assignment": assignment}] if learner else None
    with Pool(course.root, Plan(course.root, course.course_root), 1, lifeline=None if one else 0) as pool:
        for row in one or map(json.loads, iter(_line, b"")):
            print(json.dumps(graded(course, pool, row)), file=answers, flush=True)
    return 0


def graded(course: GradingCourse, pool: Pool, row: dict[str, Any]) -> dict[str, Any]:
    """Hand in and grade what a row says; return what became of it."""
    from passerelles.grading.plan import Plan
    from passerelles.grading.refused import Refused

    learner, assignment = row["learner"], row["assignment"]
    try:
        if "answers" in row:
            course.prepare(assignment)
            course.submit(learner, assignment, row["answers"], datetime.fromisoformat(row["received_at"]))
        pool.plan = Plan(course.root, course.course_root)  # the course may have changed since
        [outcome] = pool.grade([pool.plan.look(assignment, learner)])
    except Refused as refused:
        return {"refused": str(refused)}
    if outcome.status == "graded":
        return {"results": course.results(learner, assignment)}
    return {outcome.status: outcome.reason}


def _line() -> bytes:
    """Return the next line of stdin, read byte by byte: nothing may wait in a buffer while we watch for its end."""
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)
        if not byte:
            return b""
        line += byte
    return line


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
