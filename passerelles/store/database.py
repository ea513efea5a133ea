"""The one connection to the records, and the transactions on it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from passerelles.store import postgresql, sqlite
from passerelles.store.faults import translated


class Database:
    """An open database whose tables are those of this version; `where` names it in messages."""

    def __init__(self, engine: Engine, where: str) -> None:
        """Wrap an engine that is ready for use."""
        self.engine, self.where = engine, where
        # The server calls from one thread; this keeps a stray second one from mixing two transactions.
        self._turn = threading.RLock()

    @property
    def is_sqlite(self) -> bool:
        """Whether the records are in an SQLite file."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def turn(self) -> Iterator[Engine]:
        """Hold the connection for the block, outside any transaction; driver errors come out as StoreError."""
        with self._turn, translated(self.where):
            yield self.engine

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Run the block as one transaction: committed and durable at its end, or undone as a whole.

        Raises StoreFull, StoreUnavailable, StoreUnwritable or StoreCorrupt when the database refuses.
        """
        with self.turn() as engine, Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Close the connection; an SQLite file is left complete, without a journal beside it."""
        with self._turn:
            self.engine.dispose()


def open_database(url: str | None, data_dir: Path, port: int | None, read_only: bool) -> Database:
    """Open the records for this process, creating or migrating them unless `read_only`.

    Raises any of the StoreError of opening: missing, unwritable, corrupt, too new, busy, unavailable, address.
    """
    if url is None:
        path = data_dir / sqlite.NAME
        with translated(path):
            return Database(sqlite.open_engine(path, read_only), str(path))
    address = postgresql.parse(url)
    where = address.render_as_string(hide_password=True)
    with translated(where):
        return Database(postgresql.open_engine(address, where, port, read_only), where)
