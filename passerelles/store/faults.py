"""Turn the database drivers' errors into ours."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from passerelles.store.errors import StoreCorrupt, StoreError, StoreFull, StoreUnavailable, StoreUnwritable
from passerelles.text import t

# Primary result codes; a disk that fills up under a file size limit says IOERR, not FULL.
_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
_DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
_FORBIDDEN = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_WAIT = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def translated(where: object) -> Iterator[None]:
    """Run the block; raise a StoreError instead of a driver's error that has a meaning for people."""
    try:
        yield
    except DBAPIError as error:
        raise _translate(error.orig, where, error.connection_invalidated) or error from error
    except sqlite3.Error as error:
        raise _sqlite(error, where) or error from error


def _translate(cause: BaseException | None, where: object, gone: bool) -> StoreError | None:
    """Return our error for the driver's one, or None when it is a bug of ours."""
    if isinstance(cause, sqlite3.Error):
        return _sqlite(cause, where)
    return _postgresql(str(getattr(cause, "sqlstate", None) or ""), where, gone or _is_operational(cause))


def _is_operational(cause: BaseException | None) -> bool:
    """Say whether the driver blames the connection or the machine rather than the statement."""
    return type(cause).__name__ in {"OperationalError", "ConnectionTimeout", "AdminShutdown", "CrashShutdown"}


def _sqlite(cause: sqlite3.Error, where: object) -> StoreError | None:
    """Return our error for an SQLite one; extended codes keep the primary code in their low byte."""
    code = getattr(cause, "sqlite_errorcode", 0) & 0xFF
    if code in _FULL:
        return StoreFull(where=where)
    if code in _DAMAGED:
        return StoreCorrupt(where=where, reason=t("store.reason-damaged"))
    if code in _FORBIDDEN:
        return StoreUnwritable(where=where, reason=t("store.reason-read-only"))
    return StoreUnavailable(where=where) if code in _WAIT else None


def _postgresql(state: str, where: object, operational: bool) -> StoreError | None:
    """Return our error for a PostgreSQL one, read from its SQLSTATE."""
    if state.startswith("53"):  # insufficient resources; 53100 is the full disk
        return StoreFull(where=where) if state == "53100" else StoreUnavailable(where=where)
    if state in {"25006", "42501"}:
        return StoreUnwritable(where=where, reason=t("store.reason-read-only"))
    if state.startswith("XX"):
        return StoreCorrupt(where=where, reason=t("store.reason-damaged"))
    return StoreUnavailable(where=where) if operational or state[:2] in {"08", "57", "55", "40"} else None
