"""Reading of the mandate letter: four supports asked for, and a day to take stock."""

from __future__ import annotations

import pytest
from support.made_tool import made_tool, read, said

TOOL = made_tool("mandate-letter", {"lettre": "mandat implication lieu financement bilan"}, manque="{points}")
WHOLE = {"mandat": "a", "implication": "b", "lieu": "c", "financement": "d", "bilan": "2027-06-15"}


@pytest.mark.parametrize(
    ("letter", "told"),
    [
        ({}, [("note", "vide")]),
        (WHOLE, [("good", "complete")]),
        ({**WHOLE, "bilan": ""}, [("note", "sans-bilan")]),
        ({**WHOLE, "lieu": " ", "mandat": ""}, [("warning", "nom-mandat et nom-lieu")]),
    ],
)
def test_what_a_letter_lacks(letter: dict[str, str], told: list[tuple[str, str]]) -> None:
    assert said(TOOL, {"lettre": letter}) == told


def test_the_letter_reads_point_by_point() -> None:
    shown = read(TOOL, {"lettre": {**WHOLE, "implication": ""}})
    assert [row[1] for row in shown.tables[0].rows] == ["a", "–", "c", "d", "15/06/2027"]
    assert "Nom-implication : –" in shown.figures[0].description
