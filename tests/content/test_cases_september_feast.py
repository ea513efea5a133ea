"""« La fête de septembre »: whom one composes with, whom the young person goes to, and what is not handed over."""

from pathlib import Path

import pytest

from passerelles.content.case_walk import GAUGES
from passerelles.content.loader import load_course
from passerelles.engines.case.engine import choose, moments, replay, start
from passerelles.engines.case.view import side_by_side


@pytest.fixture(scope="module")
def feast():
    return load_course(Path(__file__).parents[2]).cases["fete-de-septembre"]


def gauges(option):
    return tuple(getattr(option.effects, name) for name in GAUGES)


def test_mechanism_66_cafes_are_on_both_sides_of_the_source_and_the_case_does_not_choose_for_it(feast):
    node = feast.node("n5")
    partner, composed = node.option("a"), node.option("b")
    assert {"WC-088", "WC-117"} <= set(node.cites)
    assert "WC-088" in partner.cites
    assert "WC-117" in composed.cites
    assert gauges(partner) == (0, 1, -1)
    assert gauges(composed) == (0, -1, 1)


def test_mechanism_66_to_compose_takes_conditions_said_aloud_and_their_absence_comes_back(feast):
    silent = moments(feast, replay(feast, ["n1.a", "n2.a", "n3.a", "n4.a"]))[-1]
    assert silent.count("regles") == 0
    assert any("Rien" in thing.text for thing in silent.surfaced)
    after = {last: moments(feast, replay(feast, [*silent.chosen, f"n5.{last}"]))[-1].count("regles") for last in "abc"}
    assert after == {"a": 0, "b": 1, "c": 1}


def test_mechanism_66_the_network_of_the_young_person_is_drawn_beside_that_of_the_professionals(feast):
    drawn = next(document for document in feast.documents if document.id == feast.node("n3").document)
    links = {line.id: set(line.to) for line in drawn.lines}
    assert links["theo"].isdisjoint(links["vous"])
    assert {"josiane", "vous"} <= links["theo"]
    assert not links["brasserie"]
    assert all("brasserie" not in linked for linked in links.values())


def test_names_given_without_asking_cost_the_young_person_most_and_please_a_partner(feast):
    node = feast.node("n4")
    assert all("C5-024" in option.cites for option in node.options)
    assert node.option("b").effects.young == min(option.effects.young for option in node.options)
    assert node.option("b").effects.trust > 0
    walk = ["n1.b", "n2.c", "n3.b", "n4.b", "n5.c"]
    played = moments(feast, replay(feast, walk))
    assert any("clé" in thing.text for thing in played[-2].surfaced)
    assert played[-1].ending == "cle"


def test_the_year_of_the_feast_can_be_lived_behind_the_counter(feast):
    walk = ["n1.b", "n2.c", "n3.b", "n4.a", "n5.b"]
    other = start(feast, viewpoint="josiane", after=walk)
    for option in "abb":
        other = choose(feast, other, option)
    rows = side_by_side(feast, replay(feast, walk), other)
    assert [row["here"]["node"] for row in rows] == ["n1", "n3", "n5"]
    assert all(row["here"]["does_not_know"] and row["there"]["does_not_know"] for row in rows)
