"""Our pages in a real browser: axe, narrow screens, the keyboard, no third party, scripts that only add."""

from __future__ import annotations

import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from support.small_case import WALK as WAY
from support.small_case import small_case
from support.small_roleplay import small_roleplay

pytestmark = pytest.mark.browser

LEARNER = ["", "glossaire", "glossaire?q=amo", "glossaire/cartes", "glossaire/relire-un-texte", "methodes", "a-propos",
           "accessibilite", "vie-privee", "reprendre", "mon-carnet", "attestation",
           "effacer", "mes-resultats/essai", "nulle-part"]  # fmt: skip
TRAINER = ["formateur", "formateur/items", "formateur/notes", "formateur/mot-de-passe", "formateur/cas",
           "formateur/cas/mini", "formateur/cas/mini?vue=projection", "formateur/cas/mini/guide",
           "formateur/jeux", "formateur/jeux/table"]  # fmt: skip
# documents in A4: no frame of the site, no small screen
PRINTED = ["formateur/cas/mini/cartes", "formateur/jeux/table/papier"]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # all that the dark changes
PASSWORD = "une petite phrase"


@pytest.fixture(scope="module")
def chromium():
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def course(course):
    return course.model_copy(update={"cases": {"mini": small_case()}, "roleplays": {"table": small_roleplay()}})


def played(site, learner, team, choices):
    """Record a play of the case, gone back on once."""
    play = site.store.plays.start(learner, "mini", level="novice", mode="concerted", team=team, key="partie")
    moves = [("chose", choice) for choice in choices]
    moves = [*moves[:2], ("back", choices[1].split(".")[0]), *moves[1:]]
    for turn, (kind, what) in enumerate(moves):
        site.store.plays.add_move(play.id, turn, kind, what, f"m{turn}", "Pour voir." if kind == "back" else "")


@pytest.fixture
def lived_in(site):
    """A site where things happened; returns the code of one learner."""
    for team, choices in enumerate([WAY, ("n1.b", *WAY[1:]), WAY[:3]], 1):
        played(site, site.learner()[:6], team, choices)
    for _ in range(5):
        code = site.learner(
            choix="b", tri={"e0": "y", "e1": "y", "e2": "x"}, court="milieu", ouverte="Mon texte", avis="oui"
        )
    me = code[:6]
    site.store.records.set_place(me, "essai", "un")
    site.store.records.save_work(
        me, "essai", "tool:freins", {"picked": [{"id": "C5-010", "weight": 2, "reach": {}}], "note": ""}
    )
    cells = {
        name: {"score": 1.0, "max": 2.0, "needs_manual": name == "ouverte"} for name in ("choix", "tri", "ouverte")
    }
    row = site.store.handins.add(me, "essai", {"choix": "b", "ouverte": "Mon texte"})
    results = {"score": 2.0, "max_score": 13.0, "late_seconds": 60.0, "cells": cells}
    site.store.handins.set_status(row.id, "graded", results=results)
    refused = site.store.handins.add(site.learner()[:6], "essai", {})
    site.store.handins.set_status(refused.id, "refused", reason="Du code dans une réponse.")
    site.trainer(PASSWORD)
    return code


@pytest.fixture
def visit(chromium, site, lived_in):
    """Open pages as that learner, and as the trainer; every request to another host is refused and noted."""
    contexts, foreign = [], []

    def stay_home(route):
        if route.request.url.startswith(site.root.split("/sous/")[0]):
            route.continue_()
        else:
            foreign.append(route.request.url)
            route.abort()

    def opened(width=375, scheme="light", **more):
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,
            locale="fr-BE",
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        context.add_cookies([{"name": "qui", "value": lived_in, "url": site.root}])
        context.route("**/*", stay_home)
        page = context.new_page()
        page.goto(site.root + "formateur/connexion")
        page.fill("#mot", PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("/formateur$"))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert foreign == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(visit, site, scheme):
    page = visit(scheme=scheme)
    found = {}
    for path in LEARNER + TRAINER + PRINTED:
        page.goto(site.root + path)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        report = Axe().run(page, options=AXE if scheme == "light" else CONTRAST).response
        assert report["passes"], "axe did not look"
        for violation in report["violations"]:
            found[f"{path}: {violation['id']}"] = [node["html"][:160] for node in violation["nodes"][:3]]
    assert found == {}


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways(visit, site, width):
    page = visit(width=width)
    wide = []
    for path in LEARNER + TRAINER:
        page.goto(site.root + path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path)
    assert wide == []


def test_a_page_holds_at_twice_the_text_size(visit, site):
    page = visit(width=640)
    for path in ("", "glossaire", "formateur/notes", "formateur/cas/mini"):
        page.goto(site.root + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), path


WALK = """() => {
  const e = document.activeElement, box = e.getBoundingClientRect(), style = getComputedStyle(e);
  return { tag: e.tagName, name: (e.innerText || e.getAttribute('aria-label') || e.name || '').trim().slice(0, 40),
           outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
           inline: style.display === 'inline', width: box.width, height: box.height };
}"""


REACHABLE = """() => [...document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]'
)].filter((e) => e.checkVisibility() && !e.disabled).length"""


def walk(page):
    """Press Tab once for each thing that can be reached; return what is wrong on the way."""
    seen = []
    for _ in range(page.evaluate(REACHABLE)):
        page.keyboard.press("Tab")
        seen.append(page.evaluate(WALK))
    wrong = [] if seen[0]["name"] == "Aller au contenu" else ["the skip link is not first"]
    wrong += ["the focus was lost or trapped"] if any(step["tag"] == "BODY" for step in seen) else []
    wrong += [f"no visible focus: {step}" for step in seen if not step["outline"]]
    small = [step for step in seen if not step["inline"] and min(step["height"], step["width"]) < 24]
    return wrong + [f"smaller than 24 px: {step}" for step in small]


def test_the_keyboard_reaches_everything_and_one_sees_where_one_is(visit, site):
    page = visit()
    wrong = {}
    for path in LEARNER + TRAINER:
        page.goto(site.root + path)
        if problems := walk(page):
            wrong[path] = problems
    assert wrong == {}


def test_the_walk_notices_a_hidden_focus_and_a_small_target(visit, site):
    page = visit()
    page.goto(site.root + "reprendre")
    page.evaluate("document.querySelector('main button').style.cssText = 'outline: none; min-height: 0; height: 12px'")
    assert len(walk(page)) == 2


def test_the_skip_link_leads_to_the_content(visit, site):
    page = visit()
    page.goto(site.root)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenu"


def test_the_code_can_be_copied(visit, site, lived_in):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    page.goto(site.root)
    page.get_by_role("button", name="Copier").click()
    page.get_by_text("Le code est copié.").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == lived_in


def test_the_glossary_filters_while_one_types(visit, site):
    page = visit()
    page.goto(site.root + "glossaire")
    assert page.get_by_role("status").first.inner_text() == "3 entrées sur 3"
    page.get_by_label("Chercher un mot ou un sigle").fill("EQUIPE mob")
    page.get_by_text("1 entrée sur 3").wait_for()
    assert page.locator(".p-term:visible").count() == 1
    assert page.locator(".p-letter:visible").count() == 1
    page.get_by_label("Chercher un mot ou un sigle").fill("zzz")
    page.get_by_text("Aucune entrée").wait_for()
    assert page.url.endswith("/glossaire")


def test_the_glossary_is_searched_without_javascript(visit, site):
    page = visit(java_script_enabled=False)
    page.goto(site.root + "glossaire")
    page.get_by_label("Chercher un mot ou un sigle").fill("equipe")
    page.get_by_role("button", name="Chercher").click()
    assert page.locator(".p-term").count() == 1
    assert not page.get_by_role("button", name="Copier").is_visible()


def test_results_appear_by_themselves_when_grading_ends(visit, site, lived_in):
    row = site.store.handins.add(lived_in[:6], "essai", {"choix": "a"})
    page = visit()
    page.goto(site.root + "mes-resultats/essai")
    page.get_by_text("attente de correction").wait_for()
    results = {"score": 7.5, "max_score": 13.0, "cells": {}}
    site.store.handins.set_status(row.id, "graded", results=results)
    page.get_by_text("7,5").wait_for()
    assert "terminée" in page.locator("#annonce").inner_text()


def test_printed_pages_leave_the_frame_out(visit, site):
    page = visit()
    page.emulate_media(media="print")
    for path in ("mon-carnet", "mes-resultats/essai"):
        page.goto(site.root + path)
        assert not page.locator(".p-header").is_visible()
        assert not page.locator(".p-footer").is_visible()
        assert page.locator("h1").is_visible()
