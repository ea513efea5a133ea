"""Records of the first version: brought to today's tables with every row, and able to hold plays."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import create_engine

from passerelles.store import Store, dump, migrate, restore
from passerelles.store import sqlite as file_store

FIRST = "0001"
ROWS = (
    "INSERT INTO learner VALUES ('K7M2QP', 'hash', '2026-01-01', '2026-01-02')",
    "INSERT INTO attempt VALUES (41, 'K7M2QP', 'm', 'q', '\"a\"', 1.0, 2.0, 'right', 'k', '2026-01-03')",
    "INSERT INTO work VALUES ('K7M2QP', 'm', 'draft:q', '\"texte\"', '2026-01-04')",
    "INSERT INTO place VALUES ('K7M2QP', 'm', 'etape', 1, '2026-01-05')",
    "INSERT INTO handin VALUES (7, 'K7M2QP', 'devoir', '{}', '2026-01-06', 'graded', NULL, 'null', '2026-01-07')",
    "INSERT INTO setting VALUES ('un', '2')",
)


def first_version(engine):
    """Make the tables of the first version, with one row in each."""
    with engine.begin() as connection:
        migrate.upgrade(connection, "here", target=FIRST)
        for row in ROWS:
            connection.exec_driver_sql(row)
    engine.dispose()


@pytest.fixture
def old(home, address, without_tables):
    """Return an installation left by the first version."""
    without_tables(home)
    home.data_dir.mkdir()
    if home.url is None:
        home.file.touch()
    first_version(create_engine(address(home)) if home.url else file_store.connect(home.file, read_only=False))
    return home


def check(store):
    """Check that every row is there, and that the learner can play."""
    records = store.privacy.export("K7M2QP")["records"]
    assert {table: len(rows) for table, rows in records.items()} == {
        "learner": 1, "attempt": 1, "work": 1, "place": 1, "handin": 1, "play": 0, "move": 0,
        "live_session": 0, "live_person": 0, "live_event": 0,
    }  # fmt: skip
    assert store.records.attempts("K7M2QP", "m")["q"][0].answer == "a"
    assert store.records.works("K7M2QP", "m")["draft:q"].value == "texte"
    assert store.handins.latest("K7M2QP", "devoir").id == 7
    assert store.settings.get("un") == 2
    number = store.plays.start("K7M2QP", "cas", level="novice", key="k").id
    assert store.plays.add_move(number, 0, "chose", "n1.a", "m").turn == 1


def test_records_of_the_first_version_are_migrated_when_opened(old):
    with old.open() as store:
        check(store)
    with old.open() as store:
        assert store.plays.of("K7M2QP", "cas")[0].turn == 1


def test_the_file_of_the_first_version_is_kept_aside_as_it_was(sqlite):
    sqlite.data_dir.mkdir()
    sqlite.file.touch()
    first_version(file_store.connect(sqlite.file, read_only=False))
    sqlite.open().close()
    (kept,) = sqlite.data_dir.glob("passerelles-avant-migration-*.db")
    with sqlite3.connect(kept) as connection:
        assert connection.execute(f"SELECT version_num FROM {migrate.VERSION_TABLE}").fetchall() == [(FIRST,)]
        assert connection.execute("SELECT count(*) FROM attempt").fetchone() == (1,)
    connection.close()


@pytest.mark.parametrize("kind", ["file", "dump"])
def test_a_backup_of_the_first_version_restores(home, tmp_path, kind):
    copy = tmp_path / "copy"
    copy.touch()
    first_version(file_store.connect(copy, read_only=False))
    if kind == "dump":
        engine = file_store.connect(copy, read_only=True)
        with engine.begin() as connection:
            contents = dump.collect(connection)
        engine.dispose()
        assert contents.revision == FIRST
        dump.write(tmp_path / "copy.jsonl", contents)
        copy = tmp_path / "copy.jsonl"
    restore(copy, home.data_dir, home.url)
    with Store.open(home.url, home.data_dir) as store:
        check(store)
