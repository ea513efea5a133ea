"""The cases of the real course: their numbers are those of the blueprint, and each promise can be pointed to."""

import re

import pytest

from passerelles.content.case_proof import prove
from passerelles.content.case_walk import GAUGES
from passerelles.engines.case.engine import choose, is_over, moments, replay, start
from passerelles.engines.case.view import profile, scene, side_by_side, what_if

# well-being, trust, clarity, time of each option, in authored order: the barème was weighed by enumerating paths
BLUEPRINT = {
    "dix-huit-ans": {
        "n1": [(-1, 0, -1, 1), (1, 1, 1, 2), (-1, -1, 0, 0)],
        "n2": [(0, -2, 1, 1), (0, -1, -2, 2), (1, 1, 1, 2)],
        "n3": [(2, 1, 0, 3), (-1, 0, 0, 0), (1, 1, -1, 1)],
        "n4": [(1, -1, 1, 2), (-2, 1, 2, 1), (1, 0, -2, 2)],
        "n5": [(0, 0, 1, 0), (-1, -1, -1, 1), (2, 1, 1, 2)],
    },
    "cinq-semaines": {
        "n1": [(0, 1, 0, 3), (0, -2, 1, 1), (1, 0, 1, 1)],
        "n2": [(1, 2, 1, 2), (-1, 0, 1, 1), (0, -1, 0, 0)],
        "n3": [(-1, 0, 0, 0), (1, 1, 0, 2), (-1, 0, -1, 2)],
        "n4": [(-2, 0, 1, 0), (1, -1, -1, 1), (-1, 0, -1, 1)],
        "n5": [(-1, 0, -1, 1), (-1, 1, 0, 1), (1, 1, 2, 1)],
    },
    "tout-sur-la-table": {
        "n1": [(-2, 1, -2, 1), (0, -2, 1, 0), (1, 1, 1, 2)],
        "n2": [(2, 0, 1, 1), (-1, 1, -1, 1), (-1, 0, -1, 1)],
        "n3": [(0, 1, -1, 1), (1, 0, 2, 2), (-1, -2, 1, 0)],
        "n4": [(-1, -1, 2, 1), (1, 1, -2, 0), (-1, 1, 1, 2)],
        "n5": [(-2, 0, -1, 1), (1, 1, 1, 1), (0, -1, -1, 0)],
    },
    "huit-services": {
        "n1": [(2, 0, 1, 2), (-1, 0, -1, 1), (-1, 1, 0, 3)],
        "n2": [(-1, 0, 0, 1), (0, 0, 0, 0), (2, 1, 1, 2)],
        "n3": [(1, 1, 1, 1), (0, 0, 0, 1), (-1, -1, -1, 0)],
        "n4": [(-1, -1, 2, 1), (1, 0, -1, 2), (1, -1, -2, 3)],
        "n5": [(-2, 1, 1, 0), (1, 1, 1, 2), (0, -2, -2, 0)],
        "n6": [(-1, 0, 0, 1), (1, 1, 1, 2), (-1, -1, -1, 0)],  # b, a, c
    },
    "fete-de-septembre": {
        "n1": [(0, -1, -1, 2), (1, 1, 1, 2), (-1, 0, 1, 1)],
        "n2": [(-1, 0, -2, 0), (-1, -2, 2, 1), (1, 0, -1, 3)],
        "n3": [(-1, 0, 1, 1), (2, 1, 0, 3), (-1, -1, 1, 1)],  # a, c, b
        "n4": [(1, 1, 1, 2), (-2, 1, -2, 0), (-1, -1, -1, 2)],
        "n5": [(0, 1, -1, 1), (0, -1, 1, 0), (1, 1, 0, 2)],
    },
    "conseil-de-classe": {
        "n1": [(0, -1, 0, 0), (0, 1, 2, 2), (1, 1, -1, 0)],
        "n2": [(-1, -1, -2, 1), (-1, 0, 1, 0), (1, 1, 1, 2)],
        "n3": [(2, 1, 0, 1), (0, -1, 0, 0), (-1, 1, 0, 0)],
        "n4": [(-1, 1, 1, 1), (1, -1, 0, 3), (1, 0, -2, 2)],
        "n5": [(0, 1, 0, 3), (0, 0, -1, 0), (1, 1, 2, 1)],  # b, c, a
    },
}
LATER = {
    "dix-huit-ans": {("n1.b", "n4"): (0, 0, 0, -1), ("n1.c", "n3"): (0, 0, 0, 2), ("n3.a", "n5"): (0, 1, 0, 0)},
    "cinq-semaines": {("n1.a", "n5"): (0, 0, 0, -1)},
    "tout-sur-la-table": {("n4.b", "n5"): (-2, 0, 0, 0)},
    "huit-services": {},
    "fete-de-septembre": {},
    "conseil-de-classe": {
        ("n1.a", "n2"): (0, 0, 0, 1),
        **{(f"n4.{option}", "end"): (0, 0, 0, 0) for option in "abc"},  # told, not counted
    },
}
BUDGET = {
    "tout-sur-la-table": 5,
    "dix-huit-ans": 6,
    "cinq-semaines": 4,
    "huit-services": 6,
    "fete-de-septembre": 9,
    "conseil-de-classe": 5,
}


@pytest.fixture(scope="module")
def eighteen(course):
    return course.cases["dix-huit-ans"]


def told(effects):
    return tuple(getattr(effects, name) for name in (*GAUGES, "time"))


@pytest.mark.parametrize("slug", BLUEPRINT)
def test_effects_delays_dilemmas_and_budget_are_those_of_the_blueprint(course, slug):
    case = course.cases[slug]
    assert {n.id: [told(o.effects) for o in n.options] for n in case.nodes} == BLUEPRINT[slug]
    options = [(f"{n.id}.{o.id}", o) for n in case.nodes for o in n.options]
    assert {(name, d.at): told(d.effects) for name, o in options for d in o.delayed} == LATER[slug]
    assert case.budget == BUDGET[slug]


def test_every_case_is_played_to_every_ending(course):
    for case in course.cases.values():
        for proof in prove(case):
            assert {path[-1].ending for path in proof.finished} == {ending.id for ending in proof.story.endings}


def test_whatever_is_played_can_be_shown_from_the_first_scene_to_the_explorer(course):
    for case in course.cases.values():
        proof = prove(case)[0]
        for path in proof.finished[:: max(1, len(proof.finished) // 12)]:
            play = replay(case, path[-1].chosen, mode=path[-1].mode)
            assert is_over(case, play)
            assert scene(case, play, seed="s", statements=course.statements)["ending"]["id"] == path[-1].ending
            assert len(profile(case, play, statements=course.statements)["sentences"]) == 3
            assert len(what_if(case, play, statements=course.statements)) == len(path) - 1


def test_mechanism_08_the_best_for_the_young_person_may_cost_a_sector(course):
    for case in course.cases.values():
        ended = prove(case)[0].finished
        most = max(path[-1].young for path in ended)
        assert any(path[-1].young == most and min(path[-1].trust, path[-1].mandate) < most for path in ended), case.slug


def test_mechanism_28_to_refer_or_to_accompany_leaves_a_trace_of_the_meeting(eighteen):
    went = moments(eighteen, replay(eighteen, ["n1.b", "n2.a", "n3.a"]))[-1]
    stayed = moments(eighteen, replay(eighteen, ["n1.b", "n2.a", "n3.b"]))[-1]
    assert (went.count("rencontre"), stayed.count("rencontre")) == (1, 0)
    assert any("chaise" in thing.text for thing in went.surfaced)
    assert "C5-100" in eighteen.node("n3").option("a").cites


def test_mechanism_32_an_overlap_in_time_is_chosen_with_its_price(eighteen):
    node = eighteen.node("n4")
    assert not node.perfect
    assert {"C5-103", "C5-104"} <= set(node.cites)
    assert node.document == "calendrier"


def test_mechanism_17_the_case_is_playable_as_the_young_person_who_knew_other_things(eighteen):
    walk = ["n1.a", "n2.a", "n3.b", "n4.b", "n5.c"]
    main = replay(eighteen, walk)
    other = start(eighteen, viewpoint="naim", after=walk)
    for option in "bab":
        other = choose(eighteen, other, option)
    rows = side_by_side(eighteen, main, other)
    assert [row["here"]["node"] for row in rows] == ["n1", "n4", "n5"]
    assert all(row["here"]["does_not_know"] and row["there"]["does_not_know"] for row in rows)
    assert "vous appelle" in moments(eighteen, other)[0].surfaced[0].text


def test_no_case_gives_the_number_of_an_article_of_criminal_law_or_a_sentence(course):
    for case in course.cases.values():
        assert not re.search(
            r"\b(?:458|422)(?:bis|ter)?\b|\bans de prison\b|emprisonnement", case.model_dump_json(exclude={"source"})
        )


def test_an_ending_that_follows_the_young_person_can_be_reached_within_the_budget(eighteen):
    kept = {path[-1].ending for path in prove(eighteen)[0].finished if not path[-1].over}
    assert kept == {ending.id for ending in eighteen.endings}


def test_every_case_says_who_has_read_it_and_carries_its_banner(course):
    for case in course.cases.values():
        assert set(case.reviewed_by) <= {sector.id for sector in course.sectors}
        shown = scene(case, replay(case, [], mode=case.modes[0].id if case.modes else None), seed="s", statements={})
        assert bool(shown["caution"]) == (case.caution == "legal")


def test_no_name_stumbles_on_the_word_before_it(course):
    for case in course.cases.values():
        shown = scene(case, replay(case, [], mode=case.modes[0].id if case.modes else None), seed="s", statements={})
        assert not any(re.search(r"\bde [AEIOUÉH]", gauge["name"]) for gauge in shown["indicators"]), case.slug
