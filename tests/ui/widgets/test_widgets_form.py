"""A tool of a module in a browser: filled in by keyboard, kept, read back, nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect
from support.sample_tool import EXAMPLE, sample_course, sample_tool

from passerelles.engines.tools import form
from passerelles.engines.tools.picture import Picture
from passerelles.engines.tools.reading import Figure, Finding, Reading, Table, ToolReading

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


def read(tool: Any, value: Any, world: Any) -> Reading:
    """A reading that says one thing of each level, and draws."""
    picture = Picture(720, 120, "Le dessin", "Une boîte.")
    picture.rect(10, 10, 300, 80)
    picture.text(20, 40, "Une boîte", wrap=280)
    findings = [
        Finding("stop", "Il manque le jeune [C5-010].", ("partenaires", "r1")),
        Finding("good", f"{len(value.get('partenaires', []))} partenaire(s)."),
        Finding("note", "Rien n’a été mesuré."),
    ]
    tables = [Table("En mots", ["A", "B"], [["a", "b"]]), Table("À lire", ["A", "B"], [["a", "c"]], open=True)]
    return Reading(
        findings, [Figure("Le dessin", "Une boîte.", picture.svg())], tables[: 1 + bool(value.get("partenaires"))]
    )


@pytest.fixture
def tool_bench(bench: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The bench with the sample tool; its desk keeps what is saved from one page to the next."""
    monkeypatch.setitem(form.READINGS, "essai", ToolReading(read, frozenset()))
    course = sample_course(sample_tool(reading="essai"))
    bench.desk = type(bench.desk)(course, course.modules["essai"])
    bench.slug = "essai"
    return bench


def part(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=title, exact=True)


def saved(page: Page) -> None:
    expect(page.locator("#outil-essai-outil .pw-status__seen")).to_have_text("Enregistré à 14:32")


def kept(bench: Any) -> Any:
    return bench.desk.lesson()["tools"]["essai-outil"]["value"]


def fill_in(page: Page) -> None:
    """Fill in the example."""
    team = part(page, "Notre équipe")
    team.get_by_label("Qui").fill("Une maison de jeunes")
    team.get_by_label("Quoi").fill("Deux\nlignes")
    row = part(page, "Nos partenaires").locator("details").first
    row.get_by_label("Qui").fill("Une école")
    expect(row.get_by_label("Nommez-le")).to_be_hidden()
    row.get_by_label("Autre").check()
    row.get_by_label("Nommez-le").fill("Un fil")
    row.get_by_label("Enseignement").check()
    row.get_by_label("Combien d’heures").fill("2.5")
    row.get_by_label("4", exact=True).check()
    row.get_by_label("Vu le").fill("2026-11-02")
    part(page, "Nos freins").get_by_label("Fort").first.check()
    expect(part(page, "Par ordre")).to_be_hidden()
    page.get_by_text("Par ordre").click()
    third = part(page, "Par ordre").get_by_role("button", name="Monter : Le rang de c")
    third.press("Enter")
    third.press("Enter")


def test_what_is_filled_in_is_kept_read_back_and_found_again(tool_bench: Any) -> None:
    page = tool_bench.open("outil")
    part(page, "Notre équipe").get_by_label("Qui").fill("Une maison")
    expect(page.get_by_text("0 partenaire(s).")).to_be_visible()
    fill_in(page)
    saved(page)
    expect(page.get_by_text("1 partenaire(s).")).to_be_visible()
    assert kept(tool_bench) == EXAMPLE
    expect(page.get_by_role("group", name="Tableau : À lire")).to_be_visible()
    expect(page.get_by_role("group", name="Tableau : En mots")).to_be_hidden()
    away = page.get_by_role("link", name="PDF")
    expect(away).to_have_attribute("href", "/mon-dossier/essai/essai-outil?forme=pdf")
    page = tool_bench.open("outil")
    expect(part(page, "Par ordre")).to_be_visible()
    row = part(page, "Nos partenaires").locator("details").first
    expect(row.locator("summary").first).to_contain_text("Une école · Autre · Un fil · Enseignement · 2,5 heures")
    expect(row.get_by_label("Vu le")).to_be_hidden()
    page.get_by_role("button", name="Aller à : Partenaire 1").click()
    expect(row.locator("summary").first).to_be_focused()
    expect(row.get_by_label("Vu le")).to_have_value("2026-11-02")


def test_rows_come_and_go_with_the_focus_and_in_words(tool_bench: Any) -> None:
    page = tool_bench.open("outil")
    partners = part(page, "Nos partenaires")
    partners.get_by_label("Qui").fill("Une école")
    add = page.get_by_role("button", name="Ajouter : Partenaire")
    add.press("Enter")
    second = partners.locator("details[data-row=r2]")
    expect(second.get_by_label("Qui")).to_be_focused()
    second.get_by_label("Qui").fill("Un club")
    add.press("Enter")
    expect(page.get_by_text("3 au plus")).to_be_visible()
    expect(page.get_by_text("2 partenaire(s).")).to_be_visible()
    second.locator("summary").first.press("Enter")
    page.get_by_role("button", name="Retirer : Partenaire 2").press("Enter")
    expect(partners.get_by_role("status")).to_have_text("Retiré : Partenaire 2")
    expect(partners.locator("details").nth(1).locator("summary").first).to_be_focused()
    expect(page.get_by_text("1 partenaire(s).")).to_be_visible()
    assert kept(tool_bench)["partenaires"] == [{"id": "r1", "qui": "Une école"}]
    page.get_by_role("button", name="Remettre la ligne retirée").press("Enter")
    expect(second.get_by_label("Qui")).to_have_value("Un club")
    expect(page.get_by_text("2 partenaire(s).")).to_be_visible()


def test_nothing_is_lost_when_no_reply_comes(tool_bench: Any) -> None:
    page = tool_bench.open("outil")
    tool_bench.deaf = True
    part(page, "Notre équipe").get_by_label("Qui").fill("Une maison de jeunes")
    expect(page.get_by_text("Enregistrement…")).to_be_visible()
    tool_bench.deaf = False
    page = tool_bench.open("outil")
    expect(part(page, "Notre équipe").get_by_label("Qui")).to_have_value("Une maison de jeunes")
    saved(page)
    assert kept(tool_bench) == {"equipe": {"qui": "Une maison de jeunes"}}


def test_axe_finds_nothing_and_a_number_out_of_bounds_is_told(tool_bench: Any) -> None:
    page = tool_bench.open("outil")
    fill_in(page)
    page.get_by_label("Combien d’heures").first.fill("99")
    page.get_by_label("Combien d’heures").first.blur()
    expect(page.get_by_text("Un nombre de 0 à 40")).to_be_visible()
    page.get_by_text("Voir un exemple rempli").click()
    expect(page.get_by_text("Une équipe fictive l’a rempli ainsi.")).to_be_visible()
    saved(page)
    found = Axe().run(page, options=RULES).response["violations"]
    assert [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    assert "heures" not in kept(tool_bench)["partenaires"][0]
