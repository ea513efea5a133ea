"""Draws the coverage as one SVG: no library, no colour needed to read it."""

from __future__ import annotations

from html import escape

_SIZE, _GAP, _PER_ROW, _LEFT, _TOP = 18, 4, 24, 230, 60
_INK = ("#1f5f8b", "#8a5a00", "#3d6b35")  # each stripe also has its own place in the square

Cell = tuple[str, tuple[bool, ...]]


def draw(groups: dict[str, list[Cell]], uses: list[str], summary: str) -> str:
    """Return the picture: a row of squares per group, each square striped by the uses it has."""
    body: list[str] = []
    top = _TOP
    for group, cells in groups.items():
        body.append(_label(group, len(cells), top))
        body += [_square(cell, index, top, uses) for index, cell in enumerate(cells)]
        top += (1 + (len(cells) - 1) // _PER_ROW) * (_SIZE + _GAP) + 8
    width = _LEFT + _PER_ROW * (_SIZE + _GAP) + 10
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {top + 10}" role="img" '
        f'font-family="Atkinson Hyperlegible, sans-serif" font-size="12">'
        f"<title>Couverture des énoncés</title><desc>{escape(summary)}</desc>"
        f'<rect width="100%" height="100%" fill="#fff"/><text x="10" y="22" font-size="15">{escape(summary)}</text>'
    )
    return "".join([head, _legend(uses), *body, "</svg>\n"])


def _label(group: str, count: int, top: int) -> str:
    """Return the name of a group, left of its squares."""
    return f'<text x="10" y="{top + 13}">{escape(group)} ({count})</text>'


def _legend(uses: list[str]) -> str:
    """Return the legend: which stripe is which use."""
    parts = [
        _square((use, tuple(n == i for n in range(len(uses)))), 0, 32, uses, 10 + i * 150) for i, use in enumerate(uses)
    ]
    names = [f'<text x="{34 + i * 150}" y="45">{escape(use)}</text>' for i, use in enumerate(uses)]
    return "".join(parts + names)


def _square(cell: Cell, index: int, top: int, uses: list[str], left: int = _LEFT) -> str:
    """Return the square of one statement: stripes from top to bottom in the order of the uses."""
    name, used = cell
    x = left + (index % _PER_ROW) * (_SIZE + _GAP)
    y = top + (index // _PER_ROW) * (_SIZE + _GAP)
    stripe = _SIZE / len(uses)
    said = ", ".join(use for use, yes in zip(uses, used, strict=True) if yes) or "nulle part"
    stripes = "".join(
        f'<rect x="{x}" y="{y + n * stripe:g}" width="{_SIZE}" height="{stripe:g}" fill="{_INK[n]}"/>'
        for n, yes in enumerate(used)
        if yes
    )
    frame = f'<rect x="{x}" y="{y}" width="{_SIZE}" height="{_SIZE}" fill="none" stroke="#767676"/>'
    return f"<g><title>{escape(name)} : {escape(said)}</title>{stripes}{frame}</g>"
