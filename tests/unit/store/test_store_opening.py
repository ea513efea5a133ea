"""Opening: what is refused, in which words, and what is never done silently."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from passerelles.store import Store, restore, sqlite_warning
from passerelles.store import sqlite as file_store
from passerelles.store.errors import (
    SQLiteTooOld,
    StoreAddress,
    StoreBusy,
    StoreCorrupt,
    StoreMissing,
    StoreTooNew,
    StoreUnavailable,
    StoreUnwritable,
)
from passerelles.store.migrate import VERSION_TABLE
from passerelles.store.tables import Setting

HOLD = """
import sys
from pathlib import Path
from passerelles.store import Store
url = sys.argv[2] or None
with Store.open(url, Path(sys.argv[1]), port=8899):
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def other_server(home, tmp_path):
    """Hold the store from another process; for PostgreSQL, from another data folder."""
    folder = tmp_path / "elsewhere" if home.url else home.data_dir
    command = [sys.executable, "-c", HOLD, str(folder), home.url or ""]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def test_a_second_server_is_refused_until_the_first_is_killed(home, other_server):
    with pytest.raises(StoreBusy, match=rf"processus {other_server.pid}, port 8899") as caught:
        home.open()
    assert (caught.value.pid, caught.value.port) == (other_server.pid, 8899)
    other_server.kill()
    other_server.wait()
    with home.open() as store:
        assert store.learners.all() == []


def test_a_second_opening_in_the_same_process_is_refused_too(home):
    with home.open() as store:
        store.announce(8001)
        with pytest.raises(StoreBusy, match=rf"processus {os.getpid()}, port 8001"):
            home.open()
        assert store.learners.create()
    home.open().close()


def test_an_unreadable_lock_still_refuses(home):
    with home.open():
        (home.data_dir / "passerelles.lock").write_bytes(b"\xff")
        with pytest.raises(StoreBusy, match=r"processus \?, port \?"):
            home.open()


def test_reading_beside_a_running_server(home, other_server):
    with home.open(read_only=True) as store:
        assert store.learners.all() == []
        with pytest.raises(StoreUnwritable, match="lecture seule"):
            store.learners.create()


def test_reading_creates_nothing(home, without_tables):
    without_tables(home)
    with pytest.raises(StoreMissing, match="première fois"):
        home.open(read_only=True)
    assert not home.data_dir.exists()


def test_closing_twice_does_nothing(home):
    store = home.open()
    store.close()
    store.close()
    home.open().close()


def test_the_files_are_for_their_owner_only(sqlite):
    with sqlite.open() as store:
        store.learners.create()
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in sqlite.data_dir.iterdir()}
        assert stat.S_IMODE(sqlite.data_dir.stat().st_mode) == 0o700
    assert modes == dict.fromkeys(
        ["passerelles.db", "passerelles.db-wal", "passerelles.db-shm", "passerelles.lock"], 0o600
    )


def test_the_connection_is_as_careful_as_promised(sqlite):
    with sqlite.open() as store:
        connection = file_store.raw(store._database.engine)
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store")
        values = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]
    assert values == ["wal", 2, 1, 1, 2]


@pytest.mark.skipif(os.name != "posix", reason="permission bits")
def test_a_folder_that_cannot_be_written_is_named(sqlite, tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreUnwritable, match=r"file.*--data"):
        Store.open(None, tmp_path / "file")


def test_an_empty_file_is_not_taken_for_a_first_start(sqlite):
    sqlite.data_dir.mkdir()
    sqlite.file.touch()
    with pytest.raises(StoreCorrupt, match=r"passerelles.db.*le fichier est vide.*passerelles restore"):
        sqlite.open()
    assert sqlite.file.stat().st_size == 0


def test_a_journal_without_its_file_is_not_taken_for_a_first_start(sqlite):
    sqlite.data_dir.mkdir()
    journal = sqlite.file.with_name("passerelles.db-wal")
    journal.write_bytes(b"x")
    with pytest.raises(StoreCorrupt, match="seul son journal reste"):
        sqlite.open()
    assert journal.read_bytes() == b"x"


@pytest.mark.parametrize("started", [False, True])
def test_an_interrupted_restore_must_be_done_again(sqlite, tmp_path, started):
    with Store.open(None, sqlite.data_dir if started else tmp_path / "other") as store:
        store.backup(tmp_path / "copy")
    sqlite.data_dir.mkdir(exist_ok=True)
    (sqlite.data_dir / file_store.RESTORING).write_bytes(b"x")
    with pytest.raises(StoreCorrupt, match="restauration a été interrompue"):
        sqlite.open()
    restore(tmp_path / "copy", sqlite.data_dir)
    sqlite.open().close()


def test_a_start_killed_while_creating_is_taken_up_again(sqlite):
    sqlite.data_dir.mkdir()
    sqlite.file.with_name("passerelles.db.nouveau").write_bytes(b"half")
    with sqlite.open() as store:
        assert store.learners.create()
    assert not sqlite.file.with_name("passerelles.db.nouveau").exists()


@pytest.mark.parametrize("damage", ["header", "page", "truncated", "text"])
def test_a_damaged_file_is_refused_untouched(sqlite, damage):
    with sqlite.open() as store:
        learner = store.learners.create()[:6]
        for _ in range(30):
            store.handins.add(learner, "devoir", {"q": "x" * 900})
    data = bytearray(sqlite.file.read_bytes())
    middle = len(data) // 8192 * 4096
    if damage == "header":
        data[:16] = b"?" * 16
    elif damage == "page":
        data[4096:8192] = data[middle : middle + 4096] = b"\xa5" * 4096
    elif damage == "truncated":
        del data[middle:]
    else:
        data[:] = b"bonjour\n" * 100
    sqlite.file.write_bytes(data)
    for read_only in (False, True):
        with pytest.raises(StoreCorrupt, match=r"passerelles.db.*passerelles restore"):
            sqlite.open(read_only=read_only)
    assert sqlite.file.read_bytes() == data


def test_a_file_of_another_program_is_refused_untouched(sqlite):
    sqlite.data_dir.mkdir()
    connection = sqlite3.connect(sqlite.file)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    before = sqlite.file.read_bytes()
    with pytest.raises(StoreCorrupt, match="tables de Passerelles n’y sont pas"):
        sqlite.open()
    assert sqlite.file.read_bytes() == before


def test_records_of_a_later_version_are_refused(home, address):
    home.open().close()
    engine = create_engine(address(home))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSION_TABLE} SET version_num = '9999'")
    engine.dispose()
    for read_only in (False, True):
        with pytest.raises(StoreTooNew, match=r"plus récente de Passerelles \(9999\)"):
            home.open(read_only=read_only)
    with pytest.raises(StoreTooNew):  # and the lock was given back
        home.open()


@pytest.mark.parametrize("url", ["mysql://a:secret@b/c", "sqlite:///x.db", "n'importe quoi"])
def test_another_address_is_refused_without_showing_it(tmp_path, url):
    with pytest.raises(StoreAddress, match=r"postgresql\+psycopg://") as caught:
        Store.open(url, tmp_path)
    assert "secret" not in str(caught.value)


def test_a_database_that_is_not_there_is_said_without_the_password(tmp_path):
    url = f"postgresql://me:secret@/postgres?host={tmp_path}"
    with pytest.raises(StoreUnavailable, match="ne répond pas") as caught:
        Store.open(url, tmp_path / "data")
    assert "secret" not in str(caught.value)


CUT = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name LIKE 'passerelles pid%%'
"""


def test_a_lost_postgresql_connection_is_found_again_with_its_lock(postgresql, administrator):
    with postgresql.open() as store:
        public = store.learners.create()[:6]
        administrator.exec_driver_sql(CUT)
        assert store.learners.exists(public)
        with pytest.raises(StoreBusy):
            Store.open(postgresql.url, Path(postgresql.data_dir) / "other")


def test_a_connection_lost_in_the_middle_saves_nothing_and_says_so(postgresql, administrator):
    with postgresql.open() as store:
        with pytest.raises(StoreUnavailable, match="pas enregistré"):
            write_while_cut(store, administrator)
        assert store.settings.get("half") is None
        store.settings.set("half", 2)
        assert store.settings.get("half") == 2


def write_while_cut(store, administrator):
    with store._database.transaction() as session:
        session.add(Setting(name="half", value=1))
        session.flush()
        administrator.exec_driver_sql(CUT)


def test_sqlite_versions():
    assert sqlite_warning((3, 51, 3)) is None
    assert "3.40.1" in sqlite_warning((3, 40, 1))
    assert "3.35.0" in sqlite_warning((3, 34, 1))
    with pytest.raises(SQLiteTooOld, match=r"3\.34\.1.*version plus récente de Python"):
        file_store.require_version((3, 34, 1))
    file_store.require_version((3, 35, 0))
