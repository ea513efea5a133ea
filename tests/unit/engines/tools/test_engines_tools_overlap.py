"""Reading of shared missions: an assumed one has who, until when and why."""

from __future__ import annotations

import pytest
from support.made_tool import made_tool, read, said

TOOL = made_tool(
    "overlap",
    {"missions+": "mission un autre choix qui jusque pourquoi question relais", "existants+": "projet trouve"},
    incomplet="{mission} sans {manque}",
    assume="{mission} jusqu’au {jour}",
)
WHOLE = {"qui": "chacun", "jusque": "2027-03-10", "pourquoi": "deux adultes"}


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"choix": "assumer", **WHOLE}, ("good", "accueil jusqu’au 10/03/2027")),
        ({"choix": "assumer"}, ("stop", "accueil sans « qui », « jusque » et « pourquoi »")),
        ({"choix": "assumer", **WHOLE, "qui": " "}, ("stop", "accueil sans « qui »")),
        ({"choix": "borner", "question": "qui appelle ?"}, ("note", "a-borner")),
        ({"choix": "borner"}, ("warning", "sans-question")),
        ({"choix": "arreter", "relais": "l’école"}, ("note", "arret")),
        ({"choix": "arreter"}, ("warning", "sans-relais")),
        ({}, ("note", "sans-choix")),
    ],
)
def test_what_each_choice_asks_for(row: dict[str, str], told: tuple[str, str]) -> None:
    assert said(TOOL, {"missions": [{"id": "m", "mission": "accueil", **row}]}) == [told]


def test_projects_that_exist_already() -> None:
    row = {"missions": [{"id": "m", "mission": "accueil"}]}
    projects = [{"id": name, "projet": name} for name in "abc"]
    assert ("note", "peu-de-projets") in said(TOOL, {**row, "existants": projects[:2]})
    assert ("note", "peu-de-projets") not in said(TOOL, {**row, "existants": projects})


def test_the_table_says_the_figure() -> None:
    assert said(TOOL, {}) == [("note", "vide")]
    shown = read(TOOL, {"missions": [{"id": "m", "mission": "accueil", "un": "A", "choix": "assumer", **WHOLE}]})
    assert shown.tables[0].rows == [["accueil", "A et ?", "assumer", "chacun", "10/03/2027", "deux adultes"]]
    assert len(shown.figures) == 1
