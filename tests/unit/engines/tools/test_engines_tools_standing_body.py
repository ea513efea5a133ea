"""A body that has the mission to meet: what is missing or fragile, the picture, and what somebody else sees of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support.tools import tool_of

from passerelles.engines.tools.reading import Reading, World
from passerelles.engines.tools.standing_body import READING

TOOL = tool_of("quelles-alliances", "organe")


def read(**parts: Any) -> Reading:
    """Return what is said of the example with some of its parts replaced."""
    return READING.read(TOOL, TOOL.example | parts, World({}, {}, {}))


def changed(part: str, **fields: Any) -> Reading:
    """Return what is said of the example with some fields of a part changed."""
    return read(**{part: TOOL.example[part] | fields})


def keys(reading: Reading) -> list[str]:
    """Return which sentences are said, in order."""
    pieces = {key: re.split(r"\{\w+\}", words) for key, words in TOOL.says.items()}
    return [
        next(key for key, told in pieces.items() if all(piece in finding.text for piece in told))
        for finding in reading.findings
    ]


def test_the_example_holds_and_counts_its_hours() -> None:
    assert keys(read()) == ["temps", "tient"]
    assert "12 h" in read().findings[0].text


@pytest.mark.parametrize(
    ("part", "fields", "level", "key"),
    [
        ("mission", {"mandat": " "}, "stop", "sans-mandat"),
        ("mission", {"donne": ""}, "warning", "sans-donne"),
        ("mission", {"limite": ""}, "note", "sans-limite"),
        ("vie", {"duree": None}, "warning", "sans-rythme"),
        ("vie", {"convoque": ""}, "warning", "sans-convoque"),
        ("vie", {"revoir": None}, "warning", "sans-revue"),
        ("vie", {"revoir": "2027-09-02"}, "stop", "a-l-envers"),
        ("vie", {"revoir": "2029-09-10"}, "warning", "lointaine"),
        ("jeunes", {"place": None}, "note", "sans-place"),
        ("jeunes", {"comment": ""}, "note", "sans-comment"),
    ],
)
def test_what_it_lacks_is_told_where_it_is_missing(part: str, fields: dict[str, Any], level: str, key: str) -> None:
    reading = changed(part, **fields)
    found = reading.findings[keys(reading).index(key)]
    assert (found.level, found.where) == (level, (part,))
    assert ("tient" in keys(reading)) == (level == "note")


def test_that_young_people_have_no_place_is_a_question_and_no_fault() -> None:
    reading = changed("jeunes", place="absents", comment="")
    assert keys(reading) == ["temps", "jeunes-absents", "tient"]
    assert reading.findings[1].level == "note"


@pytest.mark.parametrize("sector", ["ecole", None])
def test_members_come_from_several_sectors_by_function(sector: str | None) -> None:
    alike = [{"id": row, "fonction": "Direction"} | ({"secteur": sector} if sector else {}) for row in ("a", "b")]
    assert "un-secteur" in keys(read(membres=alike))
    assert "un-secteur" not in keys(read(membres=[*alike, {"id": "c", "fonction": "Infirmier", "secteur": "sante"}]))
    named = read(membres=[*TOOL.example["membres"], {"id": "r6", "fonction": "Mme Durand"}])
    assert [f.where for f in named.findings if "Mme Durand" in f.text] == [("membres", "r6")]
    assert "sans-membres" in keys(read(membres=[]))


def test_what_comes_out_reaches_somebody() -> None:
    assert "sans-sortie" in keys(read(sorties=[]))
    lost = read(sorties=[{"id": "a", "quoi": "Un avis"}])
    assert [f.where for f in lost.findings if "« Un avis »" in f.text] == [("sorties", "a")]
    assert "Un avis → destinataire à dire" in lost.figures[0].description


def test_the_picture_says_who_sits_there_and_what_comes_out() -> None:
    told = read().figures[0]
    assert "5. Délégué de l’association de parents (d’ailleurs)" in told.description
    assert "Une page de constats → La commune d’Orchelle" in told.description
    assert told.svg.count(">J<") == changed("jeunes", place="absents").figures[0].svg.count(">J<") == 1
    empty = READING.read(TOOL, {"jeunes": {"place": "informes"}}, World({}, {}, {})).figures[0]
    assert "Rien n’en sort encore" in empty.description


def test_somebody_else_names_what_is_not_plain_and_gives_no_mark() -> None:
    plain = {row: {"regard": "net"} for row in ("mandat", "membres", "rythme", "suites")}
    assert keys(read(grille=plain))[-1] == "relu"
    partly = read(grille=plain | {"rythme": {"regard": "en-partie"}, "suites": {"regard": "pas-encore"}})
    assert keys(partly)[-1] == "a-reprendre"
    assert "« Le rythme » et « Les suites »" in partly.findings[-1].text
    assert keys(read(grille={"mandat": {"regard": "net"}}))[-1] == "tient"
    assert not any(sign.isdigit() for sign in partly.findings[-1].text)
