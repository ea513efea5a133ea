"""`check` says so when the cards of a case do not tell what the screen tells."""

from dataclasses import replace
from pathlib import Path

import pytest

from passerelles.content.loader import load_course
from passerelles.documents import deck_build
from passerelles.reports import on_paper, problems

MINI = Path(__file__).parents[1] / "fixtures" / "courses" / "mini"


@pytest.fixture
def cases():
    return list(load_course(MINI).cases.values())


def test_nothing_is_said_of_cases_that_play_alike(cases):
    assert not list(on_paper(cases))


def test_a_deck_that_tells_another_story_is_a_problem_of_its_case(monkeypatch, cases):
    made = deck_build.make_deck(cases[0])
    mute = replace(made, cards=tuple(replace(card, counts=()) for card in made.cards))
    monkeypatch.setattr(deck_build, "make_deck", lambda case: mute)
    found = [problem for problem in problems(MINI) if problem.code == "case-paper"]
    assert [problem.file for problem in found] == ["case_studies/mini/case.yaml"]
    assert "n1." in found[0].cause
    assert found[0].cure


def test_a_case_that_names_what_does_not_exist_is_left_to_the_other_rules(cases):
    lost = cases[0].model_copy(update={"nodes": [cases[0].nodes[0].model_copy(update={"document": "absent"})]})
    assert not list(on_paper([lost]))
