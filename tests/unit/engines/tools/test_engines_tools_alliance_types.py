"""Alliances sorted: several kinds can be argued for, one without a name is to be named."""

from __future__ import annotations

from typing import Any

from support.tools import tool_of

from passerelles.engines.tools.alliance_types import READING
from passerelles.engines.tools.reading import Reading, World

TOOL = tool_of("quelles-alliances", "alliances")


def read(**value: Any) -> Reading:
    """Return what is said of a value."""
    return READING.read(TOOL, value, World({}, {}, {}))


def told(reading: Reading, key: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the level and the place of each finding said in the words of a key."""
    beginning = TOOL.says[key].split("{")[0].split("« ")[0] or TOOL.says[key].rsplit("}", 1)[-1]
    return [(f.level, f.where) for f in reading.findings if beginning in f.text]


def sorted_as(**kinds: str) -> Reading:
    """Return what is said of partnerships sorted so."""
    return read(classer={row.replace("_", "-"): {"type": kind, "critere": "oui"} for row, kind in kinds.items()})


def test_what_can_be_argued_for_is_said_as_such() -> None:
    """The kind that a row defends is good, another one is to be discussed; the picture and the table say it too."""
    good, other = sorted_as(car="action"), sorted_as(car="public")
    assert (good.findings[0].level, other.findings[0].level) == ("good", "warning")
    assert good.findings[0].text.startswith("**Le car pour la mer.** ")
    assert good.tables[0].rows[0][-1] != other.tables[0].rows[0][-1]
    assert good.figures[0].svg != other.figures[0].svg


def test_a_kind_of_ones_own_is_named() -> None:
    """« Autre » asks for a name, and the table then bears it."""
    assert told(sorted_as(salle="autre"), "sans-nom") == [("warning", ("classer", "salle"))]
    named = read(classer={"salle": {"type": "autre", "nom": "Alliance de moyens"}})
    assert not told(named, "sans-nom")
    assert named.tables[0].rows[0][1] == "Alliance de moyens"
    assert told(named, "sans-critere")


def test_the_kinds_that_are_missing_are_told_late() -> None:
    """Not before six partnerships are sorted; all five used is good."""
    same = dict.fromkeys(["devoirs", "mal_etre", "car", "budget", "scene", "nuit"], "mission")
    assert not told(sorted_as(car="action"), "absentes")
    assert told(sorted_as(**same), "absentes") == [("note", ("classer",))]
    assert told(read(**TOOL.example), "toutes") == [("good", ())]
