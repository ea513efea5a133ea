"""Draws a figure as one SVG, the same on a page, in a PDF and in a Word file: always on white, never in colour alone.

Lengths are in the picture's own units: on a phone it is shown about 340 px wide, on paper 480 points.
"""

from __future__ import annotations

import re
from html import escape
from math import atan2, cos, sin

INK, PAPER, RIVER, BRICK, MOSS = "#2b2520", "#ffffff", "#1b5e5a", "#98401f", "#2c6329"
SAND, GREY = "#fbecc9", "#6b6259"  # a ground under INK; a quiet line or a secondary word

_FONT = "Atkinson Hyperlegible Next, Verdana, sans-serif"
_LEADING = 1.3
_HEAD = 9  # length of an arrow head
_FORBIDDEN = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_WIDTHS = {0.3: " iljtfrI.,:;!'’|()[]-«»\u00a0\u202f", 0.87: "mwMW@%—…", 0.68: "ABCDGHKNOQRUVXÀÉÈÊÇ&"}
_WIDTH = {sign: width for width, signs in _WIDTHS.items() for sign in signs}


def text_width(words: str, size: float = 14, weight: int = 400) -> float:
    """Return about how wide a text is; rather too wide than too narrow."""
    return sum(_WIDTH.get(sign, 0.57) for sign in words) * size * (1.06 if weight > 500 else 1)


def wrapped(words: str, width: float, size: float = 14, weight: int = 400) -> list[str]:
    """Return a text cut in lines at most that wide; a word that is longer than a line is cut too."""
    lines = [""]
    for word in words.split():
        for piece in _pieces(word, width, size, weight):
            longer = f"{lines[-1]} {piece}".strip()
            if text_width(longer, size, weight) <= width or not lines[-1]:
                lines[-1] = longer
            else:
                lines.append(piece)
    return lines


def _pieces(word: str, width: float, size: float, weight: int) -> list[str]:
    """Return a word whole, or in pieces that each fit on a line."""
    if text_width(word, size, weight) <= width:
        return [word]
    most = max(1, int(width / (0.87 * size * 1.06)))
    return [word[at : at + most] for at in range(0, len(word), most)]


class Picture:
    """A picture being drawn: what comes last lies on top. `description` tells it to somebody who does not see it."""

    def __init__(self, width: float, height: float, title: str, description: str) -> None:
        """`height` may be set again before `svg()`, when it is known only once all is drawn."""
        self.width, self.height, self.title, self.description = width, height, title, description
        self._body: list[str] = []

    def rect(
        self, x: float, y: float, w: float, h: float, *, fill: str = PAPER, stroke: str = INK, rx: float = 6,
        width: float = 1, dash: str | None = None,
    ) -> None:  # fmt: skip
        """Draw a rectangle from its top left corner. `dash`: « 4 3 »."""
        place = f'x="{x:g}" y="{y:g}" width="{max(0, w):g}" height="{max(0, h):g}" rx="{rx:g}"'
        self._body.append(f"<rect {place} {_paint(fill, stroke, width, dash)}/>")

    def line(
        self, x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = 1,
        dash: str | None = None, arrow: bool = False,
    ) -> None:  # fmt: skip
        """Draw a line, with a head at its end when it is an arrow."""
        self._body.append(
            f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" {_paint("none", stroke, width, dash)}/>'
        )
        if arrow:
            way = atan2(y2 - y1, x2 - x1)
            sides = [(x2 - _HEAD * cos(way + turn), y2 - _HEAD * sin(way + turn)) for turn in (0.45, -0.45)]
            self.path(
                "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in [(x2, y2), *sides]) + " Z", fill=stroke, stroke=stroke
            )

    def circle(
        self, x: float, y: float, r: float, *, fill: str = PAPER, stroke: str = INK, width: float = 1,
        dash: str | None = None,
    ) -> None:  # fmt: skip
        """Draw a circle."""
        self._body.append(f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" {_paint(fill, stroke, width, dash)}/>')

    def path(self, d: str, *, fill: str = "none", stroke: str = INK, width: float = 1, dash: str | None = None) -> None:
        """Draw a path given as in SVG."""
        self._body.append(f'<path d="{escape(d)}" {_paint(fill, stroke, width, dash)}/>')

    def text(
        self, x: float, y: float, words: str, *, size: float = 14, anchor: str = "start", weight: int = 400,
        fill: str = INK, wrap: float | None = None,
    ) -> float:  # fmt: skip
        """Write words, their first line standing on `y`, on lines at most `wrap` wide; return the height they take."""
        lines = wrapped(words, wrap, size, weight) if wrap else [words]
        style = f'font-size="{size:g}" font-weight="{weight}" text-anchor="{anchor}" fill="{fill}"'
        for rank, line in enumerate(lines):
            self._body.append(f'<text x="{x:g}" y="{y + rank * size * _LEADING:g}" {style}>{_words(line)}</text>')
        return len(lines) * size * _LEADING

    def svg(self) -> str:
        """Return the picture."""
        named = _words(f"{self.title}. {self.description}")
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:g} {self.height:g}" '
            f'width="{self.width:g}" height="{self.height:g}" role="img" aria-label="{named}" font-family="{_FONT}">'
            f'<rect width="{self.width:g}" height="{self.height:g}" fill="{PAPER}"/>{"".join(self._body)}</svg>'
        )


def _paint(fill: str, stroke: str, width: float, dash: str | None) -> str:
    """Return how a shape is painted, as SVG attributes."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'fill="{fill}" stroke="{stroke}" stroke-width="{width:g}"{dashes}'


def _words(text: str) -> str:
    """Return words as they may stand in SVG: without what XML does not bear."""
    return escape(_FORBIDDEN.sub("", text))
