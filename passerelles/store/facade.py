"""The store as the server sees it: opened once, by the one process that writes."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from passerelles.store import backup
from passerelles.store.clock import Clock, utcnow
from passerelles.store.database import Database, open_database
from passerelles.store.handins import Handins
from passerelles.store.learners import Learners
from passerelles.store.live import Lives
from passerelles.store.lock import WriterLock
from passerelles.store.plays import Plays
from passerelles.store.privacy import Privacy
from passerelles.store.records import Records
from passerelles.store.settings import Settings


class Store:
    """Every record of this installation, by room. Made by `Store.open`; usable in a `with` block."""

    def __init__(self, database: Database, lock: WriterLock | None, data_dir: Path, clock: Clock) -> None:
        """Furnish the rooms; use `Store.open`."""
        self._database, self._lock = database, lock
        self.learners = Learners(database, clock)
        self.records = Records(database, clock)
        self.plays = Plays(database, clock)
        self.live = Lives(database, clock, data_dir)
        self.handins = Handins(database, clock)
        self.settings = Settings(database, clock)
        self.privacy = Privacy(database, clock, data_dir)

    @classmethod
    def open(
        cls,
        url: str | None,
        data_dir: Path,
        clock: Clock = utcnow,
        *,
        port: int | None = None,
        read_only: bool = False,
    ) -> Store:
        """Open the records: an SQLite file in `data_dir`, or a PostgreSQL database by its URL.

        Tables are made or migrated as needed. `port` is what a second server will be told. `read_only` opens
        beside a running server (to export or back up), takes no lock and creates nothing.
        Raises StoreBusy, StoreUnwritable, StoreCorrupt, StoreTooNew, StoreFull, StoreUnavailable, StoreAddress,
        SQLiteTooOld, and StoreMissing when there is nothing to read.
        """
        lock = None if read_only else WriterLock(data_dir, port)
        try:
            database = open_database(url, data_dir, port, read_only)
        except BaseException:
            if lock:
                lock.release()
            raise
        return cls(database, lock, data_dir, clock)

    @property
    def where(self) -> str:
        """Where the records are, fit to be shown: a file, or an address without its password."""
        return self._database.where

    def announce(self, port: int) -> None:
        """Tell later servers which port this one finally listens on."""
        if self._lock:
            self._lock.announce(port)

    def backup(self, path: Path) -> None:
        """Write a complete copy of the records to `path` while they are in use.

        Raises StoreUnwritable, StoreFull.
        """
        backup.backup(self._database, path)

    def close(self) -> None:
        """Close the records and let another server write; closing twice does nothing."""
        self._database.close()
        if self._lock:
            self._lock.release()
            self._lock = None

    def __enter__(self) -> Self:
        """Return the store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""
        self.close()
