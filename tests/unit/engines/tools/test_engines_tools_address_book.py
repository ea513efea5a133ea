"""Reading of the address book: enough entries, several sectors, each looked up, nobody named."""

from __future__ import annotations

import pytest
from support.made_tool import made_tool, read, said

from passerelles.engines.tools.reading import World

TOOL = made_tool(
    "address-book",
    {"adresses+": "secteur service fonction distance demain verifie"},
    sans_date="sans date : {services}",
    personne="personne : {service}",
    complet="{n} adresses, {secteurs} secteurs",
)
Entry = dict[str, str]


def book(*changes: Entry, of: int = 5) -> dict[str, list[Entry]]:
    """Return a book of some entries, in turn in three sectors; the first ones changed."""
    sectors = ("ecole", "sante", "autre")
    rows = [{"id": f"r{n}", "secteur": sectors[n % 3], "service": f"S{n}", "verifie": "2026-11-20"} for n in range(of)]
    return {"adresses": [{**row, **change} for row, change in zip(rows, [*changes, *[{}] * of], strict=False)]}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({}, []),
        (book(), []),
        (book(of=4), ["trop-peu"]),
        (book({}, {}, {"secteur": "ecole"}, {}, {}), ["peu-de-secteurs"]),
        (book({"verifie": ""}), ["sans date : « S0 »"]),
        (book({"fonction": "Mme Dupuis"}), ["personne : S0"]),
        (book({"service": "M. Petit"}), ["personne : M. Petit"]),
        (book({"fonction": "rappeler au 0470 12 34 56"}), ["personne : S0"]),
        (book({"fonction": "Madame la directrice, ou titulaire de 4e"}), []),
    ],
)
def test_what_a_book_lacks(value: dict[str, list[Entry]], told: list[str]) -> None:
    assert [text.replace("\\", "") for level, text in said(TOOL, value) if level == "warning"] == told


def test_a_full_book_says_so_and_when_to_look_again() -> None:
    world = World({}, {"ecole": "École", "sante": "Santé", "autre": "Autre"}, {})
    shown = read(TOOL, book({"service": "AMO", "fonction": "permanence"}), world)
    assert ("good", "5 adresses, 3 secteurs") in [(finding.level, finding.text) for finding in shown.findings]
    assert shown.tables[0].rows[0] == ["1. AMO – permanence", "ecole", "", "20/11/2026", "20/11/2027"]
    assert "1 AMO" in shown.figures[0].description
