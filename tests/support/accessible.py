"""What everybody must be able to read: nothing for axe in light, no contrast lost in the dark, no sideways scroll."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

STANDARDS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
SETTLED = """async () => {
    const moving = () => document.getAnimations().filter((one) => one.effect.target.checkVisibility());
    for (let all; (all = moving()).length; ) await Promise.allSettled(all.map((one) => one.finished));
}"""  # a colour may fade in, then what inherits it; what is folded does not move
ALL_OPEN = """() => { for (const one of document.querySelectorAll('[data-closed]')) delete one.dataset.closed;
  for (const one of document.querySelectorAll('main details')) one.open = true; }"""  # every step, every fold
NARROW = {"width": 320, "height": 700}
WIDE = {"width": 1280, "height": 900}


def assert_accessible(page: Page, what: str) -> None:
    """Refuse a page that somebody could not read; it is left narrow and light."""
    page.set_viewport_size(NARROW)
    for scheme, rules in (("dark", CONTRAST), ("light", STANDARDS)):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.evaluate(SETTLED)
        found = Axe().run(page, options=rules).response
        assert found["passes"], "axe did not look"
        faults = [(what, scheme, one["id"], one["nodes"][0]["html"][:200]) for one in found["violations"]]
        assert not faults, faults
    for viewport in (WIDE, NARROW):
        page.set_viewport_size(viewport)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], f"{what} scrolls sideways at {width} px"
