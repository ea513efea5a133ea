"""Draws a network of people as one SVG: who is linked to whom, the most linked in the middle."""

from __future__ import annotations

from collections import Counter
from html import escape
from math import sqrt
from textwrap import wrap

from passerelles.content.case import CaseDocument, DocumentLine

_WIDTH, _HEIGHT = 740, 480
_BOX, _LINE, _CHARACTERS = 172, 17, 22  # width of a box, height of a line, characters on it
_MIDDLE = 3  # links from which somebody stands in the middle

Place = tuple[float, float]


def network_svg(document: CaseDocument) -> str:
    """Return the picture of a network, its transcript as its text for who does not see it."""
    places = _places(document)
    by_id = {line.id: place for line, place in zip(document.lines, places, strict=True)}
    links = [
        f'<path d="{_link(here, by_id[other])}"/>'
        for line, here in zip(document.lines, places, strict=True)
        for other in line.to
    ]
    boxes = [_box(line, place) for line, place in zip(document.lines, places, strict=True)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        f'aria-label="{escape(document.transcript)}" font-size="15" text-anchor="middle">'
        + '<g stroke="#000" stroke-width="1.5" fill="none">'
        + "".join(links)
        + "</g>"
        + "".join(boxes)
        + "</svg>"
    )


def _places(document: CaseDocument) -> list[Place]:
    """Return where each person stands: round the page, the most linked in the middle."""
    links = Counter(name for line in document.lines for name in [*line.to, *([line.id] * len(line.to))])
    most, count = links.most_common(1)[0] if links else (None, 0)
    middle = most if count >= _MIDDLE else None
    around = iter(_around(len(document.lines) - (middle is not None)))
    return [
        (_WIDTH / 2, _HEIGHT / 2) if middle is not None and line.id == middle else next(around)
        for line in document.lines
    ]


def _around(count: int) -> list[Place]:
    """Return places clockwise from the top: in pairs, left and right, as far below one another as the height allows.

    At equal angles, the boxes near the top and the bottom would overlap.
    """
    wide, high = (_WIDTH - _BOX) / 2 - 4, _HEIGHT / 2 - 46
    found: list[Place] = []
    for turn in range(count):
        row = min(turn, count - turn) / max(1, count // 2) * 2 - 1  # -1 at the top, 1 at the bottom
        alone = turn in (0, count / 2)
        side = 0 if alone else (1 if turn < count / 2 else -1) * sqrt(1 - 0.72 * row * row)
        found.append((round(_WIDTH / 2 + wide * side), round(_HEIGHT / 2 + high * row)))
    return found


def _link(here: Place, there: Place) -> str:
    """Return the path between two people, bent outwards when it would pass behind who stands in the middle."""
    x, y = (here[0] + there[0]) / 2 - _WIDTH / 2, (here[1] + there[1]) / 2 - _HEIGHT / 2
    middle = (_WIDTH / 2, _HEIGHT / 2)
    behind = 0 < abs(x) < _BOX / 2 + 15 and abs(y) < 2 * _LINE and middle not in (here, there)
    bend = f"Q{_WIDTH / 2 + x + (_BOX / 2 if x > 0 else -_BOX / 2):g} {_HEIGHT / 2 + y:g} " if behind else "L"
    return f"M{here[0]:g} {here[1]:g} {bend}{there[0]:g} {there[1]:g}"


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
