"""Reading of « am I a good partner »: the gap of two looks is shown, nothing is added up nor ranked."""

from __future__ import annotations

from typing import Any

import pytest
from support.tools import tool_of

from passerelles.engines.tools.good_partner import READING
from passerelles.engines.tools.reading import Reading, World

TOOL = tool_of("avec-qui", "bon-partenaire")
AROUND = {"regard": {"source": "demande", "besoin": "Une heure par mois"}}


def read(conditions: dict[str, Any], **around: Any) -> Reading:
    """Return what is said of conditions, the rest being filled in."""
    return READING.read(TOOL, AROUND | around | {"conditions": conditions}, World({}, {}, {}))


@pytest.mark.parametrize(
    ("conditions", "levels", "words"),
    [
        ({}, ["note"], "Situez-vous"),
        ({"envie": {"moi": 3, "autre": 2}}, ["good"], "vos regards sont proches"),
        ({"envie": {"moi": 3, "autre": 2}, "liens": {"moi": 1, "autre": 1}}, ["good"], "proches partout"),
        ({"envie": {"moi": 4, "autre": 2}}, ["note"], "votre partenaire vous situe plus bas"),
        ({"envie": {"moi": 1, "autre": 4}}, ["note"], "vous vous situez plus bas"),
        ({"envie": {"moi": 1}}, ["warning"], "Il manque le regard"),
    ],
)
def test_what_two_looks_say(conditions: dict[str, Any], levels: list[str], words: str) -> None:
    findings = read(conditions).findings
    assert [finding.level for finding in findings] == levels
    assert words in findings[0].text


def test_an_imagined_look_is_to_be_checked_and_a_need_to_be_written() -> None:
    findings = read({"envie": {"moi": 2, "autre": 2}}, regard={"source": "imagine"}).findings
    assert [finding.level for finding in findings] == ["good", "warning", "note"]


def test_conditions_stay_in_the_order_of_the_tool_and_are_never_added_up() -> None:
    shown = read({"culture": {"moi": 1, "autre": 4}, "envie": {"moi": 4}, "liens": {"autre": 2}})
    assert [row[1:] for row in shown.tables[0].rows] == [["4", "–", "–"], ["–", "2", "–"], ["1", "4", "−3"]]
    assert shown.figures[0].svg.count("<circle") == 2 + 4  # the legend, then the marks that are known
