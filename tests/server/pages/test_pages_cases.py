"""Cases on the home page and in the workbook: where one stands, what was seen, the way taken in words."""

from __future__ import annotations

from typing import Any

import pytest
from support.small_case import WALK, small_case

from passerelles.content.case import TO_WRITE, Case
from passerelles.content.course import Course
from passerelles.store import Store

EVIL = "<script>alert('moi')</script>"
TOLD = ["Un cas minuscule", "Ensemble", "Trio 3", "Ouvrir", "Appeler Karim", "Écrire une lettre", "Chemin quitté",
        "Trop vite.", "Fin : Un peu plus loin", "Noa respire mieux.", "Qu’avez-vous gardé pour vous",
        "Mon &lt;script&gt;"]  # fmt: skip


@pytest.fixture
def course(course: Course) -> Course:
    """The small course with a case."""
    return course.model_copy(update={"cases": {"mini": small_case()}})


def play(store: Store, learner: str, *moves: str, **how: Any) -> int:
    """Record a play: `n1.a` for a choice, `n1` for a going-back; return its number."""
    key = f"play-{len(store.plays.of(learner, 'mini'))}"
    number = store.plays.start(learner, "mini", level="novice", mode="concerted", key=key, **how).id
    for turn, what in enumerate(moves):
        kind = "chose" if "." in what else "back"
        store.plays.add_move(number, turn, kind, what, f"{key}-{turn}", "" if "." in what else f"Trop vite. {EVIL}")  # type: ignore[arg-type]
    return number


def test_home_presents_a_case_nobody_played(site: Any) -> None:
    text = site.visitor().get("").text
    card = text[text.index('<section class="p-cases"') :]
    for said in (
        "Un cas minuscule",
        "Noa, 16 ans",
        "9 minutes",
        "Vous êtes éducatrice",
        "Pas encore commencé",
        "Commencer",
    ):
        assert said in card, said
    assert "fin vue" not in card
    assert 'href="/sous/cas/mini"' in card


def test_a_case_still_to_be_written_is_on_no_list(site: Any) -> None:
    new = {"slug": "brouillon", "title": "Un brouillon", "purpose": f"{TO_WRITE}."}
    site.course.cases["brouillon"] = Case.model_validate(small_case().model_dump() | new)
    for page in (site.visitor().get("").text, site.trainer().get("formateur/cas").text):
        assert small_case().title in page
        assert "Un brouillon" not in page


def test_home_offers_to_go_on_with_the_case_that_was_left(site: Any) -> None:
    code = site.learner(choix="a")
    site.store.records.set_place(code[:6], "essai", "deux")
    play(site.store, code[:6], *WALK[:2])
    text = site.visitor(code).get("").text
    hero = text[: text.index('id="modules"')]
    assert 'href="/sous/cas/mini">Reprendre le cas</a>' in hero
    assert "Un cas minuscule" in hero
    assert text.count("Reprendre le cas") == 2
    site.store.records.set_place(code[:6], "essai", "un")
    assert "/sous/module/essai#un" in site.visitor(code).get("").text


def test_home_counts_the_endings_seen_once_each(site: Any) -> None:
    code = site.learner()
    for _ in range(2):
        play(site.store, code[:6], *WALK)
    text = site.visitor(code).get("").text
    assert "1 fin vue sur 2" in text
    assert "Revoir ou rejouer" in text
    assert "Reprendre le cas" not in text
    assert "Terminé" in text
    play(site.store, code[:6], after=WALK, viewpoint="noa")
    text = site.visitor(code).get("").text
    assert "1 fin vue sur 2" in text
    assert "En cours" in text


def test_a_case_that_changed_under_a_play_is_new_again(site: Any) -> None:
    code = site.learner()
    play(site.store, code[:6], "n1.zzz")
    browser = site.visitor(code)
    assert "Pas encore commencé" in browser.get("").text[browser.get("").text.index("p-cases") :]
    carnet = browser.get("mon-carnet").text
    assert "Commencée dans une version précédente du cas" in carnet
    assert "zzz" not in carnet


def test_the_workbook_tells_the_way_taken_the_ending_and_the_debrief(site: Any) -> None:
    code = site.learner()
    play(site.store, code[:6], WALK[0], "n1", *WALK, team=3)
    site.store.records.save_work(code[:6], "mini", "debrief:garder", f"Mon {EVIL}")
    browser = site.visitor(code)
    for page in (browser.get("mon-carnet").text, browser.get("mon-carnet?telecharger=html").text):
        places = [page.index(said) for said in TOLD]
        assert places == sorted(places)
        assert "<script>alert" not in page


def test_a_play_that_is_not_over_says_so_and_one_without_a_choice_is_left_out(site: Any) -> None:
    code = site.learner()
    play(site.store, code[:6])
    assert "encore rien" in site.visitor(code).get("mon-carnet").text
    play(site.store, code[:6], WALK[0])
    text = site.visitor(code).get("mon-carnet").text
    assert text.count("<article") == 1
    assert "Pas encore terminé" in text
