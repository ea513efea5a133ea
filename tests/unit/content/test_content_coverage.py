"""Coverage both ways, in four shapes."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pytest

from passerelles.content.coverage import coverage, rests_on
from passerelles.content.loader import load_course


@pytest.fixture
def course(mini):
    return load_course(mini)


def test_each_use_of_a_statement_is_found(course):
    uses = coverage(course).statements
    assert uses["C5-010"] == {
        "taught": ["lecon/lire"],
        "practised": ["lecon/p-tri", "lecon/freins", "mini/n1", "mini/n2", "mini/n3", "mini/n4", "mini/n5"],
        "assessed": ["lecon/q-tri", "lecon/q-mots", "mini/debrief:garder"],
    }
    assert uses["C5-023"]["practised"][-1] == "mini/debrief:suite", "asked without a rubric"
    assert uses["C5-084"]["practised"] == ["lecon/freins"]
    assert uses["WC-009"]["practised"] == ["lecon/p-tri", "lecon/freins"]
    assert coverage(course).items["mini/n1"] == ["C5-023", "C5-010"]
    assert coverage(course).items["lecon/p-tri"] == ["C5-010", "C5-023", "WC-009"]


def test_an_item_that_no_step_shows_covers_nothing(course):
    module = course.modules["lecon"].module
    hidden = module.model_copy(update={"steps": module.steps[:1]})
    loaded = course.modules["lecon"].model_copy(update={"module": hidden})
    uses = coverage(course.model_copy(update={"modules": {"lecon": loaded}})).statements
    assert uses["C5-084"] == {"taught": [], "practised": [], "assessed": []}


def test_a_statement_cited_and_quoted_counts_once(course):
    item = course.modules["lecon"].item("q-tri")
    assert rests_on(item) == ["C5-010", "C5-084", "WC-009"]


def test_json_is_the_published_contract(course):
    told = json.loads(json.dumps(coverage(course).as_json()))
    assert set(told) == {"statements", "items"}
    assert set(told["statements"]) == set(course.statements)
    assert all(set(uses) == {"taught", "practised", "assessed"} for uses in told["statements"].values())
    assert told["items"]["lecon/q-mots"] == ["C5-010"]


def test_csv_says_the_same(course):
    rows = list(csv.DictReader(io.StringIO(coverage(course).as_csv())))
    assert [row["statement"] for row in rows] == list(course.statements)
    told = {row["statement"]: row["assessed"].split() for row in rows}
    assert told == {name: uses["assessed"] for name, uses in coverage(course).statements.items()}


def test_the_table_reads_both_ways(course):
    table = coverage(course).as_table()
    assert "C5-010  obstacle" in table
    assert "lecon/q-mots" in table.splitlines()[1 + list(course.statements).index("C5-010")]
    assert "11 énoncés : 11 enseignés sur 11, 5 exercés sur 5, 5 évalués sur 5." in table
    assert any(line.split() == ["lecon/q-mots", "C5-010"] for line in table.splitlines())


def test_the_picture_has_one_named_square_per_statement(course):
    root = ET.fromstring(coverage(course).as_svg())
    names = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")]
    assert sum(name.startswith(("C5-", "WC-")) for name in names) == len(course.statements)
    assert "WC-050 : enseigné, évalué" in names
    assert any("frein" in (text.text or "") for text in root.iter("{http://www.w3.org/2000/svg}text"))
