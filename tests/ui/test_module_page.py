"""The page of a module: steps, references, accessibility, narrow screens, without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page
from support.accessible import ALL_OPEN, assert_accessible
from support.keyboard import Keyboard

from passerelles.content.course import LoadedModule
from passerelles.content.items import OpenAnswer, ShortText
from passerelles.content.loader import load_course

SLUG = "pourquoi-difficile"
MODULE = f"/module/{SLUG}"

pytestmark = pytest.mark.browser


def opened(page: Page, url: str, step: str = "") -> Page:
    """Open the module and wait until its activities are there."""
    page.goto(url + MODULE + (f"#etape-{step}" if step else ""))
    page.locator("#passerelles-ouverture").wait_for(state="detached")
    return page


def steps(page: Page) -> list[str]:
    """The ids of the steps, in order."""
    return page.locator("section.p-step").evaluate_all("all => all.map(one => one.id)")


def test_every_step_is_accessible(visitor, product) -> None:
    page = opened(visitor.page, product.url)
    assert_accessible(page, "a step alone")
    page.evaluate(ALL_OPEN)
    assert page.locator("section.p-step:visible").count() == len(steps(page))
    assert_accessible(page, "every step")
    assert visitor.errors == []


def test_one_step_at_a_time_and_back_again(visitor, product) -> None:
    page = opened(visitor.page, product.url)
    first, second = steps(page)[:2]
    assert page.locator("section.p-step:visible").count() == 1
    page.locator(".p-turn__next").click()
    assert page.locator(f"#{second}").is_visible()
    assert page.evaluate("document.activeElement.id") == f"{second}-titre"
    page.go_back()
    page.locator(f"#{first}").wait_for()
    assert page.locator(f"#{second}").is_hidden()
    page.goto(f"{product.url}{MODULE}#%E0%A4%A")
    page.locator(f"#{first}").wait_for()
    assert visitor.errors == []


def test_the_place_is_found_again_on_another_device(visitor, product, chromium: Browser) -> None:
    page = opened(visitor.page, product.url)
    second = steps(page)[1]
    with page.expect_response("**/api/place") as kept:
        page.locator(".p-turn__next").click()
    assert kept.value.status == 204
    page.goto(product.url)
    code = page.locator("#mon-code code, .p-code").first.inner_text().strip()
    other = chromium.new_context(locale="fr-BE").new_page()
    other.goto(product.url + "/reprendre")
    other.locator("main input[name=code]").fill(code)
    other.locator("main form button").click()
    opened(other, product.url)
    assert other.locator(f"#{second}").is_visible()
    other.context.close()


def test_a_reference_opens_its_statement_and_a_word_its_meaning_by_keyboard(visitor, product) -> None:
    page = opened(visitor.page, product.url, "externes")
    for kind, words in (("p-cite", "lasagne institutionnelle"), ("p-word", "Subside")):
        page.locator(f"#etape-externes .{kind}").first.focus()
        page.keyboard.press("Enter")
        card = page.locator(f".{kind}__card:popover-open")
        assert words in card.inner_text()
        page.keyboard.press("Escape")
        assert card.count() == 0


def test_without_javascript_every_text_can_be_read(chromium: Browser, product) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="fr-BE")
    page = context.new_page()
    page.goto(product.url + MODULE)
    assert page.locator("section.p-step:visible").count() == len(load_course().modules[SLUG].module.steps)
    assert "activez JavaScript" in page.locator("noscript p").inner_text()
    context.close()


def test_print_holds_every_step(visitor, product) -> None:
    page = opened(visitor.page, product.url)
    page.emulate_media(media="print")
    assert page.locator("section.p-step:visible").count() == len(steps(page))


def secrets(module: LoadedModule, public: str) -> list[str]:
    """Runs of plain letters from feedback and model answers that stand nowhere in what may be shown before."""
    texts = [
        thing.feedback for item in module.items for name in ("options", "elements") for thing in getattr(item, name, [])
    ]
    texts += [item.model for item in module.items if isinstance(item, OpenAnswer)]
    texts += [
        text
        for item in module.items
        if isinstance(item, ShortText)
        for text in (item.feedback_right, item.feedback_wrong)
    ]
    found = [max(re.findall(r"[A-Za-z ,]+", text), key=len).strip() for text in texts]
    return [run for run in found if len(run) > 15 and run not in public]


def test_no_key_travels_before_an_answer(visitor, product) -> None:
    course = load_course()
    module = course.modules[SLUG]
    public = " ".join([*module.texts.values(), *(s.quote for s in course.statements.values())])
    public += " ".join(b.plain + b.first_step for b in course.bridges) + " ".join(i.prompt for i in module.items)
    wanted = secrets(module, public)
    assert len(wanted) > 60
    seen: list[str] = []
    page = visitor.page
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: seen.append(as_text(frame))))
    page.on("response", lambda answer: seen.append(as_text(answer.body())) if answer.status == 200 else None)
    opened(page, product.url)
    travelled = "".join(seen)
    assert "Relisez l" in travelled, "nothing of the lesson was seen: this test would prove nothing"
    assert [run for run in wanted if run in travelled] == []
    Keyboard(page).answer("position", "p-scene", module.item("p-scene").options[0].id)
    assert any(run in "".join(seen) for run in wanted), "feedback travels once earned: the search above can find it"


def as_text(data: str | bytes) -> str:
    """A frame or body as text; accents may be lost, plain letters are not."""
    return data if isinstance(data, str) else data.decode("utf-8", "replace")
