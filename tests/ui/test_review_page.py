"""« À revoir aujourd’hui », by keyboard: what was answered two days ago comes back, is explained, and is not marked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Page
from support.accessible import assert_accessible
from support.answers import right_answer
from support.keyboard import Keyboard

from passerelles.content.loader import load_course
from passerelles.engines.review import variant

SLUG, STEP, ITEM = "pourquoi-difficile", "etape-quiz", "q-maison-de-jeunes"

pytestmark = pytest.mark.browser


def two_days_later(data: Path) -> None:
    """Make every answer of the records two days older."""
    with sqlite3.connect(data / "passerelles.db", timeout=20) as records:
        records.execute("update attempt set given_at = strftime('%Y-%m-%dT%H:%M:%fZ', given_at, '-2 days')")


def answer_in_the_module(page: Page, url: str) -> None:
    """Answer one question of the quiz."""
    page.goto(f"{url}/module/{SLUG}#{STEP}")
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    item = load_course().modules[SLUG].item(ITEM)
    Keyboard(page).answer(item.kind, ITEM, right_answer(item))
    page.locator(f"#item-{ITEM} .pw-status").filter(has_text="Enregistré").wait_for()


def test_a_question_comes_back_with_other_options_and_without_a_mark(visitor, own_product) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    answer_in_the_module(page, own_product.url)
    page.goto(f"{own_product.url}/a-revoir")
    assert "Prochaine fois" in page.locator("#fin").inner_text()
    two_days_later(own_product.data)
    page.goto(f"{own_product.url}/a-revoir")
    page.locator(f"#item-{ITEM}").wait_for()
    assert_accessible(page, "a review")
    asked = variant(load_course().modules[SLUG].item(ITEM), 0)
    shown = page.locator(f"#item-{ITEM} input[type=radio]").evaluate_all("all => all.map(one => one.value)")
    assert set(shown) == {option.id for option in asked.options}
    keys.answer(asked.kind, ITEM, right_answer(asked))
    said = page.locator(f"#item-{ITEM}").inner_text()
    assert "C’est juste" in said
    assert "point" not in said.casefold()
    page.locator(f"#item-{ITEM} .pw-status").filter(has_text="Enregistré").wait_for()
    keys.follow("#suivante")
    page.locator("#fin-titre:focus").wait_for()
    with page.expect_download() as download:
        page.locator('#fin a[href$=".ics"]').click()
    assert b"BEGIN:VEVENT" in Path(download.value.path()).read_bytes()
    page.reload()
    assert page.locator("#question").count() == 0
    assert visitor.errors == []
