"""Which pages are still there: a kernel whose page is gone is of no use. Pure: no kernel is ended here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass
class Visit:
    """A page: how many sockets it holds open, and since when things are as they are."""

    sockets: int
    since: float


class Presence:
    """The pages of the living kernels. A page is abandoned when no socket of it has been open for a while."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` counts seconds."""
        self._clock = clock
        self._visits: dict[str, Visit] = {}

    def opened(self, kernel: str) -> None:
        """Note that a page was sent: its socket should follow."""
        self._visits.setdefault(kernel, Visit(0, self._clock()))

    def connected(self, kernel: str) -> None:
        """Note a new socket."""
        visit = self._visits.setdefault(kernel, Visit(0, self._clock()))
        visit.sockets, visit.since = visit.sockets + 1, self._clock()

    def disconnected(self, kernel: str) -> None:
        """Note a socket that closed; of an unknown kernel it is ignored."""
        if visit := self._visits.get(kernel):
            visit.sockets, visit.since = max(0, visit.sockets - 1), self._clock()

    def forget(self, kernel: str) -> None:
        """Forget a kernel that ended; unknown ones are ignored."""
        self._visits.pop(kernel, None)

    def abandoned(self, seconds: float) -> list[str]:
        """Return the kernels without an open socket for that long, the longest abandoned first."""
        latest = self._clock() - seconds
        gone = [(visit.since, kernel) for kernel, visit in self._visits.items() if not visit.sockets]
        return [kernel for since, kernel in sorted(gone) if since <= latest]

    def __len__(self) -> int:
        """Return how many pages are known."""
        return len(self._visits)
