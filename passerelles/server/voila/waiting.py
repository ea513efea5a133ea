"""Who waits for a place, in the order in which they came. Pure: nothing is started or sent here."""

from __future__ import annotations

import time
from collections.abc import Callable

AWAKE = 15.0  # seconds without a word after which a ticket is passed over, and keeps its rank
LOST = 100.0  # seconds after which it is lost: a browser asks once a minute for a tab out of sight


class Queue:
    """First come, first served: one ticket per learner, kept as long as their page asks."""

    def __init__(self, size: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Hold at most `size` tickets; `clock` counts seconds."""
        self.size, self._clock = size, clock
        self._seen: dict[str, float] = {}  # by learner, first come first

    def ask(self, learner: str) -> int | None:
        """Return the learner's rank, from 1, after having given a ticket to whoever has none; None when it is full."""
        self._drop_lost()
        if learner not in self._seen and len(self._seen) >= self.size:
            return None
        self._seen[learner] = self._clock()
        return self.ahead(learner) + 1

    def ahead(self, learner: str) -> int:
        """Return how many go before this learner, ticket or not: those who came earlier and still ask."""
        self._drop_lost()
        now, before = self._clock(), 0
        for other, seen in self._seen.items():
            if other == learner:
                break
            before += now - seen <= AWAKE
        return before

    def leave(self, learner: str) -> None:
        """Take the learner out; unknown ones are ignored."""
        self._seen.pop(learner, None)

    def _drop_lost(self) -> None:
        """Drop the tickets nobody asks for any more."""
        oldest = self._clock() - LOST
        self._seen = {learner: seen for learner, seen in self._seen.items() if seen >= oldest}

    def __contains__(self, learner: str) -> bool:
        """Say whether the learner waits."""
        return learner in self._seen

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._seen)
