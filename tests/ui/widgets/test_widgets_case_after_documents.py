"""The documents of the real cases, drawn in a browser: read at 320 px, nothing overlaps, always told in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from support.case_after import AfterPage, all_documents

pytestmark = pytest.mark.browser

WIDTHS = [320, 375, 600, 1280]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# of every network that is shown: [who overlaps whom, words out of their box, who a link passes behind]
FAULTS_OF_NETWORKS = """() => {
  const faults = [];
  for (const net of document.querySelectorAll(".pw-net")) {
    if (getComputedStyle(net).display === "none") continue;
    const people = [...net.querySelectorAll(".pw-net__who")].map((g) => ({
      name: g.textContent,
      box: g.querySelector("rect").getBBox(),
      words: [...g.querySelectorAll("text")].map((text) => text.getBBox()),
    }));
    const before = (a, b) => a.x + a.width <= b.x || a.y + a.height <= b.y;
    people.forEach((one, n) => {
      for (const other of people.slice(n + 1)) {
        const apart = before(one.box, other.box) || before(other.box, one.box);
        if (!apart) faults.push(["overlap", one.name, other.name]);
      }
      for (const words of one.words) {
        const inside = words.x >= one.box.x && words.x + words.width <= one.box.x + one.box.width
          && words.y >= one.box.y && words.y + words.height <= one.box.y + one.box.height;
        if (!inside) faults.push(["outside", one.name]);
      }
    });
    for (const link of net.querySelectorAll(".pw-net__link")) {
      const behind = new Set();
      for (let share = 0; share <= 1; share += 0.005) {
        const { x, y } = link.getPointAtLength(share * link.getTotalLength());
        people.forEach(({ box }, n) => {
          if (x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height) behind.add(n);
        });
      }
      if (behind.size !== 2) faults.push(["behind", [...behind].map((n) => people[n].name)]);
    }
  }
  return faults;
}"""


@pytest.fixture
def shown(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page with every document of every case."""
    made: list[AfterPage] = []

    def make(width: int = 375, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        context.set_default_timeout(8000)
        made.append(AfterPage(context.new_page()))
        return made[-1].open(documents=all_documents())

    yield make
    for one in made:
        one.page.context.close()
    assert [error for one in made for error in one.errors] == []


def test_each_document_is_a_figure_with_its_title_and_its_words_in_sentences(shown: Any) -> None:
    page = shown()
    documents = all_documents()
    expect(page.locator("figure.pw-doc")).to_have_count(len(documents))
    for n, one in enumerate(documents):
        figure = page.locator("figure.pw-doc").nth(n)
        expect(figure.locator("figcaption")).to_contain_text(one["title"])
        figure.get_by_text("La même chose en phrases", exact=True).click()
        expect(figure.locator("details > p")).to_be_visible()
        expect(figure.locator("details > p")).to_have_text(one["transcript"])


def test_every_kind_is_drawn_by_a_case(shown: Any) -> None:
    kinds = {"letter", "messages", "network", "timeline", "drawing", "minutes"}
    assert {one["kind"] for one in all_documents()} == kinds
    words = shown().locator(".pw-case").inner_text()
    assert "⟦" not in words


@pytest.mark.parametrize("width", WIDTHS)
def test_in_a_network_nobody_overlaps_and_no_link_passes_behind_a_third(shown: Any, width: int) -> None:
    page = shown(width)
    assert page.evaluate("document.querySelectorAll('.pw-net').length") == 2 * page.locator(".pw-doc--network").count()
    assert page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate(FAULTS_OF_NETWORKS) == []
    assert page.evaluate(OVERFLOW) <= 0


@pytest.mark.parametrize("width", [320, 1280])
def test_words_of_a_network_are_large_enough_to_read(shown: Any, width: int) -> None:
    sizes = shown(width).evaluate(
        """() => [...document.querySelectorAll(".pw-net__words")].map((text) => {
          const height = parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().d;
          return text.getClientRects().length ? height : null;
        }).filter((height) => height !== null)"""
    )
    assert sizes
    assert min(sizes) >= 12


def test_a_thread_tells_apart_what_is_yours_and_what_was_never_sent(shown: Any) -> None:
    page = shown()
    mine = page.locator(".pw-message[data-side=mine]")
    expect(mine.filter(has_text="Un toit pour l’hiver")).to_have_count(1)
    expect(mine.filter(has_text="vous écrivez, puis vous effacez")).to_have_attribute("data-unsent", "")
    expect(page.locator(".pw-message").filter(has_text="t’as dit quoi ??").locator("p").first).to_have_text("Théo")


def test_a_calendar_for_each_when_several_people_have_dates(shown: Any) -> None:
    owners = shown().locator(".pw-calendar__owner")
    assert owners.all_inner_texts() == ["École", "AMO", "Awa"]


def test_pictures_are_named_and_the_rest_is_text(shown: Any) -> None:
    page = shown()
    for figure in page.locator(".pw-doc--network, .pw-doc--drawing").all():
        expect(figure.get_by_role("img")).to_have_count(1)
    expect(page.locator(".pw-doc--letter, .pw-doc--messages").get_by_role("img")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_document(shown: Any, scheme: str) -> None:
    page = shown(320, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('.pw details').forEach((d) => (d.open = true))")
    found = Axe().run(page, options={"rules": {"landmark-one-main": {"enabled": True}}}).response["violations"]
    assert [f"{v['id']}: {node['html'][:120]}" for v in found for node in v["nodes"]] == []


def test_links_and_boxes_keep_their_outline_in_forced_colours(shown: Any) -> None:
    page = shown(375, forced_colors="active")
    seen = page.evaluate(
        """() => [...document.querySelectorAll(".pw-net__link:not(.pw-net__link--between), .pw-net rect")].map(
          (el) => getComputedStyle(el).stroke === getComputedStyle(document.body).color)"""
    )
    assert seen
    assert all(seen)
