"""Quizzes graded per minute: `passerelles grade` beside stock `nbgrader autograde`, whole commands, imports included.

The same 32 submissions of ten questions, right and wrong by turns, in two copies of one prepared nbgrader folder, with
the same configuration. The gradebooks are compared after each round.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from passerelles import paths
from passerelles.content.items import Item, Match, MultipleChoice, OpenAnswer, Order, Position, ShortText, Sort
from passerelles.content.loader import load_course
from passerelles.grading import environment
from passerelles.grading.course import GradingCourse

SUBMISSIONS, ITEMS = 32, 10
HANDED_IN = datetime(2026, 11, 3, 9, tzinfo=UTC)
ROWS = {
    "grades": """select s.student_id, c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade,
        m.max_score, s.timestamp, n.late_submission_penalty, n.flagged
        from grade g join base_cell c on c.id = g.cell_id join grade_cells m on m.id = c.id
        join submitted_notebook n on n.id = g.notebook_id join submitted_assignment s on s.id = n.assignment_id""",
    "comments": """select s.student_id, c.name, o.auto_comment, o.manual_comment
        from comment o join base_cell c on c.id = o.cell_id join submitted_notebook n on n.id = o.notebook_id
        join submitted_assignment s on s.id = n.assignment_id""",
    "students": "select id, first_name, last_name, email, lms_user_id from student",
}


def measure(rounds: int = 3) -> dict[str, Any]:
    """Grade `rounds` times with each, alternating. Return submissions per minute of each arm and round.

    The keys: `ours` and `stock` (lists of floats, per minute), `submissions`, `items`, `identical` (whether the
    gradebooks were the same after every round).
    """
    told: dict[str, Any] = {"ours": [], "stock": [], "submissions": SUBMISSIONS, "items": ITEMS, "identical": True}
    with tempfile.TemporaryDirectory(prefix="bench-grading-") as folder:
        course, data = Path(folder, "course"), Path(folder, "data")
        slug = hand_in(course, data)
        for number in range(rounds):
            roots = {arm: Path(folder, f"{arm}-{number}") for arm in ("stock", "ours")}
            for arm in list(roots)[:: 1 if number % 2 else -1]:
                shutil.copytree(data, roots[arm])
                seconds = run(command(arm, roots[arm], course, slug), roots[arm], course)
                told[arm].append(60 * SUBMISSIONS / seconds)
            found = [gradebook(root) for root in roots.values()]
            told["identical"] &= found[0] == found[1] and len(found[0]["grades"]) >= SUBMISSIONS
    return told


def hand_in(course: Path, data: Path) -> str:
    """Write a course whose quiz has ten questions, and hand it in 32 times; return its name."""
    os.environ["PASSERELLES_CACHE"] = str(data / "cache")  # both arms find the course read already
    for part in ("corpus", "modules", "exercises", "case_studies"):
        shutil.copytree(paths.course_root() / part, course / part)
    slug, assignment = next(iter(load_course(course).assignments.items()))
    shorter = assignment.model_copy(update={"items": assignment.items[:ITEMS]}).model_dump(mode="json")
    (course / "exercises" / slug / "assignment.yaml").write_text(json.dumps(shorter), encoding="utf-8")
    grading, items = GradingCourse(data / "grading", course), load_course(course).modules[str(assignment.module)].items
    grading.prepare(slug)
    asked = [item for item in items if item.id in shorter["items"]]
    for learner in range(SUBMISSIONS):
        answers = {item.id: answer(item, (7 * learner + place) % 3 > 0) for place, item in enumerate(asked)}
        grading.submit(f"L{learner:05}", slug, answers, HANDED_IN + timedelta(seconds=learner))
    return slug


def command(arm: str, data: Path, course: Path, slug: str) -> list[str]:
    """Return what a trainer types."""
    if arm == "stock":
        return [sys.executable, "-P", "-m", "nbgrader", "autograde", slug]
    return [sys.executable, "-P", "-m", "passerelles", "grade", slug, f"--data={data}", f"--course={course}"]


def run(words: list[str], data: Path, course: Path) -> float:
    """Run a command in nbgrader's folder, in the clean environment of a grader; return how many seconds it took."""
    root = data / "grading"
    cleaned: Mapping[str, str] = {**environment.clean(root, course), "PASSERELLES_CACHE": str(data / "cache")}
    started = time.perf_counter()
    done = subprocess.run(words, cwd=root, env=cleaned, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"{' '.join(words)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return seconds


def gradebook(data: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return what a gradebook says, without the ids that nbgrader draws at random."""
    with closing(sqlite3.connect(data / "grading" / "gradebook.db")) as db:
        return {name: sorted(db.execute(sql).fetchall()) for name, sql in ROWS.items()}


def answer(item: Item, right: bool) -> Any:
    """Return an answer to an item: the right one, or one that is not."""
    if isinstance(item, OpenAnswer | ShortText):
        told = item.expected[0].accepted[0] if isinstance(item, ShortText) else "Un fait, puis une demande précise."
        return told if right else "Je ne sais pas."
    if isinstance(item, Sort):
        return {e.id: e.category if right else item.categories[0].id for e in item.elements}
    if isinstance(item, Match):
        return {e.id: e.partner if right else item.partners[0].id for e in item.elements}
    if isinstance(item, Order):
        return [e.id for e in item.elements][:: 1 if right else -1]
    if isinstance(item, Position):
        return item.options[0].id
    chosen = [option.id for option in item.options if option.correct is right]
    return chosen if isinstance(item, MultipleChoice) else chosen[0]


def main() -> None:
    """Print the measures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    for name in ("PYTHONDONTWRITEBYTECODE", "PYTHONPATH"):
        os.environ.pop(name, None)
    print(json.dumps(measure(parser.parse_args().rounds), indent=2))


if __name__ == "__main__":
    main()
