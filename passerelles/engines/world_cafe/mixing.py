"""One round of a World Café being made: people put at tables, then swapped while that mixes them better.

Placing puts each person at the smallest table they may go to, sector after sector: the tables stay even and each sector
is spread. Swapping then looks at every two people who may trade places, and trades when that lowers the cost: a sector
above its even share at a table first, pairs who sit together again next. Every trade lowers it, so this ends.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, permutations

SECTOR = 100  # what one person above the share of a sector costs, in pairs who sit together again

Together = Mapping[str, Mapping[str, int]]


def together(tables: Iterable[Iterable[str]]) -> Together:
    """Return how many times each two people sat together."""
    met: dict[str, Counter[str]] = defaultdict(Counter)
    for people in tables:
        for one, other in permutations(people, 2):
            met[one][other] += 1
    return met


class Mixing:
    """Tables of one round: hosts sit there already (« »: nobody does), the others are put by `place`.

    `wants` says at which question somebody must sit, None anywhere, in the order in which they are placed.
    """

    def __init__(
        self,
        questions: Sequence[int],
        hosts: Sequence[str],
        wants: Mapping[str, int | None],
        sectors: Mapping[str, str],
        met: Together,
    ) -> None:
        """Seat the hosts."""
        self.questions, self.wants, self.sectors, self.met = questions, wants, sectors, met
        self.sitting = [[host] if host else [] for host in hosts]
        self.counts = [Counter(sectors[who] for who in people) for people in self.sitting]
        present = Counter(sectors[who] for who in (*filter(None, hosts), *wants))
        self.share = {sector: -(-many // len(hosts)) for sector, many in present.items()}
        self.at: dict[str, int] = {}
        self.again: dict[str, list[int]] = {}

    def place(self) -> None:
        """Put everybody at the smallest table they may go to, first those who must go to one question."""
        for who in sorted(self.wants, key=lambda name: self.wants[name] is None):
            sector, allowed = self.sectors[who], [t for t in range(len(self.sitting)) if self._may(who, t)]
            best = min(allowed, key=lambda t: (len(self.sitting[t]), self.counts[t][sector], self._again(who, t), t))
            self.sitting[best].append(who)
            self.counts[best][sector] += 1
            self.at[who] = best

    def improve(self) -> None:
        """Swap people two by two as long as one swap is worth it."""
        self.again = {who: [self._again(who, t) for t in range(len(self.sitting))] for who in self.wants}
        better = True
        while better:
            better = False
            for one, other in combinations(self.wants, 2):
                worth_a_look = self._ill_at_ease(one) or self._ill_at_ease(other)
                if worth_a_look and self._may_swap(one, other) and self._gain(one, other) > 0:
                    self._swap(one, other)
                    better = True

    def _may(self, who: str, table: int) -> bool:
        """Say whether somebody may sit at a table."""
        return self.wants[who] in (None, self.questions[table])

    def _ill_at_ease(self, who: str) -> bool:
        """Say whether somebody sits with people met before, or with too many of their sector: else no swap pays."""
        here, sector = self.at[who], self.sectors[who]
        return self.again[who][here] > 0 or self.counts[here][sector] > self.share[sector]

    def _may_swap(self, one: str, other: str) -> bool:
        """Say whether two people sit apart and may trade places."""
        here, there = self.at[one], self.at[other]
        return here != there and self._may(one, there) and self._may(other, here)

    def _again(self, who: str, table: int) -> int:
        """Return how often somebody has sat with the people of a table."""
        met = self.met.get(who, {})
        return sum(met.get(other, 0) for other in self.sitting[table] if other != who)

    def _gain(self, one: str, other: str) -> int:
        """Return what a swap saves."""
        here, there = self.at[one], self.at[other]
        both = self.met.get(one, {}).get(other, 0)
        before = self.again[one][here] + self.again[other][there]
        after = self.again[one][there] + self.again[other][here] - 2 * both
        return before - after + SECTOR * self._gain_in_sectors(one, other)

    def _gain_in_sectors(self, one: str, other: str) -> int:
        """Return what a swap saves in people above the share of their sector, squared so that none piles up."""
        mine, theirs = self.sectors[one], self.sectors[other]
        if mine == theirs:
            return 0
        here, there = self.counts[self.at[one]], self.counts[self.at[other]]
        before = (here[mine], mine), (here[theirs], theirs), (there[mine], mine), (there[theirs], theirs)
        steps = (-1, 1, 1, -1)
        return sum(
            self._above(many, sector) - self._above(many + step, sector)
            for (many, sector), step in zip(before, steps, strict=True)
        )

    def _above(self, many: int, sector: str) -> int:
        """Return what so many people of a sector cost at one table."""
        return max(0, many - self.share[sector]) ** 2

    def _swap(self, one: str, other: str) -> None:
        """Trade two people's places."""
        here, there = self.at[one], self.at[other]
        for table, leaves, comes in ((here, one, other), (there, other, one)):
            self.sitting[table][self.sitting[table].index(leaves)] = comes
            self.counts[table][self.sectors[leaves]] -= 1
            self.counts[table][self.sectors[comes]] += 1
            self.at[comes] = table
            for who, again in self.again.items():
                met = self.met.get(who, {})
                again[table] += met.get(comes, 0) - met.get(leaves, 0)
