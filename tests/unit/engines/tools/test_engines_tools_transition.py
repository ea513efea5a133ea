"""Reading of a passage: a gap fails, an overlap without end warns."""

from __future__ import annotations

from typing import Any

import pytest
from support.made_tool import made_tool, read, said

TOOL = made_tool(
    "transition",
    {"passage": "debut fin", "services+": "fonction debut fin", "jeune": "relu fil"},
    trou="trou {du} {au} {jours}",
    chevauchement="ensemble {services}",
    sans_fin="sans fin {services}",
    a_l_envers="envers {service}",
)
READ_AGAIN = {"relu": "oui", "fil": "AMO"}


def passage(*services: tuple[str, str], whole: tuple[str, str] | None = None) -> dict[str, Any]:
    rows = [
        {"id": f"s{rank}", "fonction": "ABCD"[rank], "debut": start, "fin": end}
        for rank, (start, end) in enumerate(services)
    ]
    covered = dict(zip(("debut", "fin"), whole, strict=True)) if whole else {}
    return {"services": rows, "passage": covered, "jeune": READ_AGAIN}


@pytest.mark.parametrize(
    ("value", "gaps"),
    [
        (passage(("2027-03-01", "2027-03-10"), ("2027-03-11", "2027-03-20")), []),
        (passage(("2027-03-01", "2027-03-10"), ("2027-03-12", "2027-03-20")), ["trou 11/03/2027 11/03/2027 1 jour"]),
        (passage(("2027-03-01", "2027-03-20"), ("2027-03-02", "2027-03-05"), ("2027-03-21", "")), []),
        (
            passage(("2027-03-05", "2027-03-10"), whole=("2027-03-01", "2027-03-31")),
            ["trou 01/03/2027 04/03/2027 4 jours", "trou 11/03/2027 31/03/2027 21 jours"],
        ),
        (passage(("2027-05-01", ""), whole=("2027-03-01", "2027-03-31")), ["trou 01/03/2027 31/03/2027 31 jours"]),
    ],
)
def test_each_gap_stops(value: dict[str, Any], gaps: list[str]) -> None:
    told = said(TOOL, value)
    assert [words for level, words in told if level == "stop"] == gaps
    assert (("good", "continu") in told) is not gaps or not gaps
    assert ("good", "continu") in told or gaps


def test_an_overlap_without_end_warns() -> None:
    endless = said(TOOL, passage(("2027-03-01", ""), ("2027-03-05", "")))
    assert ("warning", "sans fin « A » et « B »") in endless
    bounded = said(TOOL, passage(("2027-03-01", "2027-03-10"), ("2027-03-05", "")))
    assert bounded == [("good", "continu"), ("good", "ensemble « A » et « B » (05/03/2027 → 10/03/2027)")]


def test_services_that_never_meet() -> None:
    apart = said(TOOL, passage(("2027-03-01", "2027-03-10"), ("2027-03-11", "2027-03-20")))
    assert ("note", "sans-chevauchement") in apart


def test_dates_that_cannot_be_drawn() -> None:
    assert said(TOOL, {}) == [("note", "vide")]
    told = said(TOOL, passage(("2027-03-10", "2027-03-01"), ("", ""), ("9999-12-31", "")))
    assert [level for level, _ in told] == ["stop", "note"]
    assert not read(TOOL, {"services": [{"id": "s", "fonction": "A"}]}).figures


def test_the_young_person_reads_it_again() -> None:
    alone = passage(("2027-03-01", "2027-03-10")) | {"jeune": {"relu": "non"}}
    assert [words for level, words in said(TOOL, alone) if level == "warning"] == ["relecture", "sans-fil"]


def test_the_table_says_the_figure() -> None:
    shown = read(TOOL, passage(("2027-03-01", "2027-03-10"), ("2027-03-12", "")))
    assert shown.tables[0].rows == [
        ["A", "01/03/2027", "10/03/2027"],
        ["Trou de 1 jour", "11/03/2027", "11/03/2027"],
        ["B", "12/03/2027", "sans fin prévue"],
    ]
    assert shown.figures[0].svg.count("stroke-dasharray") == 1
