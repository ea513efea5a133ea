"""What a learner sees before and after answering."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelles.content.corpus import Statement
from passerelles.content.items import Item
from passerelles.engines.lesson import (
    TRIES_BEFORE_KEY,
    Attempt,
    AttemptsExhausted,
    attempt,
    item_state,
    public_item,
)
from passerelles.scoring import score

ALL = ["single", "multiple", "sort", "match", "order", "short", "open", "position"]
Statements = dict[str, Statement]


def given_answer(item: Item, answer: Any) -> Attempt:
    outcome = score(item, answer)
    return Attempt(answer, outcome.points, outcome.verdict, "2026-11-21T09:00:00+00:00")


@pytest.mark.parametrize("kind", ALL)
def test_before_an_answer_nothing_gives_the_key_away(kind: str, items: dict[str, Item], statements: Statements) -> None:
    item = items[kind]
    sent = json.dumps([public_item(item, seed="s", statements=statements), item_state(item, [], statements=statements)])
    for secret in ("Retour", "correct", "aide à la jeunesse", "Une réponse possible", "Une demande", '"partner"'):
        assert secret not in sent


@given(seed=st.text(max_size=8))
def test_an_order_item_never_opens_in_the_right_order(
    seed: str, items: dict[str, Item], statements: Statements
) -> None:
    shown = public_item(items["order"], seed=seed, statements=statements)
    assert [e["id"] for e in shown["elements"]] != ["e1", "e2", "e3", "e4"]


@given(seed=st.text(max_size=8), kind=st.sampled_from(ALL))
def test_a_learner_keeps_the_same_order(seed: str, kind: str, items: dict[str, Item], statements: Statements) -> None:
    first, second = (public_item(items[kind], seed=seed, statements=statements) for _ in range(2))
    assert first == second


def test_learners_have_different_orders(items: dict[str, Item], statements: Statements) -> None:
    orders = {
        tuple(o["id"] for o in public_item(items["multiple"], seed=str(n), statements=statements)["options"])
        for n in range(40)
    }
    assert len(orders) > 10


def test_a_quoted_statement_is_escaped_and_sourced(items: dict[str, Item], statements: Statements) -> None:
    shown = public_item(items["sort"], seed="s", statements=statements)
    quoted = next(e for e in shown["elements"] if e["id"] == "e3")
    assert quoted["statement"] == "C5-010"
    assert "&lt;b&gt;" in quoted["html"]
    assert "Chantier 5 (2022)" in quoted["html"]


def test_right_locks_the_item(items: dict[str, Item], right_answers: dict[str, Any], statements: Statements) -> None:
    item = items["single"]
    attempts = [given_answer(item, right_answers["single"])]
    assert item_state(item, attempts, statements=statements)["status"] == "locked"
    with pytest.raises(AttemptsExhausted):
        attempt(item, attempts, "a")


def test_attempts_run_out(items: dict[str, Item], statements: Statements) -> None:
    item = items["single"]
    once = [given_answer(item, "a")]
    state = item_state(item, once, statements=statements)
    assert (state["status"], state["attempts_left"]) == ("answered", 1)
    assert attempt(item, once, "b").verdict == "right"
    twice = [*once, given_answer(item, "c")]
    assert item_state(item, twice, statements=statements)["attempts_left"] == 0
    with pytest.raises(AttemptsExhausted):
        attempt(item, twice, "b")


@pytest.mark.parametrize("kind", ["single", "multiple", "sort", "match", "order", "short"])
def test_while_tries_are_left_the_rest_stays_hidden(
    kind: str, items: dict[str, Item], wrong_answers: dict[str, Any], statements: Statements
) -> None:
    item = items[kind]
    state = item_state(item, [given_answer(item, wrong_answers[kind])], statements=statements)
    shown = state["feedback"]
    assert all(d["place"] is None for d in shown["details"])
    assert all(d["chosen"] for d in shown["details"])
    if kind in ("sort", "match", "order"):
        assert all(not d["feedback"] for d in shown["details"] if not d["right"])
    if kind == "short":
        assert "aide à la jeunesse" not in json.dumps(shown, ensure_ascii=False)


@pytest.mark.parametrize("kind", ["single", "multiple", "sort", "match", "order", "short"])
def test_once_locked_everything_is_explained(
    kind: str, items: dict[str, Item], wrong_answers: dict[str, Any], statements: Statements
) -> None:
    item = items[kind]
    state = item_state(item, [given_answer(item, wrong_answers[kind])] * 2, statements=statements)
    details = state["feedback"]["details"]
    parts = getattr(item, "options", None) or getattr(item, "elements", None) or getattr(item, "expected", [])
    assert len(details) == len(parts)
    assert all(d["feedback"] or kind == "short" for d in details)
    assert all(set(d["cites"]) == {"C5-010"} for d in details)
    assert state["feedback"]["cites"]["C5-010"]["quote"].startswith("La lasagne")


def test_free_practice_shows_everything_after_three_tries(items: dict[str, Item], statements: Statements) -> None:
    item = items["sort"].model_copy(update={"attempts": None})
    wrong = given_answer(item, {"e1": "int"})
    before = item_state(item, [wrong] * (TRIES_BEFORE_KEY - 1), statements=statements)
    after = item_state(item, [wrong] * TRIES_BEFORE_KEY, statements=statements)
    assert before["feedback"]["details"][0]["place"] is None
    assert after["feedback"]["details"][0]["place"] == "Externe"
    assert after["status"] == "answered"


def test_a_stance_is_taken_once_and_spread_needs_a_group(items: dict[str, Item], statements: Statements) -> None:
    item = items["position"]
    taken = [given_answer(item, "oui")]
    few = item_state(item, taken, statements=statements, spread={"oui": 3, "non": 1})
    many = item_state(item, taken, statements=statements, spread={"oui": 3, "non": 2})
    assert few["status"] == "locked"
    assert few["feedback"]["spread"] == {"total": 4, "counts": {}}
    assert many["feedback"]["spread"] == {"total": 5, "counts": {"oui": 3, "non": 2}}


def test_an_open_answer_shows_model_and_rubric_and_may_be_rewritten(
    items: dict[str, Item], statements: Statements
) -> None:
    item = items["open"]
    attempts = [given_answer(item, "Mon texte")]
    state = item_state(item, attempts, statements=statements, rubric_marks={"r1": True})
    assert state["status"] == "answered"
    assert "Une réponse possible" in state["feedback"]["model"]
    assert [c["id"] for c in state["feedback"]["rubric"]] == ["r1", "r2"]
    assert state["rubric_marks"] == {"r1": True}
    assert attempt(item, attempts, "Mieux").verdict == "to_mark"


def test_a_draft_is_given_back(items: dict[str, Item], statements: Statements) -> None:
    state = item_state(items["open"], [], statements=statements, draft="Début")
    assert (state["status"], state["draft"], state["feedback"]) == ("draft", "Début", None)


def test_references_open_their_statement_in_questions_and_comments(
    items: dict[str, Item], statements: Statements
) -> None:
    item = items["single"].model_copy(update={"prompt": "Que dit [C5-010] ?"})
    options = [option.model_copy(update={"feedback": "Voir [C5-010]."}) for option in item.options]
    item = item.model_copy(update={"options": options})
    asked = public_item(item, seed="s", statements=statements)["html"]
    assert 'popovertarget="enonce-single-C5-010"' in asked
    comment = item_state(item, [given_answer(item, "a")], statements=statements)["feedback"]["details"][0]["feedback"]
    assert 'popovertarget="enonce-single-a-C5-010"' in comment
