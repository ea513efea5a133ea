"""The cards of each real case as Chromium prints them: nothing cut, nothing too small, not more paper than needed."""

import re
from pathlib import Path

import pytest

from passerelles.content.loader import load_course
from passerelles.documents.cards import cards_html

MM = 96 / 25.4
INSIDE = 281 * MM  # px of an A4 page between its margins
ELEVEN_POINTS = 11 * 96 / 72
MOST_PAGES = 24
SMALL_ON_PURPOSE = ".mark, .cites, cite, .small, .squares, .cited, small"  # what nobody reads while playing
MEASURE = """(small) => {
    const sizes = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        if (walk.currentNode.data.trim() && !parent.closest(small) && !parent.closest("svg"))
            sizes.push(parseFloat(getComputedStyle(parent).fontSize));
    }
    return {
        smallest: Math.min(...sizes),
        rows: [...document.querySelectorAll(".row")].map((row) => row.getBoundingClientRect().height),
        pages: [...document.querySelectorAll(".page:not(.cited)")].map((one) => one.getBoundingClientRect().height),
        wide: [...document.querySelectorAll("*")].filter((one) => one.scrollWidth > one.clientWidth + 1
            && one.clientWidth && getComputedStyle(one).display !== "inline" && !one.closest("svg"))
            .map((one) => one.outerHTML.slice(0, 120)),
        drawn: [...document.querySelectorAll("svg text")].map((one) => one.getBoundingClientRect().height),
    };
}"""


@pytest.fixture(scope="module")
def course():
    return load_course(Path(__file__).parents[2])


@pytest.mark.parametrize("slug", sorted(load_course(Path(__file__).parents[2]).cases))
def test_the_cards_of_a_case_print_well(chromium, course, slug):
    page = chromium.new_page(viewport={"width": round(194 * MM), "height": 1100})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(media="print")
    page.set_content(cards_html(course.cases[slug], course.statements))
    page.evaluate("document.fonts.ready")
    found = page.evaluate(MEASURE, SMALL_ON_PURPOSE)
    assert not [url for url in asked if not url.startswith("data:")]
    assert found["smallest"] >= ELEVEN_POINTS - 0.01
    assert max(found["rows"]) <= INSIDE
    assert max(found["pages"]) <= INSIDE
    assert not found["wide"]
    assert all(height >= ELEVEN_POINTS for height in found["drawn"])
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    assert sheets <= MOST_PAGES
    page.close()
