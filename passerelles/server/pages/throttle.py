"""Slow down whoever guesses: so many wrong tries a minute, then a pause that doubles."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

LONGEST_PAUSE = 3600.0
MOST_KEYS = 10_000


@dataclass
class Tries:
    """The wrong tries of one key."""

    times: list[float] = field(default_factory=list)
    pauses: int = 0
    until: float = 0.0


class Throttle:
    """Count wrong tries by key (an address, a learner code). Kept in memory: a restart forgives."""

    def __init__(self, limit: int = 10, window: float = 60.0, clock: Callable[[], float] = time.monotonic) -> None:
        """`limit` wrong tries are allowed in `window` seconds."""
        self.limit, self.window, self.clock = limit, window, clock
        self._tries: dict[str, Tries] = {}

    def wait(self, key: str) -> int:
        """Return in how many seconds that key may try again; 0 means now."""
        tries = self._tries.get(key)
        return max(0, ceil(tries.until - self.clock())) if tries else 0

    def wrong(self, key: str) -> None:
        """Note a wrong try; one too many starts a pause, twice as long as the one before."""
        now = self.clock()
        self._forget(now)
        tries = self._tries.setdefault(key, Tries())
        tries.times = [at for at in tries.times if at > now - self.window] + [now]
        if len(tries.times) >= self.limit:
            tries.until = now + min(LONGEST_PAUSE, self.window * 2**tries.pauses)
            tries.pauses += 1
            tries.times = []

    def right(self, key: str) -> None:
        """Forget the wrong tries of a key that proved itself."""
        self._tries.pop(key, None)

    def _forget(self, now: float) -> None:
        """Drop the keys that have been quiet for long, so that memory stays bounded."""
        if len(self._tries) >= MOST_KEYS:
            quiet = now - LONGEST_PAUSE
            kept = {k: v for k, v in self._tries.items() if v.until > now or (v.times and v.times[-1] > quiet)}
            self._tries = dict(list(kept.items())[-MOST_KEYS // 2 :])
