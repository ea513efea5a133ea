"""A learner's rights over their records: a full copy, and a real erasure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Select, Table, delete, select

from passerelles.store import aside, sqlite
from passerelles.store.clock import Clock
from passerelles.store.database import Database
from passerelles.store.errors import EraseIncomplete
from passerelles.store.register import REGISTER
from passerelles.store.room import Room, require_learner
from passerelles.store.tables import Base, Learner

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
                table.name: [dict(found) for found in session.execute(_mine(table, owner, learner)).mappings()]
                for table, owner in personal_tables().items()
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
        finishes an interrupted erasure). Afterwards every write for them raises UnknownLearner. Raises
        EraseIncomplete when another program holds old bytes in the journal, StoreFull.
        """
        with self._database.transaction() as session:
            gone = session.execute(delete(Learner).where(Learner.public == learner).returning(Learner.public))
            found = gone.first() is not None
        with self._database.turn() as engine:
            if self._database.is_sqlite:
                _scrub_sqlite(engine, self._database.where)
            else:
                _scrub_postgresql(engine)
        aside.forget(self._data_dir, learner)
        return found


def personal_tables() -> dict[Table, Column[str]]:
    """Return the tables about learners, each with the column naming the learner a row belongs to."""
    named = {table: table.c.get("public" if table is Learner.__table__ else "learner") for table in _TABLES}
    return {table: column for table, column in named.items() if column is not None}


def _mine(table: Table, owner: Column[str], learner: str) -> Select[Any]:
    """Select this learner's rows, without the columns that the register keeps out of exports."""
    kept = [column for column in table.c if REGISTER[table.name][column.name].exported]
    return select(*kept).where(owner == learner).order_by(*table.primary_key)


def _scrub_sqlite(engine: Engine, where: str) -> None:
    """Rewrite the file without its free space, then empty the journal."""
    connection = sqlite.raw(engine)
    connection.execute("VACUUM")
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise EraseIncomplete(where=where)


def _scrub_postgresql(engine: Engine) -> None:
    """Rewrite every table about learners. PostgreSQL's own journal and archives belong to its administrator."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        for table in personal_tables():
            connection.exec_driver_sql(f"VACUUM (FULL) {table.name}")
        connection.exec_driver_sql("RESET statement_timeout")
