"""Reading of the first step: what worked opens what comes next, and nobody is named."""

from __future__ import annotations

from typing import Any

import pytest
from support.made_tool import made_tool, read, said

TOOL = made_tool(
    "first-step",
    {
        "connus+": "fonction secteur marche accord",
        "rencontres+": "fonction secteur occasion",
        "commun": "objectif desaccords",
    },
)
KNOWN = [{"id": "a", "fonction": "F1", "secteur": "ecole", "marche": "x", "accord": "oui"},
         {"id": "b", "fonction": "F2", "secteur": "sante", "marche": "y", "accord": "oui"}]  # fmt: skip
MET = [{"id": "c", "fonction": "F3", "secteur": "sante", "occasion": "temps"}]
COMMON = {"objectif": "z", "desaccords": "w"}


def steps(*changes: dict[str, str], met: Any = MET, common: Any = COMMON) -> dict[str, Any]:
    """Return both steps, the known partners changed; fewer changes than partners leave the others out."""
    return {
        "connus": [{**row, **change} for row, change in zip(KNOWN, changes, strict=False)],
        "rencontres": met,
        "commun": common,
    }


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({}, [("note", "vide")]),
        (steps({}, {}), [("good", "pret")]),
        (steps({}), [("stop", "verrou"), ("warning", "un-seul")]),
        (steps({}, common={}), [("warning", "un-seul")]),
        (steps({}, {"marche": ""}), [("stop", "verrou"), ("warning", "sans-fait")]),
        (steps({}, {}, common={"objectif": "z"}), [("good", "pret"), ("note", "sans-desaccord")]),
        (
            steps({"accord": "demander"}, {"accord": "non"}),
            [("good", "pret"), ("note", "a-demander"), ("note", "refus")],
        ),
        (steps({"fonction": "Mme Dupuis"}, {}), [("warning", "nom")]),
        (steps({"fonction": ""}, {}), [("warning", "sans-fonction")]),
        (steps({}, {}, met=[]), [("warning", "sans-rencontre")]),
        (steps({}, {}, met=[{"id": "c", "fonction": "F3"}]), [("good", "pret"), ("note", "sans-occasion")]),
        (steps({"secteur": "sante"}, {}), [("good", "pret"), ("note", "meme-secteur")]),
    ],
)
def test_what_the_steps_lack(value: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert said(TOOL, value) == told


def test_the_second_step_is_drawn_waiting_until_the_first_is_there() -> None:
    assert "etape-deux : attend." in read(TOOL, steps({})).figures[0].description
    assert "etape-deux : ecrite." in read(TOOL, steps({}, {})).figures[0].description
    assert "etape-deux : ouverte." in read(TOOL, steps({}, {}, common={})).figures[0].description
    assert len(read(TOOL, steps({}, {})).tables[0].rows) == 3
