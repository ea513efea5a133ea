"""The note that goes up: each line with its session, tables, level and statements; nobody is named."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from passerelles.content.corpus import Statement
from passerelles.documents.upward_note import note_paper

STATEMENTS = {
    name: Statement(id=name, section=["s"], quote=f"Phrase {name}", lines=(1, 1), kind="finalite")
    for name in ("C5-130", "WC-048", "WC-054", "WC-055")
}


def finding(**more: Any) -> dict[str, Any]:
    base = {"id": "e1", "kind": "constat", "label": "Un constat", "question": "WC-048", "words": "On se connaît peu",
            "statements": [], "new": None, "tables": [], "traces": []}  # fmt: skip
    return base | more


def note(*findings: dict[str, Any], **more: Any) -> dict[str, Any]:
    base = {"title": "Note de remontée", "cites": ["C5-130"], "questions": ["WC-048", "Et demain ?"], "rounds": 2,
            "people": 24, "sectors": ["AMO", "École"], "findings": list(findings), "unspoken": ["WC-055"],
            "to_do": {"questions": [], "entries": []}}  # fmt: skip
    return base | more


def told(made: dict[str, Any]) -> str:
    paper = note_paper(made, STATEMENTS, "La journée", date(2026, 11, 21))
    return json.dumps(asdict(paper), ensure_ascii=False).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_finding_says_where_it_comes_from_and_what_it_is_near_to() -> None:
    written = {"id": "t1", "words": "un café", "round": 1, "late": False}
    traces = [written, written | {"id": "t2", "round": 2, "late": True}]
    text = told(note(finding(statements=["WC-054"], new=False, tables=["A1", "A2"], traces=traces)))
    assert "séance « La journée » ; tables A1 et A2 ; tours 1 et 2" in text
    assert "Proche de : « Phrase WC-054 » (WC-054)" in text
    assert "arrivé en retard" in text
    assert "☐ institution" in text
    assert "Nouveau constat" not in text


def test_a_new_finding_is_flagged_and_one_beyond_the_questions_kept_apart() -> None:
    text = told(note(finding(new=True, question=None, level="politique")))
    assert "Nouveau constat" in text
    assert "nouveaux par rapport à 2011 : 1" in text
    assert text.index("Au-delà des questions") < text.index("On se connaît peu")
    assert "Niveau où cela se joue : politique" in text
    assert text.count("Rien n’a été récolté") == 2


def test_a_harvest_that_lacks_something_says_so() -> None:
    text = told(note(finding(), to_do={"questions": ["2"], "entries": ["e1"]}))
    assert "Récolte à compléter" in text
    assert "Pas encore comparé" in text
    assert "Récolte à compléter" not in told(note(finding(new=True)))
