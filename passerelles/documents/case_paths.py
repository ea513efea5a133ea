"""Draws the ways of a group through a case as one SVG: a column per moment, lines as wide as the plays are many.

No library, no colour needed to read it; the page's style sheet may dress its classes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import pairwise
from textwrap import wrap

from passerelles.engines.case.group import Group, Way
from passerelles.text import t

_PITCH, _BOX, _LAST = 152, 92, 208  # widths: from a column to the next, a box, the endings
_TALL, _GAP, _HEAD = 74, 20, 96  # heights: a box, between two, the titles
_MARGIN, _SPREAD = 12, 64  # _SPREAD: how thick all the plays are together
_BOLD = ' font-weight="bold"'
OPEN = "open"  # where plays that are not finished stand

Link = tuple[str, str]  # from a box to a box


@dataclass(frozen=True, slots=True)
class _Box:
    """An option, an ending, or « not finished »."""

    column: int
    x: float
    y: float
    width: float
    lines: tuple[str, ...]  # all but the last in bold
    said: str
    plays: int

    @property
    def middle(self) -> float:
        """The middle of its height."""
        return self.y + _TALL / 2


def draw_paths(group: Group) -> str:
    """Return the picture of a group that has played; it says in its description what the lines cannot."""
    boxes, links = dict(_boxes(group)), _links(group)
    thick = _SPREAD / max(1, group.plays)
    floor = max(box.y + _TALL for box in boxes.values()) + _GAP
    lanes, height = _lanes(links, boxes, thick, floor)
    leaves, arrives = _ports(links, boxes, thick, side=0), _ports(links, boxes, thick, side=1)
    ribbons = [
        _ribbon(boxes[link[0]], boxes[link[1]], (leaves[link], arrives[link]), lanes.get(link), count * thick)
        for link, count in links.items()
    ]
    width = max(box.x + box.width for box in boxes.values()) + _MARGIN
    return _frame(group, width, height + _MARGIN, [*ribbons, *_titles(group), *map(_drawn, boxes.values())])


def code(number: int, letter: str) -> str:
    """Return how an option is called in the picture and beside it: « 2B »."""
    return f"{number}{letter}"


def codes(group: Group) -> dict[str, str]:
    """Return how each option is called, by `node.option`."""
    return {
        f"{moment.node.id}.{choice.option.id}": code(moment.number, choice.letter)
        for moment in group.moments
        for choice in moment.choices
    }


def _boxes(group: Group) -> Iterator[tuple[str, _Box]]:
    """Yield every box by name: the options of each moment, then the endings."""
    tallest = max([len(moment.choices) for moment in group.moments] + [len(group.endings) + 1])
    for column, moment in enumerate(group.moments):
        for row, choice in enumerate(moment.choices):
            plays, called = len(choice.who), code(moment.number, choice.letter)
            yield (
                f"{moment.node.id}.{choice.option.id}",
                _Box(
                    column,
                    _MARGIN + column * _PITCH,
                    _top(row, len(moment.choices), tallest),
                    _BOX,
                    (called, _plays(plays)),
                    f"{called}. {choice.option.text} {_plays(plays)}",
                    plays,
                ),
            )
    yield from _ends(group, tallest)


def _ends(group: Group, tallest: int) -> Iterator[tuple[str, _Box]]:
    """Yield the boxes of the endings, and of the plays that are not finished."""
    ends = [(f"={ending.id}", ending.title, len(who)) for ending, who in group.endings]
    if group.finished < group.plays:
        ends.append((OPEN, t("documents.paths.open"), group.plays - group.finished))
    column = len(group.moments)
    for row, (name, title, plays) in enumerate(ends):
        y = _top(row, len(ends), tallest)
        lines = (*wrap(title, 22)[:2], _plays(plays))
        yield name, _Box(column, _MARGIN + column * _PITCH, y, _LAST, lines, f"{title} : {_plays(plays)}", plays)


def _top(row: int, rows: int, tallest: int) -> float:
    """Return where a box begins, in a column centred on the tallest one."""
    return _HEAD + (tallest - rows) * (_TALL + _GAP) / 2 + row * (_TALL + _GAP)


def _plays(count: int) -> str:
    """Return « 3 parties », « 1 partie » or « personne »."""
    return t(f"documents.paths.plays.{'none' if count == 0 else 'one' if count == 1 else 'many'}", count=count)


def _links(group: Group) -> Counter[Link]:
    """Count the plays that went from each box straight to another; plays without any choice go nowhere."""
    found: Counter[Link] = Counter()
    for way in group.ways:
        for link in pairwise(_stops(way)):
            found[link] += len(way.who)
    return found


def _stops(way: Way) -> tuple[str, ...]:
    """Return the boxes of one way."""
    return (*way.choices, f"={way.ending.id}" if way.ending else OPEN)


def _ports(links: Counter[Link], boxes: dict[str, _Box], thick: float, side: int) -> dict[Link, float]:
    """Return how high each line leaves its box (side 0) or arrives (side 1), stacked so that none covers another."""
    found: dict[Link, float] = {}
    for name, box in boxes.items():
        mine = sorted((link for link in links if link[side] == name), key=lambda link: boxes[link[1 - side]].middle)
        y = box.middle - sum(links[link] for link in mine) * thick / 2
        for link in mine:
            found[link] = y + links[link] * thick / 2
            y += links[link] * thick
    return found


def _lanes(links: Counter[Link], boxes: dict[str, _Box], thick: float, floor: float) -> tuple[dict[Link, float], float]:
    """Return the height, below the boxes, of each line that passes moments without stopping; and where they end."""
    found: dict[Link, float] = {}
    for (a, b), count in links.items():
        if boxes[b].column - boxes[a].column > 1:
            found[a, b] = floor + count * thick / 2
            floor += count * thick
    return found, floor


def _ribbon(a: _Box, b: _Box, ports: tuple[float, float], lane: float | None, width: float) -> str:
    """Return a line from a box to another; one that passes moments without stopping runs below them, in its lane."""
    (x0, x1), (y0, y1), half = (a.x + a.width, b.x), ports, (_PITCH - _BOX) / 2
    if lane is None:
        path = f"M{x0:g} {y0:g}C{x0 + half:g} {y0:g} {x1 - half:g} {y1:g} {x1:g} {y1:g}"
    else:
        turn, back = x0 + 2 * half, x1 - 2 * half
        path = f"M{x0:g} {y0:g}C{x0 + half:g} {y0:g} {x0 + half:g} {lane:g} {turn:g} {lane:g}L{back:g} {lane:g}"
        path += f"C{x1 - half:g} {lane:g} {x1 - half:g} {y1:g} {x1:g} {y1:g}"
    look = f'fill="none" stroke="#1f5f8b" stroke-opacity=".5" stroke-width="{width:g}"'
    return f'<path class="p-paths__way" d="{path}" {look}/>'


def _titles(group: Group) -> Iterator[str]:
    """Yield the titles of the columns."""
    for column, moment in enumerate(group.moments):
        lines = wrap(f"{moment.number}. {moment.node.title}", 18)
        lines = lines if len(lines) <= 4 else [*lines[:3], lines[3] + "…"]
        yield _text(_MARGIN + column * _PITCH, 24, lines, 15, len(lines))
    yield _text(_MARGIN + len(group.moments) * _PITCH, 24, [t("documents.paths.ends")], 15, 1)


def _drawn(box: _Box) -> str:
    """Return a box; dashed when nobody came."""
    dash = "" if box.plays else ' stroke-dasharray="5 4"'
    top = box.middle - 10 * (len(box.lines) - 2) - 5
    return (
        f'<g><title>{escape(box.said)}</title><rect class="p-paths__box" x="{box.x:g}" y="{box.y:g}" '
        f'width="{box.width:g}" height="{_TALL}" rx="8" fill="#fff" stroke="#767676"{dash}/>'
        f"{_text(box.x + 10, top, box.lines, 17, len(box.lines) - 1)}</g>"
    )


def _text(x: float, y: float, lines: Sequence[str], size: int, bold: int) -> str:
    """Return lines of text, so many of them in bold."""
    spans = [
        f'<tspan x="{x:g}" y="{y + n * (size + 4):g}"{_BOLD if n < bold else ""}>{escape(line)}</tspan>'
        for n, line in enumerate(lines)
    ]
    return f'<text class="p-paths__text" font-size="{size}">{"".join(spans)}</text>'


def _frame(group: Group, width: float, height: float, inside: list[str]) -> str:
    """Return the whole picture, with what it shows said in words."""
    ends = [f"{ending.title}, {_plays(len(who))}" for ending, who in group.endings]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="p-paths" viewBox="0 0 {width:g} {height:g}" role="img" '
        f'aria-labelledby="parcours-titre parcours-mots" '
        f'font-family="Atkinson Hyperlegible Next, sans-serif" fill="#1c2733">'
        f'<title id="parcours-titre">{escape(t("documents.paths.title", plays=_plays(group.plays)))}</title>'
        f'<desc id="parcours-mots">{escape(t("documents.paths.desc", ends=" ; ".join(ends)))}</desc>'
        f'<rect class="p-paths__ground" width="100%" height="100%" fill="#fff"/>{"".join(inside)}</svg>'
    )
