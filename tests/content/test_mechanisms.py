"""The 73 mechanisms of the two texts, and where each is done."""

import re
from pathlib import Path

import pytest

from passerelles.content.mechanism_places import ALONE, places, served, to_practise
from passerelles.content.roleplay import roleplay_cites

HERE = Path(__file__).parent


def test_the_73_mechanisms_rest_on_266_statements(course):
    assert list(course.mechanisms) == [f"M{n:02}" for n in range(1, 74)]
    assert len(to_practise(course)) == 266
    left = set(course.statements) - set(to_practise(course))
    assert {course.statements[name].kind for name in left} == {"contexte", "question", "methode", "conclusion"}


def test_a_case_claims_the_mechanisms_that_tests_prove_in_cases_and_no_other(course):
    proved = {
        f"M{n}"
        for file in HERE.glob("test_cases*.py")
        for n in re.findall(r"def test_mechanism_(\d\d)_", file.read_text())
    }
    assert {name for case in course.cases.values() for name in case.mechanisms} == proved


@pytest.mark.parametrize(
    ("name", "page"),
    [
        ("M51", "module/qui-fait-quoi#relecture"),
        ("M56", "module/s-articuler#diagnostic"),
        ("M73", "module/pourquoi-difficile#mes-freins"),
        ("M32", "cas/dix-huit-ans"),
        ("M16", "jeu/soixante-jours"),
        ("M48", "jeu/trois-projets-un-budget"),
        ("M58", "formateur/jeux/la-plateforme"),
    ],
)
def test_a_mechanism_leads_to_the_page_where_it_is_done(course, name, page):
    assert page in [place.path for place in places(course)[name]]


def test_what_a_role_play_makes_one_do_alone_rests_on_what_one_meets_alone(course):
    for play in course.roleplays.values():
        met = {name for part, names in roleplay_cites(play).items() if part in play.alone for name in names}
        for name in ALONE & {*served(course, play)}:
            assert met & {*course.mechanisms[name].statements}, (play.slug, name)
