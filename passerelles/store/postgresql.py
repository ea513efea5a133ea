"""Records in PostgreSQL: the same tables behind an address, still with a single writer."""

from __future__ import annotations

import importlib.util
import os
import re
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from passerelles.store import migrate
from passerelles.store.errors import StoreAddress, StoreBusy, StoreMissing
from passerelles.text import t

# Any fixed number will do; advisory locks are counted per database.
_WRITER = 0x7061_7373_6572
_PATIENCE = 2000  # milliseconds
_HOLDER = """
    SELECT activity.application_name FROM pg_locks AS held JOIN pg_stat_activity AS activity USING (pid)
    WHERE held.locktype = 'advisory' AND held.granted
      AND (held.classid::bigint << 32 | held.objid::bigint) = %s AND held.database = (
        SELECT oid FROM pg_database WHERE datname = current_database())
"""


def parse(url: str) -> URL:
    """Return the address, with our driver filled in. Raises StoreAddress without ever showing a password."""
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreAddress(where="donnée", reason=t("store.reason-scheme")) from None
    if address.drivername not in {"postgresql", "postgres", "postgresql+psycopg"}:
        raise StoreAddress(where=f"{address.drivername}:…", reason=t("store.reason-scheme"))
    if importlib.util.find_spec("psycopg") is None:
        raise StoreAddress(where="postgresql:…", reason=t("store.reason-driver"))
    return address.set(drivername="postgresql+psycopg")


def open_engine(address: URL, where: str, port: int | None, read_only: bool) -> Engine:
    """Return the engine of this database, migrated, holding the right to write unless `read_only`.

    Raises StoreBusy, StoreMissing (only when `read_only`), StoreTooNew, StoreCorrupt.
    """
    engine = connect(address, where, port, read_only)
    try:
        with engine.begin() as connection:
            if read_only and migrate.require_known(connection, where) is None:
                raise StoreMissing(where=where)
            if not read_only:
                migrate.upgrade(connection, where)
    except BaseException:
        engine.dispose()
        raise
    return engine


def connect(address: URL, where: str, port: int | None, read_only: bool) -> Engine:
    """Return an engine on one connection that is tried before each use; a new one takes the lock again."""
    engine = create_engine(
        address,
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args=_options(port, read_only),
    )
    if not read_only:
        event.listen(engine, "connect", lambda connection, _record: _take_the_lock(connection, where))
    return engine


def _options(port: int | None, read_only: bool) -> dict[str, Any]:
    """Return the connection's settings: give up in seconds rather than hang, say who we are."""
    return {
        "connect_timeout": 5,
        "keepalives_idle": 30,
        "tcp_user_timeout": 10_000,
        "application_name": f"passerelles pid={os.getpid()} port={port or 0}",
        "options": "-c synchronous_commit=on -c lock_timeout=5000 -c idle_in_transaction_session_timeout=60000"
        + (" -c default_transaction_read_only=on" if read_only else " -c statement_timeout=30000"),
    }


def _take_the_lock(connection: Any, where: str) -> None:
    """Take the writer's advisory lock, kept as long as the connection; raises StoreBusy naming the holder.

    It waits a moment: PostgreSQL may need one to notice that the former server was killed.
    """
    from psycopg.errors import LockNotAvailable  # an optional dependency

    try:
        with connection.transaction(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = {_PATIENCE}")
            cursor.execute("SELECT pg_advisory_lock(%s)", (_WRITER,))
    except LockNotAvailable:
        holder = connection.execute(_HOLDER, (_WRITER,)).fetchone()
        connection.close()
        raise StoreBusy(*_who(holder[0] if holder else ""), where) from None


def _who(name: str) -> tuple[int | None, int | None]:
    """Return the process and port written in an application name."""
    found = re.fullmatch(r"passerelles pid=(\d+) port=(\d+)", name)
    return (int(found[1]), int(found[2]) or None) if found else (None, None)
