"""Draws the graph of a case as one SVG: no library, no colour needed to read it.

A row per node, its options side by side with what they bring; lines lead to the next node, dashed lines to where a
delayed effect surfaces (↺); the endings stand below with the number of paths that reach them.
"""

from __future__ import annotations

from collections import Counter
from html import escape
from textwrap import shorten

from .case import END, CaseOption, Effects, Node, Story
from .case_proof import Proof

_WIDTH, _LEFT, _TOP = 230, 90, 64  # of an option; of the picture's margins
_TITLE, _BOX, _ROW = 30, 62, 172  # heights: a node's title, an option, from a node to the next
_SHORT = {"young": "BE", "trust": "CO", "mandate": "CM", "time": "TI"}

Point = tuple[float, float]


def draw_case(proof: Proof) -> str:
    """Return the picture of one story of a case."""
    story = proof.story
    tops = {node.id: _TOP + row * _ROW for row, node in enumerate(story.nodes)}
    tops[END] = _TOP + len(story.nodes) * _ROW
    columns = max(len(story.endings), *(len(node.options) for node in story.nodes))
    width, height = _LEFT * 2 + columns * _WIDTH, tops[END] + _TITLE + _BOX + 50
    said = f"{proof.case.title} : {len(story.nodes)} nœuds, {len(proof.finished)} chemins, {len(story.endings)} fins"
    lines = [_ways(story, node, tops, width) for node in story.nodes]
    boxes = [_node(node, tops[node.id], width) for node in story.nodes]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        f'font-family="Atkinson Hyperlegible, sans-serif" font-size="13" fill="#1c2733">'
        f'<title>{escape(said)}</title><rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="20" y="28" font-size="17" font-weight="bold">{escape(said)}</text>'
        f'<text x="20" y="48">{_legend(story)}</text>'
    )
    return "".join([head, *lines, *boxes, _endings(proof, tops[END], width), "</svg>\n"])


def _legend(story: Story) -> str:
    """Return the line that says how to read the picture."""
    budget = "" if story.budget is None else f" · budget {story.budget}"
    return (
        f"BE bien-être, CO confiance, CM clarté du mandat, TI temps{budget} · ◆ sans réponse parfaite · ↺ effet différé"
    )


def _left(count: int, width: float) -> float:
    """Return where a row of that many boxes begins."""
    return (width - count * _WIDTH) / 2


def _foot(node: Node, index: int, top: float, width: float) -> Point:
    """Return the middle of the lower edge of an option."""
    return _left(len(node.options), width) + (index + 0.5) * _WIDTH, top + _TITLE + _BOX


def _node(node: Node, top: float, width: float) -> str:
    """Return the box of a node with its options."""
    left, mark = _left(len(node.options), width), "" if node.perfect else " ◆"
    parts = [
        f'<g><rect x="{left}" y="{top}" width="{len(node.options) * _WIDTH}" height="{_TITLE + _BOX}" rx="6" '
        f'fill="#f4f1ea" stroke="#1f5f8b"/>'
        f'<text x="{left + 10}" y="{top + 20}" font-weight="bold">{escape(f"{node.id} · {node.title}{mark}")}</text>'
    ]
    for index, option in enumerate(node.options):
        parts.append(_option(option, left + index * _WIDTH, top + _TITLE))
    return "".join([*parts, "</g>"])


def _option(option: CaseOption, x: float, y: float) -> str:
    """Return the box of an option: its id, its first words, what it brings."""
    words = escape(shorten(option.text, 30, placeholder="…"))
    condition = " (selon)" if option.when else ""
    return (
        f'<g><title>{escape(option.text)}</title><rect x="{x + 4}" y="{y}" width="{_WIDTH - 8}" height="{_BOX - 4}" '
        f'rx="4" fill="#fff" stroke="#767676"/>'
        f'<text x="{x + 12}" y="{y + 19}">'
        f'<tspan font-weight="bold">{escape(option.id)}{condition}</tspan> {words}</text>'
        f'<text x="{x + 12}" y="{y + 44}">{escape(_effects(option.effects))}</text></g>'
    )


def _effects(given: Effects) -> str:
    """Return effects as an author writes them: « BE +1 CO 0 CM −1 TI 2 »."""
    told = [f"{_SHORT[name]} {_signed(getattr(given, name), plus=name != 'time')}" for name in _SHORT]
    return " ".join(told)


def _nonzero(given: Effects) -> str:
    """Return the effects that are not nil."""
    told = [f"{short} {_signed(getattr(given, name), plus=True)}" for name, short in _SHORT.items()]
    return " ".join(one for one in told if not one.endswith(" 0"))


def _signed(value: int, *, plus: bool) -> str:
    """Return a number with its sign, and a true minus."""
    return f"−{-value}" if value < 0 else f"+{value}" if value and plus else str(value)


def _ways(story: Story, node: Node, tops: dict[str, int], width: float) -> str:
    """Return the lines that leave a node: ways out, then delayed effects."""
    parts: list[str] = []
    for index, option in enumerate(node.options):
        start = _foot(node, index, tops[node.id], width)
        for target in dict.fromkeys(_targets(story, node, option)):
            parts.append(_line(start, (width / 2, tops[target]), straight=tops[target] - tops[node.id] <= _ROW))
        for late in option.delayed:
            count = len(story.endings if late.at == END else story.node(late.at).options)
            edge = width - _left(count, width), tops[late.at] + _TITLE / 2
            parts.append(_late(start, edge, width, f"↺ {node.id}.{option.id} {_nonzero(late.effects)}"))
    return "".join(parts)


def _targets(story: Story, node: Node, option: CaseOption) -> list[str]:
    """Return where an option can lead."""
    if isinstance(option.next, str):
        return [option.next]
    after = story.nodes.index(node) + 1
    return [b.to for b in option.next] or [story.nodes[after].id if after < len(story.nodes) else END]


def _line(start: Point, end: Point, *, straight: bool) -> str:
    """Return a way out; one that skips a node bends to the left of it."""
    bend = "" if straight else f"C {_LEFT * 0.3} {start[1] + 40} {_LEFT * 0.3} {end[1] - 40} "
    path = f"M {start[0]} {start[1]} {bend or 'L '}{end[0]} {end[1]}"
    return f'<path d="{path}" fill="none" stroke="#1f5f8b" stroke-width="1.5"/>'


def _late(start: Point, end: Point, width: float, told: str) -> str:
    """Return a delayed effect: a dashed line by the right margin, to the edge of the node where it surfaces."""
    side = width - _LEFT * 0.3
    path = f"M {start[0]} {start[1]} C {side} {start[1] + 30} {side} {end[1] - 60} {end[0]} {end[1]}"
    return (
        f'<path d="{path}" fill="none" stroke="#8a5a00" stroke-width="1.5" stroke-dasharray="5 4"/>'
        f'<text x="{end[0] + 8}" y="{end[1] + 18}" fill="#8a5a00">{escape(told)}</text>'
    )


def _endings(proof: Proof, top: float, width: float) -> str:
    """Return the endings, each with how many paths reach it and how many of those keep to the budget."""
    reached = Counter(path[-1].ending for path in proof.finished)
    kept = Counter(path[-1].ending for path in proof.finished if not path[-1].over)
    left, parts = _left(len(proof.story.endings), width), []
    for index, ending in enumerate(proof.story.endings):
        x = left + index * _WIDTH
        count = f"{reached[ending.id]} chemins, {kept[ending.id]} dans le budget"
        parts.append(
            f'<g><rect x="{x + 4}" y="{top}" width="{_WIDTH - 8}" height="{_BOX}" rx="20" fill="#eef4ea" '
            f'stroke="#3d6b35"/><text x="{x + 18}" y="{top + 26}" font-weight="bold">{escape(ending.title)}</text>'
            f'<text x="{x + 18}" y="{top + 46}">{escape(count)}</text></g>'
        )
    return "".join(parts)
