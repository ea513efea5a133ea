"""A deck of cards says everything a case says: proved on random cases, and the proof sees every tampering."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from support.cases import cases

from passerelles.content.case import Case
from passerelles.content.loader import load_course
from passerelles.documents.cards import cards_html
from passerelles.documents.deck import Counted, Every, Paid, Playing, Some, Written
from passerelles.documents.deck_build import make_deck
from passerelles.documents.deck_play import Kept, games, holds
from passerelles.documents.deck_proof import differences
from passerelles.documents.deck_words import asked

MINI = Path(__file__).parents[2] / "fixtures" / "courses" / "mini"


@pytest.fixture(scope="module")
def course():
    return load_course(MINI)


@pytest.fixture(scope="module")
def mini(course):
    return course.cases["mini"]


@given(cases())
@settings(max_examples=60, deadline=None)
def test_any_case_is_the_same_on_paper(case):
    assert not list(differences(case, make_deck(case)))


def test_modes_branches_viewpoints_and_variables_are_the_same_on_paper(mini):
    made = make_deck(mini)
    assert not list(differences(mini, made))
    assert {sheet.viewpoint for sheet in made.sheets} == {None, "noa"}
    assert {game.moments[-1].kept.mode for mode in ("juxtaposed", "concerted") for game in games(made, None, mode)} == {
        "juxtaposed",
        "concerted",
    }


def altered(made, kind, **change):
    """The deck in which every card of a kind is altered."""
    return replace(made, cards=tuple(replace(one, **change) if one.kind == kind else one for one in made.cards))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("scene", {"inserts": ()}),
        ("scene", {"text": "Autre chose."}),
        ("scene", {"settle": False}),
        ("outcome", {"counts": ()}),
        ("outcome", {"settle": False}),
        ("outcome", {"text": ""}),
        ("insert", {"text": "Rien."}),
        ("insert", {"counts": ()}),
        ("profile", {"sentences": ((), (), ())}),
        ("closing", {"ways": ()}),
        ("ending", {"text": "Une autre fin."}),
    ],
)
def test_the_proof_sees_a_card_that_says_something_else(mini, kind, change):
    late = mini.model_dump(by_alias=True, exclude_none=True)
    late["budget"] = 3
    late["nodes"][1]["echoes"][0]["effects"] = {"time": 3}
    case = Case.model_validate(late)
    made = make_deck(case)
    assert not list(differences(case, made))
    assert list(differences(case, altered(made, kind, **change)))


def test_the_proof_sees_a_lost_choice_and_a_wrong_way(mini):
    made = make_deck(mini)
    scene = next(card for card in made.cards if card.kind == "scene")
    lost = replace(scene, choices=scene.choices[:1])
    crossed = replace(scene, choices=tuple(replace(one, to=scene.choices[0].to) for one in scene.choices))
    for wrong in (lost, crossed):
        found = list(differences(mini, replace(made, cards=tuple(wrong if c is scene else c for c in made.cards))))
        assert found
        assert all(difference.choices for difference in found)


def test_a_way_back_in_the_file_is_still_told_in_the_order_of_the_story(mini):
    turned = mini.model_dump(by_alias=True, exclude_none=True)
    nodes = {node["id"]: node for node in turned["nodes"]}
    turned["nodes"] = [nodes[name] for name in ("n1", "n3", "n2", "n4", "n5")]
    for name, target in [("n1", "n2"), ("n2", "n3"), ("n3", "n4")]:
        for option in nodes[name]["options"]:
            option["next"] = target
    for name in ("n2", "n3"):
        for option in nodes[name]["options"]:
            option["delayed"] = [{"at": "n5", "text": f"Plus tard, {name}.", "effects": {}}]
    case = Case.model_validate(turned)
    assert not list(differences(case, make_deck(case)))


def test_a_version_of_a_case_always_has_the_same_cards_and_another_version_another_mark(mini):
    again = make_deck(Case.model_validate(mini.model_dump(by_alias=True)))
    assert make_deck(mini) == again
    assert make_deck(mini.model_copy(update={"title": "Un autre"})).version != again.version


def test_cards_of_a_viewpoint_come_after_those_of_the_case(mini):
    piles = [card.viewpoint for card in make_deck(mini).cards]
    assert piles == sorted(piles, key=lambda view: view is not None)


def test_a_variable_that_the_screen_hides_is_a_sign_on_the_sheet(mini):
    names = {counter.id: counter.name for counter in make_deck(mini).sheet(None).counters}
    assert names["box:pression"] == "Pression"
    assert names["box:promesse"] == "●"


def test_holds_reads_the_sheet_only():
    kept = Kept(mode="seul", earlier=frozenset({"3A"}), codes=("5B",), counted={"trust": 2}, paid=True)
    true = [Written("3A"), Written("5B"), Written("7C", yes=False), Counted("trust", 2), Counted("time", None, 0)]
    false = [Written("7C"), Counted("trust", 3), Counted("trust", None, 1), Paid(yes=False), Playing("seul", yes=False)]
    assert all(holds(test, kept) for test in [None, *true, Every(tuple(true)), Some((false[0], true[0])), Paid()])
    assert not any(holds(test, kept) for test in [*false, Every((true[0], false[0])), Some(tuple(false))])


def test_a_test_is_asked_in_words(mini):
    made = make_deck(mini)
    say = lambda test: asked(made, made.sheet(None), test)  # noqa: E731 - one short use
    assert say(Written("5B")) == "vous avez écrit 5B"
    assert say(Some((Written("5B"), Written("7A")))) == "vous avez écrit 5B ou 7A"
    ticked = next(one.id for one in made.sheet(None).counters if one.ticked)
    assert say(Counted(ticked, None, 0)).startswith("aucune case ")
    assert say(Counted("young", None, -2)) == "« Bien-être (Noa) » est à −2 ou moins"
    assert say(Every((Paid(), Some((Playing("concerted"), Counted("box:pression", 1)))))) == (
        "« Prix payé » est coché et (vous jouez « Ensemble » ou « Pression » est à 1 ou plus)"
    )


def test_the_page_escapes_what_an_author_writes(course, mini):
    sly = mini.model_copy(update={"title": "<script>x</script>", "place": "&"})
    assert "<script>" not in cards_html(sly, course.statements)


def test_each_card_is_printed_once_and_none_without_its_number(course, mini):
    page = cards_html(mini, course.statements)
    for card in make_deck(mini).cards[1:]:
        assert page.count(f'aria-label="Carte {card.number}"') == 1


def test_the_trainer_tallies_each_moment_in_the_order_of_the_story(course, mini):
    tally = re.search(r'<table class="tally">.*?</table>', cards_html(mini, course.statements), re.DOTALL)
    assert tally
    codes = {choice.partition(".")[0]: code[:-1] for code, choice in make_deck(mini).legend.items()}
    nodes = [node.id for _, story in mini.stories for node in story.nodes]
    assert re.findall(r"<tr><td>(\d+)</td>", tally[0]) == [codes[node] for node in nodes]


def test_what_is_for_the_room_is_printed_before_what_each_trio_needs(course, mini):
    page = cards_html(mini, course.statements)
    marks = ["page trainer", "page cited", "page start", "page sheet", 'class="pile"']
    places = [page.index(mark) for mark in marks]
    assert places == sorted(places)
