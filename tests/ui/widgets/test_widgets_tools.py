"""« Mes freins », the commitment and « Remettre » in a browser."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
TIRED = "Chez nous, les collègues changent souvent : tout est à refaire."
UNKNOWN = "Je connais mal les services d’à côté, et ils me connaissent mal."


def faults(page: Page) -> list[str]:
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]]


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('.pw details').forEach((d) => (d.open = true))")


def card(page: Page, words: str) -> Locator:
    return page.locator(".pw-card").filter(has_text=words)


def saved(page: Page, tool: str) -> None:
    expect(page.locator(f"#outil-{tool} .pw-status__seen")).to_have_text("Enregistré à 14:32")


def pick_two(page: Page) -> None:
    unfold(page)
    page.get_by_label(TIRED).check()
    page.get_by_label(UNKNOWN).check()
    card(page, TIRED).get_by_label("3, beaucoup").check()
    card(page, TIRED).get_by_role("radiogroup").nth(1).get_by_label("à porter plus haut").check()
    page.get_by_label("En quelques phrases, pour vous").fill("Prendre le temps.")


def test_obstacles_lead_to_their_conditions_and_are_read_back(bench: Any) -> None:
    page = bench.open("freins")
    expect(page.get_by_text("les conditions qui peuvent aider apparaîtront ici")).to_be_visible()
    pick_two(page)
    expect(card(page, TIRED).locator(".pw-conditions > li")).to_have_count(2)
    saved(page, "freins")
    value = bench.desk.lesson()["tools"]["freins"]["value"]
    assert value == {
        "picked": [
            {"id": "C5-021", "weight": 3, "reach": {"WC-030": "up"}},
            {"id": "C5-023", "weight": 2, "reach": {}},
        ],
        "note": "Prendre le temps.",
    }
    bench.open("freins")
    expect(card(page, TIRED).get_by_label("3, beaucoup")).to_be_checked()
    expect(card(page, TIRED).get_by_role("radiogroup").nth(1).get_by_label("à porter plus haut")).to_be_checked()
    expect(page.get_by_label("En quelques phrases, pour vous")).to_have_value("Prendre le temps.")
    expect(page.get_by_text("2 obstacles choisis sur 7 au plus.")).to_be_visible()


def test_the_picture_and_the_table_say_the_same(bench: Any) -> None:
    page = bench.open("freins")
    pick_two(page)
    picture = page.get_by_role("img", name="Mes freins reliés aux conditions")
    expect(picture.locator(".pw-curve")).to_have_count(4)
    expect(picture.locator(".pw-curve--up")).to_have_count(1)
    table = page.get_by_role("table")
    expect(table.locator("tbody tr")).to_have_count(4)
    expect(table.get_by_role("row").filter(has_text="WC-030")).to_contain_text("à porter plus haut")


def test_an_eighth_obstacle_is_refused_in_words(bench: Any) -> None:
    page = bench.open("freins")
    unfold(page)
    boxes = page.locator(".pw-freins").get_by_role("checkbox")
    for n in range(7):
        boxes.nth(n).check()
    boxes.nth(7).click()
    expect(boxes.nth(7)).not_to_be_checked()
    expect(page.locator(".pw-freins").get_by_role("alert")).to_contain_text("Vous en avez déjà choisi 7")


def test_words_and_headings_filter_the_list(bench: Any) -> None:
    page = bench.open("freins")
    page.get_by_label("Chercher un mot").fill("TEMPS")
    expect(page.get_by_text("1 obstacle montré.")).to_be_visible()
    expect(page.get_by_label("Je n’ai pas le temps de travailler avec d’autres.")).to_be_visible()
    expect(page.get_by_text("Cité en 2011 comme le plus gros frein")).to_be_visible()
    page.get_by_label("Chercher un mot").fill("zzz")
    expect(page.get_by_text("Aucun obstacle ne contient ce mot.")).to_be_visible()


def test_removing_keeps_a_place_for_the_focus(bench: Any) -> None:
    page = bench.open("freins")
    pick_two(page)
    page.get_by_role("button", name=f"Retirer : {TIRED}").click()
    expect(card(page, TIRED)).to_have_count(0)
    expect(page.get_by_label(TIRED)).not_to_be_checked()
    expect(page.get_by_role("heading", name=UNKNOWN)).to_be_focused()


def test_the_commitment_is_kept_as_it_is_typed(bench: Any) -> None:
    page = bench.open("fin")
    page.get_by_label("Le geste que je ferai").fill("Téléphoner au PMS.")
    page.get_by_label("Avant le").fill("2026-12-18")
    page.get_by_label("Ma direction").fill("Une heure par mois.")
    saved(page, "commitment")
    bench.open("fin")
    expect(page.get_by_label("Le geste que je ferai")).to_have_value("Téléphoner au PMS.")
    expect(page.get_by_label("Avant le")).to_have_value("2026-12-18")
    expect(page.get_by_label("Ma direction")).to_have_value("Une heure par mois.")


def test_handing_in_confirms_follows_the_correction_and_shows_the_result(bench: Any) -> None:
    page = bench.open("items", "remettre")
    page.get_by_role("button", name="Remettre mes réponses").click()
    expect(page.locator("#outil-handin").get_by_role("alert")).to_contain_text("au moins une question")
    page.get_by_role("link", name="Les questions, question 1").click()
    assert page.url.endswith("#item-single")
    bench.item("short").get_by_role("textbox").fill("le temps")
    bench.item("short").get_by_role("button", name="Répondre").click()
    expect(page.get_by_text("Questions qui ont une réponse : 1 sur 3")).to_be_visible()
    page.get_by_role("button", name="Remettre mes réponses").click()
    expect(page.get_by_text("Remettre maintenant, avec")).to_be_focused()
    page.get_by_role("button", name="Oui, remettre").dblclick()
    expect(page.get_by_role("heading", name="Où en est ma remise")).to_be_focused()
    expect(page.get_by_text("Correction en cours.")).to_be_visible()
    expect(page.get_by_text("4,5 sur 9")).to_be_visible(timeout=9000)
    expect(page.get_by_text("doivent encore être lues")).to_be_visible()
    link = page.get_by_role("link", name="Voir mes résultats")
    assert link.get_attribute("href") == "/mes-resultats/banc"
    expect(page.get_by_role("button", name="Remettre à nouveau")).to_be_visible()
    assert [r["type"] for r in bench.requests].count("handin") == 1


def test_axe_finds_nothing(bench: Any) -> None:
    page = bench.open("freins", "fin", "remettre")
    pick_two(page)
    saved(page, "freins")
    assert faults(page) == []
