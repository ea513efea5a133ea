"""Backup while the course runs, and restore while it does not.

A backup of an SQLite file is an SQLite file, of PostgreSQL a portable dump (see `dump.py`); either restores into
either.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table

from passerelles.store import dump, files, migrate, postgresql, sqlite
from passerelles.store.database import Database
from passerelles.store.errors import BackupInvalid, StoreCorrupt, StoreUnwritable
from passerelles.store.faults import translated
from passerelles.store.lock import WriterLock
from passerelles.text import t

_MAGIC = b"SQLite format 3\x00"


def backup(database: Database, path: Path) -> None:
    """Write a complete copy of the open records to `path`, in one piece or not at all.

    Raises StoreUnwritable, StoreFull.
    """
    if str(path.resolve()) == str(Path(database.where).resolve()):
        raise StoreUnwritable(where=path, reason=t("store.reason-itself"))
    with database.turn() as engine:
        if database.is_sqlite:
            sqlite.copy(engine, path)
            return
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            contents = dump.collect(connection)
    dump.write(path, contents)


def restore(path: Path, data_dir: Path, url: str | None = None) -> Path | None:
    """Put a backup in the place of the records; return where the former ones are kept, None if there were none.

    Nothing changes unless the backup is whole. Raises StoreBusy while a server runs, BackupInvalid, StoreTooNew,
    StoreUnwritable, StoreFull. A learner erased since that backup is back: erase them again.
    """
    if not path.is_file():
        raise BackupInvalid(where=path, reason=t("store.reason-no-file"))
    lock = WriterLock(data_dir)
    young = data_dir / sqlite.RESTORING
    try:
        files.remove(young)
        with translated(young):
            return _into_file(path, young) if url is None else _into_postgresql(path, young, url)
    finally:
        lock.release()


def _into_file(path: Path, young: Path) -> Path | None:
    """Build the new file beside the old one, keep the old one aside, then exchange them in one step."""
    _build(path, young)
    target = young.with_name(sqlite.NAME)
    kept = _keep(target) if target.exists() else None
    files.put_in_place(young, target)
    return kept


def _into_postgresql(path: Path, young: Path, url: str) -> Path | None:
    """Replace the tables in one transaction, after writing the former rows beside."""
    address = postgresql.parse(url)
    where = address.render_as_string(hide_password=True)
    contents = _contents(path, young)
    migrate.require_revision(contents.revision, path)
    kept = files.aside_name(young.parent, "restauration", ".jsonl")
    engine = postgresql.connect(address, where, None, read_only=False)
    try:
        with translated(where), engine.begin() as connection:
            known = migrate.require_known(connection, where) is not None
            if known:
                dump.write(kept, dump.collect(connection))
                _drop(connection)
            dump.fill(connection, contents, path)
    except BaseException:
        kept.unlink(missing_ok=True)
        raise
    finally:
        engine.dispose()
    return kept if known else None


def _drop(connection: Connection) -> None:
    """Drop our tables, children first."""
    for table in reversed(dump.tables(connection)):
        table.drop(connection)
    Table(migrate.VERSION_TABLE, MetaData()).drop(connection)


def _contents(path: Path, young: Path) -> dump.Dump:
    """Return the rows of a backup of either kind."""
    if not _is_sqlite(path):
        return dump.read(path)
    _build(path, young)
    engine = sqlite.connect(young, read_only=True)
    try:
        with engine.begin() as connection:
            return dump.collect(connection)
    finally:
        engine.dispose()
        files.remove(young)


def _is_sqlite(path: Path) -> bool:
    """Say whether the file starts like an SQLite one."""
    with path.open("rb") as handle:
        return handle.read(len(_MAGIC)) == _MAGIC


def _build(path: Path, young: Path) -> None:
    """Write the checked contents of a backup of either kind to `young`; raises BackupInvalid, StoreTooNew."""
    try:
        if _is_sqlite(path):
            _copy(path, young)
            _verify(young, path)
        else:
            contents = dump.read(path)
            files.private(young)
            _fill(young, contents, path)
    except StoreCorrupt as error:
        files.remove(young)
        raise BackupInvalid(where=path, reason=error.values["reason"]) from None
    except BaseException:
        files.remove(young)
        raise


def _copy(path: Path, young: Path) -> None:
    """Copy the file, with the journal that a copied running database has beside it."""
    files.private(young)
    for suffix in ("", "-wal"):
        if (source := path.with_name(path.name + suffix)).exists():
            shutil.copyfile(source, young.with_name(young.name + suffix))


def _verify(young: Path, path: Path) -> None:
    """Read the whole copy; leave it in one piece. Raises StoreCorrupt, StoreTooNew."""
    engine = sqlite.connect(young, read_only=False)
    try:
        sqlite.check(engine, path, thorough=True)
        with engine.begin() as connection:
            if migrate.require_known(connection, path) is None:
                raise StoreCorrupt(where=path, reason=t("store.reason-not-ours"))
        sqlite.raw(engine).execute("PRAGMA journal_mode=DELETE")
    finally:
        engine.dispose()


def _fill(young: Path, contents: dump.Dump, path: Path) -> None:
    """Put the rows of a dump in an empty file."""
    engine = sqlite.connect(young, read_only=False)
    try:
        with engine.begin() as connection:
            dump.fill(connection, contents, path)
    finally:
        engine.dispose()


def _keep(target: Path) -> Path:
    """Give the former file and its journal a second name, then take the journal away from the new file's.

    Neither is opened: SQLite throws away the journal of a file it finds damaged, and it may hold the last answers.
    """
    kept = files.aside_name(target.parent, "restauration", ".db")
    for suffix in ("", "-wal"):
        if (former := target.with_name(target.name + suffix)).exists():
            _name_again(former, kept.with_name(kept.name + suffix))
    for suffix in ("-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    return kept


def _name_again(former: Path, kept: Path) -> None:
    """Give a file a second name."""
    try:
        os.link(former, kept)
    except OSError:  # a file system without second names
        shutil.copy2(former, kept)
