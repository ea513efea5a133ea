"""Answers and tools read in words; unknown ids and shapes never break a workbook."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter

from passerelles.content.corpus import Bridge, Statement
from passerelles.content.course import Course
from passerelles.content.items import Item
from passerelles.documents.answers import readable
from passerelles.documents.tools import tool_parts
from passerelles.documents.workbook import Workbook, workbook_html

STATEMENTS = {
    i: Statement(id=i, section=["S"], quote=f"Phrase <{i}>", lines=(1, 1), kind="obstacle")
    for i in ("C5-010", "C5-011")
}
BASE = {"id": "i", "focus": "source", "prompt": "?", "cites": ["C5-010"]}
OPTIONS = [{"id": i, "text": f"Option *{i}* <b>", "feedback": "f", "correct": i == "a"} for i in "abc"]


def item(kind, **more):
    return TypeAdapter(Item).validate_python({**BASE, "kind": kind, **more})


def words(found):
    return [(group.heading, [str(line) for line in group.lines]) for group in found.groups]


def test_choices_are_their_words_escaped():
    single, multiple = item("single", options=OPTIONS), item("multiple", options=OPTIONS)
    assert words(readable(single, "b", STATEMENTS)) == [(None, ["Option <em>b</em> &lt;b&gt;"])]
    assert len(words(readable(multiple, ["c", "a", "zzz"], STATEMENTS))[0][1]) == 2


def test_sorted_elements_stand_under_their_category_and_quotes_keep_their_source():
    sort = item(
        "sort",
        categories=[{"id": "x", "text": "Ici"}, {"id": "y", "text": "Là"}],
        elements=[{"id": "e", "statement": "C5-010", "category": "x", "feedback": "f"}]
        + [{"id": i, "text": i, "category": "y", "feedback": "f"} for i in "fg"],
    )
    groups = words(readable(sort, {"e": "y", "f": "y", "inconnu": "x", "g": "nulle-part"}, STATEMENTS))
    assert [heading for heading, _ in groups] == ["Là"]
    assert "Phrase &lt;C5-010&gt;" in groups[0][1][0]
    assert "C5-010" in groups[0][1][0]
    assert groups[0][1][1] == "f"


def test_an_order_is_read_in_the_order_given():
    order = item("order", elements=[{"id": i, "text": f"Pas {i}", "feedback": "f"} for i in "abc"])
    found = readable(order, ["c", "a", "perdu", "b"], STATEMENTS)
    assert found.ordered
    assert words(found) == [(None, ["Pas c", "Pas a", "Pas b"])]


@pytest.mark.parametrize("answer", [None, 3, {"a": 1}, ["x"], ""])
def test_an_answer_of_another_shape_never_breaks(answer):
    for kind, more in (("single", {"options": OPTIONS}), ("multiple", {"options": OPTIONS})):
        assert readable(item(kind, **more), answer, STATEMENTS).text is None
    short = item("short", expected=[{"label": "l", "accepted": ["a"]}], feedback_right="o", feedback_wrong="n")
    assert readable(short, answer, STATEMENTS).text == ""


@pytest.fixture
def course():
    bridge = Bridge(obstacle="C5-010", level="moi", plain="Je…", conditions=["C5-011"], first_step="Un café.")
    return Course(statements=STATEMENTS, sources={}, sectors=[], actors=[], terms=[], bridges=[bridge], modules={},
                  assignments={})  # fmt: skip


def test_freins_come_heaviest_first_with_their_conditions(course):
    picked = [{"id": "C5-011", "weight": 1, "reach": {}}, {"id": "C5-010", "weight": 3, "reach": {"C5-011": "up"}}]
    heavy, light, note = tool_parts("freins", {"picked": picked, "note": "n"}, course)
    assert (heavy.label, heavy.text) == ("Pèse lourd", "Phrase <C5-010>")
    assert [(way.label, way.text) for way in heavy.inner] == [
        ("À porter plus haut", "Phrase <C5-011>"),
        ("Un premier pas", "Un café."),
    ]
    assert light.inner == []
    assert (note.label, note.text) == ("Ma note", "n")


def test_commitment_leaves_empty_fields_out(course):
    parts = tool_parts("engagement", {"me": "Oser", "gesture": "Appeler", "date": "2026-12-01", "policy": ""}, course)
    assert [part.text.replace("\u00a0", " ") for part in parts] == ["Appeler", "1er décembre 2026", "Oser"]


@pytest.mark.parametrize(
    "value", [{"picked": [{"id": "C5-999", "weight": 2}]}, ["liste"], "texte", 3, {"picked": None}]
)
@pytest.mark.parametrize("tool", ["freins", "engagement", "inconnu"])
def test_what_nobody_can_read_is_shown_whole(course, tool, value):
    parts = tool_parts(tool, value, course)
    if tool == "inconnu":
        assert len(parts) == 1
        assert parts[0].text
    assert all(isinstance(part.text, str) for part in parts)


def test_an_empty_workbook_is_one_complete_file_without_any_address():
    html = workbook_html(Workbook("K7M2QP", datetime(2026, 3, 1, tzinfo=UTC), [], [], []))
    assert html.lstrip().startswith("<!doctype html>")
    assert "Rien n’a encore été écrit" in html
    assert not any(word in html for word in ("src=", "url(", "http", "@import", "<script", "<link"))
