"""Plays of cases: added move by move, once, in order, for one learner only."""

from __future__ import annotations

import random
import threading
from dataclasses import asdict
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError
from support.kills import acknowledged_until_killed

from passerelles.store.errors import BadValue, Stale, UnknownLearner, UnknownPlay
from passerelles.store.tables import Move

CASE = "dix-huit-ans"


def begin(store, learner, key="k", case=CASE, **more):
    return store.plays.start(learner, case, level="novice", key=key, **more)


def found(store, number):
    return next(row for row in store.plays.group(CASE) if row.id == number)


def other(store):
    return store.learners.create()[:6]


def test_a_play_comes_back_as_it_was_begun(store, learner):
    row = begin(store, learner, mode="concerted", viewpoint="noa", after=("n1.a", "n2.b"), team=3)
    assert store.plays.of(learner, CASE) == [row]
    assert asdict(row) == {
        "id": row.id, "learner": learner, "case": CASE, "level": "novice", "mode": "concerted", "viewpoint": "noa",
        "after": ("n1.a", "n2.b"), "team": 3, "key": "k", "rank": 1, "started_at": row.started_at, "moves": (),
    }  # fmt: skip
    assert (row.turn, row.saved_at) == (0, row.started_at)


def test_moves_come_back_in_order_with_their_comments(store, learner):
    number = begin(store, learner).id
    store.plays.add_move(number, 0, "chose", "n1.a", "m0")
    row = store.plays.add_move(number, 1, "back", "n1", "m1", "Pour voir.\nEt « revoir ».")
    assert found(store, number) == row
    assert [(m.turn, m.kind, m.what, m.comment, m.key) for m in row.moves] == [
        (0, "chose", "n1.a", "", "m0"),
        (1, "back", "n1", "Pour voir.\nEt « revoir ».", "m1"),
    ]
    assert (row.turn, row.saved_at) == (2, row.moves[1].at)
    kept = row.kept()
    assert {name: kept[name] for name in ("case", "level", "mode", "viewpoint", "after")} == {
        "case": CASE, "level": "novice", "mode": None, "viewpoint": None, "after": (),
    }  # fmt: skip
    assert [event["what"] for event in kept["events"]] == ["n1.a", "n1"]


def test_the_same_key_begins_one_play_and_adds_one_move(store, learner):
    first = begin(store, learner, team=1)
    assert begin(store, learner, team=2, case="autre") == first
    assert begin(store, other(store)).id != first.id
    once = store.plays.add_move(first.id, 0, "chose", "n1.a", "m")
    assert store.plays.add_move(first.id, 0, "chose", "n1.b", "m") == once
    assert store.plays.add_move(first.id, 1, "chose", "n2.b", "m") == once


@pytest.mark.parametrize("turn", [-1, 0, 2, 7])
def test_a_move_at_another_turn_than_the_next_changes_nothing(store, learner, turn):
    number = begin(store, learner).id
    row = store.plays.add_move(number, 0, "chose", "n1.a", "m0")
    with pytest.raises(Stale, match="autre onglet"):
        store.plays.add_move(number, turn, "chose", "n2.a", "m1")
    assert found(store, number) == row


def test_the_last_play_is_the_one_begun_moved_or_opened_last_whatever_the_clock(store, home, learner):
    def last():
        return max(store.plays.of(learner, CASE), key=lambda row: row.rank).id

    first = begin(store, learner, "a").id
    home.clock.now -= timedelta(days=1)
    second = begin(store, learner, "b").id
    assert last() == second
    store.plays.add_move(first, 0, "chose", "n1.a", "m")
    assert last() == first
    store.plays.touch(second)
    assert last() == second
    store.plays.add_move(first, 0, "chose", "n1.a", "m")  # sent again: nothing new was done
    assert last() == second


def test_a_group_is_everyones_plays_of_the_case_with_their_moves(store, learner):
    second = other(store)
    rows = [begin(store, learner, "a"), begin(store, second, "b", team=2)]
    begin(store, second, "c", case="autre")
    rows[1] = store.plays.add_move(rows[1].id, 0, "chose", "n1.a", "m")
    assert store.plays.group(CASE) == rows
    assert store.plays.group(CASE, since=datetime.fromisoformat(rows[1].started_at)) == rows[1:]
    assert store.plays.group("personne") == []


def test_two_learners_never_see_each_others_plays(store, learner):
    begin(store, learner)
    assert store.plays.of(other(store), CASE) == []
    assert store.plays.of(learner, "autre") == []
    assert store.plays.of(learner) == store.plays.of(learner, CASE) != []


def test_nobody_plays_for_a_stranger_nor_in_a_play_that_is_not_there(store):
    with pytest.raises(UnknownLearner):
        begin(store, "ABCDEF")
    for write in (lambda: store.plays.add_move(7, 0, "chose", "n1.a", "m"), lambda: store.plays.touch(7)):
        with pytest.raises(UnknownPlay, match="n’existe pas"):
            write()


@pytest.mark.parametrize(
    ("field", "wrong"),
    [("team", 0), ("team", 41), ("team", "3"), ("mode", ""), ("viewpoint", "a\nb"), ("key", "x" * 201),
     ("case", "\x00"), ("level", None), ("after", [object()])],
)  # fmt: skip
def test_what_no_record_can_hold_begins_nothing(store, learner, field, wrong):
    with pytest.raises(BadValue):
        store.plays.start(**{"learner": learner, "case": CASE, "level": "novice", "key": "k", field: wrong})
    assert store.plays.of(learner, CASE) == []


@pytest.mark.parametrize(("field", "wrong"), [("kind", "jumped"), ("what", ""), ("key", "\ud800"), ("comment", b"x")])
def test_what_no_record_can_hold_is_no_move(store, learner, field, wrong):
    number = begin(store, learner).id
    with pytest.raises(BadValue):
        store.plays.add_move(**{"number": number, "turn": 0, "kind": "back", "what": "n1", "key": "m", field: wrong})
    assert found(store, number).moves == ()


def test_any_comment_survives(store, learner):
    number, comment = begin(store, learner).id, "\x00\ud800 « à »\r\n'\"\\"
    assert store.plays.add_move(number, 0, "back", "n1", "m", comment).moves[0].comment == comment


def test_an_erased_learner_takes_the_plays_along_and_no_number_comes_back(store, learner):
    second = other(store)
    mine, theirs = begin(store, learner, "a").id, begin(store, second, "b").id
    store.plays.add_move(mine, 0, "chose", "n1.a", "m")
    kept = store.plays.add_move(theirs, 0, "chose", "n1.b", "m")
    late = begin(store, learner, "c").id
    store.privacy.erase(learner)
    assert store.plays.group(CASE) == [kept]
    with pytest.raises(UnknownPlay):
        store.plays.add_move(mine, 1, "chose", "n2.a", "m2")
    assert begin(store, second, "d").id > late


def test_two_tabs_that_choose_at_the_same_turn_make_one_move(store, learner):
    """Many writers race for each turn: one wins, the others are told, and the play stays one line of moves."""
    number, rounds = begin(store, learner).id, 12
    won, told, barrier = [], [], threading.Barrier(3)

    def tab(name):
        for turn in range(rounds):
            barrier.wait(30)
            try:
                store.plays.add_move(number, turn, "chose", f"n{turn}.{name}", f"{name}{turn}")
                won.append((turn, name))
            except Stale:
                told.append((turn, name))

    tabs = [threading.Thread(target=tab, args=[name]) for name in "abc"]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    moves = found(store, number).moves
    assert [move.turn for move in moves] == [*range(rounds)]
    assert [move.what for move in moves] == [f"n{turn}.{name}" for turn, name in sorted(won)]
    assert len(told) == 2 * rounds


def test_the_database_itself_holds_one_move_a_turn_and_one_a_key(store, learner):
    number = begin(store, learner).id
    store.plays.add_move(number, 0, "chose", "n1.a", "m0")
    for turn, key in ((0, "m1"), (1, "m0")):
        again = Move(play=number, turn=turn, learner=learner, kind="chose", what="n1.b", comment="", key=key, at="now")
        with pytest.raises(IntegrityError):
            write(store, again)
    assert [move.what for move in found(store, number).moves] == ["n1.a"]


def write(store, record):
    with store._database.transaction() as session:
        session.add(record)


PLAY = """
import sys
from pathlib import Path
from passerelles.store import Store
store = Store.open(sys.argv[2] or None, Path(sys.argv[1]))
number, start = int(sys.argv[3]), int(sys.argv[4])
for turn in range(start, start + 100_000):
    store.plays.add_move(number, turn, "back", f"n{turn}", f"key-{turn}", "x" * (turn % 300))
    print(turn, flush=True)
"""


def test_a_kill_between_two_moves_loses_nothing_acknowledged(home):
    with home.open() as store:
        learner = store.learners.create()[:6]
        number = begin(store, learner).id
    chance, start = random.Random(4), 0
    for _ in range(3):
        last = acknowledged_until_killed(PLAY, home, number, start, chance.randrange(1, 30))
        with home.open() as store:
            moves = found(store, number).moves
        assert [(m.turn, m.what, m.key, len(m.comment)) for m in moves] == [
            (turn, f"n{turn}", f"key-{turn}", turn % 300) for turn in range(len(moves))
        ]
        assert last + 1 <= len(moves) <= last + 2  # one more may have been written just before the kill
        start = len(moves)
