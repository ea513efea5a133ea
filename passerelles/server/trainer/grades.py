"""The grades of an assignment, from what nbgrader gave back: one line per learner code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from passerelles.content.course import Assignment, Course
from passerelles.french import sortable
from passerelles.grading.refusals import RefusedNotebook
from passerelles.store import Store
from passerelles.store.rows import HandinRow
from passerelles.text import t

if TYPE_CHECKING:
    from pandas import DataFrame

CODE, STATUS, RECEIVED, LATE, SCORE, MAXIMUM, TO_MARK = (
    "Code", "État", "Remis le", "Retard (minutes)", "Score", "Maximum", "À corriger",
)  # fmt: skip


def latest(rows: Sequence[HandinRow]) -> list[HandinRow]:
    """Return the last hand-in of each learner, by code; a later one replaces the former."""
    return [row for _, row in sorted({row.learner: row for row in sorted(rows, key=lambda r: r.id)}.items())]


@dataclass(frozen=True)
class Setback:
    """Work that was not graded, and why."""

    learner: str
    at: datetime
    status: str  # as of a hand-in: refused or failed
    reason: str | None


def setbacks(rows: Sequence[HandinRow], notebooks: Sequence[RefusedNotebook]) -> list[Setback]:
    """Return the hand-ins that were not graded and the notebooks kept aside, the newest first, each once."""
    found = [
        Setback(row.learner, datetime.fromisoformat(row.received_at), row.status, row.reason)
        for row in rows
        if row.status in ("refused", "failed")
    ]
    told = {(one.learner, one.reason) for one in found}
    found += [
        Setback(one.learner, one.at, "refused", one.reason)
        for one in notebooks
        if (one.learner, one.reason) not in told
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def grades(course: Course, store: Store, assignment: Assignment) -> DataFrame:
    """Return the table: code, state, time, lateness, score, maximum, what is to mark, then a column per item."""
    import pandas as pd

    marked = [asked.id for asked in course.asked(assignment) if asked.points]
    head = [CODE, STATUS, RECEIVED, LATE, SCORE, MAXIMUM, TO_MARK]
    lines = [_line(row, marked) for row in latest(store.handins.all(assignment.slug))]
    return pd.DataFrame(lines, columns=head + marked, dtype=object)


def averages(frame: DataFrame) -> dict[str, float]:
    """Return the mean of each column of points that has at least one."""
    import pandas as pd

    points = frame.drop(columns=[CODE, STATUS, RECEIVED, LATE, MAXIMUM, TO_MARK])
    means = points.apply(pd.to_numeric).mean().dropna()
    return {str(name): float(mean) for name, mean in means.items()}


def _line(row: HandinRow, items: Sequence[str]) -> list[Any]:
    """Return one line of the table; nothing where nbgrader has not given a score yet."""
    results = row.results if row.status == "graded" and row.results else {}
    cells = results.get("cells", {})
    waiting = sum(bool(cell.get("needs_manual")) for cell in cells.values())
    late = round(float(results.get("late_seconds") or 0) / 60)
    return [
        row.learner,
        t(f"pages.handin.{row.status}"),
        sortable(row.received_at),
        late if results else None,
        results.get("score"),
        results.get("max_score"),
        waiting if results else None,
        *(cells.get(name, {}).get("score") for name in items),
    ]
