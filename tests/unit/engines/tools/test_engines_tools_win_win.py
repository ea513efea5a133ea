"""Gains and costs: an empty gain or a loss stops, and the young people come into the count."""

from __future__ import annotations

from typing import Any

from support.tools import tool_of

from passerelles.engines.tools.reading import Reading, World
from passerelles.engines.tools.win_win import READING

TOOL = tool_of("quelles-alliances", "gagnant-gagnant")


def read(**value: Any) -> Reading:
    """Return what is said of a value."""
    return READING.read(TOOL, value, World({}, {}, {}))


def told(reading: Reading, key: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the level and the place of each finding said in the words of a key."""
    beginning = TOOL.says[key].split("{")[0].split("« ")[0] or TOOL.says[key].rsplit("}", 1)[-1]
    return [(f.level, f.where) for f in reading.findings if beginning in f.text]


ONE = {"id": "r1", "qui": "A", "gain": "Une salle", "mission": "Accueillir", "cout": "Deux heures", "bilan": "gagne"}
TWO = {**ONE, "id": "r2", "qui": "B"}
CAP = {"jeunes": "Un lieu", "signe": "Ils le disent"}


def test_everybody_gains() -> None:
    """Two partners who gain, and the young people too."""
    whole = read(partenaires=[ONE, TWO], cap=CAP)
    assert [f.level for f in whole.findings] == ["good"]
    assert told(read(partenaires=[ONE], cap=CAP), "seul") == [("note", ("partenaires",))]


def test_an_empty_gain_or_a_loss_stops() -> None:
    """Each of them, at the partner it is about; the grid then holds no longer."""
    for missing, key in (({"gain": " "}, "gain-vide"), ({"bilan": "perd"}, "perte")):
        reading = read(partenaires=[ONE, {**TWO, **missing}], cap=CAP)
        assert told(reading, key) == [("stop", ("partenaires", "r2"))]
        assert not told(reading, "tenu")


def test_the_young_people_are_in_the_count() -> None:
    """Without a gain for them the grid does not hold, whatever the partners gain."""
    reading = read(partenaires=[ONE, TWO])
    assert told(reading, "sans-jeunes") == [("warning", ("cap",))]
    assert not told(reading, "tenu")


def test_what_is_left_is_asked_for() -> None:
    """A gain far from the mission, a hidden cost, no outcome."""
    bare = read(partenaires=[{"id": "r1", "qui": "A", "gain": "Une salle"}])
    assert [told(bare, key)[0][0] for key in ("sans-mission", "sans-cout", "sans-bilan")] == ["warning", "note", "note"]
