"""The main job, by keyboard only: from the home page to the graded hand-in, every kind of item right and wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from support.answers import right_answer, wrong_answer
from support.keyboard import Keyboard

from passerelles.content.course import LoadedModule
from passerelles.content.items import Answer, Item, OpenAnswer, Position
from passerelles.content.loader import load_course
from passerelles.scoring import score

SLUG = "pourquoi-difficile"
PASSWORD = "une phrase assez longue pour la salle"


@pytest.fixture(scope="module")
def loaded() -> LoadedModule:
    """The real module."""
    return load_course().modules[SLUG]


@pytest.fixture(scope="module")
def graded() -> list[str]:
    """The items of the quiz, in order."""
    return list(load_course().assignments[SLUG].items)


@pytest.fixture(scope="module")
def trainer(product, chromium: Browser) -> Iterator[Page]:
    """The trainer, who chose a password with the address printed at the first start."""
    context = chromium.new_context(locale="fr-BE")
    page = context.new_page()
    page.goto(product.trainer_door)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/formateur")
    yield page
    context.close()


def open_module(keys: Keyboard, url: str) -> None:
    """From the home page to the first step."""
    keys.page.goto(url)
    keys.follow(f'main a[href$="/module/{SLUG}"].p-button, main a[href*="/module/{SLUG}"].p-button')
    keys.page.locator("#passerelles-ouverture").wait_for(state="detached")


def do_items(keys: Keyboard, loaded: LoadedModule, step: int, graded: list[str]) -> float:
    """Answer the items of a step; return the points that count. Wrong, then right; with one try, alternately."""
    points = 0.0
    for item_id in loaded.module.steps[step].items:
        item = loaded.item(item_id)
        wrong, right = wrong_answer(item), right_answer(item)
        last = wrong if item.attempts == 1 and graded.index(item_id) % 2 else right
        if item.attempts != 1 and not isinstance(item, OpenAnswer | Position):
            keys.answer(item.kind, item_id, wrong)
            check_verdict(keys.page, item, wrong)
        keys.answer(item.kind, item_id, last)
        check_verdict(keys.page, item, last)
        saved = keys.page.locator(f"#item-{item_id} .pw-status")
        saved.filter(has_text="Enregistré").wait_for()
        points += score(item, last).points if item_id in graded else 0
    return points


def check_verdict(page: Page, item: Item, answer: Answer) -> None:
    """The feedback says in words what scoring says."""
    words = {"right": "C’est juste", "partial": "C’est juste en partie", "wrong": "Ce n’est pas la réponse attendue"}
    words |= {"to_mark": "Votre texte est gardé", "unscored": "Votre position est gardée"}
    verdict = score(item, answer).verdict
    shown = page.locator(f"#item-{item.id} .pw-feedback").inner_text()
    assert words[verdict] in shown
    assert verdict != "right" or words["partial"] not in shown


def do_freins(page: Page, keys: Keyboard) -> None:
    """Pick two obstacles, weigh one; conditions and picture follow."""
    for fold in page.locator(".pw-fold").all()[:2]:
        fold.locator("summary").focus()
        keys.press("Enter", "Tab", "Space")
    assert page.locator(".pw-card").count() == 2
    assert page.locator(".pw-card").first.locator(".pw-conditions > li").count() >= 1
    keys.reach(".pw-card input[type=radio]")
    keys.press("ArrowDown", "ArrowDown")
    assert page.locator("#outil-freins svg[role=img]").is_visible()
    page.locator("#outil-freins .pw-status").filter(has_text="Enregistré").wait_for()


@pytest.mark.browser
@pytest.mark.parametrize("visitor", [{"width": 375, "height": 800}], indirect=True)
@pytest.mark.timeout(420)
def test_the_whole_module_by_keyboard(visitor, product, trainer: Page, loaded, graded) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    open_module(keys, product.url)
    points = 0.0
    for rank, step in enumerate(loaded.module.steps):
        if rank:
            page.wait_for_function("id => document.activeElement?.id === id", arg=f"etape-{step.id}-titre")
        points += do_items(keys, loaded, rank, graded)
        if step.tool == "freins":
            do_freins(page, keys)
        if step.tool == "remise":
            hand_in(page, keys, points)
        keys.follow(".p-turn__next")
    page.wait_for_url(product.url + "/")
    assert visitor.errors == []
    check_results(page, product.url, points)
    check_own_copy(page, product.url)
    check_trainer(trainer, product.url, page.locator(".p-mine").first.inner_text(), points)


def hand_in(page: Page, keys: Keyboard, points: float) -> None:
    """Hand in, wait for nbgrader, read the score: the instant one to the last digit shown."""
    tool = ".pw-handin__where"
    keys.follow("#outil-handin .pw-actions button:not([hidden])")
    keys.follow(".pw-confirm button:first-of-type")
    page.locator(f"{tool} .pw-handin__score").wait_for(timeout=120_000)
    shown = page.locator(f"{tool} .pw-handin__score").inner_text()
    assert shown.startswith(shown_number(points)) or f" {shown_number(points)} " in shown


def check_own_copy(page: Page, url: str) -> None:
    """What was written can be taken away, as JSON and as a page."""
    with page.expect_download() as download:
        page.goto(f"{url}/mon-carnet")
        page.locator('a[href*="telecharger=json"]').click()
    records = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["records"]
    assert records


def check_results(page: Page, url: str, points: float) -> None:
    """The graded feedback has a page of its own: the score, and what still waits for a person."""
    page.goto(f"{url}/mes-resultats/{SLUG}")
    shown = page.locator("main").inner_text()
    assert f"{shown_number(points)} sur" in shown
    assert "formateur" in shown


def check_trainer(trainer: Page, url: str, mine: str, points: float) -> None:
    """The trainer sees the learner's public code and the same score, and no more of the code."""
    public = re.search(r"[2-9A-Z]{6}", mine)
    assert public
    trainer.goto(f"{url}/formateur/notes")
    row = trainer.locator("tr", has_text=public[0]).first.inner_text()
    assert shown_number(points) in row
    assert not re.search(rf"{public[0]}-[2-9A-Z]{{6}}", trainer.content())
    trainer.goto(f"{url}/formateur")
    assert public[0] in trainer.locator("main").inner_text()


def shown_number(points: float) -> str:
    """A number as French writes it."""
    return f"{points:.2f}".rstrip("0").rstrip(".").replace(".", ",")
