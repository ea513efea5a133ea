"""Nothing typed is lost: one request at a time, sent once, tried again, kept in the browser until acknowledged."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('passerelles:'))"


def types(bench: Any) -> list[str]:
    return [request["type"] for request in bench.requests]


def test_a_double_click_answers_once(bench: Any) -> None:
    bench.open("items")
    item = bench.item("single")
    item.get_by_label("Je relance").check()
    item.get_by_role("button", name="Répondre").dblclick()
    expect(item.locator(".pw-feedback__title")).to_be_focused()
    assert bench.desk.answers == 1
    assert types(bench).count("answer") == 1


def test_a_draft_is_kept_while_typing_and_read_back(bench: Any) -> None:
    page = bench.open("items")
    item = bench.item("open")
    item.get_by_role("textbox").fill("Un début de")
    expect(item.locator(".pw-status__seen")).to_have_text("Enregistré à 14:32")
    assert page.evaluate(KEPT) == []
    item.get_by_role("textbox").fill("Un début de texte")
    item.get_by_role("textbox").blur()
    expect(item.locator(".pw-status__seen")).to_have_text("Enregistré à 14:32")
    bench.open("items")
    expect(bench.item("open").get_by_role("textbox")).to_have_value("Un début de texte")
    expect(bench.item("open")).to_have_attribute("data-status", "draft")


def test_a_half_done_sort_is_read_back(bench: Any) -> None:
    bench.open("items")
    bench.item("sort").get_by_role("radio", name="Entre partenaires").nth(1).check()
    expect(bench.item("sort").locator(".pw-status__seen")).to_have_text("Enregistré à 14:32")
    bench.open("items")
    expect(bench.item("sort").get_by_role("radio", name="Entre partenaires").nth(1)).to_be_checked()
    expect(bench.item("sort").get_by_text("1 sur 3 placés")).to_be_visible()


def test_a_lost_reply_is_said_kept_and_sent_again_once_after_a_reload(bench: Any) -> None:
    page = bench.open("items")
    item = bench.item("short")
    bench.lose = 1_000
    item.get_by_role("textbox").fill("le temps")
    item.get_by_role("button", name="Répondre").click()
    expect(item.locator(".pw-status__seen")).to_contain_text("Non enregistré.", timeout=9000)
    expect(item.get_by_role("button", name="Réessayer maintenant")).to_be_visible()
    assert page.evaluate(KEPT) != []
    bench.lose = 0
    bench.open("items")
    expect(bench.item("short")).to_have_attribute("data-status", "locked")
    expect(bench.item("short").get_by_role("textbox")).to_have_value("le temps")
    assert bench.desk.answers == 1, "the lost reply was about an answer that did arrive"
    assert page.evaluate(KEPT) == []


def test_an_answer_that_never_arrived_is_sent_again_after_a_reload(bench: Any) -> None:
    page = bench.open("items")
    item = bench.item("short")
    page.evaluate("window.ask = async () => null")
    item.get_by_role("textbox").fill("argent")
    item.get_by_role("button", name="Répondre").click()
    expect(item.locator(".pw-status__seen")).to_contain_text("Non enregistré.", timeout=9000)
    assert bench.desk.answers == 0
    bench.open("items")
    expect(bench.item("short").locator(".pw-feedback__title")).to_contain_text("Ce n’est pas la réponse attendue")
    assert bench.desk.answers == 1
    assert page.evaluate(KEPT) == []


def test_retrying_by_hand_sends_the_same_key(bench: Any) -> None:
    bench.open("items")
    item = bench.item("short")
    bench.lose = 2  # the draft typed before, and the answer
    item.get_by_role("textbox").fill("argent")
    item.get_by_role("textbox").blur()
    item.get_by_role("button", name="Répondre").click()
    item.get_by_role("button", name="Réessayer maintenant").click(timeout=9000)
    expect(item.locator(".pw-feedback__title")).to_be_visible()
    keys = [request["key"] for request in bench.requests if request["type"] == "answer"]
    assert len(set(keys)) == 1
    assert bench.desk.answers == 1


def test_what_a_learner_types_is_never_html(bench: Any) -> None:
    bench.open("fin", "items")
    nasty = '<img src=x onerror="window.hit=1">'
    bench.item("open").get_by_role("textbox").fill(nasty)
    bench.item("open").get_by_role("button", name="Répondre").click()
    expect(bench.item("open").locator(".pw-feedback__title")).to_be_focused()
    bench.page.get_by_label("Le geste que je ferai").fill(nasty)
    bench.page.get_by_label("Le geste que je ferai").blur()
    bench.open("fin", "items")
    expect(bench.page.get_by_label("Le geste que je ferai")).to_have_value(nasty)
    assert bench.page.evaluate("window.hit") is None
    assert bench.page.locator(".pw img").count() == 0


def test_two_tabs_share_the_attempts_and_the_second_says_so(bench: Any) -> None:
    other = type(bench)(bench.page.context.new_page(), bench.desk, bench.slug)
    bench.open("items")
    other.open("items")
    for tab, choice in ((bench, "Je relance"), (other, "Je passe")):
        tab.item("single").get_by_label(choice).check()
        tab.item("single").get_by_role("button", name="Répondre").click()
        expect(tab.item("single").locator(".pw-feedback__title")).to_be_focused()
    bench.item("single").get_by_label("Je l’appelle").check()
    bench.item("single").get_by_role("button", name="Répondre à nouveau").click()
    expect(bench.item("single").get_by_role("alert")).to_contain_text("déjà utilisé tous vos essais")
    expect(bench.item("single")).to_have_attribute("data-status", "locked")
    expect(bench.item("single").get_by_label("Je passe")).to_be_checked()
    assert bench.desk.answers == 2
    assert other.errors == []


def test_a_newer_text_of_another_tab_is_not_forgotten(bench: Any) -> None:
    page = bench.open("items")
    newer = {"key": "other-tab", "type": "draft", "value": "plus récent"}
    page.evaluate(
        """(entry) => {
          const ask = window.ask;
          window.ask = async (...message) => {
            localStorage.setItem("passerelles:libre:banc:open:draft", JSON.stringify(entry));
            return ask(...message);
          };
        }""",
        newer,
    )
    bench.item("open").get_by_role("textbox").fill("ancien")
    bench.item("open").get_by_role("textbox").blur()
    expect(bench.item("open").locator(".pw-status__seen")).to_have_text("Enregistré à 14:32")
    bench.open("items")
    expect(bench.item("open").get_by_role("textbox")).to_have_value("plus récent")
