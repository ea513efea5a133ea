"""The pictures of the figures of a session: a bar for each number, or a bar for each row, in parts.

Numbers stand on the bars and in the table beside: nothing is told by colour or by length alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from passerelles.engines.tools.picture import GREY, INK, PAPER, RIVER, SAND, Picture, text_width
from passerelles.french import number
from passerelles.text import t

WIDTH = 340
_LEFT, _RIGHT = 8, WIDTH - 8
_BAR, _GAP = 20, 6
_SHADES = ((PAPER, INK), ("#dcebe9", INK), ("#a9cfca", INK), ("#4a8580", PAPER), (RIVER, PAPER))  # ground, words

Row = Sequence[Any]


def drawn(told: Mapping[str, Any]) -> str:
    """Return the picture of a table of figures as SVG; "" for one that has none, or no number."""
    make = {"bars": _bars, "parts": _parts}.get(told["picture"])
    values = [value for row in told["rows"] for value in row[told["keys"] :] if value is not None]
    return make(told) if make and values else ""


def _bars(told: Mapping[str, Any]) -> str:
    """Draw a bar for each number of each row, those of a row under its label."""
    keys, shown = told["keys"], told["drawn"]
    names = told["head"][keys : keys + shown]
    numbers = [value for row in told["rows"] for value in row[keys : keys + shown] if value is not None]
    most = told["most"] or max(numbers, default=0) or 1
    picture, y = _begun(told), 4.0
    for row in told["rows"]:
        y = _label(picture, y, " · ".join(row[:keys]))
        for rank, value in enumerate(row[keys : keys + shown]):
            name = names[rank] if shown > 1 else ""
            y = _bar(picture, y, name, value, most, told["unit"], hollow=rank % 2 < shown - 1)
        y += _GAP
    return _ended(picture, y)


def _bar(picture: Picture, y: float, name: str, value: float | None, most: float, unit: str, *, hollow: bool) -> float:
    """Draw one bar, its name before it and its number after; return where the next one begins."""
    start = _LEFT + (86 if name else 0)
    full = _RIGHT - start - 52
    if name:
        picture.text(_LEFT, y + 15, name, size=13, fill=GREY)
    if value is None:
        picture.text(start, y + 15, t("analysis.few"), size=13, fill=GREY)
        return y + _BAR + 3
    long = full * min(1.0, value / most)
    picture.rect(start, y, max(long, 1), _BAR, fill=_SHADES[1][0] if hollow else RIVER, stroke=RIVER, rx=2)
    picture.text(start + long + 6, y + 15, f"{number(value)} {unit}".strip(), size=14, weight=600)
    return y + _BAR + 3


def _parts(told: Mapping[str, Any]) -> str:
    """Draw a bar for each row, in as many parts as it has numbers; rows of the same first label stand together."""
    keys = told["keys"]
    names = told["head"][keys:]
    picture = _begun(told)
    y = _legend(picture, names)
    for label, rows in groupby(told["rows"], key=lambda row: row[0]):
        y = _label(picture, y, label)
        for row in rows:
            if keys > 1:
                picture.text(_LEFT, y + 11, row[1], size=13, fill=GREY)
                y += 16
            _divided(picture, y, row[keys:], _shades(len(names)))
            y += _BAR + 4
        y += _GAP
    return _ended(picture, y)


def _divided(picture: Picture, y: float, counts: Row, shades: Sequence[tuple[str, str]]) -> None:
    """Draw a bar in parts, the number in each that is wide enough."""
    known = [count or 0 for count in counts]
    total, x = sum(known), float(_LEFT)
    if None in counts or not total:
        picture.text(_LEFT, y + 15, t("analysis.few"), size=13, fill=GREY)
        return
    for count, (ground, ink) in zip(known, shades, strict=True):
        wide = (_RIGHT - _LEFT) * count / total
        if count:
            picture.rect(x, y, wide, _BAR, fill=ground, rx=0)
        if count and wide >= text_width(str(count), 14, 600) + 2:
            picture.text(x + wide / 2, y + 15, str(count), size=14, weight=600, anchor="middle", fill=ink)
        x += wide


def _legend(picture: Picture, names: Sequence[str]) -> float:
    """Draw which part is which; return where the picture goes on."""
    x, y = float(_LEFT), 4.0
    for name, (ground, _) in zip(names, _shades(len(names)), strict=True):
        wide = 24 + text_width(name, 13)
        if x + wide > _RIGHT:
            x, y = float(_LEFT), y + 22
        picture.rect(x, y, 16, 16, fill=ground, rx=2)
        picture.text(x + 21, y + 13, name, size=13)
        x += wide + 12
    return y + 30


def _shades(count: int) -> list[tuple[str, str]]:
    """Return so many grounds with the colour of words on them, the palest first; sand stands for « neither »."""
    if count == len(_SHADES):
        return [*_SHADES]
    return [(RIVER, PAPER), (SAND, INK), (PAPER, INK)][:count] + [(PAPER, INK)] * (count - 3)


def _label(picture: Picture, y: float, words: str) -> float:
    """Write what the next bars are of; return where they begin."""
    return y + picture.text(_LEFT, y + 13, words, size=14, wrap=_RIGHT - _LEFT) + 2


def _begun(told: Mapping[str, Any]) -> Picture:
    """Return a picture to draw on; what it shows is read in the table."""
    return Picture(WIDTH, 0, told["caption"], t("analysis.described"))


def _ended(picture: Picture, y: float) -> str:
    """Return the picture, cut where the last thing ends."""
    picture.height = y
    return picture.svg()
