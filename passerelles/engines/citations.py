"""References in a text that open the words they stand for, without a script."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from passerelles.content.corpus import Statement, Term
from passerelles.content.items import Element
from passerelles.content.markdown import render, render_inline
from passerelles.engines.expansions import explained
from passerelles.text import t
from passerelles.typography import typeset

_CITE = re.compile(r'<cite class="statement" data-statement="([^"]+)">[^<]*</cite>')


def quotation(statement: Statement) -> str:
    """Return a statement as HTML: its words in quotation marks, and where they come from."""
    return _quotation(statement.quote, t(f"source.{statement.source}"), statement.id)


@lru_cache(1024)
def _quotation(words: str, source: str, identifier: str) -> str:
    """Return a quotation as HTML; a page asks for the same ones a hundred times."""
    return f"<q>{typeset(escape(words))}</q> <small>{escape(source)}, {identifier}</small>"


def wording(element: Element, statements: Mapping[str, Statement]) -> str:
    """Return an element as HTML: its own words, or the statement it quotes."""
    return quotation(statements[element.statement]) if element.statement else render_inline(element.text or "")


def readable(text: str, statements: Mapping[str, Statement], scope: str, terms: Sequence[Term] = ()) -> str:
    """Return a Markdown text as HTML whose references open their statement, and first uses of terms their meaning.

    `scope` as in `openable`.
    """
    return openable(explained(render(text), terms, scope), statements, scope)


def openable(html: str, statements: Mapping[str, Statement], scope: str) -> str:
    """Return rendered HTML in which each reference is a button that shows its statement.

    `scope` keeps the ids of one text apart from those of the others on the page. A reference to no statement stays
    plain: the rules of the course report it.
    """
    cited = [i for i in dict.fromkeys(_CITE.findall(html)) if i in statements]
    return _CITE.sub(lambda found: _button(found, statements, scope), html) + "".join(
        f'<div popover class="p-cite__card" id="{_anchor(scope, i)}">{quotation(statements[i])}</div>' for i in cited
    )


def _button(found: re.Match[str], statements: Mapping[str, Statement], scope: str) -> str:
    """Return the button of one reference."""
    identifier = found[1]
    if identifier not in statements:
        return found[0]
    label = escape(t("citation.open", id=identifier))
    target = _anchor(scope, identifier)
    return f'<button type="button" class="p-cite" popovertarget="{target}" aria-label="{label}">{identifier}</button>'


def _anchor(scope: str, identifier: str) -> str:
    """Return the id of the card of a statement in one text."""
    return f"enonce-{escape(scope)}-{identifier}"
