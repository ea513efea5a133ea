"""One small item of each kind, shared by the unit tests."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter

from passerelles.content.corpus import Statement
from passerelles.content.items import Item

READ = TypeAdapter(Item)
BASE = {"focus": "situation", "prompt": "Que faites-vous ?", "cites": ["C5-010"], "attempts": 2}


def option(letter: str, correct: bool = False) -> dict[str, Any]:
    return {"id": letter, "text": f"Option {letter}", "correct": correct, "feedback": f"Retour {letter}."}


def element(letter: str, **place: Any) -> dict[str, Any]:
    return {"id": letter, "text": f"Élément {letter}", "feedback": f"Retour {letter}.", **place}


KINDS: dict[str, dict[str, Any]] = {
    "single": {"points": 1, "options": [option("a"), option("b", True), option("c")]},
    "multiple": {"points": 2, "options": [option("a", True), option("b"), option("c", True), option("d")]},
    "sort": {
        "points": 3,
        "categories": [{"id": "ext", "text": "Externe"}, {"id": "int", "text": "Interne"}],
        "elements": [
            element("e1", category="ext"),
            element("e2", category="int", also=["ext"]),
            {"id": "e3", "statement": "C5-010", "feedback": "Retour e3.", "category": "ext"},
        ],
    },
    "match": {
        "points": 1,
        "elements": [element("e1", partner="p1"), element("e2", partner="p2"), element("e3", partner="p3")],
        "partners": [{"id": f"p{n}", "text": f"Partenaire {n}"} for n in (1, 2, 3, 4)],
    },
    "order": {"points": 1, "elements": [element(f"e{n}") for n in (1, 2, 3, 4)]},
    "short": {
        "points": 2,
        "expected": [
            {"label": "aide à la jeunesse", "accepted": ["aide à la jeunesse", "SAJ"]},
            {"label": "santé mentale", "accepted": ["santé mentale", "CLI"]},
        ],
        "feedback_right": "Les deux secteurs.",
        "feedback_wrong": "Il y en a deux : aide à la jeunesse et santé mentale.",
    },
    "open": {
        "rubric": [{"id": "r1", "text": "Un fait", "points": 2}, {"id": "r2", "text": "Une demande", "points": 1}],
        "model": "Une réponse possible.",
    },
    "position": {
        "options": [{"id": i, "text": i.upper(), "feedback": f"Retour {i}."} for i in ("oui", "non", "selon")]
    },
}

RIGHT: dict[str, Any] = {
    "single": "b",
    "multiple": ["c", "a"],
    "sort": {"e1": "ext", "e2": "int", "e3": "ext"},
    "match": {"e1": "p1", "e2": "p2", "e3": "p3"},
    "order": ["e1", "e2", "e3", "e4"],
    "short": "l'Aide à la jeunese et la sante mentale",
}
PARTLY: dict[str, Any] = {
    "multiple": ["a"],
    "sort": {"e1": "ext", "e3": "int"},
    "match": {"e1": "p1", "e2": "p3"},
    "order": ["e2", "e1", "e3", "e4"],
    "short": "le SAJ",
}
WRONG: dict[str, Any] = {
    "single": "a",
    "multiple": ["b", "d"],
    "sort": {"e1": "int"},
    "match": {"e1": "p4"},
    "order": ["e4", "e3", "e2", "e1"],
    "short": "la police",
}


@pytest.fixture(scope="session")
def items() -> dict[str, Item]:
    """One item by kind; the item's id is its kind."""
    return {kind: READ.validate_python({"id": kind, "kind": kind, **BASE, **own}) for kind, own in KINDS.items()}


@pytest.fixture(scope="session")
def right_answers() -> dict[str, Any]:
    """By kind, an answer worth every point."""
    return RIGHT


@pytest.fixture(scope="session")
def partly_right_answers() -> dict[str, Any]:
    """By kind, an answer worth some points."""
    return PARTLY


@pytest.fixture(scope="session")
def wrong_answers() -> dict[str, Any]:
    """By kind, an answer worth nothing."""
    return WRONG


@pytest.fixture(scope="session")
def statements() -> dict[str, Statement]:
    """The statement that the items cite."""
    text = "La lasagne institutionnelle <b>"
    return {"C5-010": Statement(id="C5-010", section=["Freins"], quote=text, lines=(1, 1), kind="obstacle")}
