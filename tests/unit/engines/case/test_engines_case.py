"""Playing a case: every move is checked, nothing is lost, and numbers are only ever sums of what was written."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import GAUGES, cases

from passerelles.content.case import Case
from passerelles.content.case_walk import offered, paths
from passerelles.content.yaml import read_yaml
from passerelles.engines.case import engine
from passerelles.engines.case.engine import (
    ImpossibleMove,
    Play,
    back,
    choose,
    from_json,
    moments,
    replay,
    start,
    to_json,
)

MINI = Path(__file__).parents[3] / "fixtures/courses/mini/case_studies/mini/case.yaml"
JUXTAPOSED = ("n1.a", "n2.b", "n3.a", "n4.a", "n5.b")


@pytest.fixture(scope="module")
def mini():
    return Case.model_validate(read_yaml(MINI, "case.yaml").value)


def walked(case, data, play=None):
    """Play to the end, choosing at random."""
    play = play or start(case)
    while options := offered(engine.played(case, play), moments(case, play)[-1]):
        play = choose(case, play, data.draw(st.sampled_from(options)).id)
    return play


@given(cases(), st.data())
@settings(max_examples=60, deadline=None)
def test_indicators_are_the_sum_of_the_effects_met(case, data):
    play = walked(case, data)
    states = moments(case, play)
    options = [case.node(choice.partition(".")[0]).option(choice.partition(".")[2]) for choice in play.choices]
    met = [option.effects for option in options] + [thing.effects for state in states for thing in state.surfaced]
    paid = [case.over_budget.effects] if states[-1].over else []
    for gauge in (*GAUGES, "time"):
        assert states[-1].measure(gauge) == sum(getattr(effects, gauge) for effects in met + paid)
    assert states[-1].count("poids") == sum(change.add or 0 for option in options for change in option.sets)


@given(cases(), st.data())
@settings(max_examples=60, deadline=None)
def test_the_budget_is_charged_once_and_only_when_it_is_exceeded(case, data):
    states = moments(case, walked(case, data))
    assert sum(state.charged for state in states) == int(states[-1].over)
    if case.budget is None:
        assert not states[-1].over
    elif states[-1].time > case.budget:
        assert states[-1].over


@given(cases(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_play_is_its_choices_and_survives_json(case, data):
    play = walked(case, data)
    assert replay(case, play.choices) == play
    assert from_json(case, json.loads(json.dumps(to_json(play)))) == play
    if len(play.choices) > 1:
        gone = back(case, play, data.draw(st.sampled_from(play.choices)).partition(".")[0], "J’hésite.")
        again = walked(case, data, gone)
        assert from_json(case, json.loads(json.dumps(to_json(again)))) == again
        assert moments(case, again) == moments(case, replay(case, again.choices))
        assert sum(len(branch) for branch, _ in engine.abandoned(again)) + len(again.choices) == again.turn - 1


@given(cases())
@settings(max_examples=40, deadline=None)
def test_every_way_through_ends(case):
    found = list(paths(case))
    assert found
    assert all(path[-1].ending in ("bas", "haut") and len(path) <= len(case.nodes) + 1 for path in found)
    assert len({path[-1].chosen for path in found}) == len(found)


@given(cases(), st.data())
@settings(max_examples=40, deadline=None)
def test_an_option_that_is_not_offered_is_refused_and_changes_nothing(case, data):
    play = start(case)
    for _ in range(data.draw(st.integers(0, 2))):
        if options := offered(case, moments(case, play)[-1]):
            play = choose(case, play, options[0].id)
    with pytest.raises(ImpossibleMove):
        choose(case, play, "o9")
    assert from_json(case, to_json(play)) == play


def test_a_finished_play_takes_no_choice_but_lets_one_go_back(mini):
    play = replay(mini, JUXTAPOSED, mode="juxtaposed")
    with pytest.raises(ImpossibleMove):
        choose(mini, play, "a")
    again = back(mini, play, "n3", "  J’ai voulu voir.  ")
    assert again.choices == JUXTAPOSED[:2]
    assert engine.abandoned(again) == [(JUXTAPOSED[2:], "J’ai voulu voir.")]
    assert again.turn == play.turn + 1
    assert not engine.is_over(mini, again)


def test_going_back_to_where_one_has_not_been_is_refused(mini):
    play = choose(mini, start(mini, mode="concerted"), "a")
    for node in ("n2", "n5", "n9"):
        with pytest.raises(ImpossibleMove):
            back(mini, play, node)


def test_delayed_effects_and_echoes_surface_at_their_node_and_not_before(mini):
    late = moments(mini, replay(mini, ("n1.b", "n2.b"), mode="concerted"))
    assert [state.surfaced for state in late[:2]] == [(), ()]
    assert [thing.text for thing in late[2].surfaced] == ["Noa se souvient de votre première question."]
    assert late[2].time == late[1].time - 1
    echoed = moments(mini, replay(mini, ("n1.a",), mode="concerted"))[-1]
    assert echoed.count("pression") == 1
    assert echoed.surfaced[0].text.startswith("Noa arrive en retard")


def test_an_option_may_depend_on_the_mode_and_a_way_out_on_the_past(mini):
    together = moments(mini, replay(mini, JUXTAPOSED[:4], mode="concerted"))[-1]
    apart = moments(mini, replay(mini, JUXTAPOSED[:4], mode="juxtaposed"))[-1]
    assert [o.id for o in offered(mini, together)] == ["a", "b", "c"]
    assert [o.id for o in offered(mini, apart)] == ["a", "b"]
    assert moments(mini, replay(mini, ("n1.a", "n2.b", "n3.b"), mode="concerted"))[-1].node == "n5"
    assert moments(mini, replay(mini, ("n1.b", "n2.b", "n3.b"), mode="concerted"))[-1].node == "n4"


@pytest.mark.parametrize("start_wrong", [{}, {"mode": "seul"}, {"mode": "concerted", "level": "expert"}])
def test_a_start_the_case_does_not_have_is_refused(mini, start_wrong):
    with pytest.raises(ImpossibleMove):
        start(mini, **start_wrong)


def test_a_viewpoint_is_played_after_the_case_and_hears_what_was_chosen(mini):
    with pytest.raises(ImpossibleMove):
        start(mini, mode="juxtaposed", viewpoint="noa", after=JUXTAPOSED[:3])
    with pytest.raises(ImpossibleMove):
        start(mini, mode="juxtaposed", viewpoint="tante", after=JUXTAPOSED)
    play = start(mini, mode="juxtaposed", viewpoint="noa", after=JUXTAPOSED)
    assert [thing.text for thing in moments(mini, play)[0].surfaced] == ["Vous l’apprenez par quelqu’un d’autre."]
    other = start(mini, mode="juxtaposed", viewpoint="noa", after=("n1.b", *JUXTAPOSED[1:]))
    assert moments(mini, other)[0].surfaced == ()
    ended = choose(mini, choose(mini, play, "a"), "a")
    assert moments(mini, ended)[-1].ending == "dit"
    assert from_json(mini, to_json(ended)) == ended


KEPT = {"case": "mini", "level": "novice", "mode": "concerted", "viewpoint": None, "after": [], "events": []}
BAD = [
    {"case": "autre"},
    {"mode": None},
    {"events": [{"kind": "chose", "what": "n2.a", "comment": ""}]},
    {"events": [{"kind": "chose", "what": "n1.z", "comment": ""}]},
    {"events": [{"kind": "back", "what": "n1", "comment": ""}]},
    {"events": [{"kind": "other", "what": "n1.a", "comment": ""}]},
    {"events": [{"kind": "chose"}]},
    {"events": ["n1.a"]},
    {"events": [{"kind": "chose", "what": "n1.a", "comment": ""}, {"kind": "back", "what": "n1", "comment": ""}] * 300},
    {"after": 3},
]


@pytest.mark.parametrize("wrong", BAD, ids=range(len(BAD)))
def test_what_is_kept_is_not_believed(mini, wrong):
    assert from_json(mini, KEPT) == Play("mini", mode="concerted")
    with pytest.raises(ImpossibleMove):
        from_json(mini, {**KEPT, **wrong})
