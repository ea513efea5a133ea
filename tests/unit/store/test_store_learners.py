"""Codes: made, recognised as people type them, never found back."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from passerelles.store.errors import UnknownLearner
from passerelles.store.learners import ALPHABET, FIRST_COST, _digest, _key, normalised


def test_a_code_is_two_halves_of_the_alphabet(store):
    code = store.learners.create()
    assert re.fullmatch(f"[{ALPHABET}]{{6}}-[{ALPHABET}]{{6}}", code)
    assert store.learners.verify(code) == code[:6]


def test_a_code_is_recognised_however_it_is_typed(store):
    code = store.learners.create()
    for typed in (code.lower(), code.replace("-", ""), f" {code[:3]} {code[3:9]} {code[9:]}\n", code.replace("-", "–")):
        assert store.learners.verify(typed) == code[:6]


@pytest.mark.parametrize(
    "typed", ["", "-", "K7M2QP", "K7M2QP-8HX4W0", "K7M2QP8HX4WTT", "é" * 12, "\x00" * 12, "\ud800" * 12]
)
def test_what_cannot_be_a_code_is_nobody(store, typed):
    assert normalised(typed) is None
    assert store.learners.verify(typed) is None
    assert not store.learners.exists(typed)


def test_a_wrong_secret_and_a_stranger_are_nobody(store):
    mine, other = store.learners.create(), store.learners.create()
    assert store.learners.verify(mine[:6] + other[6:]) is None
    assert store.learners.verify(other[:6][::-1] + mine[6:]) is None


def test_the_secret_is_stored_nowhere(home):
    with home.open() as store:
        code = store.learners.create()
        store.backup(home.data_dir / "copy")
    assert code[7:].encode() not in (home.data_dir / "copy").read_bytes()


def test_learners_are_listed_by_code_with_their_last_visit(store, home):
    codes = sorted(store.learners.create()[:6] for _ in range(4))
    assert [row.public for row in store.learners.all()] == codes
    assert all(store.learners.exists(code) for code in codes)


def test_a_visit_is_noted_once_a_quarter_of_an_hour(store, home, learner):
    def seen():
        return store.learners.all()[0].seen_at

    first = seen()
    store.learners.touch(learner)
    assert seen() == first
    home.clock.now += timedelta(minutes=15)
    store.learners.touch(learner)
    assert seen() > first


def test_a_clock_set_back_is_noted_too(store, home, learner):
    home.clock.now -= timedelta(days=1)
    store.learners.touch(learner)
    assert store.learners.all()[0].seen_at < store.learners.all()[0].created_at


def test_a_stranger_cannot_visit(store):
    with pytest.raises(UnknownLearner, match="code d’apprenant"):
        store.learners.touch("ABCDEF")


def test_codes_survive_a_restart(home):
    with home.open() as store:
        code = store.learners.create()
    with home.open() as store:
        assert store.learners.verify(code) == code[:6]


def test_guessing_a_secret_is_slow(sqlite, real_cost):
    assert real_cost >= 2**11
    with sqlite.open() as store:
        code = store.learners.create()
        assert store.learners.verify(code) == code[:6]


def test_a_code_whose_hash_is_older_still_opens_its_course(sqlite):
    with sqlite.open() as store:
        code = store.learners.create()
        public, secret = code.split("-")
        with store._database.transaction() as session:
            digest = _digest(_key(session), public, secret, FIRST_COST)
            session.execute(text("UPDATE learner SET secret_hash = :digest"), {"digest": digest})
        assert store.learners.verify(code) == public
        assert store.learners.verify(f"{public}-{'2' * 6}") is None
