"""« Conseil de classe vendredi »: an undated protocol, how far information goes down, and the word that sticks."""

import re

import pytest

from passerelles.content.case_proof import prove
from passerelles.engines.case.engine import choose, replay, start
from passerelles.engines.case.view import side_by_side


@pytest.fixture(scope="module")
def friday(course):
    return course.cases["conseil-de-classe"]


def test_mechanism_36_two_good_pages_serve_only_where_people_of_the_field_received_them(friday):
    ended = [path[-1] for path in prove(friday)[0].finished]
    served = [last for last in ended if last.ending == "fiche"]
    assert served
    assert all("n5.c" in last.chosen and last.count("terrain") >= 3 for last in served)
    stopped = [last.count("terrain") for last in ended if last.ending == "farde-verte"]
    assert 0 < max(stopped) < 3
    assert all(last.count("terrain") == 0 for last in ended if {"n1.a", "n2.b", "n5.b"} <= set(last.chosen))


def test_mechanism_38_an_undated_paper_is_followed_at_a_price_and_passes_its_inspection(friday):
    sheet = next(document for document in friday.documents if document.id == friday.node("n1").document)
    assert any(line.label == "Révision" and not re.search(r"\d", line.text) for line in sheet.lines)
    assert sum(late.effects.time for late in friday.node("n1").option("a").delayed) > 0
    assert "C5-110" in friday.node("n5").option("c").cites
    inspection = next(question for question in friday.debrief if question.id == "protocoles")
    assert {criterion.id for criterion in inspection.rubric} == {"date", "responsable", "descente", "canal"}


def test_mechanism_16_a_translator_clears_the_mandate_and_takes_the_time(friday):
    asked = friday.node("n1").option("b")
    assert "facilitateur" in {member.actor for member in friday.cast}
    assert "C5-087" in asked.cites
    assert asked.effects.mandate > 0 < asked.effects.time


def test_the_procedure_of_an_exclusion_is_never_described(friday):
    steps = r"\b(?:audition|auditionn\w+|recours|lettre recommandée|jours ouvrables|pouvoir organisateur|écartement)\b"
    assert not re.search(steps, friday.model_dump_json(), re.IGNORECASE)


def test_the_teacher_who_said_the_word_can_be_played_and_knew_other_things(friday):
    walk = ["n1.a", "n2.c", "n3.c", "n4.b", "n5.b"]
    other = start(friday, viewpoint="carole", after=walk)
    for option in "baa":
        other = choose(friday, other, option)
    rows = side_by_side(friday, replay(friday, walk), other)
    assert [row["here"]["node"] for row in rows] == ["n1", "n3", "n5"]
    assert all(row["here"]["does_not_know"] and row["there"]["does_not_know"] for row in rows)
