"""What is acknowledged is never lost: a killed kernel, then a killed server, in the middle of the quiz."""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page
from support.answers import right_answer
from support.keyboard import Keyboard

from passerelles.content.loader import load_course

SLUG = "pourquoi-difficile"

pytestmark = pytest.mark.browser


def kernels(pid: int) -> list[psutil.Process]:
    """The kernels that a server started, or had forked."""
    below = psutil.Process(pid).children(recursive=True)
    return [p for p in below if p.ppid() != pid or "ipykernel_launcher" in " ".join(p.cmdline())]


def kept(data: Path) -> list[str]:
    """The items answered, in the order of the records."""
    with sqlite3.connect(f"file:{data}/passerelles.db?mode=ro", uri=True) as records:
        return [row[0] for row in records.execute("select item from attempt order by sequence")]


def quiz(page: Page, url: str) -> None:
    """Open the quiz."""
    page.goto(f"{url}/module/{SLUG}#etape-quiz")
    page.locator("#passerelles-ouverture").wait_for(state="detached")


def shown_as_answered(page: Page) -> list[str]:
    """The items whose feedback is on the page."""
    return page.locator(".pw-item:has(.pw-feedback:not([hidden]))").evaluate_all(
        "all => all.map(one => one.id.replace('item-', ''))"
    )


@pytest.mark.timeout(300)
def test_killed_kernel_then_killed_server(visitor, own_product) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    module = load_course().modules[SLUG]
    ids = [i for i in load_course().assignments[SLUG].items if module.item(i).kind in ("single", "match", "multiple")]
    quiz(page, own_product.url)
    learner = page.locator(".p-mine").inner_text()

    def give(item_id: str) -> None:
        keys.answer(module.item(item_id).kind, item_id, right_answer(module.item(item_id)))

    give(ids[0])
    for kernel in kernels(own_product.process.pid):
        os.kill(kernel.pid, signal.SIGKILL)
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.locator("#passerelles-connexion button").wait_for()
    assert "Vos réponses enregistrées sont en sécurité" in page.locator("#passerelles-connexion").inner_text()
    with page.expect_navigation():
        page.locator("#passerelles-connexion button").click()
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    assert shown_as_answered(page) == ids[:1]

    give(ids[1])
    own_product.kill()
    page.locator(f"#item-{ids[2]} input, #item-{ids[2]} select").first.wait_for()
    own_product.start()
    quiz(page, own_product.url)
    page.reload()
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    assert page.locator(".p-mine").inner_text() == learner
    assert sorted(shown_as_answered(page)) == sorted(ids[:2])
    give(ids[2])
    assert kept(own_product.data) == ids[:3]


@pytest.mark.timeout(300)
def test_an_answer_given_while_the_server_is_gone_arrives_once(visitor, own_product) -> None:
    page, keys = visitor.page, Keyboard(visitor.page)
    module = load_course().modules[SLUG]
    item = next(module.item(i) for i in load_course().assignments[SLUG].items if module.item(i).kind == "single")
    quiz(page, own_product.url)
    own_product.kill()
    keys._start(f"#item-{item.id}")
    keys._single(f"#item-{item.id}", right_answer(item))
    keys.follow(f"#item-{item.id} button[type=submit]")
    status = page.locator(f"#item-{item.id} .pw-status")
    status.filter(has_text="Non enregistré").wait_for()
    own_product.start()
    page.reload()
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    page.locator(f"#item-{item.id} .pw-status").filter(has_text="Enregistré").wait_for()
    assert kept(own_product.data) == [item.id]
