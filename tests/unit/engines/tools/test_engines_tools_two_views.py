"""One's own marks beside somebody else's: gaps are shown and talked about, never ranked."""

from __future__ import annotations

from typing import Any

from support.tools import tool_of

from passerelles.engines.tools.reading import Reading, World
from passerelles.engines.tools.two_views import READING

TOOL = tool_of("partager-ou-se-taire", "bonne-posture")
WORLD = World({}, {}, {})


def read(rows: dict[str, Any], **more: Any) -> Reading:
    """Return what is said of some marks."""
    return READING.read(TOOL, {"attitudes": rows, **more}, WORLD)


def test_a_view_alone_asks_for_the_second() -> None:
    """One's own marks are drawn, and the other person is still to be asked."""
    reading = read({"envie": {"moi": 4}})
    assert [f.text for f in reading.findings] == [TOOL.says["alone"]]
    assert reading.tables[0].rows == [["Avoir envie, être motivé par le partenariat", "4", "–", ""]]
    assert "Moi, L’autre personne" in reading.figures[0].description


def test_a_clear_gap_is_to_be_talked_about_until_it_was() -> None:
    """Two steps apart are said; the warning goes once something was noted of the talk."""
    apart = {"ecoute": {"moi": 5, "autre": 3}, "envie": {"moi": 4, "autre": 4}}
    assert [f.level for f in read(apart).findings] == ["note", "warning"]
    assert [f.level for f in read(apart, echange={"parole": "Il a vu autre chose."}).findings] == ["note"]
    assert [f.level for f in read({"ecoute": {"moi": 4, "autre": 3}}).findings] == ["good"]


def test_nothing_is_said_of_nothing() -> None:
    """An empty tool draws nothing; a sign without marks neither."""
    assert READING.read(TOOL, {}, WORLD) == Reading()
    assert read({"envie": {"signe": "Elle a appelé."}}) == Reading()
