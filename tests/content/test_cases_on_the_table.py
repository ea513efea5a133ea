"""« Tout mettre sur la table »: what was confided is counted, and the school lived the same weeks."""

import pytest

from passerelles.content.case_proof import prove
from passerelles.engines.case.engine import choose, moments, replay, start
from passerelles.engines.case.view import side_by_side


@pytest.fixture(scope="module")
def table(course):
    return course.cases["tout-sur-la-table"]


def test_what_was_confided_is_counted_as_it_travels(table):
    kept = moments(table, replay(table, ["n1.c", "n2.a", "n3.b", "n4.a", "n5.b"]))
    let_slip = moments(table, replay(table, ["n1.c", "n2.a", "n3.b", "n4.b", "n5.b"]))
    assert {moment.count("savent") for moment in kept} == {0}
    assert [moment.count("savent") for moment in let_slip] == [0, 0, 0, 0, 6, 6]
    assert "Pour maman" in let_slip[4].surfaced[0].text
    assert (kept[-1].ending, let_slip[-1].ending) == ("relu", "gentils")


def test_mechanism_33_the_concertation_turns_around_the_one_who_reads_its_record(table):
    read = [path[-1] for path in prove(table)[0].finished if path[-1].ending == "relu"]
    assert all({"n2.a", "n5.b"} <= set(last.chosen) and last.count("savent") == 0 for last in read)
    assert "C5-105" in table.node("n5").option("b").cites


def test_mechanism_66_one_composes_with_an_actor_whose_aims_are_other(table):
    gilson = next(member for member in table.cast if member.id == "gilson")
    assert gilson.sector is None
    assert {"WC-114", "WC-115"} <= set(table.node("n3").option("b").cites)
    assert table.node("n3").option("b").effects.time == max(o.effects.time for o in table.node("n3").options)


def test_the_school_lived_the_same_weeks_and_knew_other_things(table):
    walk = ["n1.b", "n2.c", "n3.c", "n4.b", "n5.a"]
    other = start(table, viewpoint="myriam", after=walk)
    for option in "bbac":
        other = choose(table, other, option)
    rows = side_by_side(table, replay(table, walk), other)
    assert [row["here"]["node"] for row in rows] == ["n1", "n3", "n4", "n5"]
    assert all(row["here"]["does_not_know"] and row["there"]["does_not_know"] for row in rows)
    assert next(m for m in table.cast if m.id == "myriam").sector == "ecole"
