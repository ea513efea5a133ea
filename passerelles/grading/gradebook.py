"""Reads nbgrader's gradebook, and the few changes nbgrader has no command for. Plain SQL: no nbgrader to import."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

PATIENCE = 30.0  # seconds to wait for another grader to finish writing

_GRADES = """
select cell.name, grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade,
       grade_cells.max_score
from grade
join base_cell as cell on cell.id = grade.cell_id
join grade_cells on grade_cells.id = cell.id
join submitted_notebook as notebook on notebook.id = grade.notebook_id
where notebook.assignment_id = ?
"""
_COMMENTS = """
select cell.name, comment.manual_comment
from comment
join base_cell as cell on cell.id = comment.cell_id
join submitted_notebook as notebook on notebook.id = comment.notebook_id
where notebook.assignment_id = ? and comment.manual_comment is not null
"""
_SUBMISSION = """
select submitted.id, submitted.timestamp, assignment.duedate
from submitted_assignment as submitted
join assignment on assignment.id = submitted.assignment_id
where assignment.name = ? and submitted.student_id = ?
"""
_SUBMITTED_NOTEBOOKS = """
select id from submitted_notebook
where assignment_id in (select id from submitted_assignment where student_id = ?)
"""


@dataclass(frozen=True)
class Grade:
    """One grade cell of one submission."""

    cell: str
    auto: float | None
    manual: float | None
    extra: float | None
    needs_manual: bool
    maximum: float

    @property
    def score(self) -> float | None:
        """What the cell is worth so far: a person's mark, else the computed one; None when neither is known."""
        base = self.auto if self.manual is None else self.manual
        return None if base is None else base + (self.extra or 0.0)


@dataclass(frozen=True)
class Submission:
    """What the gradebook knows of one learner's submission of one assignment. Times are UTC."""

    grades: list[Grade]
    comments: dict[str, str]
    submitted_at: datetime | None
    due: datetime | None


class Gradebook:
    """The database that nbgrader writes."""

    def __init__(self, file: Path) -> None:
        """Remember where it is; it need not exist yet."""
        self.file = file

    def drop_unborn(self) -> None:
        """Remove a gradebook whose very creation was killed: it holds nobody, and nbgrader could never upgrade it."""
        tables = {name for (name,) in self._read("select name from sqlite_master where type = 'table'")}
        if "alembic_version" not in tables and ("student" not in tables or not self._read("select 1 from student")):
            self.file.unlink(missing_ok=True)

    def has(self, assignment: str) -> bool:
        """Say whether nbgrader knows the assignment and has cells for it."""
        sql = (
            "select 1 from notebook join assignment on assignment.id = notebook.assignment_id where assignment.name = ?"
        )
        return bool(self._read(sql, assignment))

    def has_submissions(self, assignment: str) -> bool:
        """Say whether somebody's submission of the assignment is in the gradebook."""
        return bool(self.learners(assignment))

    def learners(self, assignment: str) -> set[str]:
        """Return whose submissions of the assignment are in the gradebook."""
        sql = """select s.student_id from submitted_assignment as s join assignment as a on a.id = s.assignment_id
                 where a.name = ?"""
        return {learner for (learner,) in self._read(sql, assignment)}

    def submission(self, assignment: str, learner: str) -> Submission | None:
        """Return a learner's grades, None when there is no such submission."""
        found = self._read(_SUBMISSION, assignment, learner)
        if not found:
            return None
        key, submitted_at, due = found[0]
        grades = [
            Grade(cell, auto, manual, extra, bool(needs), maximum)
            for cell, auto, manual, extra, needs, maximum in self._read(_GRADES, key)
        ]
        return Submission(grades, dict(self._read(_COMMENTS, key)), _time(submitted_at), _time(due))

    def set_due(self, assignment: str, due: datetime | None) -> None:
        """Tell nbgrader the deadline, so that it knows who is late."""
        naive = due.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if due else None
        if self._read("select duedate from assignment where name = ?", assignment) != [(naive,)]:
            with self._write() as cursor:
                cursor.execute("update assignment set duedate = ? where name = ?", (naive, assignment))

    def rename(self, assignment: str, name: str) -> None:
        """Give an assignment another name, its submissions and grades with it; done once, harmless twice."""
        if not self._read("select 1 from assignment where name = ?", name):
            with self._write() as cursor:
                cursor.execute("update assignment set name = ? where name = ?", (name, assignment))

    def forget(self, learner: str) -> None:
        """Remove a learner and all their grades, and overwrite what was there."""
        if not self.file.is_file():
            return
        with self._write() as cursor:
            for table in ("grade", "comment"):
                cursor.execute(f"delete from {table} where notebook_id in ({_SUBMITTED_NOTEBOOKS})", (learner,))  # noqa: S608 - both parts are ours
            cursor.execute(f"delete from submitted_notebook where id in ({_SUBMITTED_NOTEBOOKS})", (learner,))  # noqa: S608 - ours
            cursor.execute("delete from submitted_assignment where student_id = ?", (learner,))
            cursor.execute("delete from student where id = ?", (learner,))
        with closing(sqlite3.connect(self.file, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("vacuum")

    def _read(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        """Return the rows of a query; none when the gradebook does not exist yet."""
        if not self.file.is_file():
            return []
        address = f"{self.file.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE)) as connection:
            return connection.execute(sql, values).fetchall()

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Cursor]:
        """Run a block in one transaction."""
        with closing(sqlite3.connect(self.file, timeout=PATIENCE, isolation_level=None)) as connection:
            connection.execute("pragma secure_delete = on")
            cursor = connection.execute("begin immediate")
            try:
                yield cursor
            except BaseException:
                connection.rollback()
                raise
            connection.commit()


def _time(text: str | None) -> datetime | None:
    """Return a time of the gradebook, which is UTC without saying so."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
