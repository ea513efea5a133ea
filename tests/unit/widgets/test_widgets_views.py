"""The Python side of the views, driven as a browser does: by setting the one trait it may set."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from passerelles.text import t
from passerelles.widgets.commitment_view import CommitmentView
from passerelles.widgets.desk import DeskRefused, DeskUnreachable
from passerelles.widgets.freins_view import FreinsView
from passerelles.widgets.handin_view import HandinView
from passerelles.widgets.item_view import ItemView
from passerelles.widgets.view import MAX_VALUE, View

Keys = Callable[[], str]
KINDS = ["single", "multiple", "sort", "match", "order", "short", "open", "position"]


def view_of(desk: Any, kind: str, **more: Any) -> ItemView:
    data = desk.lesson()
    return ItemView(desk, data["items"][kind], data["states"][kind], scope="s", **more)


def ask(view: View, kind: str, value: Any, key: str) -> dict[str, Any]:
    view.set_state({"request": {"key": key, "type": kind, "value": value, "try": 1}})
    return dict(view.reply)


def sent(view: View) -> str:
    """Everything the browser receives of a view when it opens."""
    return json.dumps({name: getattr(view, name) for name in view.keys if name not in ("layout", "comm")}, default=str)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_the_key_is_in_a_trait_before_the_answer(desk: Any, kind: str) -> None:
    text = sent(view_of(desk, kind))
    for secret in (
        "Retour",
        '"correct"',
        "feedback_right",
        "Les deux secteurs",
        "santé mentale",
        "Une réponse possible",
    ):
        assert secret not in text, secret


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in ("open", "position")])
def test_a_right_answer_is_kept_and_earns_its_feedback(
    desk: Any, kind: str, right_answers: dict[str, Any], keys: Keys
) -> None:
    view = view_of(desk, kind)
    reply = ask(view, "answer", right_answers[kind], keys())
    assert (reply["ok"], reply["saved_at"], reply["message"]) == (True, None, t("widgets.common.free_mode"))
    assert view.state["status"] == "locked"
    assert view.state["feedback"]["verdict"] == "right"


def test_the_same_key_counts_once(desk: Any) -> None:
    view = view_of(desk, "single")
    ask(view, "answer", "a", "k")
    view.set_state({"request": {"key": "k", "type": "answer", "value": "a", "try": 2}})
    assert view.reply["try"] == 2
    assert view.state["attempts_used"] == 1


def test_no_answer_after_the_last_attempt_whatever_the_browser_says(desk: Any, keys: Keys) -> None:
    view = view_of(desk, "single")
    ask(view, "answer", "a", keys())
    ask(view, "answer", "c", keys())
    reply = ask(view, "answer", "b", keys())
    assert (reply["ok"], reply["code"]) == (False, "attempts-exhausted")
    assert view.state["answer"] == "c"


def test_a_draft_and_rubric_marks_are_read_back(desk: Any, keys: Keys) -> None:
    view = view_of(desk, "open")
    assert ask(view, "draft", "un début", keys())["ok"]
    assert view_of(desk, "open").state["draft"] == "un début"
    assert ask(view, "answer", "un texte", keys())["ok"]
    assert ask(view, "rubric", {"r1": True}, keys())["ok"]
    again = view_of(desk, "open").state
    assert (again["draft"], again["answer"], again["rubric_marks"]) == (None, "un texte", {"r1": True})


@pytest.mark.parametrize(
    "request_",
    [
        None,
        "answer",
        ["answer"],
        {"type": "answer", "value": "b"},
        {"key": 3, "type": "answer", "value": "b"},
        {"key": "k", "type": "erase", "value": "b"},
        {"key": "k", "type": ["answer"], "value": "b"},
        {"key": "k", "type": "answer", "value": "x" * MAX_VALUE},
        {"key": "k", "type": "answer", "value": float("nan"), "try": -1},
        {"key": "k", "type": "save", "value": {}},
    ],
)
def test_what_is_not_a_request_is_refused_and_changes_nothing(desk: Any, heard: list[str], request_: Any) -> None:
    view = view_of(desk, "single")
    before = dict(view.state)
    view.set_state({"request": {"key": "first", "type": "?"}})
    view.set_state({"request": request_})
    assert not view.reply["ok"]
    assert view.state == before
    assert desk.lesson()["states"]["single"]["attempts_used"] == 0


def test_the_largest_value_that_fits_is_accepted(desk: Any, keys: Keys) -> None:
    assert ask(view_of(desk, "open"), "draft", "x" * (MAX_VALUE - 2), keys())["ok"]
    assert not ask(view_of(desk, "open"), "draft", "x" * (MAX_VALUE - 1), keys())["ok"]


@pytest.mark.parametrize("forged", [{"state": {"status": "new"}}, {"item": {}}, {"labels": {}}, {"_esm": "x"}, 5, None])
def test_the_browser_cannot_set_anything_else(desk: Any, heard: list[str], forged: Any) -> None:
    view = view_of(desk, "single")
    before = sent(view)
    view.set_state(forged)
    assert sent(view) == before


def test_an_exception_becomes_a_sentence_and_its_words_stay_here(desk: Any, heard: list[str], keys: Keys) -> None:
    desk.fault = RuntimeError("la réponse est b")
    reply = ask(view_of(desk, "single"), "answer", "a", keys())
    assert (reply["ok"], reply["code"]) == (False, "error")
    assert "réponse est b" not in str(reply) + "".join(heard)
    assert heard[0].startswith("passerelles.widgets: RuntimeError at ")


def test_an_unreachable_server_may_be_asked_again(desk: Any, keys: Keys) -> None:
    desk.fault = DeskUnreachable()
    view, key = view_of(desk, "single"), keys()
    assert ask(view, "answer", "b", key)["code"] == "unreachable"
    desk.fault = None
    view.set_state({"request": {"key": key, "type": "answer", "value": "b", "try": 2}})
    assert view.reply["ok"]
    assert view.state["attempts_used"] == 1


def test_a_refusal_says_why_and_brings_the_state_along(desk: Any, keys: Keys) -> None:
    desk.fault = DeskRefused("attempts-exhausted", "Plus d’essai.", {"status": "locked"})
    view = view_of(desk, "single")
    reply = ask(view, "answer", "b", keys())
    assert (reply["code"], reply["message"], view.state) == (
        "attempts-exhausted",
        "Plus d’essai.",
        {"status": "locked"},
    )


def test_telling_where_the_learner_is_never_spoils_an_answer(desk: Any, heard: list[str], keys: Keys) -> None:
    def moved(item: str, state: dict[str, Any]) -> None:
        raise ValueError

    view = view_of(desk, "single", moved=moved)
    assert ask(view, "answer", "b", keys())["ok"]
    assert "ValueError" in heard[0]


PICK = {"id": "C5-010", "weight": 2, "reach": {"WC-030": "near"}}


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"picked": [PICK], "note": "Du temps."}, True),
        ({"picked": [], "note": ""}, True),
        ({"picked": [{**PICK, "weight": 4}], "note": ""}, False),
        ({"picked": [{**PICK, "weight": True}], "note": ""}, False),
        ({"picked": [{**PICK, "id": "C5-999"}], "note": ""}, False),
        ({"picked": [{**PICK, "reach": {"C5-010": "near"}}], "note": ""}, False),
        ({"picked": [{**PICK, "reach": {"WC-030": "far"}}], "note": ""}, False),
        ({"picked": [PICK, PICK], "note": ""}, False),
        ({"picked": [PICK] * 8, "note": ""}, False),
        ({"picked": [PICK], "note": "x" * 4001}, False),
        ({"picked": "C5-010", "note": ""}, False),
        ("C5-010", False),
    ],
)
def test_freins_keeps_only_what_it_showed(desk: Any, keys: Keys, value: Any, kept: bool) -> None:
    view = FreinsView(desk, "freins", desk.lesson()["tools"]["freins"], scope="s")
    assert ask(view, "save", value, keys())["ok"] is kept
    assert desk.lesson()["tools"]["freins"]["value"] == (value if kept else None)


def test_no_obstacle_is_shown_without_a_condition_and_its_words(desk: Any) -> None:
    tool = desk.lesson()["tools"]["freins"]
    shown = [obstacle for group in tool["groups"] for obstacle in group["obstacles"]]
    assert shown
    for obstacle in shown:
        assert obstacle["conditions"]
        assert all(tool["conditions"][i]["quote"] for i in obstacle["conditions"])


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"gesture": "Téléphoner.", "date": "2026-12-18"}, True),
        ({"date": ""}, True),
        ({"date": "demain"}, False),
        ({"name": "X"}, False),
        ({"gesture": 3}, False),
        ([], False),
    ],
)
def test_commitment_keeps_known_texts_and_a_date(desk: Any, keys: Keys, value: Any, kept: bool) -> None:
    view = CommitmentView(desk, "engagement", desk.lesson()["tools"]["engagement"], scope="s")
    assert ask(view, "save", value, keys())["ok"] is kept


def test_handing_in_shows_where_it_stands(desk: Any, keys: Keys) -> None:
    view = HandinView(desk, desk.lesson()["tools"]["remise"], scope="s")
    assert view.tool["results"] == "/base/mes-resultats/essai"
    assert ask(view, "handin", None, keys())["ok"]
    desk.row = {**desk.row, "status": "graded"}
    assert ask(view, "poll", None, keys())["ok"]
    assert view.tool["handin"]["status"] == "graded"
    assert not ask(view, "save", {}, keys())["ok"]


@pytest.mark.parametrize("kind", ["sort", "match", "order"])
def test_a_wrong_try_does_not_give_the_authored_order_away(desk: Any, kind: str, keys: Keys) -> None:
    given: Any = {"sort": {"e3": "int", "e1": "int"}, "match": {"e3": "p4", "e1": "p4"}}.get(
        kind, ["e4", "e2", "e3", "e1"]
    )
    view = view_of(desk, kind)
    ask(view, "answer", given, keys())
    assert [detail["id"] for detail in view.state["feedback"]["details"]] == list(given)
