"""A hundred points shared: all on the worker is never counted as shared."""

from __future__ import annotations

from typing import Any

from support.tools import tool_of

from passerelles.engines.tools.reading import Reading, World
from passerelles.engines.tools.shared_responsibility import READING

TOOL = tool_of("qui-porte-quoi", "responsabilites")


def read(**value: Any) -> Reading:
    """Return what is said of a value."""
    return READING.read(TOOL, value, World({}, {}, {}))


def told(reading: Reading, key: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the level and the place of each finding said in the words of a key."""
    beginning = TOOL.says[key].split("{")[0].split("« ")[0] or TOOL.says[key].rsplit("}", 1)[-1]
    return [(f.level, f.where) for f in reading.findings if beginning in f.text]


HERE = ("situations", "reunion")


def shared(**points: int) -> Reading:
    """Return what is said of one situation shared so."""
    return read(situations={"reunion": {**points, "geste": "Remplacer"}})


def test_all_on_the_worker_never_counts() -> None:
    """It stops, and the count leaves it out; nothing on the worker, or one level alone, is questioned too."""
    for points, key, level in (
        ({"terrain": 100}, "tout-terrain", "stop"),
        ({"politique": 100}, "un-seul", "warning"),
        ({"institution": 40, "politique": 60}, "rien-terrain", "warning"),
    ):
        reading = shared(**points)
        assert [(f.level, f.where) for f in reading.findings[:1]] == [(level, HERE)]
        assert TOOL.says[key].split("»", 1)[1][:12] in reading.findings[0].text
        assert "que le terrain porte tout : 0 sur 1" in reading.findings[-1].text


def test_a_shared_situation_counts() -> None:
    """From two levels on; a heavy share of the worker is questioned, and still shared."""
    assert [f.level for f in shared(terrain=30, institution=70).findings] == ["good", "note"]
    heavy = shared(terrain=80, institution=20)
    assert heavy.findings[0].level == "warning"
    assert "80 points" in heavy.findings[0].text
    assert heavy.findings[-1].text.count("1 sur 1") == 1


def test_the_points_add_up() -> None:
    """A total that is not a hundred is told, and does not count."""
    short = shared(terrain=30, institution=30)
    assert "60 points" in short.findings[0].text
    assert "0 sur 1" in short.findings[-1].text
    assert told(read(situations={"reunion": {"terrain": 0}}), "vide") == [("note", ())]


def test_a_gesture_is_asked_for() -> None:
    """What the level that carries most could have done."""
    assert any(f.where == HERE and f.level == "note" for f in read(situations={"reunion": {"terrain": 50}}).findings)
