"""Live sessions: who is there and what happens, kept once, in order, until the session is erased."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, replace
from datetime import timedelta

import pytest
from support.kills import acknowledged_until_killed
from support.leftovers import files_with

from passerelles.store import restore
from passerelles.store.errors import BadValue, CodeTaken, UnknownLearner, UnknownSession
from passerelles.store.rows import NewEvent

MARK = "ZXSESSION"


def begin(store, code="K7M2", title="Journée", **more):
    wanted = {"agenda": [{"id": "p"}], "track": None} | more
    return store.live.create(code=code, title=title, **wanted)


def said(key, who="p1", **more):
    return NewEvent(
        **{"place": "vote", "kind": "answer", "who": who, "what": "a", "says": [], "key": key, "at": 1.5} | more
    )


def come(store, session, name, **more):
    return store.live.join(session, token_hash=f"token-{name}", **more)


def test_a_session_comes_back_as_it_was_planned(store):
    row = begin(store, title="« À\u202f18 ans\u202f: »\x00\ud800", agenda={"é": [1, None]}, track="journee")
    assert asdict(store.live.get(row.id)) == {
        "id": row.id, "code": "K7M2", "title": "« À\u202f18 ans\u202f: »\x00\ud800", "track": "journee",
        "agenda": {"é": [1, None]}, "created_at": row.created_at, "ended_at": None,
    }  # fmt: skip
    assert len(row.id) == 12
    assert row.id.isalnum()
    assert row.id.islower() or row.id.isdigit()
    second = begin(store, code="AAAA")
    assert store.live.all() == [second, row]


def test_a_code_serves_one_session_at_a_time(store):
    first = begin(store)
    with pytest.raises(CodeTaken, match="autre code"):
        begin(store)
    store.live.end(first.id)
    ended = store.live.get(first.id)
    store.live.end(first.id)
    assert store.live.get(first.id) == ended != first
    assert store.live.by_code("K7M2") is None
    second = begin(store)
    assert store.live.by_code("K7M2") == second
    with pytest.raises(CodeTaken):
        store.live.reopen(first.id)
    store.live.end(second.id)
    store.live.reopen(first.id)
    assert store.live.by_code("K7M2") == first
    assert store.live.by_code("\x00") is None


def test_sessions_that_ended_before_a_moment_are_found(store, home):
    old, going_on = begin(store).id, begin(store, "AAAA").id
    store.live.end(old)
    home.clock.now += timedelta(days=1)
    between = home.clock.now
    late = begin(store, "BBBB").id
    for session in (late, old):
        store.live.end(session)
    assert [row.id for row in store.live.ended_before(between)] == [old]
    assert [row.id for row in store.live.ended_before(home.clock())] == [late, old]
    assert going_on not in {row.id for row in store.live.ended_before(home.clock())}


def test_people_are_numbered_as_they_arrive_and_known_by_their_hash(store, learner):
    session, other = begin(store).id, begin(store, "AAAA").id
    rows = [come(store, session, n, learner=learner if n == 3 else None) for n in range(11)]
    assert come(store, other, 0).id == "p1"
    assert [row.id for row in store.live.people(session)] == [f"p{n}" for n in range(1, 12)]
    assert store.live.people(session) == rows
    assert [row.learner for row in rows if row.learner] == [learner]
    assert store.live.person_of(session, "token-3") == rows[3]
    assert store.live.person_of(other, "token-3") is None
    moved = store.live.renew(session, "p4", "new")
    assert moved == replace(rows[3], token_hash="new") == store.live.renew(session, "p4", "new")
    assert store.live.person_of(session, "token-3") is None
    assert store.live.person_of(session, "new") == moved


def test_two_people_never_share_a_secret(store):
    session = begin(store).id
    come(store, session, 1)
    come(store, session, 2)
    for take in (
        lambda: store.live.join(session, token_hash="token-1"),
        lambda: store.live.renew(session, "p2", "token-1"),
    ):
        with pytest.raises(CodeTaken):
            take()
    assert len(store.live.people(session)) == 2


def test_events_are_kept_once_in_order_whatever_is_sent_again(store):
    session, other = begin(store).id, begin(store, "AAAA").id
    first = store.live.append(session, [said("a"), said("b"), said("a", what="z")])
    assert [(row.number, row.key, row.what) for row in first] == [(1, "a", "a"), (2, "b", "a"), (1, "a", "a")]
    again = store.live.append(session, [said("c"), said("b", who="p2", what="z")])
    assert [row.number for row in again] == [3, 2]
    assert again[1] == first[1]
    assert store.live.append(other, [said("a")])[0].number == 1
    assert store.live.append(session, []) == []
    assert store.live.events(session) == [*first[:2], again[0]]
    assert store.live.events(session, after=2) == [again[0]]


def test_any_words_survive(store):
    session, words = begin(store).id, ["", "\x00\ud800« à »\r\n'\"\\", "x" * 9000]
    (row,) = store.live.append(session, [said("k", what=words[1], says=words, at=1e9 + 1 / 3)])
    assert (row.what, row.says, row.at) == (words[1], tuple(words), 1e9 + 1 / 3)
    assert store.live.events(session) == [row]


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("place", "a\nb"), ("kind", ""), ("kind", "x" * 201), ("who", None), ("key", "a\nb"),
     ("what", 1), ("says", "abc"), ("says", [1]), ("at", float("nan"))],
)  # fmt: skip
def test_what_no_record_can_hold_is_no_event(store, field, wrong):
    session = begin(store).id
    with pytest.raises(BadValue):
        store.live.append(session, [said("k"), said(**{"key": "l", field: wrong})])
    assert store.live.events(session) == []


def test_nothing_is_kept_in_a_session_that_is_not_there(store, learner):
    session, live = begin(store).id, store.live
    for write in (
        lambda: live.get("x"), lambda: live.get("\x00"), lambda: live.end("x"), lambda: live.reopen("x"),
        lambda: come(store, "x", 1), lambda: live.append("x", [said("k")]), lambda: live.renew(session, "p1", "t"),
    ):  # fmt: skip
        with pytest.raises(UnknownSession, match="n’existe pas"):
            write()
    store.privacy.erase(learner)
    with pytest.raises(UnknownLearner):
        come(store, session, 1, learner=learner)
    assert live.events("x") == live.people("x") == live.people(session) == []


def test_a_learner_takes_along_what_they_did_and_erasing_cuts_the_link_only(store, learner):
    session, other = begin(store, title="Journée du 12").id, begin(store, "AAAA", title="Ailleurs").id
    come(store, session, 1)
    mine = come(store, session, 2, learner=learner)
    come(store, other, 1)
    store.live.append(session, [said("a", says=["à moi"], who="p2"), said("b", says=["à autrui"])])
    store.live.append(other, [said("c", says=["ailleurs"], who="p2")])
    records = store.privacy.export(learner)["records"]
    assert [row["title"] for row in records["live_session"]] == ["Journée du 12"]
    assert [(row["session"], row["id"]) for row in records["live_person"]] == [(session, "p2")]
    assert [row["says"] for row in records["live_event"]] == [["à moi"]]
    assert all(secret not in json.dumps(records) for secret in ("token-", "K7M2"))
    before = store.live.events(session)
    store.privacy.erase(learner)
    assert store.live.people(session)[1] == replace(mine, learner=None)
    assert store.live.events(session) == before


def test_an_erased_session_leaves_nothing_here_nor_in_the_copies(home):
    with home.open() as store:
        learner = store.learners.create()[:6]
        gone, kept = begin(store, title=MARK), begin(store, "AAAA", title="reste")
        for session in (gone.id, kept.id):
            come(store, session, MARK if session == gone.id else "x", learner=learner)
        store.live.append(gone.id, [said(MARK, says=[MARK * 200])])
        stays = store.live.append(kept.id, [said("k")])
        store.backup(home.data_dir.parent / "copy")
    copy = restore(home.data_dir.parent / "copy", home.data_dir, home.url)
    with home.open() as store:
        assert copy.name in files_with(MARK, home.data_dir)
        assert store.live.erase(gone.id)
        assert not store.live.erase(gone.id)
        assert store.live.all() == [kept]
        store.privacy.erase(learner)
        assert files_with(MARK, home.data_dir) == files_with(learner, home.data_dir) == []
    restore(copy, home.data_dir, home.url)
    with home.open() as store:
        assert store.live.all() == [kept]
        assert store.live.events(kept.id) == stays
        assert [row.learner for row in store.live.people(kept.id)] == [None]
        assert store.live.people(gone.id) == store.live.events(gone.id) == []


TELL = """
import sys
from pathlib import Path
from passerelles.store import Store
from passerelles.store.rows import NewEvent
store = Store.open(sys.argv[2] or None, Path(sys.argv[1]))
for n in range(int(sys.argv[4]), 100_000):
    store.live.append(sys.argv[3], [NewEvent("vote", "answer", "p1", f"w{n}", ["x" * (n % 300)], f"key-{n}", n / 7)])
    print(n, flush=True)
"""


def test_a_kill_between_two_events_loses_nothing_acknowledged(home):
    with home.open() as store:
        session = begin(store).id
    last = acknowledged_until_killed(TELL, home, session, 0, random.Random(6).randrange(10, 40))
    with home.open() as store:
        rows = store.live.events(session)
    assert [(row.number, row.what, row.says, row.key, row.at) for row in rows] == [
        (n + 1, f"w{n}", ("x" * (n % 300),), f"key-{n}", n / 7) for n in range(len(rows))
    ]
    assert last + 1 <= len(rows) <= last + 2  # one more may have been written just before the kill
