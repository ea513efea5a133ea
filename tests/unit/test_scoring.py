"""Scoring: documented credit, and what must hold for every answer."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelles.content.items import Item
from passerelles.scoring import MAX_TEXT, is_wellformed, score

SCORED = ["single", "multiple", "sort", "match", "order", "short"]
names = st.sampled_from(["a", "b", "c", "d", "e1", "e2", "e3", "e4", "p1", "ext", "int", "oui", "non", "x", ""])
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | names | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(names, inner, max_size=5),
    max_leaves=12,
)
kinds = st.sampled_from([*SCORED, "open", "position"])


@pytest.mark.parametrize("kind", SCORED)
def test_the_right_answer_has_the_maximum(kind: str, items: dict[str, Item], right_answers: dict[str, Any]) -> None:
    outcome = score(items[kind], right_answers[kind])
    assert (outcome.points, outcome.verdict) == (items[kind].points, "right")


@pytest.mark.parametrize("kind", SCORED)
def test_a_wrong_answer_has_nothing(kind: str, items: dict[str, Item], wrong_answers: dict[str, Any]) -> None:
    outcome = score(items[kind], wrong_answers[kind])
    assert (outcome.points, outcome.verdict) == (0, "wrong")


@pytest.mark.parametrize(
    ("kind", "points"), [("multiple", 1.0), ("sort", 1.0), ("match", 1 / 3), ("order", 4 / 6), ("short", 1.0)]
)
def test_partial_credit_is_the_documented_share(
    kind: str, points: float, items: dict[str, Item], partly_right_answers: dict[str, Any]
) -> None:
    outcome = score(items[kind], partly_right_answers[kind])
    assert (outcome.points, outcome.verdict) == (pytest.approx(points), "partial")


def test_ticking_everything_earns_nothing(items: dict[str, Item]) -> None:
    assert score(items["multiple"], ["a", "b", "c", "d"]).points == 0


def test_a_defensible_category_has_full_credit(items: dict[str, Item]) -> None:
    assert score(items["sort"], {"e1": "ext", "e2": "ext", "e3": "ext"}).verdict == "right"


@pytest.mark.parametrize("kind", [*SCORED, "open", "position"])
@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_an_empty_answer_is_zero(kind: str, empty: object, items: dict[str, Item]) -> None:
    outcome = score(items[kind], empty)
    assert (outcome.points, outcome.verdict) == (0, "empty")


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("single", "z"),
        ("single", ["b"]),
        ("multiple", ["a", "a", "c"]),
        ("multiple", ["a", 3]),
        ("multiple", "ac"),
        ("sort", {"e1": "nowhere"}),
        ("sort", {"e9": "ext"}),
        ("sort", [["e1", "ext"]]),
        ("match", {"e1": ["p1"]}),
        ("order", ["e1", "e2"]),
        ("order", ["e1", "e2", "e3", "e3"]),
        ("short", 12),
        ("short", "x" * (MAX_TEXT + 1)),
        ("open", "   "),
        ("position", "peut-etre"),
        ("single", False),
        ("single", 0),
    ],
)
def test_a_malformed_answer_is_zero(kind: str, answer: object, items: dict[str, Item]) -> None:
    outcome = score(items[kind], answer)
    assert (outcome.points, outcome.verdict) == (0, "malformed")


def test_text_at_the_cap_is_accepted(items: dict[str, Item]) -> None:
    assert score(items["open"], "x" * MAX_TEXT).verdict == "to_mark"


def test_a_stance_and_an_open_answer_are_not_scored(items: dict[str, Item]) -> None:
    assert score(items["position"], "oui").verdict == "unscored"
    outcome = score(items["open"], "Mon texte")
    assert (outcome.points, outcome.maximum, outcome.verdict) == (0, 3, "to_mark")


@given(kind=kinds, answer=json_values)
def test_any_json_gives_points_between_zero_and_the_maximum(kind: str, answer: object, items: dict[str, Item]) -> None:
    outcome = score(items[kind], answer)
    assert 0 <= outcome.points <= outcome.maximum == items[kind].points
    if not is_wellformed(items[kind], answer):
        assert outcome.points == 0


@given(kind=st.sampled_from(["single", "multiple", "sort", "match"]), data=st.data())
def test_the_order_of_options_does_not_matter(kind: str, data: st.DataObject, items: dict[str, Item]) -> None:
    item = items[kind]
    field = "options" if hasattr(item, "options") else "elements"
    mixed = item.model_copy(update={field: data.draw(st.permutations(getattr(item, field)))})
    answer = data.draw(json_values | st.just(["a", "c"]) | st.just({"e1": "ext", "e2": "p2"}))
    assert score(mixed, answer).points == score(item, answer).points


@given(answer=st.lists(st.sampled_from("abcd"), unique=True))
def test_ticks_count_in_any_order(answer: list[str], items: dict[str, Item]) -> None:
    assert score(items["multiple"], answer).points == score(items["multiple"], answer[::-1]).points
