"""A learner's rights over their records: a full copy, and a real erasure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table, delete, select, tuple_

from passerelles.store.clock import Clock
from passerelles.store.database import Database
from passerelles.store.register import REGISTER
from passerelles.store.room import Room, require_learner
from passerelles.store.scrub import scrub
from passerelles.store.tables import Base, Learner, LiveEvent, LivePerson, LiveSession

_TABLES = Base.metadata.sorted_tables


class Privacy(Room):
    """Export and erase work on every table that names a learner: a new table is covered from its first day."""

    def __init__(self, database: Database, clock: Clock, data_dir: Path) -> None:
        """Share the database and clock; `data_dir` may hold copies kept aside."""
        super().__init__(database, clock)
        self._data_dir = data_dir

    def export(self, learner: str) -> dict[str, Any]:
        """Return everything recorded about this learner, JSON-ready; raises UnknownLearner.

        {"format", "learner", "exported_at", "records": {table: [row, …]}}, without the secret's hash.
        """
        with self._database.transaction() as session:
            require_learner(session, learner)
            records = {
                table.name: [dict(found) for found in session.execute(_mine(table, where)).mappings()]
                for table, where in _about(learner)
            }
        return {
            "format": "passerelles-export-1",
            "learner": learner,
            "exported_at": self._now(),
            "records": records,
        }

    def erase(self, learner: str) -> bool:
        """Erase this learner from the database, its journal, its free pages and the copies kept aside.

        Returns False when there was nobody to erase (the scrubbing is done all the same, so that erasing twice
        finishes an interrupted erasure). Afterwards every write for them raises UnknownLearner. In the live
        sessions they joined, the link to them is cut: what the room saw and heard stays until the session is erased.
        Raises EraseIncomplete when another program holds old bytes in the journal, StoreFull.
        """
        with self._database.transaction() as session:
            gone = session.execute(delete(Learner).where(Learner.public == learner).returning(Learner.public))
            found = gone.first() is not None
        scrub(self._database, self._data_dir, personal_tables(), learner)
        return found


def personal_tables() -> dict[Table, Column[str]]:
    """Return the tables about learners, each with the column naming the learner a row belongs to."""
    named = {table: table.c.get("public" if table is Learner.__table__ else "learner") for table in _TABLES}
    return {table: column for table, column in named.items() if column is not None}


def _about(learner: str) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """Give the tables with rows about a learner, and what is true of those rows."""
    for table, owner in personal_tables().items():
        yield table, owner == learner
    # What they did in a live session is kept under the number they had there.
    seats = select(LivePerson.session, LivePerson.id).where(LivePerson.learner == learner).subquery()
    yield _table(LiveSession), LiveSession.id.in_(select(seats.c.session))
    yield _table(LiveEvent), tuple_(LiveEvent.session, LiveEvent.who).in_(select(seats))


def _table(kind: type[Base]) -> Table:
    """Return the table of those records."""
    return Base.metadata.tables[kind.__tablename__]


def _mine(table: Table, where: ColumnElement[bool]) -> Select[Any]:
    """Select these rows, without the columns that the register keeps out of exports."""
    kept = [column for column in table.c if REGISTER[table.name][column.name].exported]
    return select(*kept).where(where).order_by(*table.primary_key)
