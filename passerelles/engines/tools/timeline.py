"""Draws days from the top down, in order: the date, a dot that is ticked once it is done, the words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from .dates import short_day
from .picture import BRICK, GREY, INK, MOSS, RIVER, SAND, Picture

WIDTH = 340
_DOT, _WORDS = 108, 128  # from the left


class Mark(NamedTuple):
    """Something that falls on a day; `framed`: it stands out."""

    on: date
    words: str
    done: bool = False
    framed: bool = False


def in_words(marks: Sequence[Mark]) -> str:
    """Return the same in words."""
    return "; ".join(f"{short_day(mark.on)} : {mark.words}" for mark in marks) + "."


def draw_days(picture: Picture, marks: Sequence[Mark]) -> float:
    """Draw each mark under the one before, a day’s name once; return where the drawing ends."""
    y, tops, before = 28.0, [], None
    for mark in marks:
        tops.append(y - 5)
        if mark.on != before:
            picture.text(8, y, short_day(mark.on), size=14, weight=600)
        high = max(34.0, picture.text(_WORDS, y, mark.words, size=14, wrap=WIDTH - _WORDS - 8) + 16)
        _dot(picture, y - 5, mark)
        y, before = y + high, mark.on
    for top, below in pairwise(tops):
        picture.line(_DOT, top + 13, _DOT, below - 13, stroke=GREY, width=2)
    return y


def _dot(picture: Picture, y: float, mark: Mark) -> None:
    """Draw the dot of a mark."""
    if mark.framed:
        picture.rect(_DOT - 12, y - 12, 24, 24, fill=SAND, stroke=BRICK, rx=2)
    picture.circle(_DOT, y, 8, fill=MOSS if mark.done else RIVER, stroke=INK)
    if mark.done:
        picture.path(f"M{_DOT - 4} {y} l3 4 l6 -8", stroke="#ffffff", width=2)
