"""Reading of the effects board: each effect can be seen, and somebody asks who is absent."""

from __future__ import annotations

from typing import Any

import pytest
from support.made_tool import made_tool, read, said

TOOL = made_tool("effects-board", {"effets+": "effet indicateur source voix date seuil", "absents": "qui change"})
WHOLE = {"indicateur": "Ils décident du prix", "source": "cahier", "voix": "jeunes", "date": "2027-03-15", "seuil": "3"}
Row = dict[str, str]


def board(*changes: Row, absents: Row | None = None) -> dict[str, Any]:
    """Return a board of three effects, the first ones changed."""
    rows = [{"id": f"r{n}", "effet": f"c5-05{n}", **WHOLE} for n in range(8, 5, -1)]
    told = [{**row, **change} for row, change in zip(rows, [*changes, {}, {}, {}], strict=False)]
    return {"effets": told, "absents": {"qui": "elles", "change": "six vélos"} if absents is None else absents}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({}, [("note", "vide")]),
        (board(), [("good", "complet")]),
        (board({"indicateur": " "}), [("stop", "sans-indicateur")]),
        (board({"source": "", "seuil": ""}), [("warning", "incomplet")]),
        (board({"effet": ""}), [("warning", "sans-effet"), ("note", "sans-jeunes")]),
        (board({}, {"effet": "c5-058"}), [("warning", "deux-fois")]),
        (board({"indicateur": "Ils vont mieux"}), [("good", "complet"), ("note", "flou")]),
        (board({"effet": "c5-055"}), [("good", "complet"), ("note", "sans-jeunes")]),
        (board(*[{"voix": "pros"}] * 3), [("good", "complet"), ("note", "sans-voix")]),
        (board(absents={}), [("stop", "sans-absents")]),
        (board(absents={"qui": "elles"}), [("good", "complet"), ("note", "absents-sans-suite")]),
    ],
)
def test_what_a_board_lacks(value: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert said(TOOL, value) == told


def test_a_short_board_asks_for_more_without_stopping() -> None:
    short = {"effets": [{"id": "a", "effet": "c5-061", **WHOLE}]}
    assert said(TOOL, short) == [("note", "moins-de-trois"), ("note", "sans-absents")]


def test_picture_and_table_tell_what_is_missing() -> None:
    shown = read(TOOL, board({"date": ""}))
    assert "manque : colonne-date" in shown.figures[0].description
    assert shown.tables[0].rows[0] == ["c5-058", "Ils décident du prix", "cahier", "jeunes", "manque", "3"]
    assert shown.tables[0].rows[1][4] == "15/03/2027"
