"""A play whose case changes under it goes on as far as its choices are still possible."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import cases

from passerelles.content.case import Case
from passerelles.content.case_walk import offered
from passerelles.content.yaml import parse
from passerelles.engines.case import engine
from passerelles.engines.case.engine import ImpossibleMove, back, carried_over, choose, moments, replay, start

MINI = Path(__file__).parents[3] / "fixtures/courses/mini/case_studies/mini/case.yaml"
CHOICES = ("n1.a", "n2.b", "n3.a", "n4.a", "n5.b")


def mini(*changes):
    text = MINI.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return Case.model_validate(parse(text, "case.yaml").value)


@given(cases(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_case_that_did_not_change_keeps_the_play_whole(case, data):
    play = start(case)
    while options := offered(engine.played(case, play), moments(case, play)[-1]):
        play = choose(case, play, data.draw(st.sampled_from(options)).id)
        if len(play.choices) > 1 and data.draw(st.booleans()) and play.turn < 12:
            play = back(case, play, play.choices[0].partition(".")[0], "autrement")
    assert carried_over(case, play) == play


def test_it_stops_before_the_first_choice_that_is_gone():
    play = replay(mini(), CHOICES, mode="concerted")
    kept = carried_over(mini(("to: n4", "to: n5"), ("  - id: n4\n", "  - id: n6\n")), play)
    assert kept.choices == ("n1.a", "n2.b", "n3.a")


def test_a_new_option_and_new_effects_leave_it_whole():
    play = replay(mini(), CHOICES, mode="concerted")
    changed = mini(("effects: {young: 2, trust: 1, mandate: 0, time: 3}", "effects: {young: 1}"))
    assert carried_over(changed, play).choices == CHOICES
    assert moments(changed, carried_over(changed, play))[-1].young == moments(mini(), play)[-1].young - 1


def test_a_play_that_could_not_even_begin_is_refused():
    gone = mini(("id: concerted", "id: ensemble"))
    with pytest.raises(ImpossibleMove):
        carried_over(gone, start(mini(), mode="concerted"))
