"""Reading of « lever or constraint »: no obstacle is left without a level, and not all rests on the team."""

from __future__ import annotations

from typing import Any

import pytest
from support.tools import tool_of

from passerelles.engines.tools.lever import READING
from passerelles.engines.tools.reading import Reading, World

TOOL = tool_of("faire-vivre", "levier-ou-contrainte")
ROWS = [row.id for row in TOOL.parts[0].rows]
STEP = {"pas": {"geste": "Demander deux heures", "fonction": "direction"}}


def read(levels: dict[str, str], **more: Any) -> Reading:
    """Return what is said when those obstacles have those levels."""
    return READING.read(
        TOOL, STEP | more | {"niveaux": {r: {"niveau": n} for r, n in levels.items()}}, World({}, {}, {})
    )


def test_every_obstacle_of_the_text_is_met_once() -> None:
    cited = [name for row in TOOL.parts[0].rows for name in row.cites]
    assert sorted(cited) == [f"C5-{n:03}" for n in range(10, 48)]


def test_nothing_chosen_only_says_how_to_begin() -> None:
    assert [finding.level for finding in read({}).findings] == ["note"]


def test_what_is_left_is_counted_and_named() -> None:
    left = read(dict.fromkeys(ROWS[1:], "direction")).findings[0]
    assert (left.level, "sans niveau (1)" in left.text) == ("warning", True)
    assert read(dict.fromkeys(ROWS, "direction")).findings[0].level == "good"


@pytest.mark.parametrize(("mine", "warned"), [(6, False), (7, True), (13, True)])
def test_more_than_half_on_the_team_is_told(mine: int, warned: bool) -> None:
    levels = {row: "equipe" if n < mine else "direction" for n, row in enumerate(ROWS)}
    assert any("C5-133" in finding.text for finding in read(levels).findings) is warned


def test_nothing_within_reach_is_asked_about() -> None:
    assert any("C5-138" in f.text for f in read(dict.fromkeys(ROWS, "politique")).findings)
    assert not any("C5-138" in f.text for f in read({ROWS[0]: "politique"}).findings)


def test_a_choice_is_discussed_and_those_that_can_be_argued_for_are_counted() -> None:
    shown = read({"temps": "equipe", "mots": "equipe", "connaitre": "equipe"})
    assert [finding.where[1] for finding in shown.findings if len(finding.where) > 1] == ["temps"]
    assert any("2 de vos choix" in finding.text for finding in shown.findings)
    argued = "Ma direction · Mon pouvoir organisateur · L’administration ou le politique"
    assert shown.tables[0].rows[0][1:3] == ["Mon équipe ou moi", argued]
    assert "je m’organiserai" in shown.tables[0].rows[0][3]


def test_a_first_step_is_asked_for() -> None:
    assert read({"temps": "direction"}, pas={}).findings[-1].where == ("pas",)
