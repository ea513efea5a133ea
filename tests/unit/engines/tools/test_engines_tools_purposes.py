"""Reading of ranked purposes: what comes first, and how far others are, without anybody's own ranking."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.made_tool import made_tool

from passerelles.content.tool import Tool
from passerelles.engines.tools.purposes import compared, distance, read
from passerelles.engines.tools.reading import Value, World

IDS = ["un", "deux", "trois", "quatre"]
_BASE = made_tool(
    "purposes", {"moi": "secteur", "attente": "attendu vu"}, distance="{paires} sur {nombre}", loin="{secteur}"
)
_ROWS = [{"id": name, "text": name, "cites": ["WC-058"] if name == "quatre" else []} for name in IDS]
TOOL = Tool.model_validate(
    {
        **_BASE.model_dump(),
        "parts": [*_BASE.model_dump()["parts"], {"id": "classement", "title": "x", "ranked": True, "rows": _ROWS}],
    }
)


def world(*peers: Value) -> World:
    """Return a world of two sectors, where others made this."""
    return World({}, {"ecole": "École", "sante": "Santé"}, {}, peers)


def peer(sector: str, *order: str) -> dict[str, Any]:
    """Return what somebody else ranked."""
    return {"moi": {"secteur": sector}, "classement": list(order)}


def told(order: list[str], *peers: dict[str, Any], **attente: str) -> list[str]:
    """Return what is said of an order beside those of others."""
    value = {"classement": order, "attente": attente}
    return [finding.text for finding in read(TOOL, value, world(*peers)).findings]


@given(st.permutations(IDS), st.permutations(IDS))
def test_distance_is_symmetric_nothing_to_oneself_and_whole_to_the_reverse(one: list[str], other: list[str]) -> None:
    assert distance(one, other) == distance(other, one)
    assert distance(one, one) == 0
    assert distance(one, one[::-1]) == 1


@pytest.mark.parametrize(
    ("order", "attente", "expected"),
    [
        ([], {}, ["vide"]),
        (IDS, {}, ["usagers-bas", "sans-attente", "seuls"]),
        (IDS[::-1], {"attendu": "a"}, ["usagers-haut", "seuls"]),
        (IDS[::-1], {"attendu": "a", "vu": "b"}, ["usagers-haut", "ecart", "seuls"]),
    ],
)
def test_what_is_said_of_ones_own_order(order: list[str], attente: dict[str, str], expected: list[str]) -> None:
    assert told(order, **attente) == expected


def test_a_sector_is_compared_from_five_replies_on() -> None:
    peers = [*[peer("sante", *IDS[::-1])] * 5, *[peer("ecole", *IDS)] * 4]
    found = compared(IDS, world(*peers))
    assert found is not None
    assert found.sectors == {"Santé": (5, 1.0)}
    assert told(IDS, *peers)[-1] == "5,6 sur 9 Santé"
    assert told(IDS, *peers[1:])[-1] == "5 sur 8 sans-secteurs"


def test_an_order_of_other_purposes_is_left_out() -> None:
    assert compared(IDS, world(peer("ecole", "un", "deux"), {"moi": {}})) is None


def test_tables_say_what_the_pictures_show() -> None:
    peers = [peer("sante", *IDS[::-1])] * 5
    shown = read(TOOL, {"classement": IDS}, world(*peers))
    assert shown.tables[0].rows[0] == ["1", "un", "4"]
    assert shown.tables[1].rows == [["Santé", "5", "10"], ["ensemble", "5", "10"]]
    assert [figure.description for figure in shown.figures] == [
        "1. un; 2. deux; 3. trois; 4. quatre.",
        "Santé : 10; ensemble : 10.",
    ]
