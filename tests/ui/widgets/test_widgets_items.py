"""Every kind of item answered in a browser with the keyboard alone, right and wrong."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
KINDS = ("single", "multiple", "sort", "match", "order", "short", "open", "position")


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(80):
        if target.evaluate("el => el === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError("never reached with Tab")


def start(page: Page, item: Locator) -> None:
    """Put the focus just before the first control of the item."""
    item.locator("h3").focus()
    page.keyboard.press("Tab")


def choose(page: Page, item: Locator, values: list[str]) -> None:
    """Radios are walked with the arrows, checkboxes with Tab."""
    start(page, item)
    if item.get_by_role("radio").count():
        for _ in range(8):
            page.keyboard.press("ArrowDown")
            if page.evaluate("document.activeElement.value") == values[0]:
                return
    for value in values:
        tab_to(page, item.locator(f"input[value={value}]"))
        page.keyboard.press("Space")


def place_radios(page: Page, item: Locator, values: dict[str, str]) -> None:
    start(page, item)
    for group in item.get_by_role("radiogroup").all():
        wanted = values[next(words for words in values if words in group.locator("xpath=..").inner_text())]
        tab_to(page, group.get_by_role("radio").first)
        for _ in range(3):
            page.keyboard.press("ArrowRight")
            if page.evaluate("document.activeElement.value") == wanted:
                break


def place_lists(page: Page, item: Locator, values: dict[str, str]) -> None:
    start(page, item)
    for box in item.get_by_role("combobox").all():
        wanted = values[next(words for words in values if words in box.locator("xpath=../..").inner_text())]
        tab_to(page, box)
        for _ in range(5):
            page.keyboard.press("ArrowDown")
            if box.input_value() == wanted:
                break


def put_in_order(page: Page, item: Locator, firsts: list[str]) -> None:
    """Move each element up to its place with « Monter »; the focus must follow it."""
    for rank, words in enumerate(firsts):
        row = item.get_by_role("listitem").filter(has_text=words)
        up = row.get_by_role("button", name="Monter")
        up.focus()
        while row.locator("select").input_value() != str(rank + 1):
            page.keyboard.press("Enter")
            expect(up).to_be_focused()


def write(page: Page, item: Locator, text: str) -> None:
    start(page, item)
    page.keyboard.type(text)


ORDER = ["Se présenter", "Dire le besoin", "Chercher une première", "Fixer qui"]
SORT = {"lasagne": "ext", "turn-over": "int", "méconnaissance": "entre"}
MATCH = {"méconnaissance": "voir", "Le temps": "hier", "Trop de": "roles"}
ACTS: dict[str, Any] = {
    "single": (choose, ["appel"], ["direction"]),
    "multiple": (choose, ["trace", "rencontre"], ["memoire"]),
    "sort": (place_radios, SORT, dict.fromkeys(SORT, "ext")),
    "match": (place_lists, MATCH, dict.fromkeys(MATCH, "appel")),
    "order": (put_in_order, ORDER, ORDER[::-1]),
    "short": (write, "le tems", "argent"),
}
WRONG = {"sort": "C’est juste en partie : 1 sur 3"}


def submit(page: Page, item: Locator) -> None:
    tab_to(page, item.get_by_role("button", name="Répondre"))
    page.keyboard.press("Enter")


@pytest.mark.parametrize("kind", ACTS)
def test_right_by_keyboard(bench: Any, kind: str) -> None:
    page, item = bench.open("items"), bench.item(kind)
    act, right, _ = ACTS[kind]
    act(page, item, right)
    submit(page, item)
    heading = item.get_by_role("heading", name="C’est juste :")
    expect(heading).to_be_focused()
    expect(item).to_have_attribute("data-status", "locked")
    expect(item.get_by_role("button", name="Répondre")).to_have_count(0)
    expect(item.locator(".pw-status__seen")).to_have_text("Enregistré à 14:32")


@pytest.mark.parametrize("kind", ACTS)
def test_wrong_by_keyboard_says_why_and_leaves_a_try(bench: Any, kind: str) -> None:
    page, item = bench.open("items"), bench.item(kind)
    act, _, wrong = ACTS[kind]
    act(page, item, wrong)
    submit(page, item)
    heading = item.locator(".pw-feedback__title")
    expect(heading).to_be_focused()
    expect(heading).to_contain_text(WRONG.get(kind, "Ce n’est pas la réponse attendue"))
    expect(item.get_by_role("button", name="Répondre à nouveau")).to_be_visible()
    if kind in ("single", "multiple", "match", "short"):
        expect(item.get_by_text("Il vous reste 1 essai.")).to_be_visible()


def test_after_the_last_try_the_key_is_shown_in_words_and_nothing_moves(bench: Any) -> None:
    page, item = bench.open("items"), bench.item("single")
    for _ in range(2):
        choose(page, item, ["direction"])
        submit(page, item)
        expect(item.locator(".pw-feedback__title")).to_be_focused()
    expect(item).to_have_attribute("data-status", "locked")
    expect(item.get_by_text("C’était votre dernier essai.")).to_be_visible()
    expect(item.locator(".pw-choice[data-verdict=missed]")).to_contain_text("Réponse attendue")
    start(page, item)
    page.keyboard.press("ArrowDown")
    expect(item.get_by_label("Je passe par la direction")).to_be_checked()
    assert not item.get_by_role("radio").first.evaluate("el => el.disabled"), "read-only, not greyed out"


def test_an_open_answer_shows_a_model_and_a_rubric_that_is_kept(bench: Any) -> None:
    page, item = bench.open("items"), bench.item("open")
    write(page, item, "Une heure de rencontre.")
    submit(page, item)
    expect(item.locator(".pw-feedback__title")).to_be_focused()
    item.get_by_label("Une demande précise, en une phrase.").check()
    expect(item.get_by_text("Votre propre évaluation : 2 sur 3")).to_be_visible()
    expect(item.locator(".pw-status__seen")).to_have_text("Enregistré à 14:32")
    bench.open("items")
    expect(bench.item("open").get_by_label("Une demande précise, en une phrase.")).to_be_checked()
    expect(bench.item("open").get_by_role("textbox")).to_have_value("Une heure de rencontre.")


def test_a_position_shows_no_spread_under_five(bench: Any) -> None:
    page, item = bench.open("items"), bench.item("position")
    choose(page, item, ["selon"])
    submit(page, item)
    expect(item.get_by_text("Moins de cinq personnes")).to_be_visible()
    expect(item.get_by_text("La question de qui demande est centrale.")).to_be_visible()


def test_a_click_too_early_says_what_is_missing(bench: Any) -> None:
    page, item = bench.open("items"), bench.item("sort")
    item.get_by_role("button", name="Répondre").click()
    expect(item.get_by_role("alert")).to_have_text("Il reste 3 éléments à placer.")
    described = item.locator("fieldset").first.get_attribute("aria-describedby") or ""
    assert item.get_by_role("alert").get_attribute("id") in described.split()
    expect(item.get_by_role("radio").first).to_be_focused()
    assert bench.requests == []
    assert page.evaluate("document.activeElement.type") == "radio"


def test_the_statements_behind_a_feedback_are_quoted(bench: Any) -> None:
    page, item = bench.open("items"), bench.item("single")
    choose(page, item, ["relance"])
    submit(page, item)
    item.get_by_text("Le passage sur lequel").click()
    expect(item.locator("blockquote")).to_contain_text("Le jargon et les spécificités internes")
    expect(item.locator("figcaption")).to_have_text("Chantier 5 (2022), C5-036")


@pytest.mark.parametrize("answered", [False, True])
def test_axe_finds_nothing(bench: Any, answered: bool) -> None:
    page = bench.open("items")
    if answered:
        for kind in ("single", "short", "sort", "order"):
            act, _, wrong = ACTS[kind]
            act(page, bench.item(kind), wrong)
            submit(page, bench.item(kind))
            expect(bench.item(kind).locator(".pw-feedback__title")).to_be_focused()
        page.evaluate("document.querySelectorAll('details').forEach((d) => (d.open = true))")
    assert faults(page) == []


@pytest.mark.parametrize("bench", [320], indirect=True)
def test_nothing_scrolls_sideways_at_320_px_and_targets_are_large(bench: Any) -> None:
    page = bench.open("items", "freins", "fin", "remettre")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    small = page.evaluate(
        """[...document.querySelectorAll(".pw :is(button, select, input, textarea, summary, a)")]
           .map((el) => [el.outerHTML.slice(0, 90), (el.closest("label, .pw-choice") ?? el).getBoundingClientRect()])
           .filter(([, box]) => box.height > 0 && (box.height < 24 || box.width < 24)).map(([html]) => html)"""
    )
    assert small == []
