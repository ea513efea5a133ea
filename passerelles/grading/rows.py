"""One submission's rows: copied out of the gradebook for a worker, written back in one transaction.

A worker gets a private gradebook in memory, with the assignment and this one submission. What it made of it is
written only if the real rows are still those it was given: nobody's mark or resubmission is ever written over.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passerelles.grading.gradebook import PATIENCE

PRIVATE = "file:passerelles?mode=memory&cache=shared"  # one per process: each worker has its own
PRIVATE_URL = "sqlite:///file:passerelles?mode=memory&cache=shared&uri=true"

_ASSIGNMENT = "select id from assignment where name = :assignment"
_NOTEBOOKS = f"select id from notebook where assignment_id in ({_ASSIGNMENT})"  # noqa: S608 - every part is ours
_CELLS = f"select id from base_cell where notebook_id in ({_NOTEBOOKS})"  # noqa: S608
_SUBMITTED = f"student_id = :learner and assignment_id in ({_ASSIGNMENT})"
_FILES = (
    f"notebook_id in (select id from submitted_notebook where assignment_id in "  # noqa: S608
    f"(select id from submitted_assignment where {_SUBMITTED}))"
)
_ASKED = {  # which rows of the tables that say what is asked, and for how much
    "alembic_version": "true",
    "course": "true",
    "assignment": "name = :assignment",
    "notebook": f"id in ({_NOTEBOOKS})",
    "base_cell": f"id in ({_CELLS})",
    "grade_cells": f"id in ({_CELLS})",
    "solution_cells": f"id in ({_CELLS})",
    "task_cells": f"id in ({_CELLS})",
    "source_cell": f"notebook_id in ({_NOTEBOOKS})",
}
_GIVEN = {  # and of those that grading writes, parents first
    "student": "id = :learner",
    "submitted_assignment": _SUBMITTED,
    "submitted_notebook": f"assignment_id in (select id from submitted_assignment where {_SUBMITTED})",  # noqa: S608
    "grade": _FILES,
    "comment": _FILES,
}

Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Copy:
    """What a worker needs of the gradebook: the statements that make its tables, and the rows of one submission."""

    schema: list[str]
    asked: Tables
    given: Tables

    def open(self) -> sqlite3.Connection:
        """Make the private gradebook of this process; it lasts until the connection is closed."""
        private = sqlite3.connect(PRIVATE, uri=True, isolation_level=None)
        private.execute("pragma synchronous = off")
        for statement in self.schema:
            private.execute(statement)
        for table, rows in {**self.asked, **self.given}.items():
            _insert(private, table, rows)
        return private


class Changed(Exception):
    """Somebody else changed the rows meanwhile: the submission must be graded again."""


def copy(gradebook: Path, assignment: str, learner: str) -> Copy:
    """Return what there is of one submission, all read at one moment; few rows or none when it was never graded."""
    names = {"assignment": assignment, "learner": learner}
    with _opened(gradebook, "deferred") as real:
        schema = [sql for (sql,) in real.execute("select sql from sqlite_master where sql is not null")]
        return Copy(schema, _read(real, _ASKED, names), _read(real, _GIVEN, names))


def made(private: sqlite3.Connection, assignment: str, learner: str) -> Tables:
    """Return the rows of the submission as a worker leaves them."""
    return _read(private, _GIVEN, {"assignment": assignment, "learner": learner})


def write(
    gradebook: Path, assignment: str, learner: str, before: Copy, after: Tables, then: Callable[[], None]
) -> None:
    """Write a graded submission in one transaction, with `then` run just before its end.

    Raises Changed, and writes nothing, when the rows are no longer those that were copied.
    """
    names = {"assignment": assignment, "learner": learner}
    with _opened(gradebook, "immediate") as real:
        if _read(real, _GIVEN, names) != before.given or _read(real, _ASKED, names) != before.asked:
            raise Changed
        for table, rows in after.items():
            _insert(real, table, [row for row in rows if row not in before.given[table]])
        then()


def _read(connection: sqlite3.Connection, tables: dict[str, str], names: dict[str, str]) -> Tables:
    """Return the wanted rows of some tables, in the order of their ids."""
    found: Tables = {}
    for table, wanted in tables.items():
        cursor = connection.execute(f"select * from {table} where {wanted} order by 1", names)  # noqa: S608 - ours
        columns = [column[0] for column in cursor.description]
        found[table] = [dict(zip(columns, row, strict=True)) for row in cursor]
    return found


def _insert(connection: sqlite3.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    """Write rows, in place of those that have the same id."""
    if rows:
        columns = list(rows[0])
        values, new = (", ".join(part.format(c) for c in columns) for part in (":{0}", "{0} = excluded.{0}"))
        sql = f"insert into {table} ({', '.join(columns)}) values ({values}) on conflict do update set {new}"  # noqa: S608 - names of nbgrader's columns
        connection.executemany(sql, rows)


@contextmanager
def _opened(gradebook: Path, kind: str) -> Iterator[sqlite3.Connection]:
    """Run a block in one transaction of that kind."""
    with closing(sqlite3.connect(gradebook, timeout=PATIENCE, isolation_level=None)) as connection:
        connection.execute(f"begin {kind}")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()
