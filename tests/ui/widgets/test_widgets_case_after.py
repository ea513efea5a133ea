"""After the end of a case, in a browser: the portrait, what could have happened, the two sides, the debrief."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from support.case_after import AfterPage, course, finished

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
CASES = sorted(course().cases)
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
HANDED = {"id": 1, "received_at": "2026-11-21T13:32:00Z", "status": "received", "reason": None, "results": None}


@pytest.fixture
def shown(chromium: Browser) -> Iterator[Callable[..., AfterPage]]:
    """Opens pages; none of them may have broken."""
    made: list[AfterPage] = []

    def make(width: int = 375, **options: Any) -> AfterPage:
        context = chromium.new_context(viewport={"width": width, "height": 800}, locale="fr-BE", **options)
        context.set_default_timeout(8000)
        made.append(AfterPage(context.new_page()))
        return made[-1]

    yield make
    for one in made:
        one.page.context.close()
    assert [error for one in made for error in one.errors] == []


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('.pw details').forEach((d) => (d.open = true))")


@pytest.mark.parametrize("slug", CASES)
def test_sentences_come_first_then_four_curves_with_the_same_figures_in_a_table(shown: Any, slug: str) -> None:
    state = finished(slug, pick=1)
    page = shown().open(**state)
    profile = page.locator(".pw-after__part--profile")
    assert profile.locator(".pw-sentences, .pw-plot").first.evaluate("(el) => el.className") == "pw-sentences"
    expect(profile.locator(".pw-sentences > li")).to_have_count(3)
    expect(profile.get_by_role("img")).to_have_count(4)
    unfold(page)
    rows = profile.get_by_role("table").locator("tbody tr")
    expect(rows).to_have_count(len(state["scene"]["story"]) + 1)
    last = [f"+{n}" if n > 0 else str(n).replace("-", "−") for n in values(state)]
    last[3] = last[3].removeprefix("+")
    assert rows.last.locator("td").all_inner_texts() == last
    names = [one["name"] for one in state["after"]["profile"]["curves"]]
    assert [name in profile.get_by_role("img").nth(n).get_attribute("aria-label") for n, name in enumerate(names)]


def values(state: dict[str, Any]) -> list[int]:
    return [one["curve"][-1] for one in state["after"]["profile"]["curves"]]


@pytest.mark.parametrize("slug", CASES)
def test_nothing_is_ever_a_mark_or_a_missing_word(shown: Any, slug: str) -> None:
    page = shown().open(**finished(slug))
    unfold(page)
    words = page.locator(".pw-after").inner_text()
    assert "⟦" not in words
    assert not re.search(r"\d\s*/\s*\d|\d\s*%|\bpoints?\b", page.locator(".pw-after__part--profile").inner_text())


def test_time_is_told_against_the_budget_and_its_price_when_it_is_passed(shown: Any) -> None:
    dear = next(s for s in (finished("dix-huit-ans", pick=n) for n in range(3)) if s["scene"]["time"]["over"])
    time = dear["scene"]["time"]
    page = shown().open(**dear)
    profile = page.locator(".pw-after__part--profile")
    expect(profile).to_contain_text(f"Vous avez investi {time['spent']} unités de temps. Le budget était de 6.")
    expect(profile).to_contain_text("Le prix annoncé a été payé")
    expect(profile.locator(".pw-unit--over")).to_have_count(time["spent"] - time["budget"])
    cheap = next(s for s in (finished("dix-huit-ans", pick=n) for n in range(3)) if not s["scene"]["time"]["over"])
    expect(shown().open(**cheap).locator(".pw-after__part--profile")).not_to_contain_text("a été payé")


def test_branches_left_are_told_with_the_words_given_as_text(shown: Any) -> None:
    nasty = '<img src=x onerror="window.hit=1"> trop vite'
    page = shown().open(**finished("dix-huit-ans", comment=nasty))
    left = page.locator(".pw-left-ways > li")
    expect(left).to_have_count(1)
    expect(left).to_contain_text("vous aviez d’abord choisi")
    expect(left.locator("blockquote p")).to_have_text(nasty)
    assert page.evaluate("window.hit") is None
    assert shown().open(**finished("dix-huit-ans")).locator(".pw-left-ways").count() == 0


@pytest.mark.parametrize("slug", CASES)
def test_every_option_of_every_moment_is_told_and_ones_own_is_marked_in_words(shown: Any, slug: str) -> None:
    state = finished(slug, pick=1)
    page = shown().open(**state)
    unfold(page)
    for moment in state["after"]["what_if"]:
        item = page.locator(".pw-crossroads > li").filter(has=page.locator("summary", has_text=moment["title"])).first
        expect(item.locator(".pw-way")).to_have_count(len(moment["options"]))
        expect(item.locator(".pw-way__mine")).to_have_text("Votre choix")
        for option in moment["options"]:
            told = item.locator(".pw-way").nth(moment["options"].index(option))
            expect(told.locator(".pw-ends > li")).to_have_count(len(option["endings"]))
            expect(told.locator(".pw-later")).to_have_count(len(option["later"]))
    expect(page.get_by_text("votre fin").first).to_be_visible()


def test_two_sides_are_side_by_side_on_a_screen_and_stacked_on_a_phone(shown: Any) -> None:
    state = finished("dix-huit-ans", viewpoint=True)
    assert state["after"]["sides"]
    for width, together in ((1280, True), (375, False)):
        page = shown(width).open(**state)
        row = page.locator(".pw-side-by-side").first
        tops = [row.locator(".pw-side").nth(n).bounding_box()["y"] for n in (0, 1)]
        assert (tops[0] == tops[1]) == together
        expect(row.get_by_role("heading", level=4)).to_have_text(["La première fois", "Par les yeux de Naïm"])
        expect(row).to_contain_text("Vous ne saviez pas")
    assert shown().open(**finished("dix-huit-ans")).locator(".pw-sides").count() == 0


@pytest.mark.parametrize("width", [1280, 320])
def test_gains_and_costs_stay_a_table_for_a_screen_reader(shown: Any, width: int) -> None:
    page = shown(width).open(**finished("dix-huit-ans"))
    table = page.get_by_role("table", name="Ce que chacun gagne et paie")
    assert table.get_by_role("row").count() == 1 + len(course().cases["dix-huit-ans"].cast)
    cells = table.get_by_role("row", name="Farid").get_by_role("cell")
    expect(cells).to_have_count(2)
    expect(cells.nth(1)).to_contain_text("Des heures hors de l’ordinaire")


def test_what_is_typed_is_told_at_each_change_and_what_was_kept_is_shown(shown: Any) -> None:
    stand = shown()
    page = stand.open(**finished("dix-huit-ans"), works={"debrief:garder": "Déjà écrit <b>"})
    area = page.get_by_label("Qu’est-ce qui, chez vous, ressemble")
    expect(area).to_have_value("Déjà écrit <b>")
    area.press_sequentially("x")
    area.fill("Autre chose")
    assert stand.typed == [["garder", "Déjà écrit <b>x"], ["garder", "Autre chose"]]
    expect(page.locator(".pw-after__part--debrief").get_by_text("N’écrivez aucun nom")).to_be_visible()
    expect(page.locator(".pw-after__part--debrief .status")).to_have_count(1)


def test_nothing_is_handed_in_where_there_is_nobody_to_hand_in_to(shown: Any) -> None:
    told = finished("dix-huit-ans")
    page = shown().open(**told)
    expect(page.get_by_role("button", name="Remettre")).to_have_count(0)
    expect(page.get_by_label("Votre parcours, pour le carnet")).to_have_count(0)
    page = shown().open(**{**told, "after": {**told["after"], "path_line": "reponse_parcours = ['n1.a']"}})
    expect(page.get_by_label("Votre parcours, pour le carnet")).to_have_value("reponse_parcours = ['n1.a']")
    expect(page.get_by_label("Votre parcours, pour le carnet")).not_to_be_editable()


def test_what_will_be_looked_at_is_told_before_one_writes(shown: Any) -> None:
    page = shown().open(**finished("dix-huit-ans"))
    page.get_by_text("Ce qui sera regardé").wait_for()
    area = page.get_by_label("Quelle durée de superposition")
    expect(area).to_have_accessible_description(re.compile("Propose une durée avec une date de fin"))


def test_handing_in_names_what_is_missing_asks_once_and_says_where_it_stands(shown: Any) -> None:
    stand = shown()
    handin = {"assignment": "dix-huit-ans-debrief", "title": "Le débriefing", "handin": None}
    page = stand.open(**finished("dix-huit-ans"), handin=handin)
    page.get_by_role("button", name="Remettre mes réponses").click()
    expect(page.get_by_role("alert").filter(has_text="au moins une question")).to_be_visible()
    page.get_by_role("link", name="Question 2").click()
    page.get_by_label("Quelle durée de superposition").fill("Trois mois.")
    expect(page.get_by_text("Questions qui ont une réponse : 1 sur 1")).to_be_visible()
    stand.handed = [{"ok": False, "message": "Le devoir est clos."}, {"ok": True, "handin": HANDED}]
    for expected in (page.get_by_text("Le devoir est clos."), page.get_by_text("La correction va commencer")):
        page.get_by_role("button", name="Remettre mes réponses").click()
        page.get_by_role("button", name="Oui, remettre").click()
        expect(expected).to_be_visible()
    expect(page.get_by_role("heading", name="Où en est ma remise")).to_be_focused()
    graded = {"score": 4, "max_score": 5, "needs_manual": False, "late_seconds": 0}
    stand.handed = [{"ok": True, "handin": HANDED | {"status": "graded", "results": graded}}]
    expect(page.get_by_text("4 sur 5")).to_be_visible()
    assert stand.handed == []


def test_a_question_opens_the_passages_it_comes_from(shown: Any) -> None:
    page = shown().open(**finished("dix-huit-ans"))
    question = page.locator(".pw-questions > li").nth(1)
    expect(question.locator("label")).to_contain_text("2. Quelle durée")
    quotation = question.locator("[popover]").first
    question.get_by_role("button").first.press("Enter")
    expect(quotation).to_be_visible()
    assert faults(page) == []


def test_a_link_at_the_end_leads_to_playing_again(shown: Any) -> None:
    page = shown().open(**finished("dix-huit-ans"), again="Rejouer autrement, ou relire une partie")
    page.get_by_role("navigation").get_by_role("link", name="Rejouer autrement").press("Enter")
    expect(page.locator(".again summary")).to_be_focused()
    expect(page.get_by_text("C’est ici.")).to_be_visible()


@pytest.mark.parametrize("slug", CASES)
def test_nothing_is_wider_than_a_small_phone_and_axe_finds_nothing(shown: Any, slug: str) -> None:
    viewpoint = bool(course().cases[slug].viewpoints)
    page = shown(320).open(**finished(slug, viewpoint=viewpoint, comment="Trop vite."))
    unfold(page)
    assert page.evaluate(OVERFLOW) <= 0
    assert faults(page) == []


def test_axe_finds_nothing_in_the_dark_either(shown: Any) -> None:
    page = shown(1280, color_scheme="dark").open(**finished("huit-services", comment="Trop vite."))
    unfold(page)
    assert faults(page) == []
