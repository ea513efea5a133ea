"""Reading of the plan: three commitments that can be checked, and a day to come back to them."""

from __future__ import annotations

from typing import Any

import pytest
from support.made_tool import made_tool, read, said

from passerelles.content.tool import Tool

_BASE = made_tool(
    "plan",
    {"engagements+": "geste genre fonction date colonne", "retour": "debut rappel", "bilan": "etat manque"},
    incomplet="{manque}", sans_rappel="{tot} {tard}", rappel_loin="{jours}", bilan="{faits} sur {nombre}",
    a_remonter="{manque}",
)  # fmt: skip
_ROWS = [{"id": name, "text": name} for name in ("un", "deux", "trois")]
_MADE = _BASE.model_dump()
TOOL = Tool.model_validate({**_MADE, "parts": [*_MADE["parts"][:2], {**_MADE["parts"][2], "rows": _ROWS}]})
DAYS = {"debut": "2027-02-01", "rappel": "2027-03-22"}
Row = dict[str, str]


def plan(*changes: Row, days: Row = DAYS, of: int = 3) -> dict[str, Any]:
    """Return a plan of three commitments, the first ones changed."""
    deciders = ("moi", "direction", "politique")
    rows = [
        {"id": f"r{n}", "geste": "j’appelle", "fonction": "F", "date": f"2027-02-1{n}", "colonne": deciders[n]}
        for n in range(of)
    ]
    return {
        "engagements": [{**row, **one} for row, one in zip(rows, [*changes, {}, {}, {}], strict=False)],
        "retour": days,
    }


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({}, [("note", "vide")]),
        (plan(), [("good", "pret")]),
        (plan({"geste": ""}), [("warning", "sans-geste")]),
        (plan({"fonction": "", "colonne": ""}), [("warning", "nom-fonction et nom-colonne")]),
        (plan({"geste": "collaborer davantage"}), [("good", "pret"), ("note", "flou")]),
        (plan({"fonction": "Mme Dupuis"}), [("warning", "nom")]),
        (plan(of=2), [("note", "moins-de-trois")]),
        (plan({}, {"colonne": "moi"}, {"colonne": "moi"}), [("good", "pret"), ("note", "tout-moi")]),
        (plan({"colonne": "direction"}), [("good", "pret"), ("note", "rien-moi")]),
        (plan({"date": "2027-01-31"}), [("warning", "avant")]),
        (plan({"date": "2027-03-23"}), [("warning", "apres")]),
        (plan(days={}), [("note", "sans-debut")]),
        (plan(days={"debut": "2027-02-01"}), [("note", "15/03/2027 29/03/2027")]),
        ({**plan(), "bilan": {"un": {"etat": "fait"}, "deux": {"etat": "cours", "manque": "des heures"}}},
         [("good", "pret"), ("note", "1 sur 3"), ("note", "des heures")]),
    ],
)  # fmt: skip
def test_what_a_plan_lacks(value: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert said(TOOL, value) == told


@pytest.mark.parametrize(
    ("back", "told"), [("2027-03-14", ["41"]), ("2027-03-15", []), ("2027-03-29", []), ("2027-03-30", ["57"])]
)
def test_one_comes_back_after_six_to_eight_weeks(back: str, told: list[str]) -> None:
    found = said(TOOL, plan(days={"debut": "2027-02-01", "rappel": back}))
    assert [words for level, words in found if level == "warning"] == told


def test_picture_and_table_follow_the_days() -> None:
    shown = read(TOOL, plan())
    days = shown.figures[0].description.split("; ")
    assert (days[0], days[1], days[-1]) == ("01/02/2027 : debut", "10/02/2027 : j’appelle", "22/03/2027 : rappel.")
    assert [row[3] for row in shown.tables[0].rows][-2:] == ["01/02/2027", "22/03/2027"]
    assert not read(TOOL, {"engagements": [{"id": "a", "geste": "x"}]}).figures
