"""Two marks on one scale, side by side: what one thought before and after, or two people about the same thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .picture import BRICK, GREY, INK, PAPER, RIVER, Picture, text_width
from .reading import Figure, Table

_LEFT, _WIDTH, _STEP, _RADIUS = 24, 340, 38, 8
_WORDS = 16  # size: inside a tool, a phone shows a picture at three quarters


class Pair(NamedTuple):
    """Two marks about one thing; a mark that is not given is None."""

    about: str
    first: float | None
    second: float | None

    @property
    def gap(self) -> float | None:
        """How far the second mark is from the first; None when one is missing."""
        return None if self.first is None or self.second is None else self.second - self.first


def mark(row: Mapping[str, Any], field: str) -> float | None:
    """Return a mark that was given in a field of a row."""
    found = row.get(field)
    return float(found) if isinstance(found, int | float) else None


def shown(found: float | None) -> str:
    """Return a mark as it is written; a dash when there is none."""
    return "–" if found is None else f"{found:g}"


def pairs_table(title: str, head: Sequence[str], pairs: Sequence[Pair], more: Sequence[str] = ()) -> Table:
    """Return the marks as a table, `more` filling a last column."""
    rows = [[pair.about, shown(pair.first), shown(pair.second)] for pair in pairs]
    return Table(title, list(head), [[*row, last] for row, last in zip(rows, more, strict=True)] if more else rows)


def pairs_figure(title: str, names: tuple[str, str], pairs: Sequence[Pair], steps: int = 5) -> Figure:
    """Draw each pair on its own scale of 1 to `steps`: a ring for the first mark, a full square for the second."""
    told = "; ".join(f"{pair.about} : {shown(pair.first)}, {shown(pair.second)}" for pair in pairs)
    picture = Picture(_WIDTH, 0, title, f"{names[0]}, {names[1]}. {told}.")
    y = _legend(picture, names)
    for pair in pairs:
        y += picture.text(_LEFT, y, pair.about, size=_WORDS, wrap=_WIDTH - 2 * _LEFT) + 12
        _scale(picture, y, steps, pair)
        y += _STEP
    picture.height = y
    return Figure(title, picture.description, picture.svg())


def _legend(picture: Picture, names: tuple[str, str]) -> float:
    """Draw which sign is whose; return where the rest starts."""
    _first(picture, _LEFT, 20)
    picture.text(_LEFT + 18, 25, names[0], size=_WORDS, weight=700, fill=BRICK)
    start = _LEFT + 46 + text_width(names[0], _WORDS, 700)
    _second(picture, start, 20)
    picture.text(start + 16, 25, names[1], size=_WORDS, weight=700, fill=RIVER)
    return 56


def _scale(picture: Picture, y: float, steps: int, pair: Pair) -> None:
    """Draw one scale with the marks of a pair, joined when both are there."""
    places = [_LEFT + (_WIDTH - 2 * _LEFT) * rank / (steps - 1) for rank in range(steps)]
    picture.line(places[0], y, places[-1], y, stroke=GREY)
    picture.text(6, y + 4, "1", size=14, fill=GREY)
    picture.text(_WIDTH - 12, y + 4, f"{steps}", size=14, fill=GREY)
    for x in places:
        picture.line(x, y - 4, x, y + 4, stroke=GREY)
    known = [None if found is None else _at(found, steps) for found in pair[1:]]
    if known[0] is not None and known[1] is not None:
        picture.line(known[0], y, known[1], y, stroke=INK, width=3)
    if known[1] is not None:
        _second(picture, known[1], y)
    if known[0] is not None:
        _first(picture, known[0], y)


def _at(found: float, steps: int) -> float:
    """Return where a mark stands."""
    return _LEFT + (_WIDTH - 2 * _LEFT) * (min(max(found, 1), steps) - 1) / (steps - 1)


def _first(picture: Picture, x: float, y: float) -> None:
    """Draw the sign of a first mark: a ring, which leaves a second one at the same place in sight."""
    picture.circle(x, y, _RADIUS + 3, fill="none", stroke=BRICK, width=3)


def _second(picture: Picture, x: float, y: float) -> None:
    """Draw the sign of a second mark: a full square."""
    picture.rect(x - _RADIUS + 2, y - _RADIUS + 2, 2 * _RADIUS - 4, 2 * _RADIUS - 4, fill=RIVER, stroke=PAPER, rx=1)
