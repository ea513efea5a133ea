"""Reading of where one stands: two moments and one look back, never a total."""

from __future__ import annotations

from typing import Any

import pytest

from passerelles.content.tool import Tool
from passerelles.engines.tools.positions import READING
from passerelles.engines.tools.reading import World

SCALE = {"kind": "scale", "label": "Où", "least": 1, "most": 5}
ROWS = [{"id": "a", "text": "Je sais A."}, {"id": "b", "text": "Je sais B."}]
CHOICE = {
    "id": "phrase",
    "kind": "choice",
    "label": "?",
    "options": [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}],
}
TOOL = Tool.model_validate(
    {
        "id": "outil", "title": "Outil", "purpose": "Essayer.", "cites": ["C5-091"], "example": {},
        "reading": "positions",
        "says": {key: f"{key} {{n}} {{phrases}}" for key in READING.sentences} | {"vers-a": "par ici"},
        "parts": [
            {"id": "depart", "title": "Départ", "rows": ROWS, "fields": [{"id": "note", **SCALE}]},
            {"id": "bouger", "title": "Bouger", "fields": [CHOICE]},
            {"id": "retour", "title": "Retour", "rows": ROWS,
             "fields": [{"id": i, **SCALE} for i in ("maintenant", "avant")]},
        ],
    }
)  # fmt: skip


def said(value: dict[str, Any]) -> list[str]:
    """Return the first word of each finding, and what it is about."""
    found = READING.read(TOOL, value, World({}, {}, {})).findings
    return [finding.text.replace(" … …", "") for finding in found]


def back(now: int, seen: int) -> dict[str, Any]:
    """Return somebody who stood at 3 on A, and came back."""
    return {"depart": {"a": {"note": 3}}, "retour": {"a": {"maintenant": now, "avant": seen}}}


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({}, ["vide"]),
        ({"depart": {"a": {"note": 3}}}, ["choisir", "au-retour", "non-valide"]),
        ({"depart": {"a": {"note": 3}}, "bouger": {"phrase": "a"}}, ["par ici", "au-retour", "non-valide"]),
        (back(4, 3), ["choisir", "plus-haut 1 phrase « A »", "non-valide"]),
        (back(2, 3), ["choisir", "plus-bas 1 phrase « A »", "non-valide"]),
        (back(1, 1), ["choisir", "pareil 1 phrase « A »", "regard 1 phrase « A »", "non-valide"]),
    ],
)
def test_what_is_said_of_each_way(value: dict[str, Any], told: list[str]) -> None:
    assert said(value) == told


def test_the_group_is_counted_once_five_came_back() -> None:
    peers = [back(4, 3)] * 3 + [back(3, 3), back(1, 3)]
    shown = READING.read(TOOL, back(5, 1), World({}, {}, {}, peers))
    assert shown.tables[0].rows == [["Je sais A.", "3 sur 5", "1 sur 5", "5 sur 5"]]
    assert shown.tables[1].rows == [["Je sais A.", "3", "1", "1"]]
    few = READING.read(TOOL, back(5, 1), World({}, {}, {}, [*peers[:4], {"depart": {"a": {"note": 1}}}]))
    assert len(few.tables) == 1
