"""Draws a network of people as one SVG: who is linked to whom, the most linked in the middle."""

from __future__ import annotations

from collections import Counter
from html import escape
from math import cos, pi, sin
from textwrap import wrap

from passerelles.content.case import CaseDocument, DocumentLine

_WIDTH, _HEIGHT = 740, 470
_BOX, _LINE, _CHARACTERS = 172, 17, 22  # width of a box, height of a line, characters on it
_MIDDLE = 3  # links from which somebody stands in the middle

Place = tuple[float, float]


def network_svg(document: CaseDocument) -> str:
    """Return the picture of a network, its transcript as its text for who does not see it."""
    places = _places(document)
    by_id = {line.id: place for line, place in zip(document.lines, places, strict=True)}
    links = [
        f'<line x1="{here[0]:g}" y1="{here[1]:g}" x2="{by_id[other][0]:g}" y2="{by_id[other][1]:g}"/>'
        for line, here in zip(document.lines, places, strict=True)
        for other in line.to
    ]
    boxes = [_box(line, place) for line, place in zip(document.lines, places, strict=True)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(document.transcript)}" font-size="15" text-anchor="middle">'
        + '<g stroke="#000" stroke-width="1.5">'
        + "".join(links)
        + "</g>"
        + "".join(boxes)
        + "</svg>"
    )


def _places(document: CaseDocument) -> list[Place]:
    """Return where each person stands: round an ellipse, the most linked in the middle."""
    links = Counter(name for line in document.lines for name in [*line.to, *([line.id] * len(line.to))])
    most, count = links.most_common(1)[0] if links else (None, 0)
    middle = most if count >= _MIDDLE else None
    around = [line.id for line in document.lines if line.id != middle or middle is None]
    wide, high = (_WIDTH - _BOX) / 2 - 4, _HEIGHT / 2 - 55
    found, turn = [], 0
    for line in document.lines:
        if middle is not None and line.id == middle:
            found.append((_WIDTH / 2, _HEIGHT / 2))
            continue
        angle = 2 * pi * turn / len(around) - pi / 2
        found.append((round(_WIDTH / 2 + wide * cos(angle)), round(_HEIGHT / 2 + high * sin(angle))))
        turn += 1
    return found


def _box(line: DocumentLine, place: Place) -> str:
    """Return the box of one person: name, then what is said of them."""
    names, words = wrap(line.label, _CHARACTERS), wrap(line.text, _CHARACTERS)
    height = _LINE * (len(names) + len(words)) + 12
    x, top = place[0], place[1] - height / 2
    said = [(text, "bold") for text in names] + [(text, "normal") for text in words]
    lines = "".join(
        f'<text x="{x:g}" y="{top + 19 + n * _LINE:g}" font-weight="{weight}">{escape(text)}</text>'
        for n, (text, weight) in enumerate(said)
    )
    return (
        f'<rect x="{x - _BOX / 2:g}" y="{top:g}" width="{_BOX}" height="{height}" rx="8" fill="#fff" stroke="#000"/>'
        f"{lines}"
    )
