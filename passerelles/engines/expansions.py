"""The first use of a glossary word in a text opens what it means, without a script. The words stay as they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from passerelles.content.corpus import Term
from passerelles.content.markdown import KEPT, render_inline
from passerelles.text import t
from passerelles.typography import typeset

_TAG = re.compile(r"(<[^>]*>)")
_CLOSED = re.compile(r"<(/?)(?:a|button|cite|code|pre|summary|svg|h[1-6])\b")  # nothing opens inside these
_ASIDE = re.compile(r"\s*[(\[][^)\]]*[)\]]")


class Word(NamedTuple):
    """What a text needs of a term, to remember texts by."""

    id: str
    term: str
    expansion: str | None
    definition: str
    confusion: str | None
    to_check: bool


def explained(html: str, terms: Sequence[Term], scope: str) -> str:
    """Return rendered HTML in which the first use of each term is a button that shows its meaning.

    `scope` keeps the ids of one text apart from those of the others on the page.
    """
    words = (Word(x.id, x.term, x.expansion, x.definition, x.confusion, x.to_check) for x in terms if x.in_texts)
    return _explained(html, tuple(words), scope) if terms else html


@lru_cache(KEPT)
def _explained(html: str, words: tuple[Word, ...], scope: str) -> str:
    """Return the HTML with its buttons and their cards: the texts of the course are the same for every learner."""
    used: dict[Word, None] = {}

    def button(found: re.Match[str]) -> str:
        """Return the button of a first use, or the word as it was."""
        word = _owner(found[0], words)
        if word in used:
            return found[0]
        used[word] = None
        return _button(found[0], _anchor(scope, word))

    pieces, depth = _TAG.split(html), 0
    for rank, piece in enumerate(pieces):
        if rank % 2 == 0:
            pieces[rank] = piece if depth else _pattern(words).sub(button, piece)
        elif closed := _CLOSED.match(piece):
            depth += -1 if closed[1] else 1
    return "".join([*pieces, *(_card(word, _anchor(scope, word)) for word in used)])


def _button(words: str, card: str) -> str:
    """Return the button around some words; where a browser knows `interestfor`, pointing at it is enough."""
    opens = f'popovertarget="{card}" popovertargetaction="show" interestfor="{card}" aria-describedby="{card}"'
    return f'<button type="button" class="p-word" {opens}>{words}</button>'


@lru_cache(4)
def _pattern(words: tuple[Word, ...]) -> re.Pattern[str]:
    """Return what finds any of the terms, the longest wording first."""
    wordings = sorted((wording for word in words for wording in _wordings(word.term)), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(_loosely, wordings))})(?![\w-])")


def _owner(found: str, words: tuple[Word, ...]) -> Word:
    """Return the term that was found."""
    return next(w for w in words if any(re.fullmatch(_loosely(wording), found) for wording in _wordings(w.term)))


def _wordings(term: str) -> list[str]:
    """Return the forms that an entry lists, without what it says aside: « Conseiller, conseillère (SAJ) » has two."""
    bare = _ASIDE.sub("", term)
    return [bare] if "«" in bare else bare.split(", ")


@lru_cache(KEPT)
def _loosely(wording: str) -> str:
    """Return what finds a wording in rendered HTML: an acronym as it is, words with any plural and either capital."""
    first, *others = [re.escape(escape(word)).replace("’", "['’]") for word in wording.split()]
    if sum(sign.isupper() for sign in wording.split()[0]) > 1:
        return r"\s+".join([first, *others])
    capital = f"[{first[0].upper()}{first[0].lower()}]{first[1:]}"
    return r"s?\s+".join([capital, *others]) + "s?"


def _card(word: Word, anchor: str) -> str:
    """Return what a button shows: what the word stands for and means, and what it is not to be taken for."""
    lines = [f"<strong>{escape(word.term)}</strong>" + (f" : {escape(word.expansion)}" if word.expansion else "")]
    lines.append(render_inline(word.definition))
    if word.confusion:
        lines.append(f"<b>{escape(t('word.confusion'))}</b> {render_inline(word.confusion)}")
    if word.to_check:
        lines.append(f"<small>{escape(t('word.to_check'))}</small>")
    inside = "".join(f"<p>{line}</p>" for line in lines)
    return f'<div popover class="p-word__card" id="{anchor}">{typeset(inside)}</div>'


def _anchor(scope: str, word: Word) -> str:
    """Return the id of the card of a term in one text."""
    return f"mot-{escape(scope)}-{word.id}"
