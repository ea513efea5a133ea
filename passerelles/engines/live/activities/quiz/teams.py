"""Teams of mixed sectors, none of fewer than five people: the score of a team tells nothing of one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from passerelles.engines.live.activity import SMALL, Person
from passerelles.engines.shuffle import shuffled

MOST = 8  # teams


def teams(people: Sequence[Person], seed: str) -> dict[str, int]:
    """Return the team of each, sectors dealt one after the other; nobody has one when there would be only one."""
    count = min(MOST, len(people) // SMALL)
    if count < 2:
        return {}
    dealt = sorted(shuffled(people, seed), key=lambda person: person.sector)
    return {person.id: rank % count for rank, person in enumerate(dealt)}


def joined(found: Mapping[str, int], people: Mapping[str, Person], who: str) -> dict[str, int]:
    """Return the teams once somebody came: in the smallest, then in the one with fewest of their sector."""
    if who in found:
        return dict(found)
    sizes = Counter(found.values())
    alike = Counter(team for one, team in found.items() if people[one].sector == people[who].sector)
    return {**found, who: min(sizes, key=lambda team: (sizes[team], alike[team], team))}
