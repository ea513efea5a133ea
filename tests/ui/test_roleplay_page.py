"""The page of a role play: by keyboard from the cards to what everybody hid, found again, accessible at each stage."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page
from support.accessible import assert_accessible
from support.keyboard import Keyboard

from passerelles.content.loader import load_course

PLAY = load_course().roleplays["soixante-jours"]
PAGE = f"/jeu/{PLAY.slug}"
FOCUSED = "document.activeElement.textContent"

pytestmark = pytest.mark.browser


def take(keys: Keyboard, role: str) -> None:
    """Take a role in hand by keyboard; reading begins at its name."""
    keys.follow(f'[data-role="{role}"] > button')
    keys.page.locator(".pw-own h2", has_text=PLAY.role(role).name).wait_for()
    assert PLAY.role(role).name in keys.page.evaluate(FOCUSED)


def write(keys: Keyboard, words: str) -> None:
    """Write the first sentence by keyboard; reading begins at the comparison."""
    keys.reach(".pw-sentence textarea")
    keys.page.keyboard.insert_text(words)
    keys.follow(".pw-sentence button[type=submit]")
    keys.page.locator(".pw-compare__mine", has_text=words).wait_for()


def answer(keys: Keyboard, talk: str, count: int) -> None:
    """Give the first reply offered, by keyboard; reading begins at the comment on it."""
    keys.reach(f'[data-exchange="{talk}"] input[type=radio]')
    keys.press("Space")
    keys.follow(f'[data-exchange="{talk}"] .pw-decide button[type=submit]')
    keys.page.wait_for_function("n => document.querySelectorAll('.pw-said > li').length === n", arg=count)
    assert keys.page.evaluate("document.activeElement.matches('.pw-said > li:last-child .pw-eye')")


def opened(page: Page, url: str) -> None:
    """Open the page and wait until one can play."""
    page.goto(url + PAGE)
    page.locator("#passerelles-ouverture").wait_for(state="detached")


@pytest.mark.timeout(240)
def test_a_role_play_alone_by_keyboard(visitor, product) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    page.goto(product.url)
    keys.follow(f'main a.p-button[href$="{PAGE}"]')
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    assert page.locator(".pw-people > li").count() == len(PLAY.roles)
    secrets = [role.private.constraint[:30] for role in PLAY.roles]
    assert [said for said in secrets if said in page.content()] == []
    talk = PLAY.exchanges[0]
    take(keys, talk.who)
    assert PLAY.role(talk.who).private.objective[:20] in page.locator(".pw-private").inner_text()
    write(keys, "Je cherche qui sera là avec moi.")
    answer(keys, talk.id, 1)
    assert_accessible(page, "conversation")

    opened(page, product.url)
    assert page.locator(".pw-said > li").count() == 1
    assert "Je cherche" in page.locator(".pw-compare__mine").inner_text()
    for role in (role.id for role in PLAY.roles if role.id != talk.who):
        take(keys, role)
        write(keys, f"Une phrase pour {role}.")
    page.locator(".pw-learned").wait_for()
    page.locator(".pw-status").filter(has_text="Enregistré").first.wait_for()
    assert all(page.locator(".pw-learned", has_text=role.private.constraint[:15]).count() for role in PLAY.roles)
    page.evaluate("document.querySelectorAll('.pw-roleplay details').forEach((one) => one.open = true)")
    assert_accessible(page, "end")
    assert visitor.errors == []
    page.goto(f"{product.url}/mon-dossier")
    assert "Une phrase pour safia." in page.locator("main").inner_text()
