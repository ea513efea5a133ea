"""Answers, works, places: kept in order, once, for one learner only."""

from __future__ import annotations

import math
from dataclasses import asdict
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passerelles.store.errors import BadValue, UnknownLearner

MODULE = "pourquoi-difficile"


def answer(store, learner, item="q1", value="a", key="k1", verdict="wrong", module=MODULE):
    return store.records.add_attempt(learner, module, item, value, 0.5, 2.0, verdict, key)


def other(store):
    return store.learners.create()[:6]


def test_an_answer_comes_back_as_given(store, learner):
    row = answer(store, learner, value={"b": ["é", None, 1.5]})
    assert store.records.attempts(learner, MODULE) == {"q1": [row]}
    assert asdict(row) == {
        "sequence": row.sequence, "learner": learner, "module": MODULE, "item": "q1",
        "answer": {"b": ["é", None, 1.5]}, "points": 0.5, "maximum": 2.0, "verdict": "wrong", "key": "k1",
        "given_at": row.given_at,
    }  # fmt: skip
    assert row.given_at.endswith("+00:00")


def test_the_same_key_is_recorded_once(store, learner):
    first = answer(store, learner, value="a")
    assert answer(store, learner, value="b", item="q2", verdict="right") == first
    assert store.records.attempts(learner, MODULE) == {"q1": [first]}


def test_the_same_key_of_another_learner_is_another_answer(store, learner):
    second = other(store)
    rows = [answer(store, learner), answer(store, second)]
    assert rows[0].sequence < rows[1].sequence
    assert store.records.attempts(second, MODULE) == {"q1": [rows[1]]}


def test_order_is_by_sequence_even_when_the_clock_jumps_back(store, home, learner):
    first = answer(store, learner, value="a", key="k1")
    home.clock.now -= timedelta(days=1)
    second = answer(store, learner, value="b", key="k2")
    assert second.given_at < first.given_at
    assert [row.answer for row in store.records.attempts(learner, MODULE)["q1"]] == ["a", "b"]


def test_points_keep_their_last_digit(store, learner):
    store.records.add_attempt(learner, MODULE, "q1", "a", 1 / 3, 0.1 + 0.2, "partial", "k")
    row = store.records.attempts(learner, MODULE)["q1"][0]
    assert (row.points, row.maximum) == (1 / 3, 0.1 + 0.2)


def test_nobody_can_write_for_a_stranger(store):
    with pytest.raises(UnknownLearner):
        answer(store, "ABCDEF")
    with pytest.raises(UnknownLearner):
        store.records.save_work("ABCDEF", MODULE, "draft:q1", "x")
    with pytest.raises(UnknownLearner):
        store.records.set_place("ABCDEF", MODULE, "situation")
    with pytest.raises(UnknownLearner):
        store.handins.add("ABCDEF", MODULE, {})


@pytest.mark.parametrize(
    "value", [math.nan, math.inf, object(), b"x", {1, 2}, 10**5000], ids=lambda value: type(value).__name__
)
def test_what_json_cannot_hold_is_refused(store, learner, value):
    with pytest.raises(BadValue, match="JSON"):
        answer(store, learner, value=value)
    with pytest.raises(BadValue, match="JSON"):
        store.records.save_work(learner, MODULE, "tool:freins", value)
    assert store.records.attempts(learner, MODULE) == store.records.works(learner, MODULE) == {}


@pytest.mark.parametrize("key", ["", "\x00", "a\nb", "\ud800", "x" * 201, None, 7])
def test_a_name_is_short_and_printable(store, learner, key):
    with pytest.raises(BadValue, match="« key »"):
        answer(store, learner, key=key)


def test_the_longest_name_is_accepted(store, learner):
    assert answer(store, learner, key="x" * 200).key == "x" * 200


def test_two_learners_never_see_each_other(store, learner):
    second = other(store)
    answer(store, learner, value="mine")
    store.records.save_work(learner, MODULE, "draft:q1", "mine")
    store.records.set_place(learner, MODULE, "situation")
    store.handins.add(learner, MODULE, {"q1": "mine"})
    store.records.delete_work(second, MODULE, "draft:q1")
    assert store.records.attempts(second, MODULE) == store.records.works(second, MODULE) == {}
    assert store.records.place(second) is None
    assert store.records.progress(second) == {}
    assert store.handins.latest(second, MODULE) is None
    assert "mine" not in str(store.privacy.export(second))
    assert store.records.works(learner, MODULE)["draft:q1"].value == "mine"


def test_a_work_keeps_its_latest_version(store, learner):
    for value in ("a", {"weights": [1, 2]}, None):
        row = store.records.save_work(learner, MODULE, "tool:freins", value)
        assert store.records.works(learner, MODULE) == {"tool:freins": row}
        assert row.value == value
    store.records.delete_work(learner, MODULE, "tool:freins")
    store.records.delete_work(learner, MODULE, "tool:freins")
    assert store.records.works(learner, MODULE) == {}


def test_the_place_is_the_last_one_by_rank(store, home, learner):
    store.records.set_place(learner, "un", "a")
    home.clock.now -= timedelta(days=1)
    store.records.set_place(learner, "deux", "b")
    assert store.records.place(learner).module == "deux"
    assert store.records.place(learner, "un").step == "a"
    store.records.set_place(learner, "un", "c")
    assert (store.records.place(learner).module, store.records.place(learner).step) == ("un", "c")
    assert store.records.place(learner, "trois") is None


def test_progress_is_the_last_verdict_in_every_module(store, learner):
    answer(store, learner, verdict="wrong", key="1")
    answer(store, learner, verdict="right", key="2")
    answer(store, learner, verdict="partial", key="3", module="autre")
    expected = {MODULE: {"q1": "right"}, "autre": {"q1": "partial"}}
    assert store.records.progress(learner) == expected
    assert store.records.cohort() == {learner: expected}


def test_counts_and_spread_take_each_learners_last_answer(store, learner):
    second = other(store)
    answer(store, learner, value=["b", "a"], key="1")
    answer(store, learner, value="b", key="2")
    answer(store, second, value="b", key="1")
    answer(store, second, value="c", item="q2", key="2")
    assert store.records.spread(MODULE, "q1") == {'"b"': 2}
    assert store.records.spread(MODULE, "q9") == {}
    counts = store.records.item_counts(MODULE)
    assert {item: {who: row.answer for who, row in rows.items()} for item, rows in counts.items()} == {
        "q1": {learner: "b", second: "b"},
        "q2": {second: "c"},
    }


def test_equal_answers_are_counted_together_whatever_their_order(store, learner):
    answer(store, learner, value={"x": "1", "y": "2"}, key="1")
    answer(store, other(store), value={"y": "2", "x": "1"}, key="1")
    assert store.records.spread(MODULE, "q1") == {'{"x":"1","y":"2"}': 2}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=JSON)
def test_any_json_literal_survives(store, learner, value):
    store.records.save_work(learner, MODULE, "tool:freins", value)
    assert store.records.works(learner, MODULE)["tool:freins"].value == value
