"""The page of who waits for a place: calm, readable by everybody, and it moves on by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from support.accessible import assert_accessible

MODULE = "/module/pourquoi-difficile"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory, product: Any) -> Iterator[Any]:
    """A product with one place, which a page that was left early gives up soon, set in a configuration file."""
    folder: Path = tmp_path_factory.mktemp("small")
    settings = "c = get_config()\nc.LearnerKernels.max_kernels = 1\nc.LearnerKernels.abandoned_after = 8\n"
    (folder / "passerelles_config.py").write_text(settings)
    running = type(product)(folder, JUPYTER_CONFIG_DIR=str(folder))
    running.start()
    yield running
    running.stop()


def take_the_place(page: Page, address: str) -> None:
    """Open the lesson whole: who waited before is remembered for some seconds, and who left before it was."""
    page.goto(address)
    page.wait_for_selector("body.p-lesson")
    page.locator("#passerelles-ouverture").wait_for(state="detached")


def opened(page: Page) -> bool:
    """Say whether the lesson is there."""
    return bool(page.locator("body.p-lesson").count())


def test_everybody_can_read_the_waiting_page(chromium: Browser, small: Any, visitor: Any) -> None:
    take_the_place(visitor.page, small.url + MODULE)
    context = chromium.new_context()
    page = context.new_page()
    page.goto(small.url + MODULE)
    assert page.locator("#place").inner_text().endswith("1.")
    assert_accessible(page, "waiting page")
    context.close()  # before the place is free: a page that gets it while it closes would hold it
    visitor.page.goto(f"{small.url}/glossaire")


def test_the_lesson_opens_by_itself_with_and_without_scripts(chromium: Browser, small: Any, visitor: Any) -> None:
    take_the_place(visitor.page, small.url + MODULE)
    scripted, plain = chromium.new_context(), chromium.new_context(java_script_enabled=False)
    first, second = scripted.new_page(), plain.new_page()
    first.goto(small.url + MODULE)
    second.goto(small.url + MODULE)
    said = first.locator("#place").inner_text()
    with first.expect_response("**/api/attente") as answer:
        pass
    assert answer.value.json() == {"place": 1, "ready": False}
    assert first.locator("#place").inner_text() == said
    assert not opened(first)
    visitor.page.goto(f"{small.url}/glossaire")
    first.wait_for_selector("body.p-lesson")
    assert first.url == small.url + MODULE
    assert not opened(second)
    first.locator("#passerelles-ouverture").wait_for(state="detached")  # left before, a page gives up its place late
    first.goto(f"{small.url}/glossaire")
    second.wait_for_selector("body.p-lesson")
    scripted.close()
    plain.close()
