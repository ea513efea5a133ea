"""Copies of the records kept beside them before something risky: erasing a learner or a session reaches them too."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table

from passerelles.store import dump
from passerelles.store.errors import BackupInvalid
from passerelles.store.files import ASIDE, remove

Owners = Mapping[Table, Column[Any]]  # tables, each with the column that says whose a row is


def forget(data_dir: Path, owners: Owners, who: str) -> None:
    """Erase what belongs to `who` from the copies kept aside; a copy nobody can read any more is deleted.

    A row whose owner may be missing stays, without its owner.
    """
    ways = {".db": _forget_in_database, ".jsonl": _forget_in_dump}
    for path in sorted(path for path in data_dir.glob(ASIDE) if path.suffix in ways):
        try:
            ways[path.suffix](path, owners, who)
        except (sqlite3.DatabaseError, BackupInvalid):
            remove(path)


def _forget_in_database(path: Path, owners: Owners, who: str) -> None:
    """Erase the rows from an SQLite copy, whatever the version of its tables."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("secure_delete=ON", "temp_store=MEMORY", "journal_mode=DELETE"):
            connection.execute(f"PRAGMA {pragma}")
        for table, owner in owners.items():
            if owner.name in {column[1] for column in connection.execute(f'PRAGMA table_info("{table.name}")')}:
                # Both names are those of our own tables, the owner is bound.
                connection.execute(f'{_change(owner)} WHERE "{owner.name}" = ?', (who,))
        connection.execute("VACUUM")


def _change(owner: Column[Any]) -> str:
    """Return the statement, short of its condition."""
    if owner.nullable:
        return f'UPDATE "{owner.table.name}" SET "{owner.name}" = NULL'  # noqa: S608
    return f'DELETE FROM "{owner.table.name}"'  # noqa: S608


def _forget_in_dump(path: Path, owners: Owners, who: str) -> None:
    """Write the dump again without the rows."""
    contents, known = dump.read(path), {table.name: owner for table, owner in owners.items()}
    rows = []
    for table, row in contents.rows:
        owner = known.get(table)
        if owner is None or row.get(owner.name) != who:
            rows.append((table, row))
        elif owner.nullable:
            rows.append((table, row | {owner.name: None}))
    dump.write(path, dump.Dump(contents.revision, rows))
