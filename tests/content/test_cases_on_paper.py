"""The six cases on paper: whoever follows the cards, and only them, lives every play that the screen allows."""

import re
from itertools import pairwise

import pytest

from passerelles.documents.cards import cards_html
from passerelles.documents.deck_build import make_deck
from passerelles.documents.deck_play import games
from passerelles.documents.deck_proof import differences

SLUGS = [
    "cinq-semaines",
    "conseil-de-classe",
    "dix-huit-ans",
    "fete-de-septembre",
    "huit-services",
    "tout-sur-la-table",
]


def test_every_case_is_here(course):
    assert sorted(course.cases) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_paper_and_screen_tell_the_same_plays(course, slug):
    case = course.cases[slug]
    made = make_deck(case)
    assert not list(differences(case, made))
    modes = [mode.id for mode in case.modes] or [None]
    assert sum(len(list(games(made, None, mode))) for mode in modes) >= 3 ** len(case.nodes)


@pytest.mark.parametrize("slug", SLUGS)
def test_numbers_tell_nothing_of_the_order_of_the_story(course, slug):
    made = make_deck(course.cases[slug])
    for sheet in made.sheets:
        mode = made.modes[0].id if made.modes else None
        walks = [[moment.card for moment in game.moments] for game in games(made, sheet.viewpoint, mode)]
        scenes = max(walks, key=len)
        assert any(later < sooner for sooner, later in pairwise(scenes)), "scenes are numbered in their order"
    assert [card.number for card in made.cards] == list(range(len(made.cards)))


@pytest.mark.parametrize("slug", SLUGS)
def test_the_file_needs_nothing_else_and_says_what_must_be_said(course, slug):
    case = course.cases[slug]
    page = cards_html(case, course.statements)
    assert "<script" not in page
    assert not re.search(r'(?:src|href)="(?!data:)|url\("(?!data:)', page)
    assert page.count("Information pédagogique, non juridique") == (2 + len(case.viewpoints) + 1 if case.caution else 0)
    assert page.count("fictifs") >= 1
    for number in range(1, len(make_deck(case).cards)):
        assert f'aria-label="Carte {number}"' in page
