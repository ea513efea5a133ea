"""The picture of `two-funders`: the months each funder pays, those nobody does, when each line of the plan falls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from passerelles.french import listed, number, quoted
from passerelles.text import t

from .funders import CLOSED, FUNDERS, MONTHS, Funder, Line, Plan, total
from .picture import BRICK, GREY, INK, PAPER, RIVER, SAND, Picture
from .reading import Figure

_LEFT, _WIDE, _HIGH = 10, 32, 26  # of the months: with them the picture is 340 wide
_PAINT = {"a": (RIVER, PAPER), "b": (SAND, INK)}


class Words(NamedTuple):
    """What a tool calls the lines, the funders and the months, by their ids."""

    lines: Mapping[str, str]
    payers: Mapping[str, str]
    months: Mapping[str, str]

    def quoted(self, lines: Iterable[Line]) -> str:
        """Return the names of some lines, each between quotation marks."""
        return quoted(self.lines[line.row] for line in lines)

    @property
    def gap(self) -> str:
        """Return which months nobody pays."""
        return t("engines.two-funders.gap", months=listed([self.months[month] for month in CLOSED]))


def calendar(plan: Plan, words: Words) -> Figure:
    """Draw a row of months for each funder, then one for each line of the plan."""
    title, described = t("engines.two-funders.figure"), _described(plan, words)
    picture, y = Picture(340, 100, title, described), 26.0
    for rank, month in enumerate(MONTHS):
        short = t(f"engines.two-funders.{month}")
        picture.text(_x(rank) + _WIDE / 2, y - 8, short, size=12, anchor="middle")
    for funder in FUNDERS:
        y = _funder(picture, y, funder, f"{words.payers[funder.key]} : {_of_envelope(plan, funder)}")
    y += 12 + picture.text(_LEFT, y + 12, words.gap, size=13, weight=600, fill=BRICK, wrap=320)
    for line in plan:
        y = _line(picture, y, line, f"{words.lines[line.row]} : {_told(line, words)}")
    picture.height = y
    return Figure(title, described, picture.svg())


def _x(rank: int) -> float:
    """Return where a month begins."""
    return _LEFT + rank * _WIDE


def _funder(picture: Picture, y: float, funder: Funder, name: str) -> float:
    """Draw when one funder pays, under its name; return where the next row begins."""
    y += picture.text(_LEFT, y + 12, f"{funder.key.upper()}. {name}", size=13, weight=600, wrap=320) + 2
    for rank, month in enumerate(MONTHS):
        pays = month in funder.months
        fill, ink = _PAINT[funder.key] if pays else (PAPER, GREY)
        picture.rect(_x(rank), y, _WIDE, _HIGH, fill=fill, stroke=GREY, rx=0)
        if month in CLOSED:
            picture.rect(_x(rank) + 2, y + 2, _WIDE - 4, _HIGH - 4, stroke=BRICK, width=2, dash="4 3", rx=0)
        letter = funder.key.upper() if pays else "–"
        picture.text(_x(rank) + _WIDE / 2, y + 18, letter, size=13, anchor="middle", weight=600, fill=ink)
    return y + _HIGH + 8


def _line(picture: Picture, y: float, line: Line, told: str) -> float:
    """Draw when one line falls: a full month, or a brick one where somebody who pays for it is closed."""
    y += picture.text(_LEFT, y + 12, told, size=13, wrap=320) + 2
    for rank, month in enumerate(MONTHS):
        here, refused = month == line.month, month == line.month and _refused(line)
        fill = BRICK if refused else RIVER if here else PAPER
        picture.rect(_x(rank), y, _WIDE, 16, fill=fill, stroke=GREY, rx=0)
        if here:
            mark = "!" if refused else "●"
            picture.text(_x(rank) + _WIDE / 2, y + 13, mark, size=12, anchor="middle", weight=600, fill=PAPER)
    return y + 24


def _refused(line: Line) -> bool:
    """Say whether somebody would have to pay in a month when they pay nothing."""
    return any(line.paid_by(funder.key) and line.month not in funder.months for funder in FUNDERS)


def _amounts(line: Line) -> str:
    """Return who pays how much of a line: « A 2 000 + B 1 000 »."""
    return " + ".join(f"{f.key.upper()} {number(line.paid_by(f.key))}" for f in FUNDERS if line.paid_by(f.key))


def _of_envelope(plan: Plan, funder: Funder) -> str:
    """Return what one funder gives, of what it has: « 8 000 sur 10 000 »."""
    return t("engines.two-funders.of", given=number(total(plan, funder.key)), envelope=number(funder.envelope))


def _told(line: Line, words: Words) -> str:
    """Return who pays how much of a line, and when."""
    when = f", {words.months[line.month]}" if line.month in MONTHS else ""
    closed = f" ({t('engines.two-funders.closed')})" if when and _refused(line) else ""
    return f"{_amounts(line)}{when}{closed}"


def _described(plan: Plan, words: Words) -> str:
    """Return the picture in words."""
    told = [
        f"{words.payers[f.key]}, {_of_envelope(plan, f)} : {listed([words.months[month] for month in f.months])}"
        for f in FUNDERS
    ]
    told += [f"{words.lines[line.row]} : {_told(line, words)}" for line in plan]
    return " ; ".join([*told, words.gap])
