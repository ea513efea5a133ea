"""Growth with the number of pages, as SVG: time until the last page is live, and memory. Drawn by hand, no library."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from html import escape

from bench.results import Results

WIDTH, HEIGHT, MARGIN, GAP = 380, 280, 58, 40
COLOURS = ("#0b5d7a", "#b3541e", "#6b7d2f", "#7a4f9a", "#8a6d1b", "#555555")
PANELS = [  # title, quantity, what a value becomes
    ("Last page live (s)", "live last", lambda value, size: value),
    ("Memory of all open pages (MiB, PSS)", "memory per page", lambda value, size: value * size),
]

Point = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """Maps figures to a panel, both axes from zero."""

    left: float
    largest: Point

    def at(self, point: Point) -> Point:
        """Return where a point stands in the picture."""
        x, y = (value / (most or 1) for value, most in zip(point, self.largest, strict=True))
        return self.left + x * WIDTH, MARGIN + HEIGHT - y * HEIGHT


def growth(results: Results, labels: dict[str, str]) -> str:
    """Return the picture of every arm measured at two sizes or more."""
    width = 2 * WIDTH + 2 * MARGIN + GAP + MARGIN
    parts = [_panel(results, labels, n, *panel) for n, panel in enumerate(PANELS)]
    height = MARGIN + HEIGHT + 60 + 20 * len(labels)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'aria-label="Growth with the number of pages" font-family="sans-serif" font-size="13">'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}{_legend(results, labels)}</svg>\n'
    )


def _panel(
    results: Results, labels: dict[str, str], n: int, title: str, quantity: str, of: Callable[[float, int], float]
) -> str:
    """Return one panel: axes, and a line for each arm."""
    lines = {arm: points for arm in labels if len(points := _points(results, quantity, arm, of)) > 1}
    every = [point for points in lines.values() for point in points] or [(1.0, 1.0)]
    scale = Scale(MARGIN + n * (WIDTH + MARGIN + GAP), (max(x for x, _ in every), 1.05 * max(y for _, y in every)))
    drawn = [_line(points, scale, _colour(labels, arm)) for arm, points in lines.items()]
    return _axes(scale, title, sorted({x for x, _ in every})) + "".join(drawn)


def _points(results: Results, quantity: str, arm: str, of: Callable[[float, int], float]) -> list[Point]:
    """Return (number of pages, value) of an arm."""
    return [(s.size, of(s.median, s.size)) for s in results.sizes("crowd", quantity, arm)]


def _axes(scale: Scale, title: str, sizes: list[float]) -> str:
    """Return the axes of a panel with their figures."""
    left, (_, most) = scale.left, scale.largest
    bottom = MARGIN + HEIGHT
    said = [f'<text x="{left}" y="{MARGIN - 16}" font-weight="bold">{escape(title)}</text>']
    said.append(f'<path d="M{left} {MARGIN}V{bottom}H{left + WIDTH}" fill="none" stroke="#333"/>')
    for share in (0.25, 0.5, 0.75, 1):
        y = bottom - share * HEIGHT
        said.append(f'<path d="M{left} {y:.1f}h{WIDTH}" stroke="#ddd"/>')
        said.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end">{most * share:.3g}</text>')
    for size in sizes:
        x, _ = scale.at((size, 0))
        said.append(f'<text x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{size:g}</text>')
    return "".join(said) + f'<text x="{left + WIDTH / 2}" y="{bottom + 36}" text-anchor="middle">pages at once</text>'


def _line(points: list[Point], scale: Scale, colour: str) -> str:
    """Return an arm's line with its points."""
    placed = [scale.at(point) for point in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in placed)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>' for x, y in placed)
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>{dots}'


def _legend(results: Results, labels: dict[str, str]) -> str:
    """Return which colour is which arm."""
    drawn = [arm for arm in labels if len(results.sizes("crowd", "live last", arm)) > 1]
    return "".join(
        f'<rect x="{MARGIN}" y="{MARGIN + HEIGHT + 46 + 20 * n}" width="14" height="10" fill="{_colour(labels, arm)}"/>'
        f'<text x="{MARGIN + 20}" y="{MARGIN + HEIGHT + 56 + 20 * n}">{escape(labels[arm])}</text>'
        for n, arm in enumerate(drawn)
    )


def _colour(labels: dict[str, str], arm: str) -> str:
    """Return the colour of an arm."""
    return COLOURS[list(labels).index(arm) % len(COLOURS)]
