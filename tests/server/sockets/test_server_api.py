"""The kernel API: every kind of item, every refusal, nothing of the key before an answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

CANARY = "CANARI-DE-LA-CLE"
RIGHT: dict[str, Any] = {
    "seul": "b", "plusieurs": ["a", "c"], "trier": {"e1": "x", "e2": "y", "e3": "x"},
    "apparier": {"e1": "p1", "e2": "p2", "e3": "p3"}, "ordonner": ["e1", "e2", "e3", "e4"],
    "court": f"{CANARY} mot", "ouvert": "Mon texte.", "position": "oui",
}  # fmt: skip
LONGEST = 20_000
JSON = "application/json"


def test_answers_of_every_kind_are_scored_kept_and_explained(api: Any) -> None:
    before = api.ask("GET", "lesson")
    assert before.status == 200
    assert CANARY not in before.text
    assert {state["status"] for state in before.json()["states"].values()} == {"new"}
    for item, right in RIGHT.items():
        given = api.answer(item, right)
        assert given.status == 200, given.text
        state = given.json()["state"]
        assert state["answer"] == right
        assert state["feedback"]["verdict"] == {"ouvert": "to_mark", "position": "unscored"}.get(item, "right")
        assert state["saved_at"] == given.json()["saved_at"]
    states = api.ask("GET", "lesson").json()["states"]
    assert {i: s["answer"] for i, s in states.items()} == RIGHT
    assert states["position"]["feedback"]["spread"]["counts"] == {}
    assert {i for i, s in states.items() if s["status"] == "locked"} == RIGHT.keys() - {"ouvert"}


def test_the_same_key_counts_once_and_tries_are_limited(api: Any) -> None:
    first, again = api.answer("seul", "a", "k1"), api.answer("seul", "a", "k1")
    assert first.json() == again.json()
    assert again.json()["state"]["attempts_left"] == 1
    assert "b" not in [detail["id"] for detail in again.json()["state"]["feedback"]["details"]]
    assert api.answer("seul", "c", "k2").status == 200
    late = api.answer("seul", "b", "k3")
    assert (late.status, late.json()["code"]) == (409, "attempts-exhausted")
    assert late.json()["state"]["answer"] == "c"
    assert api.answer("seul", "c", "k2").status == 200


def test_works_drafts_place_and_tools_come_back(api: Any) -> None:
    freins = {"picked": [{"id": "C5-010", "weight": 2, "reach": {"C5-060": "near"}}], "note": "é"}
    for name, value in {"draft:court": "deb", "rubric:ouvert": {"r1": True}, "tool:freins": freins}.items():
        assert api.ask("POST", "works", {"name": name, "value": value, "key": "k"}).json()["saved_at"]
    assert api.ask("POST", "place", {"step": "faire"}).status == 204
    lesson = api.ask("GET", "lesson").json()
    assert lesson["states"]["court"]["draft"] == "deb"
    assert lesson["states"]["ouvert"]["rubric_marks"] == {"r1": True}
    assert lesson["tools"]["freins"]["value"] == freins
    assert lesson["place"] == "faire"
    api.answer("court", "autre")
    assert api.state("court")["draft"] is None


@pytest.mark.parametrize(("length", "status"), [(LONGEST - 1, 200), (LONGEST, 200), (LONGEST + 1, 413)])
def test_texts_have_a_limit(api: Any, length: int, status: int) -> None:
    assert api.answer("ouvert", "é" * length).status == status
    assert api.ask("POST", "works", {"name": "draft:ouvert", "value": "é" * length, "key": "k"}).status == status


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("answers", {"item": "seul", "answer": None, "key": "k"}, 422),
        ("answers", {"item": "seul", "answer": "zzz", "key": "k"}, 422),
        ("answers", {"item": "seul", "answer": ["b"], "key": "k"}, 422),
        ("answers", {"item": "seul", "answer": 1, "key": "k"}, 422),
        ("answers", {"item": "seul", "answer": "b", "key": ""}, 422),
        ("answers", {"item": "seul", "answer": "b", "key": "k" * 300}, 422),
        ("answers", {"item": "seul", "answer": "b", "key": 7}, 422),
        ("answers", {"item": "court", "answer": "\ud800", "key": "k"}, 422),
        ("answers", {"item": "court", "answer": "a\u0000b", "key": "k"}, 422),
        ("answers", {"item": "autre", "answer": "b", "key": "k"}, 404),
        ("answers", {"item": "seul", "answer": "b"}, 400),
        ("answers", {"item": "seul", "answer": "b", "key": "k", "learner": "AAAAAA"}, 400),
        ("answers", [], 400),
        ("answers", "{", 400),
        ("answers", "[" * 50_000, 400),
        ("answers", b"\xff\xfe", 400),
        ("works", {"name": "draft:autre", "value": "", "key": "k"}, 404),
        ("works", {"name": "tool:remise", "value": {}, "key": "k"}, 404),
        ("works", {"name": "tool:freins", "value": {"picked": []}, "key": "k"}, 422),
        ("works", {"name": "rubric:ouvert", "value": {"rx": True}, "key": "k"}, 422),
        ("works", {"name": "draft:seul", "value": 3, "key": "k"}, 422),
        ("place", {"step": "ailleurs"}, 404),
        ("handin", {"assignment": "quiz"}, 404),
        ("handin", {"assignment": "../quiz"}, 404),
        ("handin", {"assignment": "quiz-piege"}, 422),
    ],
)
def test_what_is_wrong_is_refused_in_words(shared_api: Any, path: str, body: Any, status: int) -> None:
    refused = shared_api.ask("POST", path, body)
    assert refused.status == status, refused.text
    assert refused.json()["message"].endswith(".")
    assert refused.headers["Content-Security-Policy"]


@pytest.fixture(scope="module")
def shared_api(server: Any, enter: Callable[[Any], Any], api_of: Callable[..., Any]) -> Any:
    """One learner for requests that change nothing."""
    visitor = enter(server)
    yield api_of(visitor)
    visitor.leave()


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": ""},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic x"},
        {"Authorization": "Bearer "},
    ],
)
def test_without_its_token_nothing_opens(shared_api: Any, headers: dict[str, str]) -> None:
    refused = shared_api.ask("GET", "lesson", None, **headers)
    assert (refused.status, refused.json()["code"]) == (401, "token")


def test_a_proxied_request_is_not_from_here(shared_api: Any) -> None:
    assert shared_api.ask("GET", "lesson", None, X_Forwarded_For="10.0.0.1").status == 403


def test_a_form_is_not_json(shared_api: Any) -> None:
    assert shared_api.ask("POST", "place", "step=lire", Content_Type="application/x-www-form-urlencoded").status == 415


def test_the_token_dies_with_the_kernel(api: Any) -> None:
    api.visitor.leave()
    assert api.ask("GET", "lesson").status == 401


def test_an_erased_learner_is_out_everywhere(api: Any, server: Any) -> None:
    api.answer("seul", "a")
    learner, run = api.visitor.cookie("passerelles"), server.run_file
    public = next(code for code in public_codes(server) if code and api.visitor.get("/").text.count(code))
    erased = api.visitor.ask(
        "POST", "/api/admin/erase", json.dumps({"learner": public}), Authorization=f"Bearer {run['token']}",
        Content_Type=JSON,
    )  # fmt: skip
    assert erased.json() == {"erased": True, "complete": True}
    assert api.ask("GET", "lesson").status == 401
    assert api.answer("seul", "b").status == 401
    api.visitor.kernels.clear()
    assert api.visitor.get("/api/pouls").json()["learner"] is False
    assert api.visitor.get("/").status == 200
    assert api.visitor.cookie("passerelles") != learner


def public_codes(server: Any) -> set[str]:
    from passerelles.store import Store

    with Store.open(None, server.data, read_only=True) as store:
        return {row.public for row in store.learners.all()}
