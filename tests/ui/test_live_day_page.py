"""A day in small, in real browsers on a real server: led and lived by keyboard, and through a crash."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect
from support.accessible import STANDARDS
from support.keyboard import Keyboard

pytestmark = pytest.mark.browser

DESK, PHONE, HALL = (
    ViewportSize(width=1280, height=900),
    ViewportSize(width=375, height=740),
    ViewportSize(width=1920, height=1080),
)
SMALL = ViewportSize(width=320, height=470)  # of that height nothing stands over what one reads
WAIT = 30_000  # ms, far more than it takes
SESSIONS = "a[href$='formateur/seances']"
WORD = "une petite phrase"
LED = ".r-asides .p-button:not(.p-button--quiet, .p-button--danger)"  # « Suite »
MOMENTS = ".r-asides .r-fold .r-buttons--stacked .p-button"
MAIN = ".r-screen .p-button:not(.p-button--quiet, .p-button--danger)"
FIELD = ".r-screen .r-form :is(input, textarea, select)"
SENT = "() => !Object.keys(localStorage).some((name) => name.includes('envoi:'))"
PAST = "() => document.activeElement.matches('.r-screen .r-form button:not(.r-clear)')"
LIVED = ["Où j’en suis", "Qui connaît qui ?", "Présentations croisées", "Déplier les sigles", "Trier les obstacles",
         "World Café, premier tour", "Jeu de rôle", "Mon plan", "Satisfaction"]  # fmt: skip
FILLED = {"positioning", "acquaintance", "pairs", "commitments", "satisfaction"}


class Day:
    """The trainer, the projector and three phones."""

    def __init__(self, chromium: Browser, product: Any) -> None:
        self.chromium, self.product = chromium, product
        self.errors: list[str] = []
        self.phones: dict[str, Page] = {}

    def page(self, viewport: ViewportSize) -> Page:
        """Open a fresh browser."""
        context = self.chromium.new_context(viewport=viewport, locale="fr-BE", reduced_motion="reduce")
        context.set_default_timeout(WAIT)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        return page

    def prepare(self) -> None:
        """Sign in, make the session and show its screen."""
        self.trainer = self.page(DESK)
        self.lead = Keyboard(self.trainer)
        self.trainer.goto(self.product.trainer_door)
        self.write(self.lead, "[name=nouveau]", WORD)
        self.write(self.lead, "[name=encore]", WORD)
        self.lead.press("Enter")
        self.trainer.locator(SESSIONS).wait_for()
        self.lead.follow(SESSIONS)
        self.write(self.lead, "#titre", "Une journée")
        self.lead.press("Enter")
        self.trainer.locator(".r-room--trainer").wait_for()
        self.screen = self.trainer.context.new_page()
        self.screen.set_viewport_size(HALL)
        self.screen.goto(f"{self.trainer.url}/ecran")

    def arrive(self, name: str, viewport: ViewportSize, sector: int) -> None:
        """Come in with the code on the screen."""
        page = self.page(viewport)
        keys = Keyboard(page)
        page.goto(f"{self.product.url}/rejoindre")
        self.write(keys, "#code", self.screen.locator(".r-code strong").inner_text())
        self.write(keys, "#nom", name)
        keys.reach("#secteur")
        keys.press(*["ArrowDown"] * sector)
        keys.follow("form button")
        page.locator(".r-room--phone").wait_for()
        self.phones[name] = page

    @property
    def pages(self) -> list[Page]:
        return [self.trainer, self.screen, *self.phones.values()]

    def go(self, title: str) -> None:
        """Go to a moment; everybody is there."""
        labels = self.trainer.locator(MOMENTS).all_inner_texts()
        rank = next(rank for rank, label in enumerate(labels) if title in " ".join(label.split()))
        self.lead.follow(f"{MOMENTS}:nth-child({rank + 1})")
        for page in self.pages:
            expect(page.locator(".r-clock .r-timer__label")).to_have_text(title, timeout=WAIT)

    def look(self, *more: Page) -> None:
        """Refuse what somebody could not read: the smallest phone at each moment, other pages now and then."""
        for page in (self.phones["Inès"], *more):
            found = Axe().run(page, options=STANDARDS).response
            what = page.locator("h1").inner_text()
            assert [(what, one["id"], one["nodes"][0]["html"]) for one in found["violations"]] == []
        for page in self.pages:
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
        shown = self.screen.locator(".r-main").evaluate("main => main.getBoundingClientRect().bottom <= innerHeight")
        assert shown, f"{what}: nobody scrolls a projector"

    @staticmethod
    def write(keys: Keyboard, selector: str, words: str) -> None:
        """Type something somewhere, on the page that is coming if need be."""
        keys.page.locator(selector).first.wait_for()
        keys.reach(selector)
        keys.page.keyboard.insert_text(words)

    @staticmethod
    def fill(page: Page) -> None:
        """Fill in the first form by keyboard, and send it."""
        keys = Keyboard(page)
        keys.reach(FIELD)
        while not page.evaluate(PAST):
            kind = page.evaluate("document.activeElement.type ?? document.activeElement.localName")
            if kind in ("radio", "checkbox"):
                keys.press("Space")
            elif kind == "select-one":
                keys.press("ArrowDown")
            elif kind == "date" and not page.evaluate("document.activeElement.value"):
                page.keyboard.type(f"0101{date.today().year + 1}")  # read alike in every language
            elif kind in ("text", "textarea"):
                page.keyboard.insert_text("Appeler")
            keys.press("Tab")
        keys.press("Enter")
        page.wait_for_function(SENT)

    def kept(self) -> list[tuple[str, str, list[str]]]:
        """Return what phones gave: place, who, and what they said, as the records have it."""
        with sqlite3.connect(next(self.product.data.glob("*.db"))) as base:
            rows = base.execute("select place, who, says from live_event where place != '' and who like 'p%'")
            return [(place, who, json.loads(says)) for place, who, says in rows]


@pytest.fixture
def day(chromium: Browser, own_product: Any) -> Iterator[Day]:
    made = Day(chromium, own_product)
    yield made
    for context in chromium.contexts:
        context.close()
    assert made.errors == []


def test_a_day_by_keyboard_and_through_a_crash(day: Day) -> None:
    day.prepare()
    for rank, name in enumerate(("Sam", "Lou", "Inès", "Ali")):
        day.arrive(name, SMALL if name == "Inès" else PHONE, rank + 1)
    day.phones.pop("Ali").context.close()  # four are enough to play, three to look at
    expect(day.trainer.locator(".r-here")).to_contain_text("4")
    day.look(day.trainer, day.screen)
    day.lead.follow(LED)
    day.lead.follow(".r-asides .r-fold summary")
    for title in LIVED:
        day.go(title)
        if title == "Jeu de rôle":
            day.lead.follow(".r-screen .r-heading ~ .r-group .p-button")
            expect(day.phones["Inès"].locator("h1")).not_to_have_text(title)
            day.look(day.trainer, day.screen)
        day.look()
        if day.trainer.evaluate("document.body.dataset.place") in FILLED:
            day.fill(day.phones["Sam"])
    crash(day)
    day.lead.follow(".r-asides .p-button--danger")
    day.lead.follow("dialog .p-button--danger")
    for page in day.phones.values():
        expect(page.locator("h1")).to_have_text("La séance est terminée")
    day.look()


def crash(day: Day) -> None:
    """Kill the server while people write: what is sent meanwhile arrives once, what is half typed stays."""
    day.go("Débriefing")
    sam, lou, ines = day.phones.values()
    for page, words in ((sam, "Avant"), (lou, "Pendant"), (ines, "À moitié")):
        day.write(Keyboard(page), FIELD, words)
    Keyboard(sam).follow(".r-form button")
    sam.wait_for_function(SENT)
    day.product.kill()
    expect(lou.locator(".r-broken")).to_contain_text("La connexion est coupée")
    Keyboard(lou).follow(".r-form button")
    expect(lou.locator(".r-broken")).to_contain_text("Une réponse attend")
    day.product.start()
    for page in day.pages:
        expect(page.locator(".r-broken")).to_be_empty(timeout=WAIT)
    lou.wait_for_function(SENT)
    expect(ines.locator(FIELD)).to_have_value("À moitié")
    Keyboard(ines).follow(".r-form button")
    expect(day.trainer.locator(".r-screen")).to_contain_text("3 sur 4")
    kept = day.kept()
    assert {place for place, who, _ in kept if who == "p1"} == FILLED | {"regles"}
    rules = sorted((who, *says) for place, who, says in kept if place == "regles")
    assert rules == [("p1", "Avant"), ("p2", "Pendant"), ("p3", "À moitié")]
