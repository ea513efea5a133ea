"""A shared diagnosis: themes that several sectors see, sectors without a fact, what set it off and what is shared."""

from __future__ import annotations

from typing import Any

import pytest
from support.tools import tool_of

from passerelles.engines.tools.reading import Reading, World
from passerelles.engines.tools.shared_diagnosis import READING

TOOL = tool_of("s-articuler", "diagnostic")
WORLD = World({}, {"ecole": "École", "prevention": "Prévention", "sante": "Santé"}, {})
WHOLE = {"ou": "Au collège", "depuis": "Mars"}


def fact(sector: str, *themes: str, **more: Any) -> dict[str, Any]:
    """Return a fact of a sector about some themes."""
    return {
        "id": f"f-{sector}-{'-'.join(themes)}",
        "secteur": sector,
        "quoi": "Files",
        "themes": [*themes],
        **WHOLE,
        **more,
    }


def read(*facts: dict[str, Any], there: tuple[str, ...] = (), **after: str) -> Reading:
    """Return what is said of those facts, with those sectors around the table."""
    return READING.read(TOOL, {"table": {"secteurs": [*there]}, "faits": [*facts], "suite": after}, WORLD)


def told(reading: Reading, key: str) -> list[str]:
    """Return the level of each finding said in the words of a key."""
    words = max(TOOL.says[key].replace("*", "").replace("}", "{").split("{"), key=len).split("[")[0].strip()
    return [finding.level for finding in reading.findings if words in finding.text.replace("*", "")]


def test_themes_converge_by_sectors_not_by_facts() -> None:
    """Two facts of one sector are one sector; the theme that most sectors see comes first."""
    reading = read(
        fact("ecole", "lieux"), fact("ecole", "lieux", "trajets"), fact("prevention", "trajets"),
        fact("sante", "trajets", "attente"), fact("prevention", "attente"),
    )  # fmt: skip
    assert reading.tables[0].head == ["Thème", "École", "Prévention", "Santé", "Secteurs qui le voient"]
    assert [row[1:] for row in reading.tables[0].rows] == [
        ["1", "1", "1", "3"], ["0", "1", "1", "2"], ["2", "0", "0", "1"],
    ]  # fmt: skip
    assert told(reading, "recoupe") == ["good"]
    assert (
        "« Des trajets » (3 secteurs) et « Une attente ou un service saturé » (2 secteurs)" in reading.findings[1].text
    )
    assert reading.figures[0].description.startswith("Des trajets : École, Prévention et Santé ; ")


def test_each_sector_at_the_table_has_a_fact() -> None:
    """The one that has none is named, and stands in the picture with nothing under it."""
    reading = read(fact("ecole", "lieux"), fact("prevention", "lieux"), there=("ecole", "prevention", "sante"))
    assert [f.text for f in reading.findings if f.level == "warning" and "Pas encore de fait" in f.text] == [
        "Pas encore de fait de : « Santé ». Qu’y voit-on ? Demandez-le avant de conclure."
    ]
    assert "C. Santé" in reading.figures[0].svg
    assert told(reading, "sans-table") == []
    assert told(read(fact("ecole", "lieux")), "sans-table") == ["note"]


@pytest.mark.parametrize(
    ("row", "key", "level"),
    [
        ({"quoi": "Files", "themes": ["lieux"], **WHOLE}, "sans-secteur", "warning"),
        ({"secteur": "ecole", "quoi": "Files", **WHOLE}, "sans-theme", "warning"),
        ({"secteur": "ecole", "quoi": "Files", "themes": ["lieux"], "ou": "Ici"}, "a-preciser", "note"),
        ({**fact("ecole", "lieux"), "quoi": "Chez Madame Dupont"}, "personne", "warning"),
        (fact("ecole", "lieux"), "un-secteur", "warning"),
    ],
)
def test_what_a_fact_lacks_is_said(row: dict[str, Any], key: str, level: str) -> None:
    """Each lack alone."""
    assert told(read({"id": "f", **row}), key) == [level]
    assert told(read(fact("ecole", "lieux"), fact("sante", "lieux")), key) == []


def test_what_set_it_off_and_what_is_shared_are_asked_for() -> None:
    """A facts-only value asks for them; a whole one is ready to be read by each."""
    both = (fact("ecole", "lieux"), fact("sante", "lieux"))
    bare = read(*both, there=("ecole", "sante"))
    assert [told(bare, key) for key in ("sans-declencheur", "sans-constat", "sans-jeunes", "pret")] == [
        ["note"], ["warning"], ["note"], [],
    ]  # fmt: skip
    whole = read(
        *both, there=("ecole", "sante"), declencheur="Un bus", constat="Le mercredi coince", jeunes="Ils lisent"
    )
    assert [finding.level for finding in whole.findings] == ["good", "good"]
    assert told(whole, "pret") == ["good"]


def test_facts_without_an_overlap_or_a_theme() -> None:
    """No overlap is said as a result; without any theme there is nothing to draw, and the facts are still shown."""
    apart = read(fact("ecole", "lieux"), fact("sante", "attente"))
    assert told(apart, "sans-recoupement") == ["note"]
    bare = read({"id": "f", "secteur": "ecole", "quoi": "Files"})
    assert (bare.figures, [table.title for table in bare.tables]) == ([], ["Les faits"])


def test_the_example_overlaps_and_lacks_nothing() -> None:
    """The example of the course is a whole diagnosis."""
    reading = READING.read(TOOL, TOOL.example, WORLD)
    assert {finding.level for finding in reading.findings} == {"good"}
    assert reading.tables[0].rows[0][-1] == "3"
