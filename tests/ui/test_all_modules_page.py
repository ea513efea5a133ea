"""Every module, all its steps open at once on the narrowest screen: nothing for axe, nothing wider than the screen."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from support.accessible import ALL_OPEN, NARROW, STANDARDS

from passerelles.content.loader import load_course

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("visitor", [NARROW], indirect=True)
@pytest.mark.parametrize("slug", list(load_course().modules))
def test_everybody_can_do_every_module(visitor, product, slug: str) -> None:
    page = visitor.page
    page.goto(f"{product.url}/module/{slug}")
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    page.evaluate(ALL_OPEN)
    shown = page.locator("section.p-step:visible").count()
    assert shown == len(load_course().modules[slug].module.steps)
    found = Axe().run(page, options=STANDARDS).response
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert page.locator(".p-lesson__wait").count() == 0
    assert visitor.errors == []
