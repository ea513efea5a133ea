"""Scoring: an item and an answer in, an outcome out. Pure: no clock, no disk, no network.

Partial credit, by kind (share of the item's points):

- single: all or nothing;
- multiple: (right options ticked - wrong options ticked) / right options, never below 0;
- sort, match: elements placed right / elements;
- order: (pairs in the right order - pairs in the wrong order) / pairs, never below 0;
- short: expected ideas found / expected ideas;
- open: marked by a person; position: not marked.

An empty answer and a malformed one are worth 0: what is unknown is never credited.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Literal

from passerelles.content.items import (
    Item,
    Match,
    MultipleChoice,
    OpenAnswer,
    Order,
    Position,
    ShortText,
    SingleChoice,
    Sort,
)
from passerelles.spelling import contains

MAX_TEXT = 20_000  # characters; the documented cap of a text answer

Verdict = Literal["right", "partial", "wrong", "empty", "malformed", "to_mark", "unscored"]


@dataclass(frozen=True)
class Outcome:
    """What an answer is worth.

    `parts` says, for each option ticked, element placed or idea expected ("0", "1"…), whether it is right.
    """

    points: float
    maximum: float
    verdict: Verdict
    parts: dict[str, bool] = field(default_factory=dict)


def score(item: Item, answer: object) -> Outcome:
    """Return what `answer` (a JSON value, from anywhere) is worth for `item`. Never raises on a bad answer."""
    maximum = float(item.points)
    if not answer:
        return Outcome(0.0, maximum, "empty" if answer in (None, "", [], {}) else "malformed")
    if not is_wellformed(item, answer):
        return Outcome(0.0, maximum, "malformed")
    if isinstance(item, Position):
        return Outcome(0.0, 0.0, "unscored")
    if isinstance(item, OpenAnswer):
        return Outcome(0.0, maximum, "to_mark")
    share, parts = _SHARES[type(item)](item, answer)
    verdict: Verdict = "right" if share == 1 else "partial" if share > 0 else "wrong"
    return Outcome(item.points * share, maximum, verdict, parts)


def is_wellformed(item: Item, answer: object) -> bool:
    """Say whether `answer` has the shape of the item's kind and names only what exists. Empty is not well-formed."""
    if isinstance(item, SingleChoice | Position):
        return isinstance(answer, str) and answer in {o.id for o in item.options}
    if isinstance(item, ShortText | OpenAnswer):
        return isinstance(answer, str) and 0 < len(answer) <= MAX_TEXT and bool(answer.strip())
    if isinstance(item, MultipleChoice):
        return _distinct_subset(answer, {o.id for o in item.options})
    if isinstance(item, Order):
        return _distinct_subset(answer, {e.id for e in item.elements}) and len(_items(answer)) == len(item.elements)
    targets = {c.id for c in item.categories} if isinstance(item, Sort) else {p.id for p in item.partners}
    return _known_pairs(answer, {e.id for e in item.elements}, targets)


def _items(answer: object) -> list[Any]:
    """Return a list answer as a list, anything else as an empty one."""
    return answer if isinstance(answer, list) else []


def _distinct_subset(answer: object, known: set[str]) -> bool:
    """Say whether the answer is a non-empty list of known ids without a repeat."""
    ids = _items(answer)
    if not ids or not all(isinstance(i, str) for i in ids):
        return False
    return len(set(ids)) == len(ids) and set(ids) <= known


def _known_pairs(answer: object, elements: set[str], targets: set[str]) -> bool:
    """Say whether the answer is a non-empty mapping from known elements to known targets."""
    if not isinstance(answer, dict) or not answer:
        return False
    return set(answer) <= elements and all(isinstance(v, str) and v in targets for v in answer.values())


def _single(item: SingleChoice, answer: str) -> tuple[float, dict[str, bool]]:
    """All or nothing."""
    right = any(o.correct for o in item.options if o.id == answer)
    return float(right), {answer: right}


def _multiple(item: MultipleChoice, answer: list[str]) -> tuple[float, dict[str, bool]]:
    """Hits less false alarms, over the number of right options."""
    right = {o.id for o in item.options if o.correct}
    parts = {i: i in right for i in answer}
    hits = sum(parts.values())
    return max(0, hits - (len(answer) - hits)) / len(right), parts


def _sort(item: Sort, answer: dict[str, str]) -> tuple[float, dict[str, bool]]:
    """Share of elements in their category, or in another that can be defended."""
    parts = {e.id: answer.get(e.id) in (e.category, *e.also) for e in item.elements}
    return sum(parts.values()) / len(parts), parts


def _match(item: Match, answer: dict[str, str]) -> tuple[float, dict[str, bool]]:
    """Share of elements with their partner."""
    parts = {e.id: answer.get(e.id) == e.partner for e in item.elements}
    return sum(parts.values()) / len(parts), parts


def _order(item: Order, answer: list[str]) -> tuple[float, dict[str, bool]]:
    """Kendall's tau of the answer against the authored order, never below 0; parts: element at its own place."""
    authored = [e.id for e in item.elements]
    rank = {element: n for n, element in enumerate(authored)}
    pairs = list(combinations(answer, 2))
    concordant = sum(rank[a] < rank[b] for a, b in pairs)
    parts = {given: given == own for given, own in zip(answer, authored, strict=True)}
    return max(0, 2 * concordant - len(pairs)) / len(pairs), parts


def _short(item: ShortText, answer: str) -> tuple[float, dict[str, bool]]:
    """Share of the expected ideas found in the text."""
    parts = {
        str(n): any(contains(answer, wording) for wording in idea.accepted) for n, idea in enumerate(item.expected)
    }
    return sum(parts.values()) / len(parts), parts


_SHARES: dict[type, Callable[[Any, Any], tuple[float, dict[str, bool]]]] = {
    SingleChoice: _single,
    MultipleChoice: _multiple,
    Sort: _sort,
    Match: _match,
    Order: _order,
    ShortText: _short,
}
