"""Markdown of the course to safe HTML: no raw HTML, no script links, nothing fetched from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from passerelles.typography import typeset

STATEMENT_ID = re.compile(r"\b(?:C5|WC)-\d{3}\b")
FIRST_HEADING = 3  # the page has h1, the step h2

_REFERENCE = re.compile(r"\[((?:C5|WC)-\d{3}(?:[ ,;…–à]+(?:(?:C5|WC)-)?\d{3})*)\]")
_ELSEWHERE = re.compile(r"^([a-z][a-z0-9+.-]*:|//)", re.IGNORECASE)
_CITE = r'<cite class="statement" data-statement="\g<0>">\g<0></cite>'
_WEB = re.compile(r"^https?://", re.IGNORECASE)

KEPT = 4096  # texts of the course whose HTML is kept: they are the same for every learner


@lru_cache(KEPT)
def render(text: str) -> str:
    """Return a Markdown text as HTML; its highest heading becomes h3, the others follow."""
    return render_once(text)


def render_once(text: str) -> str:
    """Return the same, and keep nothing of it: what holds somebody's words is not the same for every learner."""
    parser = _parser()
    tokens = parser.parse(text)
    _shift_headings(tokens)
    return typeset(str(parser.renderer.render(tokens, parser.options, {})))


@lru_cache(KEPT)
def render_inline(text: str) -> str:
    """Return one line of Markdown as HTML, without a paragraph around it."""
    return typeset(str(_parser().renderInline(text)))


@cache
def _parser() -> MarkdownIt:
    """Return the one parser: preset `js-default` escapes HTML."""
    parser = MarkdownIt("js-default")
    parser.validateLink = _allowed  # type: ignore[method-assign]
    for name, rule in {"text": _text, "link_open": _link_open, "image": _image}.items():
        parser.add_render_rule(name, lambda _, *token, rule=rule: rule(*token))
    return parser


def _allowed(url: str) -> bool:
    """Say whether a link may stay one: http(s), or inside the course."""
    return bool(_WEB.match(url)) or not _ELSEWHERE.match(url)


def _shift_headings(tokens: Sequence[Token]) -> None:
    """Move every heading down so that the highest stands at FIRST_HEADING."""
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    shift = FIRST_HEADING - min((int(token.tag[1]) for token in headings), default=FIRST_HEADING)
    for token in headings:
        token.tag = f"h{min(6, int(token.tag[1]) + shift)}"


def _text(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Render plain text; `[C5-010, C5-011]` becomes references the page can style and link."""
    return _REFERENCE.sub(lambda found: STATEMENT_ID.sub(_CITE, found[1]), escapeHtml(tokens[index].content))


def _link_open(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Render the opening of a link; one that leaves the course says nothing about where it comes from."""
    url = str(tokens[index].attrGet("href") or "")
    rel = ' rel="noopener noreferrer external"' if _WEB.match(url) else ""
    return f'<a href="{escapeHtml(url)}"{rel}>'


def _image(tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    """Render an image of the course; one from elsewhere is replaced by its description."""
    token = tokens[index]
    url, description = str(token.attrGet("src") or ""), escapeHtml(token.content)
    return description if _ELSEWHERE.match(url) else f'<img src="{escapeHtml(url)}" alt="{description}">'
