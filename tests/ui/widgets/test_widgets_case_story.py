"""A case read and decided in a browser: the six of the course by keyboard, each promise of the view on a small one."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from support.keyboard import Keyboard
from support.small_case import small_course
from support.waiting import until

from passerelles.content.corpus import Sector
from passerelles.content.course import Course
from passerelles.content.loader import load_course
from passerelles.widgets.desk import DeskUnreachable

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
SUBMIT = "button[type=submit]"


@cache
def course() -> Course:
    return load_course()


def faults(page: Page, part: str = "html") -> list[str]:
    page.evaluate("scrollTo(0, 0)")  # where the bar of gauges lies over nothing
    found = Axe().run(page, part, options=RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def unfold(page: Page) -> None:
    """Unfold everything but the gauges, which would lie over the rest."""
    page.evaluate("document.querySelectorAll('.pw details:not(.pw-gauges)').forEach((d) => (d.open = true))")


def overflow(page: Page) -> int:
    """How far the page goes beyond the right of the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def start(page: Page, *picked: str) -> None:
    """Start a play, with these radios picked by their label."""
    for label in picked:
        page.get_by_label(label, exact=True).check()
    page.locator(f".pw-start {SUBMIT}").click()
    expect(page.locator(".pw-moment")).to_be_visible()


def choose(page: Page, words: str) -> None:
    """Choose the option that says this, and wait for what follows."""
    past = page.locator(".pw-pasts > li").count()
    page.get_by_label(words).check()
    page.get_by_role("button", name="Je choisis cela").click()
    expect(page.locator(".pw-pasts > li")).to_have_count(max(past, 1) + 1)


def play(page: Page, *words: str) -> None:
    for option in words:
        choose(page, option)


WALK = ("Appeler Karim", "Écrire une lettre", "Aller avec Noa", "Écrire une page", "Rester trois mois")


@pytest.fixture
def small(case_bench: Any, case_desk_of: Any) -> Page:
    """The small case, just opened."""
    return case_bench.begin(case_desk_of("mini", small_course()))


@pytest.mark.parametrize(("slug", "last"), [("dix-huit-ans", False), ("huit-services", True)])
def test_a_whole_case_by_keyboard(case_bench: Any, case_desk_of: Any, slug: str, last: bool) -> None:
    """From the start to the end with keys only; at each moment the focus is on what is new, and nothing overflows."""
    page = case_bench.begin(case_desk_of(slug, course()))
    keys = Keyboard(page)
    keys.follow(f".pw-start {SUBMIT}")
    expect(page.get_by_role("heading", name="Le début")).to_be_focused()
    while page.locator(".pw-decide").count():
        title = page.locator(".pw-moment h2").inner_text()
        keys.reach(".pw-decide input[type=radio]")
        keys.press("Space", *(["ArrowUp"] if last else []))
        keys.follow(f".pw-decide {SUBMIT}")
        expect(page.get_by_role("heading", name="Ce qui s’ensuit")).to_be_focused()
        assert page.locator(".pw-moment h2").inner_text() != title
        assert overflow(page) == 0
    expect(page.locator(".pw-ending")).to_be_visible()
    unfold(page)
    assert faults(page) == []


@pytest.mark.parametrize("case_bench", [320], indirect=True)
def test_nothing_overflows_or_is_flagged_on_the_narrowest_screen(small: Page) -> None:
    assert (overflow(small), faults(small)) == (0, [])
    start(small, "Ensemble")
    play(small, *WALK[:2])
    unfold(small)
    assert (overflow(small), faults(small)) == (0, [])


def test_before_the_story_one_learns_who_one_is_and_how_it_is_played(case_bench: Any, case_desk_of: Any) -> None:
    course = small_course()
    read = course.cases["mini"].model_copy(update={"reviewed_by": ["aide"]})
    sectors = [Sector(id="aide", name="Aide à la jeunesse", summary="…")]
    small = case_bench.begin(
        case_desk_of("mini", course.model_copy(update={"cases": {"mini": read}, "sectors": sectors}))
    )
    expect(small.get_by_text("Secteurs qui ont relu ce cas : Aide à la jeunesse.")).to_be_visible()
    expect(small.get_by_text("Vous êtes éducatrice dans un service fictif.")).to_be_visible()
    expect(small.get_by_text("Noa, 16 ans.")).to_be_visible()
    expect(small.get_by_text("tante de Noa")).to_be_visible()
    expect(small.get_by_text("Un autre dossier attend sur votre bureau")).to_be_visible()
    expect(small.get_by_text("il n’y a pas de note")).to_be_visible()
    expect(small.get_by_text("Par les yeux de Noa")).to_be_visible()
    expect(small.get_by_role("group", name="Le point de vue")).to_have_count(0)
    expect(small.get_by_label("Chacun de son côté")).to_have_accessible_description("Les services ne se parlent pas.")


def test_a_trio_gives_its_number(small: Page, case_bench: Any) -> None:
    small.get_by_label("En trio").check()
    small.locator(f".pw-start {SUBMIT}").click()
    expect(small.get_by_label("Numéro de votre trio")).to_be_focused()
    expect(small.get_by_role("alert")).to_have_text("Donnez le numéro de votre trio, de 1 à 40.")
    small.keyboard.type("3")
    start(small, "Ensemble", "À la fin seulement")
    asked = {"level": "confirmed", "mode": "concerted", "viewpoint": None, "team": 3}
    assert case_bench.requests[-1]["value"] == asked
    expect(small.locator(".pw-reminder summary")).to_contain_text("Ensemble, commenté à la fin, Trio 3")


def test_a_choice_is_told_as_story_then_in_words_and_signs_then_commented(small: Page) -> None:
    start(small)
    small.get_by_role("button", name="Je choisis cela").click()
    expect(small.get_by_role("alert")).to_have_text("Choisissez d’abord une option dans la liste.")
    choose(small, "Appeler Karim")
    told = small.locator(".pw-aftermath")
    order = told.evaluate("el => [...el.children].map((child) => child.className)")
    assert [name for name in order if name] == ["pw-decision", "pw-prose", "pw-effects", "pw-eye"]
    effects = told.locator(".pw-effects").get_by_role("listitem")
    expect(effects.nth(0)).to_have_text("−1Bien-être (Noa) : baisse de 1")
    expect(effects.nth(1)).to_have_text("+11 unité de temps")
    expect(small.locator(".pw-moment h2")).to_have_text("Répondre")
    expect(small.locator(".pw-moment .pw-surfaced")).to_contain_text("Noa arrive en retard, le visage fermé.")
    parts = small.locator(".pw-moment").evaluate("el => [...el.children].map((child) => child.className)")
    assert parts.index("pw-surfaced") < parts.index("pw-prose"), "what surfaces is told before the scene"


def test_what_is_past_is_one_line_that_unfolds(small: Page) -> None:
    start(small)
    play(small, *WALK[:2])
    lines = small.locator(".pw-pasts > li")
    expect(lines).to_have_count(3)
    expect(lines.nth(1).locator("summary").first).to_have_text(
        "1. Ouvrir Vous avez choisi : Appeler Karim, sans attendre"
    )
    expect(lines.nth(1).get_by_text("Karim ouvre la porte")).to_be_hidden()
    lines.nth(1).locator("summary").first.press("Enter")
    expect(lines.nth(1).get_by_text("Karim ouvre la porte")).to_be_visible()
    expect(lines.nth(1).get_by_text("Noa hoche la tête")).to_be_visible()
    expect(lines.nth(1).get_by_text("Le fil des messages")).to_be_visible()
    assert small.locator("[id]").evaluate_all("all => all.length === new Set(all.map((el) => el.id)).size")


def test_confirmed_players_read_the_comments_at_the_end(small: Page) -> None:
    start(small, "Ensemble", "À la fin seulement")
    play(small, *WALK[:4])
    expect(small.locator(".pw-eye")).to_have_count(0)
    choose(small, WALK[4])
    expect(small.get_by_text("Les commentaires sont maintenant ouverts")).to_be_visible()
    expect(small.locator(".pw-eye")).to_have_count(5)


def test_the_gauges_never_leave_the_screen(small: Page) -> None:
    start(small)
    play(small, *WALK[:2])
    small.locator(f".pw-decide {SUBMIT}").scroll_into_view_if_needed()
    bar = small.locator(".pw-gauges__bar")
    box = bar.bounding_box()
    assert box
    assert 0 <= box["y"] < 2
    assert box["height"] <= 64
    expect(bar).to_have_text(
        "Noa :0 (en hausse de 1). Confiance :+1 (en hausse de 1). Mandat :0. "
        "Temps :3 sur 4 (2 unités de plus). Comprendre"
    )


def test_the_bar_unfolds_into_explanations_and_escape_folds_it(small: Page) -> None:
    start(small)
    play(small, *WALK[:2])
    bar = small.locator(".pw-gauges__bar")
    bar.press("Enter")
    body = small.get_by_role("group", name="Les indicateurs expliqués")
    expect(body).to_contain_text("Ce que vit Noa : c’est sa jauge, tenue à part de celles des services.")
    expect(body).to_contain_text("Il reste 1 unité.")
    expect(body).to_contain_text("Un autre dossier attend sur votre bureau")
    expect(body).to_contain_text("Confiance entre partenaires : baisse de 1")
    expect(body.locator(".pw-others")).to_contain_text("PressionCe qui pèse sur Noa.1")
    assert body.locator("dt").first.inner_text() == "Bien-être (Noa)", "the young person comes first"
    assert faults(small, ".pw-gaugebar") == []
    small.keyboard.press("Tab")
    small.keyboard.press("Escape")
    expect(body).to_be_hidden()
    expect(bar).to_be_focused()


def test_going_over_the_budget_is_paid_as_announced(small: Page) -> None:
    start(small)
    play(small, *WALK[:3])
    charged = small.locator(".pw-aftermath .pw-charged")
    expect(charged).to_contain_text("Le budget de temps est dépassé.")
    expect(charged).to_contain_text("Confiance entre partenaires : baisse de 1")
    expect(small.locator(".pw-gauge[data-gauge=time]")).to_contain_text("6 sur 4")


def test_the_bar_never_hides_what_has_the_focus(small: Page) -> None:
    start(small)
    play(small, *WALK[:2])
    small.locator(f".pw-decide {SUBMIT}").focus()
    for _ in range(8):
        small.keyboard.press("Shift+Tab")
        hidden = small.evaluate("""() => {
          const bar = document.querySelector('.pw-gaugebar'), here = document.activeElement;
          return !bar.contains(here) && here.getBoundingClientRect().top < bar.getBoundingClientRect().bottom - 1
            && here.getBoundingClientRect().bottom > 0 && here !== document.body;
        }""")
        assert not hidden


def test_a_choice_that_was_never_acknowledged_is_given_again_after_a_crash(small: Page, case_bench: Any) -> None:
    start(small)
    case_bench.lose = 9
    small.get_by_label("Parler avec Noa").check()
    small.get_by_role("button", name="Je choisis cela").click()
    expect(small.get_by_role("button", name="Envoi…")).to_be_visible()
    case_bench.lose = 0
    page = case_bench.reopen()  # it had arrived: it counts once
    expect(page.locator(".pw-pasts > li")).to_have_count(2)
    expect(page.locator(".pw-moment h2")).to_have_text("Répondre")
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_choice_that_never_left_the_browser_is_given_after_a_crash(small: Page, case_bench: Any) -> None:
    start(small)
    case_bench.deaf = True
    small.get_by_label("Parler avec Noa").check()
    small.get_by_role("button", name="Je choisis cela").click()
    expect(small.get_by_role("button", name="Envoi…")).to_be_visible()
    case_bench.deaf = False
    page = case_bench.reopen()
    expect(page.locator(".pw-aftermath .pw-decision")).to_contain_text("Parler avec Noa d’abord")


def test_two_tabs_never_mix_and_the_second_is_told(small: Page, case_bench: Any) -> None:
    start(small)
    state = case_bench.desk.case()["current"]
    case_bench.desk.choose(state["play"], state["scene"]["turn"], "b", "the other tab")
    small.get_by_label("Appeler Karim").check()
    small.get_by_role("button", name="Je choisis cela").click()
    expect(small.locator(".pw-moment h2")).to_have_text("Répondre")
    heading = small.get_by_role("heading", name="Ce qui s’ensuit")
    expect(heading).to_be_focused()
    expect(small.locator(".pw-notice")).not_to_be_empty()
    expect(heading).to_have_accessible_description(small.locator(".pw-notice").inner_text())
    expect(small.locator(".pw-aftermath .pw-decision")).to_contain_text("Parler avec Noa d’abord")
    assert len(case_bench.desk.case()["current"]["scene"]["story"]) == 1


def test_going_back_keeps_what_was_left_and_why(small: Page, case_bench: Any) -> None:
    start(small, "Ensemble")
    play(small, *WALK[:2])
    first = small.locator(".pw-pasts > li").nth(1)
    first.locator("summary").first.click()
    first.get_by_role("button", name="Revenir à ce moment").click()
    expect(first.get_by_label("Pourquoi revenir")).to_be_focused()
    small.keyboard.type("Trop vite.")
    page = case_bench.reopen()
    first.locator("summary").first.click()
    first.get_by_role("button", name="Revenir à ce moment").click()
    expect(first.get_by_label("Pourquoi revenir")).to_have_value("Trop vite.")
    first.get_by_role("button", name="Rester où j’en suis").click()
    expect(first.get_by_role("button", name="Revenir à ce moment")).to_be_focused()
    page.keyboard.press("Enter")
    first.get_by_role("button", name="Revenir ici").click()
    expect(page.locator(".pw-notice")).to_contain_text("Le chemin que vous quittez est gardé.")
    expect(page.locator(".pw-moment h2")).to_have_text("Ouvrir")
    play(page, "Parler avec Noa", *WALK[1:])
    left = case_bench.desk.case()["current"]["after"]["profile"]["left"]
    assert left == [{"choices": ["n1.a", "n2.a"], "comment": "Trop vite."}]
    assert page.evaluate("Object.keys(localStorage)") == []


def test_after_the_end_another_viewpoint_can_be_lived(small: Page, case_bench: Any) -> None:
    start(small, "Ensemble")
    play(small, *WALK)
    small.locator(".pw-again > summary").click()
    start(small, "Par les yeux de Noa")
    asked = {"level": "novice", "mode": "concerted", "viewpoint": "noa", "team": None}
    assert case_bench.requests[-1]["value"] == asked
    expect(small.locator(".pw-moment .pw-knows")).to_contain_text("Vous savez où vous voulez vivre.")
    expect(small.locator(".pw-moment .pw-surfaced")).to_contain_text("Vous l’apprenez par quelqu’un d’autre.")
    small.locator(".pw-reminder summary").click()
    expect(small.locator(".pw-role")).to_have_text("Vous êtes Noa, seize ans.")


def test_earlier_plays_are_listed_read_again_and_resumed(small: Page) -> None:
    start(small, "Ensemble")
    play(small, *WALK)
    small.locator(".pw-again > summary").click()
    start(small, "Chacun de son côté")
    choose(small, "Parler avec Noa")
    small.locator(".pw-again > summary").click()
    expect(small.locator(".pw-earlier li")).to_contain_text("Fin : Un peu plus loin")
    small.get_by_role("button", name="Relire").click()
    expect(small.locator(".pw-ending h2")).to_have_text("Un peu plus loin")
    small.locator(".pw-again > summary").click()
    expect(small.locator(".pw-earlier li")).to_contain_text("En cours, 1 choix")
    small.get_by_role("button", name="Reprendre").click()
    expect(small.locator(".pw-moment h2")).to_have_text("Répondre")


def test_the_legal_caution_stays_from_start_to_end(case_bench: Any, case_desk_of: Any) -> None:
    page = case_bench.begin(case_desk_of("tout-sur-la-table", course()))
    caution = page.get_by_role("note").filter(has_text="Information pédagogique, non juridique.")
    expect(caution).to_be_visible()
    start(page)
    while page.locator(".pw-decide").count():
        expect(caution).to_be_in_viewport()
        choose(page, page.locator(".pw-decide label").first.inner_text())
    expect(caution).to_be_visible()


def test_what_is_written_in_the_debrief_is_kept_question_by_question(case_bench: Any, case_desk_of: Any) -> None:
    page = case_bench.begin(case_desk_of("dix-huit-ans", course()))
    start(page)
    while page.locator(".pw-decide").count():
        choose(page, page.locator(".pw-decide label").first.inner_text())
    case_bench.deaf = True
    fields = page.locator(".pw-questions textarea")
    texts = [f"Réponse {n}." for n in range(fields.count())]
    assert len(texts) > 1
    for n, text in enumerate(texts):
        fields.nth(n).fill(text)
        assert page.locator(".pw-status__seen").last.inner_text() == "Enregistrement…", (
            "what is written is not kept yet"
        )
    case_bench.deaf = False
    page = case_bench.reopen()
    expect(page.locator(".pw-questions textarea").nth(0)).to_have_value(texts[0])
    expect(page.locator(".pw-status__seen").last).to_have_text("Enregistré à 14:32")
    page.wait_for_function("Object.keys(localStorage).length === 0")
    assert sorted(case_bench.desk.case()["works"].values()) == texts


def test_asking_where_the_correction_stands_is_silent_and_holds_nothing_up(
    case_bench: Any, case_desk_of: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = case_desk_of("mini", small_course())
    page = case_bench.begin(desk)
    start(page, "Ensemble")
    play(page, *WALK)
    received = {"id": 1, "received_at": "2026-11-21T13:32:00Z", "status": "received", "reason": None, "results": None}
    told, asked = desk.case, list[str]()

    def unreachable(assignment: str) -> None:
        asked.append(assignment)
        raise DeskUnreachable

    monkeypatch.setattr(
        desk, "case", lambda: {**told(), "handin": {"assignment": "d", "title": "D", "handin": received}}
    )
    monkeypatch.setattr(desk, "handin", unreachable, raising=False)
    page = case_bench.reopen()
    field = page.locator(".pw-questions textarea").first
    field.fill("Avant.")
    expect(page.locator(".pw-status__seen").last).to_have_text("Enregistré à 14:32")
    until(lambda: page.evaluate("true") and asked)
    expect(page.locator(".pw-status__seen").last).to_have_text("Enregistré à 14:32")
    field.fill("Après.")
    until(lambda: page.evaluate("true") and "Après." in told()["works"].values())
