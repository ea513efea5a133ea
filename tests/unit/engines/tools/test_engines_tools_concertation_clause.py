"""A clause read in the fictional article it is added to: where it goes, what it lacks, what another sector says."""

from __future__ import annotations

from typing import Any

import pytest
from support.tools import tool_of

from passerelles.engines.tools.concertation_clause import READING
from passerelles.engines.tools.reading import Reading, World

TOOL = tool_of("qui-porte-quoi", "clause")
WRITTEN = {name: part for name, part in TOOL.example.items() if name != "relecture"}


def read(value: dict[str, Any]) -> Reading:
    """Return what is said of a value."""
    return READING.read(TOOL, value, World({}, {"sante": "Santé", "ecole": "École"}, {}))


def changed(part: str, **fields: Any) -> Reading:
    """Return what is said of the example, not read by anybody else yet, with some fields of a part changed."""
    return read(WRITTEN | {part: WRITTEN.get(part, {}) | fields})


def said(reading: Reading, key: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the level and the place of each finding said in the words of a key."""
    start = TOOL.says[key].split("{")[0]
    return [(finding.level, finding.where) for finding in reading.findings if start in finding.text]


def test_the_clause_follows_the_first_paragraph_where_it_is_missing() -> None:
    (article,) = read(WRITTEN).tables
    assert article.title.startswith("Fiction")
    places = [place for place, _ in article.rows]
    assert places == ["§ 1", "§ 2", *(f"Votre clause, {n}" for n in range(1, 7)), "§ 3"]
    earlier = changed("article", rapport={"manque": "ici"}, lieu={"manque": "ici"}).tables[0]
    assert [place for place, _ in earlier.rows][1] == "Votre clause, 1"


def test_without_a_place_it_comes_last_with_its_blanks() -> None:
    reading = read({"consulter": {"qui": "la commune.\n", "secteurs": ["ecole", "sante"]}})
    assert said(reading, "sans-endroit") == [("note", ("article",))]
    first = reading.tables[0].rows[3][1].replace("\xa0", " ").replace("\u202f", " ")
    assert first.endswith("sur [à écrire], la commune consulte les secteurs suivants : École ; Santé.")
    assert reading.tables[0].rows[-1][0] == "Votre clause, 6"


@pytest.mark.parametrize(
    ("part", "field", "level"),
    [
        ("consulter", "qui", "stop"),
        ("consulter", "avant", "warning"),
        ("consulter", "secteurs", "stop"),
        ("consulter", "forme", "warning"),
        ("moyens", "delai", "warning"),
        ("moyens", "moyens", "warning"),
        ("moyens", "desaccord", "warning"),
        ("jeunes", "ecoute", "warning"),
        ("jeunes", "retour", "warning"),
        ("revue", "dans", "warning"),
        ("revue", "par", "warning"),
    ],
)
def test_each_thing_it_needs_is_asked_for(part: str, field: str, level: str) -> None:
    reading = changed(part, **{field: None})
    assert said(reading, f"sans-{field}") == [(level, (part,))]
    assert not said(reading, "complete")
    assert "[à écrire]" in str(reading.tables[0].rows)


def test_a_whole_clause_may_still_be_fragile() -> None:
    assert [finding.level for finding in read(WRITTEN).findings] == ["good"]
    assert said(changed("consulter", secteurs=["sante"]), "un-secteur") == [("warning", ("consulter",))]
    assert said(changed("moyens", delai=13), "court") == [("note", ("moyens",))]
    assert not said(changed("moyens", delai=14), "court")
    open_door = changed("moyens", desaccord="on se revoit si possible")
    assert ["si possible" in finding.text for finding in open_door.findings] == [True, False]


def test_another_sector_says_whether_it_is_clear_and_what_it_weighs() -> None:
    doubtful = changed("relecture", clair="non", faisable="en-partie", charge="Les petits services.")
    for key in ("pas-clair", "pas-faisable", "charge"):
        assert said(doubtful, key) == [("note", ("relecture",))]
    assert "« Les petits services »" in doubtful.findings[-1].text
    assert [table.title for table in doubtful.tables][1:] == ["Le regard d’un autre secteur"]
    assert said(changed("relecture", clair="oui", faisable="oui"), "relue") == [("good", ("relecture",))]
    assert not said(changed("relecture", clair="oui"), "relue")
