"""Reading of a plan that two funders with different rules should accept."""

from __future__ import annotations

from typing import Any

from support.made_tool import made_tool, read
from support.made_tool import said as said_of

from passerelles.typography import NARROW_NBSP

TOOL = made_tool(
    "two-funders",
    {"plan": "a b mois raison", "apres": "trou suite"},
    compte="{bailleur} {donne}/{enveloppe} {reste}",
    trop="trop {ligne} {recu} {cout}",
    rompue="{bailleur} refuse {regle} : {lignes}",
    accepte="{bailleur} accepte",
    a_jeunes="au moins {euros}",
    renonce="renonce {lignes}",
    sans_mois="mois {lignes}",
    sans_raison="raison {lignes}",
)
PLAN: dict[str, dict[str, Any]] = {
    "coordination": {"a": 6000, "mois": "mars", "raison": "c5-080"},
    "animation": {"b": 3500, "mois": "sept", "raison": "c5-080"},
    "atelier": {"a": 2000, "b": 1000, "mois": "avr", "raison": "c5-082"},
    "jeunes": {"a": 2000, "mois": "mai", "raison": "c5-081"},
    "materiel": {"b": 2500, "mois": "oct", "raison": "c5-079"},
}
AFTER = {"trou": "l’école de devoirs", "suite": "une convention"}


def changed(row: str, **fields: Any) -> dict[str, Any]:
    """Return the plan with one line filled in otherwise."""
    return {"plan": {**PLAN, row: {**PLAN.get(row, {}), **fields}}, "apres": AFTER}


def said(value: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is said of a plan, with plain spaces between thousands."""
    return [(level, words.replace(NARROW_NBSP, " ")) for level, words in said_of(TOOL, value)]


def test_nothing_filled_in_shows_the_rules_and_the_calendars() -> None:
    reading = read(TOOL, {"plan": {"fete": {"a": 0, "mois": "juin"}}})
    assert [finding.text for finding in reading.findings] == ["vide"]
    assert {row[2] for row in reading.tables[0].rows} == {"à voir"}
    assert "personne ne paie" in reading.figures[0].description


def test_a_plan_that_both_accept_is_said_good() -> None:
    assert said({"plan": PLAN, "apres": AFTER}) == [
        ("note", "a 10 000/10 000 0"),
        ("note", "b 7 000/7 000 0"),
        ("good", "accord"),
        ("note", "raisons [C5-079, C5-080, C5-081, C5-082]"),
        ("note", "renonce « fete »"),
    ]


def test_a_broken_rule_is_named_with_the_line_that_breaks_it() -> None:
    reading = read(TOOL, changed("jeunes", a=500))
    told = [(finding.level, finding.text.replace(NARROW_NBSP, " "), finding.where) for finding in reading.findings]
    assert ("warning", "a refuse au moins 1 000 : « jeunes »", ("plan", "jeunes")) in told
    assert ("good", "b accepte", ()) in told
    assert ["a", f"au moins 1{NARROW_NBSP}000", "non tenue : « jeunes »"] in reading.tables[0].rows


def test_sums_balance() -> None:
    told = said(changed("coordination", a=6500))
    assert ("note", "a 10 500/10 000 0") in told
    assert ("warning", "trop coordination 6 500 6 000") in told
    assert ("warning", "a refuse a-enveloppe : « coordination »") in told
    sums = [cell.replace(NARROW_NBSP, " ") for cell in read(TOOL, {"plan": PLAN}).tables[1].rows[-1]]
    assert sums == ["Total", "10 000", "7 000", "18 000", "", ""]


def test_what_is_missing_is_asked_for() -> None:
    told = said({"plan": {"atelier": {"a": 100}}})
    assert {("warning", "mois « atelier »"), ("warning", "raison « atelier »")} <= {*told}
    assert {("warning", "sans-trou"), ("warning", "sans-suite")} <= {*told}


def test_six_lines_paid_in_part_are_crumbs() -> None:
    crumbs = {row: {"a": 100, "mois": "mars"} for row in (*PLAN, "fete")}
    assert ("warning", "emiette") in said({"plan": crumbs})


def test_the_calendar_tells_who_is_closed_when_a_line_falls() -> None:
    figure = read(TOOL, changed("materiel", mois="dec")).figures[0]
    assert f"materiel : B 2{NARROW_NBSP}500, dec (bailleur fermé ce mois-là)" in figure.description
    assert ">!</text>" in figure.svg
    assert ">!</text>" not in read(TOOL, {"plan": PLAN}).figures[0].svg
