"""Who knows whom, as figures: how much a room knows itself, and how much of it is mutual. Nobody is named in them.

Only those who answered count, on both sides: a silent person is no stranger. Sectors are told apart as far as no group
has fewer than five people, and figures are taken once, when the trainer shows them: one more answer moves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from passerelles.engines.live.activity import SMALL
from passerelles.engines.live.presence import grouped

Ticks = Mapping[str, frozenset[str]]  # whom each person who answered knows


@dataclass(frozen=True, slots=True)
class Figures:
    """Of one moment: shares between 0 and 1."""

    people: int
    density: float  # of all the acquaintances that could be
    mutual: float  # of the acquaintances there are
    between: Mapping[tuple[str, str], float]  # density from one group of sectors to another


def figures(ticks: Ticks, sectors: Mapping[str, str]) -> Figures | None:
    """Return the figures of a moment; None of fewer than five people."""
    if len(ticks) < SMALL:
        return None
    ties = {(who, known) for who, found in ticks.items() for known in found & ticks.keys()}
    groups = grouped(sectors[who] for who in ticks)
    density = len(ties) / (len(ticks) * (len(ticks) - 1))
    mutual = sum((known, who) in ties for who, known in ties) / len(ties) if ties else 0.0
    return Figures(len(ticks), density, mutual, _between(ties, {who: groups[sectors[who]] for who in ticks}))


def only(ticks: Ticks, people: Collection[str]) -> Ticks:
    """Return the answers of these people alone."""
    return {who: found for who, found in ticks.items() if who in people}


def _between(ties: Collection[tuple[str, str]], group: Mapping[str, str]) -> dict[tuple[str, str], float]:
    """Return the density from each group to each; empty when there is one group only."""
    size = Counter(group.values())
    found = Counter((group[who], group[known]) for who, known in ties)
    pairs = [(one, other) for one in sorted(size) for other in sorted(size)] if len(size) > 1 else []
    return {(one, other): found[one, other] / (size[one] * (size[other] - (one == other))) for one, other in pairs}
