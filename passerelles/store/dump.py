"""The portable copy of the records: one JSON line per row, the same for every database.

Chosen over `pg_dump` because it needs no program of the server's exact version, restores into SQLite as well, and
tells by its last line (count and hash) whether it is whole.

    {"format": "passerelles-dump-1", "revision": "0001"}
    ["learner", {"public": …}]
    {"rows": 1, "sha256": "…"}
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, insert, select
from sqlalchemy.exc import CompileError, IntegrityError

from passerelles.store import migrate
from passerelles.store.errors import BackupInvalid, StoreFull
from passerelles.store.files import private, put_in_place, remove
from passerelles.text import t

FORMAT = "passerelles-dump-1"
Line = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Dump:
    """The rows of every table, parents before children, and the revision of those tables."""

    revision: str
    rows: list[Line]


def collect(connection: Connection) -> Dump:
    """Return every row as it is stored, whatever the version of the tables."""
    rows: list[Line] = []
    for table in tables(connection):
        found = connection.execute(select(table).order_by(*table.primary_key)).mappings()
        rows += [(table.name, dict(row)) for row in found]
    return Dump(str(migrate.current(connection)), rows)


def fill(connection: Connection, contents: Dump, where: object) -> None:
    """Create the tables of that revision in an empty database, put the rows in, then migrate to ours.

    Raises StoreTooNew for a later revision, BackupInvalid for rows that those tables cannot hold.
    """
    migrate.require_revision(contents.revision, where)
    migrate.upgrade(connection, where, target=contents.revision)
    empty = {table.name: table for table in tables(connection)}
    try:
        for name, row in contents.rows:
            connection.execute(insert(empty[name]).values(row))
    except (KeyError, CompileError, IntegrityError):
        raise BackupInvalid(where=where, reason=t("store.reason-not-backup")) from None
    if connection.dialect.name == "postgresql":
        for table in empty.values():
            _resume_numbering(connection, table)
    migrate.upgrade(connection, where)


def write(path: Path, contents: Dump) -> None:
    """Write the copy, in one piece or not at all; raises StoreFull or StoreUnwritable."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    lines = [json.dumps({"format": FORMAT, "revision": contents.revision}), *map(json.dumps, contents.rows)]
    body = "".join(line + "\n" for line in lines)
    end = json.dumps({"rows": len(lines) - 1, "sha256": hashlib.sha256(body.encode()).hexdigest()})
    remove(temporary)
    private(temporary)
    try:
        temporary.write_text(body + end + "\n", encoding="ascii", newline="\n")
        put_in_place(temporary, path)
    except OSError:
        raise StoreFull(where=path.parent) from None
    finally:
        remove(temporary)


def read(path: Path) -> Dump:
    """Return what a copy holds; raises BackupInvalid when it is not one, or not whole."""
    try:
        *lines, end = path.read_text(encoding="ascii").splitlines(keepends=True)
        header, closing = json.loads(lines[0]), json.loads(end)
        rows = [(str(table), dict(row)) for table, row in map(json.loads, lines[1:])]
        whole = closing == {"rows": len(rows), "sha256": hashlib.sha256("".join(lines).encode()).hexdigest()}
    except (ValueError, IndexError, TypeError):
        raise BackupInvalid(where=path, reason=t("store.reason-truncated")) from None
    if not whole or header.get("format") != FORMAT:
        raise BackupInvalid(where=path, reason=t("store.reason-truncated"))
    return Dump(str(header["revision"]), rows)


def tables(connection: Connection) -> list[Table]:
    """Return the tables as they are in this database, parents first, without the version's own."""
    there = MetaData()
    there.reflect(connection, only=sorted(migrate.tables(connection)))
    return there.sorted_tables


def _resume_numbering(connection: Connection, table: Table) -> None:
    """Make PostgreSQL number the next row after the rows just put in."""
    for column in table.primary_key:
        sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        if sequence is not None:
            latest = connection.scalar(select(func.max(column))) or 0
            connection.execute(select(func.setval(sequence, latest + 1, False)))
