"""Copies of the records kept beside them before something risky: erasing a learner reaches them too."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from passerelles.store import dump
from passerelles.store.errors import BackupInvalid
from passerelles.store.files import ASIDE, remove


def forget(data_dir: Path, learner: str) -> None:
    """Erase this learner from the copies kept aside; a copy nobody can read any more is deleted."""
    ways = {".db": _forget_in_database, ".jsonl": _forget_in_dump}
    for path in sorted(path for path in data_dir.glob(ASIDE) if path.suffix in ways):
        try:
            ways[path.suffix](path, learner)
        except (sqlite3.DatabaseError, BackupInvalid):
            remove(path)


def _forget_in_database(path: Path, learner: str) -> None:
    """Erase the learner's rows from an SQLite copy, whatever the version of its tables."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("secure_delete=ON", "temp_store=MEMORY", "journal_mode=DELETE"):
            connection.execute(f"PRAGMA {pragma}")
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (table,) in tables:
            names = {column[1] for column in connection.execute(f'PRAGMA table_info("{table}")')}
            for name in names & {"learner", "public"}:
                # Both names come from the file's own schema, the learner is bound.
                connection.execute(f'DELETE FROM "{table}" WHERE "{name}" = ?', (learner,))  # noqa: S608
        connection.execute("VACUUM")


def _forget_in_dump(path: Path, learner: str) -> None:
    """Write the dump again without the learner's rows."""
    contents = dump.read(path)
    rows = [(table, row) for table, row in contents.rows if learner not in (row.get("learner"), row.get("public"))]
    dump.write(path, dump.Dump(contents.revision, rows))
