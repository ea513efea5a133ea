"""« Cinq semaines pour répondre »: gain and cost of each service, a photo is no participation, the other side."""

import pytest

from passerelles.engines.case.engine import choose, moments, replay, start
from passerelles.engines.case.view import side_by_side


@pytest.fixture(scope="module")
def five_weeks(course):
    return course.cases["cinq-semaines"]


def test_mechanism_02_gain_and_cost_of_each_partner_are_read_before_deciding(five_weeks):
    node = five_weeks.node("n2")
    said = next(document for document in five_weeks.documents if document.id == node.document)
    services = {member.actor.upper() for member in five_weeks.cast}
    assert services == {line.label.rpartition(" ")[2] for line in said.lines}
    assert all(member.gain and member.cost for member in five_weeks.cast)
    assert "C5-072" in node.option("a").cites


def test_mechanism_09_to_consolidate_or_to_begin_again_ends_differently(five_weeks):
    walks = [["n1.c", "n2.c", "n3.b", "n4.a", f"n5.{last}"] for last in "abc"]
    ended = [moments(five_weeks, replay(five_weeks, walk))[-1].ending for walk in walks]
    assert ended == ["confettis", "photo", "banc"]
    assert five_weeks.node("n1").document == "trois-ans"
    assert any("C5-079" in question.cites for question in five_weeks.debrief)


def test_mechanism_39_a_photo_is_no_participation_and_a_whole_file_to_write_weighs(five_weeks):
    plays = {option: replay(five_weeks, ["n1.b", "n2.c", f"n3.{option}"]) for option in "abc"}
    place = {option: moments(five_weeks, play)[-1].count("place") for option, play in plays.items()}
    assert place["a"] == 0 < place["c"] < place["b"]
    assert five_weeks.node("n3").option("c").effects.young < 0
    assert {"C5-116", "C5-118"} <= set(five_weeks.node("n3").option("c").cites)


def test_mechanism_52_who_says_our_public_can_be_played_and_knew_other_things(five_weeks):
    walk = ["n1.b", "n2.a", "n3.b", "n4.b", "n5.c"]
    other = start(five_weeks, viewpoint="thibaut", after=walk)
    for option in "bba":
        other = choose(five_weeks, other, option)
    rows = side_by_side(five_weeks, replay(five_weeks, walk), other)
    assert [row["here"]["node"] for row in rows] == ["n1", "n2", "n5"]
    assert all(row["here"]["does_not_know"] and row["there"]["does_not_know"] for row in rows)
