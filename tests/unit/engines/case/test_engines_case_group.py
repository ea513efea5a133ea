"""What a group did: every choice is counted once, disagreement is what it says, nobody is named in a going-back."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import cases
from support.small_case import WALK, small_case

from passerelles.content.case_walk import offered
from passerelles.engines.case import engine
from passerelles.engines.case.engine import back, choose, is_over, moments, replay, start
from passerelles.engines.case.group import Played, disagreement, one_each, survey

COUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=4)


def wandered(case, data, play):
    """Go on from a play at random, back included, to the end or not."""
    for _ in range(data.draw(st.integers(0, 8))):
        passed = [choice.partition(".")[0] for choice in play.choices]
        options = offered(engine.played(case, play), moments(case, play)[-1])
        if passed and (not options or data.draw(st.integers(0, 4)) == 0):
            play = back(case, play, data.draw(st.sampled_from(passed)), "parce que")
        elif options:
            play = choose(case, play, data.draw(st.sampled_from(options)).id)
    return play


@st.composite
def groups(draw):
    """Draw a case and some plays of it."""
    case, data = draw(cases()), draw(st.data())
    count = draw(st.integers(0, 6))
    return case, [Played(f"Trio {n}", wandered(case, data, start(case))) for n in range(count)]


@given(COUNTS)
def test_disagreement_is_the_share_of_pairs_that_differ(counts):
    chosen = [option for option, count in enumerate(counts) for _ in range(count)]
    pairs = list(combinations(chosen, 2))
    expected = sum(a != b for a, b in pairs) / len(pairs) if pairs else None
    assert disagreement(counts) == (pytest.approx(expected) if pairs else None)


@given(COUNTS, st.randoms())
def test_disagreement_does_not_depend_on_which_option_is_which(counts, chance):
    mixed = chance.sample(counts, len(counts))
    assert disagreement(mixed) == disagreement(counts)


@pytest.mark.parametrize(("counts", "share"), [([8, 0], 0), ([1, 1, 1], 1), ([1, 0], None), ([4, 4], 4 / 7)])
def test_disagreement_of_simple_groups(counts, share):
    assert disagreement(counts) == (None if share is None else pytest.approx(share))


@given(groups())
@settings(max_examples=60, deadline=None)
def test_every_choice_that_counts_is_counted_once_and_under_its_player(drawn):
    case, plays = drawn
    group = survey(case, None, plays)
    told = {
        (who, f"{moment.node.id}.{choice.option.id}")
        for moment in group.moments
        for choice in moment.choices
        for who in choice.who
    }
    assert told == {(played.who, choice) for played in plays for choice in played.play.choices}
    assert sum(moment.plays for moment in group.moments) == len(told)


@given(groups())
@settings(max_examples=60, deadline=None)
def test_every_play_takes_one_way_and_finished_ones_have_an_ending(drawn):
    case, plays = drawn
    group = survey(case, None, plays)
    assert sorted(who for way in group.ways for who in way.who) == sorted(played.who for played in plays)
    assert group.finished == sum(is_over(case, played.play) for played in plays)
    assert sum(len(who) for _, who in group.endings) == group.finished
    sizes = [len(way.who) for way in group.ways]
    assert sizes == sorted(sizes, reverse=True)


@given(groups())
@settings(max_examples=60, deadline=None)
def test_the_most_disputed_moment_comes_first_and_unanimous_ones_are_left_out(drawn):
    group = survey(drawn[0], None, drawn[1])
    shares = [moment.disagreement for moment in group.divided]
    assert shares == sorted(shares, reverse=True)
    assert {moment.number for moment in group.moments if moment.disagreement} == {m.number for m in group.divided}


@given(groups())
@settings(max_examples=60, deadline=None)
def test_goings_back_keep_their_comment_and_never_say_who(drawn):
    case, plays = drawn
    returns = survey(case, None, plays).returns
    gone = [event for played in plays for event in played.play.events if event.kind == "back"]
    assert [(one.node.id, one.comment) for one in returns] == [(event.what, event.comment) for event in gone]
    assert all(one.undone for one in returns)
    assert "Trio" not in repr(returns)


def played(who, *choices, mode="concerted"):
    return Played(who, replay(small_case(), choices, mode=mode))


def test_the_first_finished_play_of_each_counts_else_the_first_begun():
    plays = [
        played("Trio 1", "n1.a"), played("Trio 2", "n1.b"), played("Trio 1", *WALK),
        played("Trio 2"), played("Trio 1", "n1.b", *WALK[1:]), played("Trio 1", "n1.b", mode="juxtaposed"),
    ]  # fmt: skip
    assert one_each(small_case(), plays) == [plays[2], plays[1], plays[5]]


def test_a_viewpoint_is_its_own_story():
    case = small_case()
    view = case.viewpoints[0]
    main = replay(case, WALK, mode="concerted")
    other = start(case, mode="concerted", viewpoint=view.id, after=main.choices)
    other = choose(case, other, view.nodes[0].options[0].id)
    group = survey(case, view.id, [Played("Trio 1", other)])
    assert [moment.node.id for moment in group.moments] == [node.id for node in view.nodes]
    assert group.moments[0].choices[0].who == ("Trio 1",)
