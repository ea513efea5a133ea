"""Cards drawn one under the other: a title, some words, and what is there or still missing, told by sign and word."""

from __future__ import annotations

from collections.abc import Sequence

from .picture import BRICK, GREY, INK, MOSS, PAPER, SAND, Picture

WIDTH = 340
_LEFT, _COLUMN, _LINE = 20, 150, 24


def card(picture: Picture, y: float, title: str, words: str, marks: Sequence[tuple[str, bool]]) -> float:
    """Draw a card from there down, its marks in two columns; return its height. Dashed while a mark is missing."""
    high = _height(title, words, marks)
    whole = all(there for _, there in marks)
    picture.rect(8, y, WIDTH - 16, high, fill=PAPER, stroke=MOSS if whole else INK, dash=None if whole else "5 4")
    at = y + 24
    at += picture.text(_LEFT, at, title, size=15, weight=600, wrap=WIDTH - 2 * _LEFT)
    at += picture.text(_LEFT, at, words, size=14, fill=GREY, wrap=WIDTH - 2 * _LEFT) if words else 0
    for rank, (name, there) in enumerate(marks):
        _mark(picture, _LEFT + rank % 2 * _COLUMN, at + 6 + rank // 2 * _LINE, name, there)
    return high


def _height(title: str, words: str, marks: Sequence[tuple[str, bool]]) -> float:
    """Return how high a card is."""
    measure = Picture(WIDTH, 0, "", "")
    high = measure.text(0, 0, title, size=15, weight=600, wrap=WIDTH - 2 * _LEFT)
    high += measure.text(0, 0, words, size=14, wrap=WIDTH - 2 * _LEFT) if words else 0
    return high + 26 + (len(marks) + 1) // 2 * _LINE


def _mark(picture: Picture, x: float, y: float, name: str, there: bool) -> None:
    """Draw one mark: a tick in a full box, or an empty dashed one."""
    picture.rect(x, y - 11, 14, 14, fill=SAND if there else PAPER, stroke=MOSS if there else BRICK, rx=3,
                 dash=None if there else "3 2")  # fmt: skip
    if there:
        picture.path(f"M{x + 3} {y - 4} l3 4 l6 -8", stroke=MOSS, width=2)
    picture.text(x + 20, y, name, size=14)
