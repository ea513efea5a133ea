"""The cases of the real course: their numbers are those of the blueprint, and each promise can be pointed to."""

import re
from pathlib import Path

import pytest

from passerelles.content.case_proof import prove
from passerelles.content.case_walk import GAUGES
from passerelles.content.loader import load_course
from passerelles.engines.case import choose, is_over, moments, replay, start
from passerelles.engines.case_view import profile, scene, side_by_side, what_if

ROOT = Path(__file__).parents[2]
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
def course():
    return load_course(ROOT)


@pytest.fixture(scope="module")
def eighteen(course):
    return course.cases["dix-huit-ans"]


@pytest.fixture(scope="module")
def five_weeks(course):
    return course.cases["cinq-semaines"]


@pytest.fixture(scope="module")
def table(course):
    return course.cases["tout-sur-la-table"]


@pytest.fixture(scope="module")
def eight(course):
    return course.cases["huit-services"]


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


HARMS = {"C5-121": "globalite", "C5-122": "usure", "C5-123": "dilution", "C5-124": "maintien"}


@pytest.fixture(scope="module")
def both_modes(eight):
    """The last moment of the same choices, played juxtaposed and concerted."""
    ended = {(path[-1].mode, path[-1].chosen): path[-1] for path in prove(eight)[0].finished}
    return [(ended["juxtaposed", chosen], ended["concerted", chosen]) for mode, chosen in ended if mode == "concerted"]


def test_mechanism_41_the_four_harms_are_shown_and_none_spares_who_plays_juxtaposed(eight, both_modes):
    assert {v.cites[0]: v.id for v in eight.variables if v.shown and v.cites[0] in HARMS} == HARMS
    assert len(both_modes) == 3**6
    for apart, together in both_modes:
        assert all(apart.count(harm) >= 1 for harm in HARMS.values()), apart.chosen
        assert all(apart.count(harm) > together.count(harm) for harm in HARMS.values()), apart.chosen
    for harm in HARMS.values():  # a choice weighs in both modes: no harm is a constant
        assert all(len({pair[side].count(harm) for pair in both_modes}) > 1 for side in (0, 1)), harm


def test_mechanism_41_the_same_choices_never_give_the_young_person_less_when_concerted(both_modes):
    assert all(together.young >= apart.young for apart, together in both_modes)
    assert any(together.young > apart.young for apart, together in both_modes)
    assert any(together.trust < apart.trust for apart, together in both_modes)  # it has a price, paid by the services
    assert any(together.time > apart.time for apart, together in both_modes)


def test_mechanism_39_a_service_added_without_concertation_adds_more_layers(eight):
    def layers(mode, option):
        return moments(eight, replay(eight, [f"n1.{option}"], mode=mode))[-1].count("couches")

    assert (layers("juxtaposed", "b"), layers("concerted", "b"), layers("juxtaposed", "a")) == (2, 1, 0)
    assert {path[-1].mode for path in prove(eight)[0].finished if path[-1].ending == "sonnette"} == {
        "juxtaposed",
        "concerted",
    }


def test_mechanism_33_being_there_or_being_read_aloud_does_not_count_as_having_weighed(eight):
    counted = {
        option.id for option in eight.node("n2").options if any(c.variable == "participation" for c in option.sets)
    }
    assert counted == {"c"}


def test_eden_is_written_without_gender(eight):
    agreed = r"\bEden (?:n’)?(?:est|était|sera|reste|semble)(?: \w+)? (?:\w+(?:é|ée|ie|ue)|parti|seule?|prête?)\b"
    assert not re.search(agreed, eight.model_dump_json())
    assert not re.search(r"\b(?:petit-fils|petite-fille|garçon|fille)\b", eight.model_dump_json())


def test_no_name_stumbles_on_the_word_before_it(course):
    for case in course.cases.values():
        shown = scene(case, replay(case, [], mode=case.modes[0].id if case.modes else None), seed="s", statements={})
        assert not any(re.search(r"\bde [AEIOUÉH]", gauge["name"]) for gauge in shown["indicators"]), case.slug
