"""A learner's copy holds everything; after an erasure not one byte is left."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text
from support.leftovers import files_with

from passerelles.store import restore
from passerelles.store import sqlite as file_store
from passerelles.store.errors import EraseIncomplete, UnknownLearner
from passerelles.store.privacy import personal_tables
from passerelles.store.register import REGISTER
from passerelles.store.rows import NewEvent

MARK = "ZXMARKER"


def seat(store, learner):
    """Join a live session of one's own and do something there: all of it stays, except whose it is."""
    session = store.live.create(code=f"S{len(store.live.all())}", title="t", agenda=[], track=None).id
    store.live.join(session, token_hash="t", learner=learner)
    store.live.append(session, [NewEvent("vote", "answer", "p1", "a", [], "k", 1.0)])


def seed(store, learner, mark=MARK):
    """Put a unique mark in every text column that a caller fills, long and often enough to leave free pages."""
    seat(store, learner)
    for n in range(12):
        own = f"{mark}-{n}"
        store.records.add_attempt(
            learner,
            f"{own}-module",
            f"{own}-item",
            f"{own}-answer" + "x" * 900,
            1.0,
            2.0,
            f"{own}-verdict",
            f"{own}-key",
        )
        store.records.save_work(learner, f"{own}-module", "tool:freins", f"{own}-long" + "y" * 9000)
        store.records.save_work(learner, f"{own}-module", "tool:freins", f"{own}-value")
        store.records.save_work(learner, f"{own}-module", f"{own}-name", f"{own}-value")
        store.records.set_place(learner, f"{own}-module", f"{own}-step")
        row = store.handins.add(learner, f"{own}-assignment", {"q": f"{own}-answers"})
        store.handins.set_status(row.id, "failed", f"{own}-reason", {"q": f"{own}-results"})
        play = store.plays.start(learner, f"{own}-case", level=f"{own}-level", key=f"{own}-begun",
                                 mode=f"{own}-mode", viewpoint=f"{own}-viewpoint", after=[f"{own}-after"])  # fmt: skip
        store.plays.add_move(play.id, 0, "back", f"{own}-what", f"{own}-move", f"{own}-comment" + "z" * 900)


MARKED = [
    f"{MARK}-{n}-{part}"
    for n in (0, 11)
    for part in ("module", "item", "answer", "verdict", "key", "value", "name", "step", "assignment", "answers",
                 "reason", "results", "case", "level", "begun", "mode", "viewpoint", "after", "what", "move", "comment")
]  # fmt: skip


def test_the_export_holds_every_mark_and_only_the_learners(store, learner):
    second = store.learners.create()[:6]
    seed(store, learner)
    seed(store, second, "OTHER")
    export = store.privacy.export(learner)
    written = json.dumps(export)
    assert [mark for mark in MARKED if mark not in written] == []
    assert "OTHER" not in written
    assert second not in written
    assert export["learner"] == learner


def test_the_export_has_every_declared_column_but_the_secret(store, learner):
    seed(store, learner)
    records = store.privacy.export(learner)["records"]
    assert {table: set(rows[0]) for table, rows in records.items()} == {
        table: {name for name, entry in columns.items() if entry.exported}
        for table, columns in REGISTER.items()
        if table == "live_session" or any(entry.personal for entry in columns.values())
    }
    assert not REGISTER["learner"]["secret_hash"].exported


def test_the_export_of_a_stranger_is_refused(store):
    with pytest.raises(UnknownLearner):
        store.privacy.export("ABCDEF")


def test_an_erased_learner_leaves_no_byte_in_the_files(sqlite):
    with sqlite.open() as store:
        learner, second = store.learners.create()[:6], store.learners.create()[:6]
        with store._database.transaction() as session:
            digest = session.scalars(text("SELECT secret_hash FROM learner")).all()
        seed(store, learner)
        seed(store, second, "OTHER")
        assert files_with(MARK, sqlite.data_dir) != []  # the search does find
        before = store.privacy.export(second)["records"]
        assert store.privacy.erase(learner)
        for mark in (MARK, learner):
            assert files_with(mark, sqlite.data_dir) == []
        assert len([one for one in digest if files_with(one, sqlite.data_dir)]) == 1
        assert store.privacy.export(second)["records"] == before
    for mark in (MARK, learner):
        assert files_with(mark, sqlite.data_dir) == []


def test_erasing_reaches_what_another_program_deleted_carelessly(sqlite):
    with sqlite.open() as store:
        learner = store.learners.create()[:6]
        seed(store, learner)
    careless = sqlite3.connect(sqlite.file)
    careless.execute("PRAGMA secure_delete=OFF")
    careless.execute("DELETE FROM work")
    careless.commit()
    careless.close()
    with sqlite.open() as store:
        assert store.privacy.erase(learner)
        assert files_with(MARK, sqlite.data_dir) == []


def test_an_erased_learner_leaves_no_byte_in_postgresql(postgresql):
    """PostgreSQL's own journal is its administrator's: only its tables and their statistics are ours."""
    folder = Path(re.search("host=(.*)", postgresql.url)[1]) / "data" / "base"
    with postgresql.open() as store:
        learner, second = store.learners.create()[:6], store.learners.create()[:6]
        seed(store, learner)
        seed(store, second, "OTHER")
        execute(postgresql, "ANALYZE", "CHECKPOINT")
        assert files_with(MARK, folder) != []
        assert store.privacy.erase(learner)
        execute(postgresql, "CHECKPOINT")
        for mark in (MARK, learner):
            assert files_with(mark, folder) == []
        assert files_with("OTHER-11-answer", folder) != []


def execute(home, *statements):
    engine = create_engine(home.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_an_erased_learner_does_not_come_back(store):
    code = store.learners.create()
    learner = code[:6]
    seed(store, learner)
    handin = store.handins.latest(learner, f"{MARK}-0-assignment")
    assert store.privacy.erase(learner)
    for write in (
        lambda: store.records.add_attempt(learner, "m", "q", "a", 1.0, 1.0, "right", "k"),
        lambda: store.records.save_work(learner, "m", "draft:q", "a"),
        lambda: store.records.set_place(learner, "m", "step"),
        lambda: store.handins.add(learner, "devoir", {}),
        lambda: store.plays.start(learner, "cas", level="novice", key="k"),
        lambda: store.learners.touch(learner),
    ):
        with pytest.raises(UnknownLearner):
            write()
    assert store.learners.verify(code) is None
    assert not store.learners.exists(learner)
    assert store.handins.get(handin.id) is None
    with store._database.transaction() as session:
        assert {one for owner in personal_tables().values() for one in session.scalars(select(owner))} == {None}


def test_erasing_nobody_changes_nothing(store, learner):
    assert not store.privacy.erase("ABCDEF")
    assert store.learners.exists(learner)


def test_erasing_beside_a_reader_says_that_bytes_remain_then_finishes(sqlite):
    with sqlite.open() as store:
        learner = store.learners.create()[:6]
        seed(store, learner)
        file_store.raw(store._database.engine).execute("PRAGMA busy_timeout=100")
        with sqlite.open(read_only=True) as reader, reader._database.transaction() as session:
            session.execute(text("SELECT count(*) FROM attempt"))
            with pytest.raises(EraseIncomplete, match="effacez une seconde fois"):
                store.privacy.erase(learner)
            assert not store.learners.exists(learner)
        assert not store.privacy.erase(learner)
        assert files_with(MARK, sqlite.data_dir) == []


def test_copies_kept_aside_are_erased_too(home):
    with home.open() as store:
        learner, second = store.learners.create()[:6], store.learners.create()[:6]
        seed(store, learner)
        seed(store, second, "OTHER")
        store.backup(home.data_dir.parent / "copy")
    kept = restore(home.data_dir.parent / "copy", home.data_dir, home.url)
    spoilt = home.data_dir / "passerelles-avant-restauration-spoilt.db"
    for path in (spoilt, spoilt.with_name(spoilt.name + "-wal")):
        path.write_text(f"not a database: {MARK}")
    with home.open() as store:
        assert kept.name in files_with(MARK, home.data_dir)
        store.privacy.erase(learner)
        assert files_with(MARK, home.data_dir) == []
        assert kept.name in files_with("OTHER", home.data_dir)
    assert list(home.data_dir.glob("*spoilt*")) == []
