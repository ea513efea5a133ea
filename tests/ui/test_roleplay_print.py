"""Role plays and the World Café as Chromium prints them: nothing cut, nothing too small, one page where it says one."""

import re
from pathlib import Path

import pytest

from passerelles.content.loader import load_course
from passerelles.documents.roleplay_paper import roleplay_html
from passerelles.documents.world_cafe_paper import questions_of_2011, world_cafe_html

MM = 96 / 25.4
INSIDE = 281 * MM  # px of an A4 page between its margins
TEN_POINTS = 10 * 96 / 72
SMALL_ON_PURPOSE = ".mark, .cites, cite"  # what nobody reads while playing
ONE_PAGE = ".tent, .on-table, .decided, .proposals, .watch, .cloth, .harvest"
MEASURE = """([small, single, inside]) => {
    const sizes = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) {
        const parent = walk.currentNode.parentElement;
        if (walk.currentNode.data.trim() && !parent.closest(small))
            sizes.push(parseFloat(getComputedStyle(parent).fontSize));
    }
    const over = (one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth
        && getComputedStyle(one).display !== "inline";
    return {
        smallest: Math.min(...sizes),
        long: [...document.querySelectorAll(`${single}, .row`)]
            .filter((one) => one.getBoundingClientRect().height > inside).map((one) => one.className),
        spilt: [...document.querySelectorAll(".tent > *, .half, .row > *, .cloth")]
            .filter((one) => one.scrollHeight > one.clientHeight + 1).map((one) => one.innerText.slice(0, 60)),
        wide: [...document.querySelectorAll("*")].filter(over).map((one) => one.outerHTML.slice(0, 120)),
    };
}"""
COURSE = load_course(Path(__file__).parents[2])
DOCUMENTS = {slug: roleplay_html(play, COURSE) for slug, play in COURSE.roleplays.items()}
DOCUMENTS["world-cafe"] = world_cafe_html(COURSE.statements, questions_of_2011(COURSE.statements), 24)
MOST_PAGES = {"world-cafe": 19}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_it_prints_well(chromium, name):
    page = chromium.new_page(viewport={"width": round(194 * MM), "height": 1100})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.emulate_media(media="print")
    page.set_content(DOCUMENTS[name])
    page.evaluate("document.fonts.ready")
    found = page.evaluate(MEASURE, [SMALL_ON_PURPOSE, ONE_PAGE, INSIDE])
    assert not [url for url in asked if not url.startswith("data:")]
    assert found["smallest"] >= TEN_POINTS - 0.01
    assert (found["long"], found["spilt"], found["wide"]) == ([], [], [])
    sheets = len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))
    assert sheets <= MOST_PAGES.get(name, 32)
    page.close()
