"""The draft of an agreement: each form calls for its own day, and an empty gain stops."""

from __future__ import annotations

from typing import Any

from support.tools import tool_of

from passerelles.engines.tools.agreement import READING
from passerelles.engines.tools.reading import Reading, World

TOOL = tool_of("quelles-alliances", "convention")


def read(**value: Any) -> Reading:
    """Return what is said of a value."""
    return READING.read(TOOL, value, World({}, {}, {}))


def told(reading: Reading, key: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the level and the place of each finding said in the words of a key."""
    beginning = TOOL.says[key].split("{")[0].split("« ")[0] or TOOL.says[key].rsplit("}", 1)[-1]
    return [(f.level, f.where) for f in reading.findings if beginning in f.text]


def changed(part: str, **fields: Any) -> Reading:
    """Return what is said of the example with some fields of a part changed; None takes a field away."""
    kept = {**TOOL.example[part], **fields}
    return read(**{**TOOL.example, part: {name: content for name, content in kept.items() if content is not None}})


def test_the_example_is_complete() -> None:
    """It says so, and every line of the sheet is written."""
    whole = read(**TOOL.example)
    assert [f.level for f in whole.findings] == ["good"]
    assert whole.figures[0].description == "10 lignes écrites sur 10"


def test_each_form_calls_for_its_day() -> None:
    """A specific agreement ends, a protocol is read again; a day before the start stops both."""
    assert told(changed("accord", fin=None), "sans-fin") == [("stop", ("accord",))]
    assert told(changed("accord", forme="protocole"), "sans-revision") == [("stop", ("accord",))]
    assert not told(changed("accord", forme="protocole", revision="2028-04-01"), "sans-revision")
    assert told(changed("accord", fin="2026-01-01"), "a-l-envers") == [("stop", ("accord",))]
    assert told(changed("accord", forme=None), "sans-forme") == [("warning", ("accord",))]


def test_every_partner_gains_and_does_something() -> None:
    """An empty gain stops; a partner without a role, or alone, is told."""
    reading = read(**{**TOOL.example, "roles": [{"id": "r1", "qui": "A"}]})
    assert told(reading, "gain-vide") == [("stop", ("roles", "r1"))]
    assert told(reading, "sans-role") == [("warning", ("roles", "r1"))]
    assert told(reading, "seul") == [("warning", ("roles",))]


def test_the_rest_is_named() -> None:
    """What is empty is named by its label."""
    reading = changed("soin", jeunes=None)
    assert "« La place des jeunes »" in reading.findings[0].text
