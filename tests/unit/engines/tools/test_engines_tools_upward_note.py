"""The note that goes up: findings of several sectors, one demand, somebody who can decide."""

from __future__ import annotations

from typing import Any

from support.tools import tool_of

from passerelles.engines.tools.reading import Reading, World
from passerelles.engines.tools.upward_note import READING

TOOL = tool_of("qui-porte-quoi", "note-de-remontee")


def read(**value: Any) -> Reading:
    """Return what is said of a value."""
    return READING.read(TOOL, value, World({}, {}, {}))


def told(reading: Reading, key: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the level and the place of each finding said in the words of a key."""
    beginning = TOOL.says[key].split("{")[0].split("« ")[0] or TOOL.says[key].rsplit("}", 1)[-1]
    return [(f.level, f.where) for f in reading.findings if beginning in f.text]


def changed(**fields: Any) -> Reading:
    """Return what is said of the example with some fields of its demand changed; None takes a field away."""
    kept = {**TOOL.example["demande"], **fields}
    return read(**{**TOOL.example, "demande": {name: content for name, content in kept.items() if content is not None}})


def test_the_example_can_go() -> None:
    """A new finding is told as such, and nothing is missing."""
    assert [f.level for f in read(**TOOL.example).findings] == ["note", "good"]


def test_a_note_has_a_demand_and_an_address() -> None:
    """Without one of them it stops; the rest is asked for."""
    for field, key, level in (
        ("quoi", "sans-demande", "stop"),
        ("destinataire", "sans-destinataire", "stop"),
        ("decide", "sans-pouvoir", "warning"),
        ("part", "sans-part", "warning"),
        ("echeance", "sans-date", "warning"),
    ):
        reading = changed(**{field: None})
        assert told(reading, key) == [(level, ("demande",))]
        assert not told(reading, "prete")


def test_a_finding_is_of_several_sectors() -> None:
    """One sector, no place, no level, no sentence of the text: each is told, and two findings are needed."""
    reading = read(**{**TOOL.example, "constats": [{"id": "r1", "quoi": "Pas de bus", "secteurs": ["ecole"]}]})
    at_it = [f.level for f in reading.findings if f.where == ("constats", "r1")]
    assert at_it == ["warning"] * 4
    assert told(reading, "un-constat") == [("warning", ("constats",))]


def test_the_note_goes_high_enough() -> None:
    """A finding played at the political level does not stop at a direction; a relay may carry it anywhere."""
    assert told(changed(destinataire="institution"), "plus-haut") == [("note", ("demande",))]
    assert not told(changed(destinataire="relais"), "plus-haut")
