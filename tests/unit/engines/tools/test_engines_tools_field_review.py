"""A story read from a sector: what does not ring true is placed and corrected, and nothing is noted without a yes."""

from __future__ import annotations

from typing import Any

import pytest
from support.tools import tool_of

from passerelles.engines.tools.field_review import READING
from passerelles.engines.tools.reading import Reading, World

TOOL = tool_of("qui-fait-quoi", "relecture")
ROWS = [row.id for row in next(part for part in TOOL.parts if part.id == "regard").rows]
HEAD = {"histoire": "fete", "secteur": "ecole"}
DOUBT = {"juste": "faux", "ou": "Au bar", "proposition": "Une autre phrase"}


def read(marks: dict[str, Any] | None = None, **parts: Any) -> Reading:
    """Return what is said of a whole sheet, with these marks and these parts instead."""
    looked = {row: {"juste": "juste"} for row in ROWS} | (marks or {})
    value = {"quoi": HEAD, "regard": looked, "suite": {"animer": "non", "accord": "oui"}} | parts
    return READING.read(TOOL, value, World({}, {"ecole": "École"}, {}, stories={"fete": "La fête"}))


def told(reading: Reading) -> list[tuple[str, tuple[str, ...]]]:
    """Return the level and the place of each thing said."""
    return [(finding.level, finding.where) for finding in reading.findings]


def test_a_whole_sheet_may_be_handed_in_and_names_the_story_and_the_sector() -> None:
    """It asks for nothing more."""
    reading = read({"mots": DOUBT})
    assert told(reading) == [("good", ("suite",)), ("good", ())]
    assert all(words in reading.findings[1].text for words in ("La fête", "École"))
    assert [table.title for table in reading.tables] == [part.title for part in TOOL.parts]


@pytest.mark.parametrize("lost", ["ou", "proposition"])
def test_what_does_not_ring_true_is_placed_and_corrected(lost: str) -> None:
    """One lacks: it is asked for, where it lacks, and the sheet is not whole."""
    doubt = {key: words for key, words in DOUBT.items() if key != lost}
    assert told(read({"temps": doubt | {"juste": "nuancer"}})) == [
        ("warning", ("regard", "temps")),
        ("good", ("suite",)),
    ]


def test_what_nobody_looked_at_is_named_and_what_one_cannot_judge_goes_to_another_sector() -> None:
    """All that rings true is asked about once more."""
    reading = read({"mots": {}, "jeune": {"juste": "sais-pas"}})
    assert told(reading)[:2] == [("warning", ("regard",)), ("note", ("regard",))]
    assert "« Les mots de mon métier »" in reading.findings[0].text
    assert "« La place du jeune »" in reading.findings[1].text
    assert told(read())[0] == ("note", ("regard",))


def test_what_may_be_said_is_verified_before_it_is_changed() -> None:
    """A note, and the sheet is whole."""
    reading = read({"dire": DOUBT})
    assert TOOL.says["dire"] == reading.findings[0].text
    assert reading.findings[-1].level == "good"


@pytest.mark.parametrize(("agreed", "level"), [("oui", "good"), ("apres", "note"), ("non", "note"), (None, "warning")])
def test_the_sector_is_noted_only_with_an_agreement(agreed: str | None, level: str) -> None:
    """Each answer says what will be written of it; none is asked for again."""
    reading = read({"mots": DOUBT}, suite={"accord": agreed} if agreed else {"animer": "oui"})
    assert (level, ("suite",)) in told(reading)
    assert any("relu par : École" in finding.text for finding in reading.findings) == (agreed == "oui")


def test_the_story_and_the_sector_are_asked_for() -> None:
    """No sector, no agreement to speak of."""
    assert told(read({"mots": DOUBT}, quoi={})) == [("warning", ("quoi",))] * 2
