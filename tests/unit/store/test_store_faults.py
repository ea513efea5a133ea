"""A killed server, a full disk: what was acknowledged stays, what was not is not there."""

from __future__ import annotations

import random
import resource
import sqlite3
import threading

import pytest
from support.kills import acknowledged_until_killed

from passerelles.store.errors import StoreFull

WRITE = """
import sys
from pathlib import Path
from passerelles.store import Store
store = Store.open(sys.argv[2] or None, Path(sys.argv[1]))
learner, start = sys.argv[3], int(sys.argv[4])
for n in range(start, start + 100_000):
    store.records.add_attempt(learner, "m", f"q{n % 7}", "x" * (n % 500), 1.0, 1.0, "right", f"key-{n}")
    store.records.save_work(learner, "m", "tool:freins", n)
    print(n, flush=True)
"""


def test_what_was_acknowledged_survives_kills(home):
    with home.open() as store:
        learner = store.learners.create()[:6]
    chance = random.Random(2)
    acknowledged, unsure, last = set(), set(), -2
    for cycle in range(3):
        start = last + 2
        last = acknowledged_until_killed(WRITE, home, learner, start, chance.randrange(1, 40))
        acknowledged |= set(range(start, last + 1))
        unsure.add(last + 1)  # may have been written just before the kill
        with home.open(read_only=cycle == 0) as store:  # reading needs no restart of the server first
            rows = [row for rows in store.records.attempts(learner, "m").values() for row in rows]
            work = store.records.works(learner, "m")["tool:freins"].value
        found = {int(row.key.removeprefix("key-")): row.answer for row in rows}
        assert len(found) == len(rows)
        assert acknowledged <= set(found) <= acknowledged | unsure
        assert all(answer == "x" * (n % 500) for n, answer in found.items())
        assert last <= work <= last + 1
    if home.url is None:
        connection = sqlite3.connect(home.file)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()


@pytest.fixture
def small_disk():
    """Return a function that forbids files to grow beyond a size, undone at the end."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield lambda size: resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_refuses_the_answer_and_keeps_the_rest(sqlite, small_disk):
    with sqlite.open() as store:
        learner = store.learners.create()[:6]
        store.records.add_attempt(learner, "m", "q", "kept", 1.0, 1.0, "right", "before")
        small_disk(sqlite.file.with_name("passerelles.db-wal").stat().st_size + 4096)
        with pytest.raises(StoreFull, match=r"passerelles\.db : ce changement n’est pas enregistré"):
            store.records.add_attempt(learner, "m", "q", "x" * 100_000, 1.0, 1.0, "right", "big")
        assert [row.key for row in store.records.attempts(learner, "m")["q"]] == ["before"]
        with pytest.raises(StoreFull):
            store.backup(sqlite.data_dir / "copy")
        assert [path.name for path in sqlite.data_dir.glob("*copy*")] == []
        small_disk(resource.RLIM_INFINITY)
        store.records.add_attempt(learner, "m", "q", "again", 1.0, 1.0, "right", "big")
    with sqlite.open() as store:
        assert [row.answer for row in store.records.attempts(learner, "m")["q"]] == ["kept", "again"]


def test_sqlite_says_the_disk_is_full_in_its_own_way_too(sqlite):
    with sqlite.open() as store:
        learner = store.learners.create()[:6]
        with store._database.turn() as engine, engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        with store._database.turn() as engine:
            engine.raw_connection().driver_connection.execute(f"PRAGMA max_page_count={pages}")
        with pytest.raises(StoreFull):
            store.records.save_work(learner, "m", "tool:freins", "x" * 100_000)
        assert store.records.works(learner, "m") == {}


def test_a_stray_thread_waits_for_its_turn(store, learner):
    def write(letter):
        for n in range(15):
            store.records.add_attempt(learner, "m", letter, n, 1.0, 1.0, "right", f"{letter}{n}")

    threads = [threading.Thread(target=write, args=[letter]) for letter in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = store.records.attempts(learner, "m")
    assert {item: [row.answer for row in given] for item, given in rows.items()} == {
        letter: [*range(15)] for letter in "abc"
    }
