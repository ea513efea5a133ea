"""The page of a case: played by keyboard to its end, through a killed server, in two tabs; read without a script."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page
from support.accessible import assert_accessible
from support.keyboard import Keyboard

from passerelles.content.loader import load_course

SLUG = "dix-huit-ans"
CASE = f"/cas/{SLUG}"
MOMENT, ENDING, START, CHOICE = ".pw-moment[data-node]", ".pw-ending", ".pw-start", ".pw-decide"

pytestmark = pytest.mark.browser


def opened(page: Page, url: str) -> Page:
    """Open the case and wait until it can be played."""
    page.goto(url + CASE)
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    return page


def begin(keys: Keyboard) -> None:
    """Start a play as it is proposed, by keyboard."""
    keys.follow(f"{START} button[type=submit]")
    keys.page.locator(MOMENT).wait_for()


def node(page: Page) -> str:
    """The moment that is shown."""
    return page.locator(MOMENT).get_attribute("data-node") or ""


def turn(page: Page) -> int:
    """How many moments are past, as the page shows them."""
    return page.locator(".pw-pasts > li").count()


def choose(keys: Keyboard, rank: int = 0) -> None:
    """Choose an option by keyboard, and wait for what follows: another moment, or the end."""
    before = turn(keys.page)
    keys.reach(f"{CHOICE} input[type=radio]")
    keys.press("Space", *["ArrowDown"] * rank)
    keys.follow(f"{CHOICE} button[type=submit]")
    keys.page.wait_for_function("n => document.querySelectorAll('.pw-pasts > li').length > n", arg=before)


def play_to_the_end(keys: Keyboard) -> int:
    """Choose the first option offered until the story ends; return how many choices it took."""
    most = len(load_course().cases[SLUG].nodes)
    for made in range(1, most + 1):
        choose(keys)
        if keys.page.locator(ENDING).count():
            return made
    raise AssertionError("the story did not end")


def kept(data: Path) -> list[tuple[int, str]]:
    """The moves of all plays, as recorded."""
    with sqlite3.connect(f"file:{data}/passerelles.db?mode=ro", uri=True) as records:
        return list(records.execute("select turn, what from move order by play, turn"))


UNSENT = "Object.keys(localStorage).filter((name) => name.includes(':debrief:'))"


def unsent(page: Page) -> list[str]:
    """What this browser keeps of the debrief until it is acknowledged."""
    found: list[str] = page.evaluate(UNSENT)
    return found


def saved(page: Page) -> Locator:
    """The line that says what was recorded, once it does."""
    return page.locator(".pw-status").filter(has_text="Enregistré").first


@pytest.mark.timeout(240)
def test_a_whole_case_by_keyboard(visitor, product) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    title = load_course().cases[SLUG].title
    page.goto(product.url)
    keys.follow(f'main a.p-button[href$="{CASE}"]')
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    begin(keys)
    made = play_to_the_end(keys)
    assert page.evaluate("document.activeElement.matches('h2')"), "reading does not begin at what is new"
    assert turn(page) == made + 1, "the opening and each moment stay readable above"
    ending = page.locator(f"{ENDING} h2").inner_text()
    keys.reach(".pw-case textarea:not(.pw-confirm textarea)")
    page.keyboard.insert_text("Je garde la question de la place.")
    assert unsent(page), "what is typed is not kept in the browser"
    page.wait_for_function(f"() => ({UNSENT}).length === 0")
    saved(page).wait_for()
    assert visitor.errors == []

    page.goto(f"{product.url}/mon-carnet")
    carnet = page.locator("main").inner_text()
    for said in (title, ending, "Je garde la question de la place."):
        assert said in carnet, said
    page.goto(product.url)
    card = page.locator(".p-case-card", has_text=title)
    assert "Terminé" in card.inner_text()
    assert "1 fin vue sur" in card.inner_text()


@pytest.mark.timeout(240)
def test_a_server_killed_in_mid_case_loses_nothing(visitor, own_product) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    opened(page, own_product.url)
    begin(keys)
    choose(keys)
    choose(keys, 1)
    saved(page).wait_for(state="attached")
    here, moves = node(page), kept(own_product.data)
    assert len(moves) == 2
    own_product.kill()
    own_product.start()
    assert kept(own_product.data) == moves
    page.goto(own_product.url)
    resume = page.locator(".p-resume a")
    assert resume.get_attribute("href").endswith(CASE)
    resume.click()
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    assert (node(page), turn(page)) == (here, 3)
    play_to_the_end(keys)
    assert kept(own_product.data)[:2] == moves


@pytest.mark.timeout(240)
def test_a_choice_made_while_the_server_is_gone_arrives_once(visitor, own_product) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    opened(page, own_product.url)
    begin(keys)
    own_product.kill()
    keys.reach(f"{CHOICE} input[type=radio]")
    keys.press("Space")
    chosen = page.evaluate("document.activeElement.value")
    here = node(page)
    keys.follow(f"{CHOICE} button[type=submit]")
    page.locator(".pw-status").filter(has_text="Non enregistré").wait_for()
    own_product.start()
    opened(page, own_product.url)
    page.wait_for_function("() => document.querySelectorAll('.pw-pasts > li').length === 2")
    assert kept(own_product.data) == [(0, f"{here}.{chosen}")]


@pytest.mark.timeout(240)
def test_of_two_tabs_the_second_is_told_and_shown_the_present(visitor, own_product) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    opened(page, own_product.url)
    begin(keys)
    other = visitor.context.new_page()
    opened(other, own_product.url)
    assert node(other) == node(page)
    choose(keys)
    here, moves = node(page), kept(own_product.data)
    late = Keyboard(other)
    late.reach(f"{CHOICE} input[type=radio]")
    late.press("Space", "ArrowDown")
    late.follow(f"{CHOICE} button[type=submit]")
    other.wait_for_function("node => document.querySelector('.pw-moment')?.dataset.node === node", arg=here)
    assert "autre" in other.locator(".pw-notice").inner_text()
    assert kept(own_product.data) == moves
    choose(late)
    assert len(kept(own_product.data)) == 2


@pytest.mark.timeout(240)
def test_every_stage_of_a_case_is_accessible(visitor, product) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    opened(page, product.url)
    check(page, "start")
    begin(keys)
    check(page, "first moment")
    choose(keys)
    check(page, "second moment")
    play_to_the_end(keys)
    check(page, "end")
    assert visitor.errors == []


def check(page: Page, stage: str) -> None:
    """Refuse what is not accessible, from the top of the page."""
    page.evaluate("scrollTo(0, 0)")  # what is half under the indicators is a small target, until one scrolls
    assert_accessible(page, stage)


def test_without_javascript_the_beginning_can_be_read(chromium: Browser, product) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="fr-BE")
    page = context.new_page()
    page.goto(product.url + CASE)
    case = load_course().cases[SLUG]
    shown = page.locator("main").inner_text()
    for said in (case.title, case.place, case.young.name, "non juridique"):
        assert said in shown, said
    paragraphs = page.locator(".p-case p:visible").all_inner_texts()
    assert len(" ".join(paragraphs).split()) > len(case.opening.split())
    assert "activez JavaScript" in page.locator("noscript p").inner_text()
    context.close()


def test_once_the_story_is_there_its_beginning_is_not_told_twice(visitor, product) -> None:
    page = opened(visitor.page, product.url)
    assert page.locator(".p-case").is_hidden()
    begin(Keyboard(page))
    first = load_course().cases[SLUG].opening.split(".")[0].replace("’", "’")
    assert page.locator("main").inner_text().count(first) == 1


def test_a_module_fetches_nothing_of_the_cases(visitor, product) -> None:
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url.rsplit("/", 1)[-1]))
    visitor.page.goto(f"{product.url}/module/pourquoi-difficile")
    visitor.page.locator("#passerelles-ouverture").wait_for(state="detached")
    assert "item.js" in asked
    assert [name for name in asked if name.startswith("case")] == []
    asked.clear()
    opened(visitor.page, product.url)
    assert {"case.js", "case.css"} <= set(asked)
    assert "item.js" not in asked


def test_a_case_that_does_not_exist_is_a_kind_page(visitor, product) -> None:
    answer = visitor.page.goto(f"{product.url}/cas/rien")
    assert answer.status == 404
    assert "n’existe pas" in visitor.page.locator("main").inner_text()
