"""Records in one SQLite file: how it is opened, created, checked and protected."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from pathlib import Path

from sqlalchemy import Engine, StaticPool, create_engine, event

from passerelles.store import files, migrate
from passerelles.store.errors import SQLiteTooOld, StoreCorrupt, StoreMissing, StoreUnwritable
from passerelles.store.faults import translated
from passerelles.text import t

NAME = "passerelles.db"
RESTORING = NAME + ".restauration"
_OLDEST = (3, 35, 0)
_SAFE = (3, 51, 3)
_PRAGMAS = {
    "synchronous": "FULL",  # acknowledged means on the disk
    "secure_delete": "ON",  # what is deleted is overwritten
    "temp_store": "MEMORY",  # no learner text in temporary files
    "trusted_schema": "OFF",
    "busy_timeout": "5000",
}


def sqlite_warning(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str | None:
    """Return the sentence `doctor` shows about this SQLite: a refusal, a notice, or None when all is well."""
    try:
        require_version(version)
    except SQLiteTooOld as error:
        return str(error)
    if version < _SAFE:
        return t("store.sqlite-notice", version=_dotted(version), fixed=_dotted(_SAFE))
    return None


def require_version(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> None:
    """Raise SQLiteTooOld below the oldest SQLite we work with."""
    if version < _OLDEST:
        raise SQLiteTooOld(version=_dotted(version), needed=_dotted(_OLDEST))


def _dotted(version: tuple[int, ...]) -> str:
    """Return 3.40.1 for (3, 40, 1)."""
    return ".".join(map(str, version))


def open_engine(path: Path, read_only: bool) -> Engine:
    """Return the engine of this file, created if absent, checked and migrated.

    Raises StoreMissing (only when `read_only`), StoreUnwritable, StoreCorrupt, StoreTooNew, SQLiteTooOld.
    """
    require_version()
    _refuse_remains(path)
    if not path.exists():
        if read_only:
            raise StoreMissing(where=path.parent)
        create(path)
    engine = connect(path, read_only)
    try:
        _prepare(engine, path, read_only)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _prepare(engine: Engine, path: Path, read_only: bool) -> None:
    """Check the file, then migrate it (after a safety copy) or refuse it."""
    check(engine, path)
    with engine.begin() as connection:
        revision = migrate.require_known(connection, path)
    if read_only:
        return
    if not os.access(path, os.W_OK):
        raise StoreUnwritable(where=path, reason=t("store.reason-read-only"))
    if revision != migrate.head():
        copy(engine, files.aside_name(path.parent, "migration", ".db"))
        upgrade(engine, path)
    protect(engine)


def _refuse_remains(path: Path) -> None:
    """Raise StoreCorrupt rather than start afresh where records have been."""
    journal = path.with_name(path.name + "-wal")
    if path.with_name(RESTORING).exists():
        raise StoreCorrupt(where=path, reason=t("store.reason-restoring"))
    if path.exists() and path.stat().st_size == 0:
        raise StoreCorrupt(where=path, reason=t("store.reason-empty"))
    if not path.exists() and journal.exists() and journal.stat().st_size:
        raise StoreCorrupt(where=path, reason=t("store.reason-journal-alone"))


def create(path: Path) -> None:
    """Create the file with its tables; it gets its name only once it is whole."""
    young = path.with_name(path.name + ".nouveau")
    files.remove(young)
    files.private(young)
    engine = connect(young, read_only=False)
    try:
        upgrade(engine, path)
    finally:
        engine.dispose()
    files.put_in_place(young, path)


def upgrade(engine: Engine, path: Path) -> None:
    """Run the missing migrations, all or none; foreign keys are off meanwhile: a rebuilt table would cascade."""
    with engine.begin() as connection:
        migrate.upgrade(connection, path)


def connect(path: Path, read_only: bool) -> Engine:
    """Return an engine on one connection to an existing file, with explicit transactions."""
    address = path.absolute().as_uri() + ("?mode=ro" if read_only else "?mode=rw")

    def dial() -> sqlite3.Connection:
        """Connect."""
        return sqlite3.connect(address, uri=True, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=dial, poolclass=StaticPool, hide_parameters=True)
    event.listen(engine, "connect", lambda connection, _record: _tune(connection))
    start = "BEGIN" if read_only else "BEGIN IMMEDIATE"
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(start))
    return engine


def _tune(connection: sqlite3.Connection) -> None:
    """Set what SQLite forgets between connections."""
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")


def protect(engine: Engine) -> None:
    """Turn on the journal that survives a crash, and the links between tables."""
    connection = raw(engine)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA foreign_keys=ON")


def raw(engine: Engine) -> sqlite3.Connection:
    """Return the one driver connection of this engine."""
    pooled = engine.raw_connection()
    try:
        connection = pooled.driver_connection
    finally:
        pooled.close()  # back to the pool, which keeps it open
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError("not an SQLite engine")
    return connection


def check(engine: Engine, path: Path, thorough: bool = False) -> None:
    """Raise StoreCorrupt when SQLite finds the file damaged; `thorough` also reads every index."""
    with translated(path):
        verdict = raw(engine).execute(f"PRAGMA {'integrity' if thorough else 'quick'}_check(1)").fetchone()
    if verdict != ("ok",):
        raise StoreCorrupt(where=path, reason=t("store.reason-damaged"))


def copy(engine: Engine, target: Path) -> None:
    """Write a complete copy of the open database to `target`, in one piece or not at all.

    Raises StoreFull or StoreUnwritable when the place refuses it.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    files.remove(temporary)
    files.private(temporary)
    try:
        with translated(target), contextlib.closing(sqlite3.connect(temporary)) as destination:
            raw(engine).backup(destination)
            destination.execute("PRAGMA journal_mode=DELETE")
        files.put_in_place(temporary, target)
    finally:
        files.remove(temporary)
