"""What an activity of a live session leaves, as blocks of a document: the kinds of `engines.live.screen`, put on paper.

What is only to be done on a screen (buttons, forms, timers, links) leaves nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from passerelles.engines.live.screen import Block as Shown
from passerelles.french import number
from passerelles.text import t
from passerelles.typography import typeset

from .blocks import Block, Bullets, Grid, Words, plain_words

_STYLES = {"said": "written", "hint": "source", "strong": "asked", "caution": "note"}


def on_paper(blocks: Iterable[Shown]) -> Iterator[Block]:
    """Yield the blocks of a document that say the same."""
    for block in blocks:
        if make := _MADE.get(block["kind"]):
            yield from make(block)


def _words(block: Shown) -> Iterator[Block]:
    """Yield a paragraph; course text becomes plain words."""
    text = plain_words(block["html"]) if "html" in block else typeset(block["words"])
    style: Any = _STYLES.get(block.get("tone", "normal"), "normal")
    if text:
        yield Words(text, style)


def _heading(block: Shown) -> Iterator[Block]:
    """Yield a heading inside an activity."""
    yield Words(typeset(block["words"]), "asked")


def _list(block: Shown) -> Iterator[Block]:
    """Yield a list under its title."""
    yield from _titled(block.get("title", ""), [typeset(item) for item in block["items"]], ordered=block["ordered"])


def _table(block: Shown) -> Iterator[Block]:
    """Yield a table; every row gets as many cells as there are headings."""
    head = [typeset(cell) for cell in block["head"]]
    rows = [[typeset(str(cell)) for cell in [*row, *[""] * len(head)][: len(head)]] for row in block["rows"]]
    if head and rows:
        yield Grid(typeset(block["caption"]), head, rows)


def _bars(block: Shown) -> Iterator[Block]:
    """Yield bars as a table: numbers are read faster than lengths on paper."""
    head = [t("evidence.report.label"), t("evidence.report.value")]
    rows = [[typeset(row["label"]), _measured(row["value"], block["unit"])] for row in block["rows"]]
    if rows:
        yield Grid(typeset(block["caption"]), head, rows)


def _cards(block: Shown) -> Iterator[Block]:
    """Yield cards as a list: title, words, note."""
    yield from _titled(block["label"], [_card(card) for card in block["cards"]])


def _cloth(block: Shown) -> Iterator[Block]:
    """Yield the traces of a cloth, then those that were joined."""
    traces = {trace["id"]: trace for trace in block["traces"]}
    yield from _titled(block["label"], [_card(trace) for trace in block["traces"]])
    pairs = [[traces[name]["words"] for name in line if name in traces] for line in block["lines"]]
    yield from _titled(
        t("evidence.report.joined"), [typeset(" — ".join(f"« {one} »" for one in pair)) for pair in pairs]
    )


def _fold(block: Shown) -> Iterator[Block]:
    """Yield what is folded, under its name."""
    inner = list(on_paper(block["blocks"]))
    if inner:
        yield Words(typeset(block["label"]), "asked")
        yield from inner


def _titled(title: str, items: list[str], *, ordered: bool = False) -> Iterator[Block]:
    """Yield a list, if it holds something, under its title, if it has one."""
    if items:
        yield from [Words(typeset(title), "asked")] if title else []
        yield Bullets(items, ordered)


def _card(card: dict[str, str]) -> str:
    """Return a card in a line."""
    title = f"{card['title']} : " if card.get("title") and card.get("words") else card.get("title", "")
    note = f" ({card['note']})" if card.get("note") else ""
    return typeset(f"{title}{card.get('words', '')}{note}")


def _measured(value: float, unit: str) -> str:
    """Return a number with its unit."""
    return typeset(f"{number(value)} {unit}".strip())


_MADE: dict[str, Callable[[Shown], Iterator[Block]]] = {
    "words": _words,
    "prose": _words,
    "heading": _heading,
    "list": _list,
    "table": _table,
    "bars": _bars,
    "cards": _cards,
    "cloth": _cloth,
    "fold": _fold,
}
