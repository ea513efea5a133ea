"""The debriefing guide: minutes add up, pointers find their phase, every statement cited is quoted."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.small_case import small_case

from passerelles.content.corpus import Sector, Statement
from passerelles.content.course import Course
from passerelles.content.debrief import DebriefScript, Guide, Safeguard
from passerelles.content.loader import load_course
from passerelles.documents.debrief import debrief_guide, shared_out

GAS = DebriefScript.model_validate(
    {"id": "gas", "name": "GAS", "source": "[proposition]", "phases": [
        {"title": "Recueillir", "minutes": 10, "questions": ["« Racontez. »"]},
        {"title": "Analyser", "minutes": 15, "questions": ["« Quand ? »"]},
        {"title": "Synthétiser", "minutes": 5, "questions": ["« Trois règles. »"]}]}
)  # fmt: skip
QUICK = GAS.model_copy(update={"id": "plus-delta", "phases": GAS.phases[:2]})
GUIDES = [
    Guide(script="plus-delta", minutes=5, pointers=["Un mot pour lundi", "Noter"]),
    Guide(script="gas", minutes=25, pointers=["Analyser : qui savait ?", "Rappeler : les moyens", "Écouter [C5-134]"]),
]


def course(**changes):
    quotes = {
        name: Statement(id=name, section=["S"], quote=name, lines=(1, 1), kind="obstacle")
        for name in ("C5-010", "C5-023", "C5-133", "C5-134")
    }
    nothing = {"sources": {}, "actors": [], "terms": [], "bridges": [], "modules": {}, "assignments": {}}
    given = {"sectors": [Sector(id="aide", name="Aide à la jeunesse", summary="…")], "debriefs": [QUICK, GAS],
             "safeguards": [Safeguard(id="moyens", text="Les moyens.", cites=["C5-133"])]}  # fmt: skip
    return Course(statements=quotes, **nothing, **given | changes)


@pytest.fixture
def case():
    return small_case().model_copy(update={"guide": GUIDES, "reviewed_by": ["aide"], "review_on": date(2027, 6, 1)})


@given(st.integers(5, 60), st.lists(st.integers(1, 60), min_size=1, max_size=5))
def test_minutes_are_whole_add_up_and_follow_the_weights(minutes, weights):
    shares = shared_out(minutes, weights)
    assert sum(shares) == minutes
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - minutes * weight / sum(weights)) < 1


def test_a_script_of_25_minutes_is_cut_as_the_training_day_cuts_thirty(case):
    first = debrief_guide(case, course()).scripts[0]
    assert (first.script.id, [phase.minutes for phase in first.phases]) == ("gas", [8, 13, 4])


def test_the_longest_script_comes_first_and_takes_the_time_there_is(case):
    scripts = debrief_guide(case, course(), minutes=18).scripts
    assert [(cut.script.id, cut.minutes) for cut in scripts] == [("gas", 18), ("plus-delta", 5)]
    assert sum(phase.minutes for phase in scripts[0].phases) == 18


def test_a_pointer_goes_to_the_phase_it_names_and_none_is_lost(case):
    first = debrief_guide(case, course()).scripts[0]
    assert [phase.pointers for phase in first.phases] == [[], ["Qui savait ?"], []]
    assert first.pointers == ["Rappeler : les moyens", "Écouter [C5-134]"]


def test_what_is_cited_is_quoted_once(case):
    guide = debrief_guide(case, course())
    named = [statement.id for statement in guide.statements]
    assert len(named) == len(set(named))
    assert {"C5-133", "C5-134"} <= set(named), "a safeguard and a pointer cite them"
    assert {name for question in case.debrief for name in question.cites} & set(course().statements) <= set(named)
    assert guide.readers == ["Aide à la jeunesse"]


def test_dilemmas_are_the_moments_without_a_perfect_answer(case):
    guide = debrief_guide(case, course())
    assert [(n, node.id) for n, node in guide.dilemmas] == [
        (n, node.id) for n, node in enumerate(case.nodes, 1) if not node.perfect
    ]
    assert guide.dilemmas


def test_a_script_the_course_does_not_hold_is_left_out(case):
    assert [cut.script.id for cut in debrief_guide(case, course(debriefs=[QUICK])).scripts] == ["plus-delta"]


def test_every_case_of_the_course_has_its_scripts_with_a_minute_for_each_phase():
    real = load_course()
    for case in real.cases.values():
        for minutes in (None, 5, 20):
            guide = debrief_guide(case, real, minutes)
            assert len(guide.scripts) == len(case.guide)
            assert all(phase.minutes for cut in guide.scripts for phase in cut.phases)
