"""Utopia and realism: the demand that is kept has a great effect, and a first step."""

from __future__ import annotations

from typing import Any

from support.tools import tool_of

from passerelles.engines.tools.reading import Reading, World
from passerelles.engines.tools.useful_utopia import READING

TOOL = tool_of("qui-porte-quoi", "utopie")


def read(**value: Any) -> Reading:
    """Return what is said of a value."""
    return READING.read(TOOL, value, World({}, {}, {}))


def told(reading: Reading, key: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the level and the place of each finding said in the words of a key."""
    beginning = TOOL.says[key].split("{")[0].split("« ")[0] or TOOL.says[key].rsplit("}", 1)[-1]
    return [(f.level, f.where) for f in reading.findings if beginning in f.text]


MARKS = {"ministres": {"effet": 4, "faisable": 1}, "protocoles": {"effet": 2, "faisable": 3}}
MARKS |= {"information": {"effet": 4, "faisable": 4}}
STEP = {"pas": "Écrire", "qui": "La direction"}


def kept(name: str, **more: Any) -> Reading:
    """Return what is said when that demand is kept."""
    return read(demandes=MARKS, gardee={"laquelle": name, **STEP}, **more)


def test_a_useful_utopia_has_a_great_effect_and_a_first_step() -> None:
    """It holds; a small effect, something feasible or something unplaced does not."""
    assert told(kept("ministres"), "tenue") == [("good", ("gardee",))]
    for name, level in (("protocoles", "warning"), ("information", "note"), ("loi", "warning")):
        reading = kept(name)
        assert [f.level for f in reading.findings if f.where == ("gardee",)] == [level], name


def test_ones_own_demand_can_be_kept() -> None:
    """Once it is placed."""
    own = [{"id": "r1", "quoi": "Un bus", "effet": 4, "faisable": 2}]
    assert told(kept("mienne", miennes=own), "tenue")
    assert not told(kept("mienne"), "tenue")


def test_one_is_kept_and_begun() -> None:
    """Without one, without a step or somebody to take it, it is asked for."""
    assert told(read(demandes=MARKS), "a-garder") == [("note", ("gardee",))]
    bare = read(demandes=MARKS, gardee={"laquelle": "ministres"})
    assert [f.level for f in bare.findings if f.where == ("gardee",)] == ["warning", "warning"]


def test_every_demand_is_placed() -> None:
    """What is left is counted; the table names the quarter of each demand that has both marks."""
    reading = read(demandes={**MARKS, "loi": {"effet": 3}})
    assert "à coter : 2" in reading.findings[0].text
    assert [row[-1] for row in reading.tables[0].rows] == ["Utopie utile", "À lancer", "Petit pas"]
    tame = {row.id: {"effet": 2, "faisable": 3} for row in TOOL.parts[0].rows}
    assert told(read(demandes=tame), "aucune-utopie")
