"""Markdown of authors becomes safe HTML."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelles.content.markdown import render, render_inline

TAGS = {"h3", "h4", "h5", "h6", "p", "em", "strong", "code", "pre", "a", "img", "br", "hr", "ul", "ol", "li"}
TAGS |= {"blockquote", "cite", "table", "tr", "th", "td", "s"}


@pytest.mark.parametrize("text", ["# Un\n\n## Deux\n", "## Un\n\n### Deux\n", "Un\n==\n\nDeux\n--\n"])
def test_the_highest_heading_of_a_text_is_h3(text):
    assert render(text) == "<h3>Un</h3>\n<h4>Deux</h4>\n"


def test_headings_never_go_below_h6():
    assert "<h6>c</h6>" in render("# a\n\n##### b\n\n###### c")


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JAVASCRIPT:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](data:text/html,<script>)",
        "[x](//ailleurs.example)",
        "[x](mailto:a@b.example)",
        "![x](https://ailleurs.example/a.png)",
        "![x](//ailleurs.example/a.png)",
        "![x](data:image/png;base64,AAAA)",
        "<javascript:alert(1)>",
        '[x](https://a.example "\\" onclick=\\"x")',
    ],
)
def test_nothing_active_or_fetched_gets_through(text):
    html = render(text)
    assert not re.search(r"<(script|img|iframe)|<a href=\"(?!https://a\.example)|<[^>]* on\w+=", html, re.IGNORECASE)


def test_a_link_that_leaves_the_course_is_plain_and_silent():
    assert render_inline("[le site](https://a.example/?b=1&c=2)") == (
        '<a href="https://a.example/?b=1&amp;c=2" rel="noopener noreferrer external">le site</a>'
    )
    assert render_inline("[suite](../glossaire#amo)") == '<a href="../glossaire#amo">suite</a>'


def test_an_image_of_the_course_stays_with_its_description():
    assert render_inline('![Une "passerelle"](pont.svg)') == '<img src="pont.svg" alt="Une &quot;passerelle&quot;">'


def test_references_to_statements_can_be_styled():
    one = '<cite class="statement" data-statement="C5-010">C5-010</cite>'
    two = '<cite class="statement" data-statement="WC-009">WC-009</cite>'
    assert render_inline("oui [C5-010]") == f"oui {one}"
    assert render_inline("[C5-010, WC-009]") == f"{one}, {two}"
    assert render_inline("[C5-010…012]") == f"{one}…012"
    assert render_inline("`[C5-010]`") == "<code>[C5-010]</code>"
    assert render_inline("[AB-010]") == "[AB-010]"


def test_an_inline_text_has_no_paragraph():
    assert render_inline("a **b** « c »") == "a <strong>b</strong> «\u00a0c\u00a0»"


@given(st.text(alphabet="<>[]()!\"'`*_\\:/ajsx#\n", max_size=80))
def test_whatever_is_typed_no_foreign_tag_appears(text):
    tags = set(re.findall(r"<\s*([a-zA-Z0-9]+)", render(text)))
    assert tags <= TAGS
