"""A real erasure: what was deleted leaves the free space, the journal and the copies kept aside as well."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from passerelles.store import aside, sqlite
from passerelles.store.aside import Owners
from passerelles.store.database import Database
from passerelles.store.errors import EraseIncomplete


def scrub(database: Database, data_dir: Path, owners: Owners, who: str) -> None:
    """Scrub what belonged to `who` (a learner, a session) in these tables, after its deletion.

    Raises EraseIncomplete when another program holds old bytes in the journal, StoreFull.
    """
    with database.turn() as engine:
        if database.is_sqlite:
            _scrub_sqlite(engine, database.where)
        else:
            _scrub_postgresql(engine, owners)
    aside.forget(data_dir, owners, who)


def _scrub_sqlite(engine: Engine, where: str) -> None:
    """Rewrite the file without its free space, then empty the journal."""
    connection = sqlite.raw(engine)
    connection.execute("VACUUM")
    busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        raise EraseIncomplete(where=where)


def _scrub_postgresql(engine: Engine, owners: Owners) -> None:
    """Rewrite these tables. PostgreSQL's own journal and archives belong to its administrator."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        for table in owners:
            connection.exec_driver_sql(f"VACUUM (FULL) {table.name}")
        connection.exec_driver_sql("RESET statement_timeout")
