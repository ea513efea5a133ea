"""Hand-ins: the work a learner gave to be graded, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select

from passerelles.store.clock import stamp
from passerelles.store.errors import BadValue, UnknownHandin
from passerelles.store.room import Room, names, require_learner, row
from passerelles.store.rows import STATUSES, HandinRow, HandinStatus
from passerelles.store.tables import Handin, dumps
from passerelles.text import t


class Handins(Room):
    """Each hand-in is kept; its number is never given again, even after an erasure."""

    def add(self, learner: str, assignment: str, answers: dict[str, Any], at: datetime | None = None) -> HandinRow:
        """Record a hand-in received `at` (default: now); raises UnknownLearner, BadValue, StoreFull."""
        names(assignment=assignment)
        dumps(answers)
        received = stamp(at or self._clock())
        with self._database.transaction() as session:
            require_learner(session, learner)
            record = Handin(learner=learner, assignment=assignment, answers=answers, received_at=received,
                            status="received", reason=None, results=None, status_at=received)  # fmt: skip
            session.add(record)
            session.flush()
            return row(HandinRow, record)

    def get(self, number: int) -> HandinRow | None:
        """Return that hand-in, None when it is not there (any more)."""
        with self._database.transaction() as session:
            record = session.get(Handin, number)
            return row(HandinRow, record) if record else None

    def latest(self, learner: str, assignment: str) -> HandinRow | None:
        """Return this learner's last hand-in of the assignment."""
        return next(iter(self._rows(Handin.learner == learner, Handin.assignment == assignment)[::-1]), None)

    def of(self, learner: str) -> dict[str, HandinRow]:
        """Return this learner's last hand-in of each assignment."""
        return {row.assignment: row for row in self._rows(Handin.learner == learner)}

    def set_status(
        self, number: int, status: HandinStatus, reason: str | None = None, results: dict[str, Any] | None = None
    ) -> HandinRow:
        """Note what became of a hand-in, replacing the former reason and results.

        Raises UnknownHandin (its learner may have been erased meanwhile), BadValue, StoreFull.
        """
        if status not in STATUSES:
            raise BadValue(field="status", reason=t("store.reason-choice", choices=", ".join(STATUSES)))
        dumps(results)
        with self._database.transaction() as session:
            record = session.get(Handin, number)
            if record is None:
                raise UnknownHandin
            record.status, record.reason, record.results = status, _storable(reason), results
            record.status_at = self._now()
            session.flush()
            return row(HandinRow, record)

    def pending(self) -> list[HandinRow]:
        """Return what is still to be graded, oldest first: received, or left in grading by a killed server."""
        return self._rows(Handin.status.in_(["received", "grading"]))

    def all(self, assignment: str) -> list[HandinRow]:
        """Return every hand-in of the assignment, oldest first."""
        return self._rows(Handin.assignment == assignment)

    def _rows(self, *where: ColumnElement[bool]) -> list[HandinRow]:
        """Return hand-ins in the order they came."""
        with self._database.transaction() as session:
            found = session.scalars(select(Handin).where(*where).order_by(Handin.id))
            return [row(HandinRow, record) for record in found]


def _storable(reason: str | None) -> str | None:
    """Return the reason without what PostgreSQL refuses in a text (a program's output may hold anything)."""
    if reason is None:
        return None
    return reason.replace("\x00", "�").encode("utf-8", "replace").decode("utf-8")
