"""The order of the cards of a deck: it tells nothing of the story, is the same for a version, and wastes little paper.

Cards are numbered in the order in which they are printed, so that a pile cut page by page is sorted. They are printed
by height, and shuffled among those of the same height: a number says how long a card is, and nothing else.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from math import ceil

from passerelles.content.case import CaseDocument

from .deck import Card, every_test

Name = tuple[str | int | None, ...]
Row = tuple[float, tuple[Name, ...]]

WIDE = ("profile", "sides", "debrief")  # these, and drawn networks, take the width of the page
PAGE = 275  # mm of a page that rows may fill: their height is an estimate
_NARROW, _BROAD = 50, 110  # characters on a line
_ASKED, _COUNTED = 32, 20  # characters of something asked of the sheet; of something counted
_LINE, _FRAME = 4.9, 14  # mm: a line of text; margins, number and kind of a card
_APART = re.compile(r"\n\n|\n(?=- |\d+\. )")
_NETWORK = 122  # mm of a drawn network
_BETWEEN = 4  # mm between two piles


def arranged(piles: Sequence[Mapping[Name, Card]], seed: str) -> list[Name]:
    """Return the names of the cards in the order of their numbers; the first card of a case is not numbered.

    A pile begins on the page where the one before it ends.
    """
    order: list[Name] = []
    used = 0.0
    for pile in piles:
        rows, alone = _rows(pile, seed)
        pages = _packed(rows, used)
        order += [name for row in [*(row for page in pages for row in page), *alone] for name in row[1]]
        last = sum(row[0] for row in alone)
        used = sum(row[0] for row in pages[-1]) + last
        used = _BETWEEN + (used if used <= PAGE else last)
    return order


def _rows(pile: Mapping[Name, Card], seed: str) -> tuple[list[Row], list[Row]]:
    """Return the rows of a pile, and apart the last card when it has no neighbour."""
    named = {name: card for name, card in pile.items() if name != (None, "start")}
    order = sorted(named, key=lambda name: (-height(named[name]), _digest(name, seed)))
    narrow = [name for name in order if not is_wide(named[name])]
    pairs = [(height(named[narrow[n]]), tuple(narrow[n : n + 2])) for n in range(0, len(narrow), 2)]
    broad: list[Row] = [(height(named[name]), (name,)) for name in order if is_wide(named[name])]
    whole = len(narrow) // 2
    return [*pairs[:whole], *broad], pairs[whole:]


def is_wide(card: Card) -> bool:
    """Say whether a card takes the width of the page."""
    return card.kind in WIDE or (card.shows is not None and card.shows.kind == "network")


def height(card: Card) -> float:
    """Return about how many millimetres a card needs."""
    if card.shows is not None:
        return _FRAME + (_NETWORK if is_wide(card) else _LINE * _drawn(card.shows))
    width = _BROAD if is_wide(card) else _NARROW
    texts = _lines(card.title, width * 0.85) + _lines(card.text, width)
    texts += _lines(" ".join(card.knows), width) + _lines(card.comment, width * 1.05)
    said = [_ASKED * len(list(every_test(line.when))) + len(line.text) for each in card.sentences for line in each]
    texts += sum(ceil(length / width) for length in said) + 1.6 * len(card.sentences)
    return _FRAME + _LINE * (texts + _instructions(card))


def _instructions(card: Card) -> float:
    """Return about how many lines the instructions of a card take."""
    lines = 0.3 + sum(ceil((_ASKED * max(1, len(list(every_test(way.when)))) + 9) / _NARROW) for way in card.inserts)
    lines += 2.4 if card.inserts else 0
    lines += sum(ceil(_ASKED * len(list(every_test(way.when))) / _NARROW) for way in card.ways) + 1.4 * bool(card.ways)
    lines += 1.6 if len(card.ways) > 1 else 0
    lines += 1.4 * bool(card.settle) + 1.4 * (card.document is not None) + bool(card.cites) * 0.8
    lines += 3.6 * (card.kind == "closing") + 0.4 * (card.kind == "insert")
    if card.kind in ("outcome", "insert"):
        lines += ceil((_COUNTED * len(card.counts) + 10) / _NARROW)
    if card.choices:
        lines += _lines(card.question, _NARROW * 0.9) + 3.4
        lines += sum(_lines(choice.text + "     ", _NARROW * 0.85) for choice in card.choices)
    return lines


def _drawn(document: CaseDocument) -> float:
    """Return about how many lines a document takes, drawn line by line."""
    above = document.kind in ("messages", "timeline")  # the label has a line of its own
    said = [(one.label if above else "", one.text if above else f"{one.label} {one.text}") for one in document.lines]
    return 1.5 + sum(bool(label) + ceil(len(text) / 38) + (0.9 if above else 0.4) for label, text in said)


def _lines(text: str, width: float) -> float:
    """Return about how many lines a Markdown text takes, a third of a line between paragraphs."""
    paragraphs = [part for part in _APART.split(text) if part.strip()]
    return sum(ceil(len(part) / width) + (0.3 if not part.startswith("- ") else 0) for part in paragraphs)


def _packed(rows: list[Row], used: float) -> list[list[Row]]:
    """Return the rows, highest first, each put on the first page that has room for it; `used`: mm of the first page."""
    pages: list[list[Row]] = [[(used, ())]]
    for row in sorted(rows, key=lambda row: -row[0]):
        room = next((page for page in pages if sum(other[0] for other in page) + row[0] <= PAGE), None)
        if room is None:
            pages.append([row])
        else:
            room.append(row)
    return pages


def _digest(name: Name, seed: str) -> bytes:
    """Return where chance puts a card in this version."""
    return hashlib.sha256(f"{seed}\0{name}".encode()).digest()
