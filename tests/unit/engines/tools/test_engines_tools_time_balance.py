"""Reading of the time given against the time given back."""

from __future__ import annotations

from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.made_tool import made_tool, read, said

from passerelles.engines.tools.time_balance import (
    HORIZON,
    back_monthly,
    balance,
    break_even,
    given_monthly,
    sensitivity,
)

OF = {
    "reunions": 2.0, "duree": 2.5, "personnes": 2.0, "entretien": 2.0, "depart": 16.0,
    "doublons": 4.0, "heures-doublon": 5.0, "delai": 3.0,
}  # fmt: skip
TOOL = made_tool(
    "time-balance",
    {
        "investi": "reunions duree personnes entretien depart",
        "gagne": "doublons heures-doublon delai",
        "raisons": "source hors-compte",
    },
    manque="manque {champs}",
    formule="{donne} {depart} {rendu} {delai}",
    equilibre="équilibre {mois}",
    sensible="{hypothese} {moins} {plus}",
)
VALUE = {
    "investi": {name: OF[name] for name in ("reunions", "duree", "personnes", "entretien", "depart")},
    "gagne": {name: OF[name] for name in ("doublons", "heures-doublon", "delai")},
}


def test_the_formula() -> None:
    assert (given_monthly(OF), back_monthly(OF)) == (12, 20)
    assert balance(OF).loc[[0, 3, 9, 10], "difference"].to_list() == [-16, -52, -4, 4]
    assert break_even(OF) == 10


def test_what_never_comes_back() -> None:
    assert break_even({**OF, "doublons": 2.0}) is None
    assert break_even(dict.fromkeys(OF, 0.0)) is None


hours = st.integers(0, 40).map(float)


@settings(max_examples=40, deadline=None)
@given(st.fixed_dictionaries({**dict.fromkeys(OF, hours), "delai": st.integers(0, 12).map(float)}))
def test_break_even_is_where_the_lines_cross(of: dict[str, float]) -> None:
    gain = back_monthly(of) - given_monthly(of)
    if of["depart"] + of["delai"] == 0 or gain <= 0:
        return
    crossing = max(1, ceil((of["depart"] + back_monthly(of) * of["delai"]) / gain))
    assert break_even(of) == (crossing if crossing <= HORIZON else None)


def test_each_hypothesis_may_be_wrong_by_half() -> None:
    moved = sensitivity(OF)
    assert set(moved) == set(OF)
    assert moved["doublons"] == [None, 21, 10, 7, 6]


def test_what_is_said() -> None:
    assert said(TOOL, {}) == [("note", "rien-mesure")]
    assert said(TOOL, {"gagne": {"doublons": 2}})[0][1].startswith("manque « reunions », « duree »")
    told = said(TOOL, VALUE)
    assert told[:3] == [("note", "rien-mesure"), ("note", "12 16 20 3"), ("good", "équilibre 10 mois")]
    assert ("warning", "sans-raison") in told
    sure = {**VALUE, "raisons": {"source": "une idée", "hors-compte": "le bien-être"}}
    assert "sans-raison" not in [words for _, words in said(TOOL, sure)]
    slow = {**VALUE, "gagne": {"doublons": 1, "heures-doublon": 1}}
    assert ("warning", "jamais") in said(TOOL, slow)


@pytest.mark.parametrize("table", [0, 1])
def test_figures_in_words(table: int) -> None:
    shown = read(TOOL, VALUE).tables[table]
    assert all(len(row) == len(shown.head) for row in shown.rows)
    assert ["10", "136", "140", "4"] in read(TOOL, VALUE).tables[0].rows
