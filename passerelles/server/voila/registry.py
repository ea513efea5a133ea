"""Which learner each kernel belongs to, and the short-lived token it may use. Pure: no kernel is started here."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from passerelles.server.secret import digest

LIFETIME = 12 * 3600.0  # seconds; a page left open longer asks to be reloaded


@dataclass(frozen=True)
class Grant:
    """What a token opens: the records of one learner for one module, from one kernel."""

    learner: str
    module: str
    kernel: str
    until: float


@dataclass(eq=False)
class Place:
    """A place given to a learner for a page: `kernel` is known once it is being started."""

    learner: str
    kernel: str | None = None


class KernelRegistry:
    """Owners and tokens of the living kernels, and places reserved. Tokens are kept as digests only."""

    def __init__(self, lifetime: float = LIFETIME, clock: Callable[[], float] = time.monotonic) -> None:
        """`lifetime` is in seconds of `clock`."""
        self._lifetime, self._clock = lifetime, clock
        self._grants: dict[str, Grant] = {}  # by token digest, oldest first
        self._reserved: list[Place] = []

    def reserve(self, learner: str) -> Place:
        """Keep a place for a learner's page whose kernel is to be started."""
        place = Place(learner)
        self._reserved.append(place)
        return place

    def give_back(self, place: Place) -> None:
        """Give back a place whose kernel was never started; one in use stays."""
        self._reserved = [other for other in self._reserved if other is not place]

    def open(self, kernel: str, learner: str, module: str) -> str:
        """Note that a kernel is being started for a learner's page, in their reserved place; return its token."""
        if place := next((place for place in self._reserved if place.learner == learner), None):
            place.kernel = kernel
            self.give_back(place)
        token = secrets.token_urlsafe(32)
        self._grants[digest(token)] = Grant(learner, module, kernel, self._clock() + self._lifetime)
        return token

    def close(self, kernel: str) -> None:
        """Forget a kernel and revoke its token; unknown ones are ignored."""
        self._grants = {held: grant for held, grant in self._grants.items() if grant.kernel != kernel}

    def owner(self, kernel: str) -> str | None:
        """Return the learner a kernel belongs to, or None when it is not there."""
        return next((grant.learner for grant in self._grants.values() if grant.kernel == kernel), None)

    def grant(self, token: str) -> Grant | None:
        """Return what a token opens, or None when it is unknown, revoked or too old."""
        found = self._grants.get(digest(token))  # looking one up by digest says nothing about the others
        return found if found and found.until > self._clock() else None

    def kernels_of(self, learner: str) -> list[str]:
        """Return the kernels of a learner, the oldest first."""
        return [grant.kernel for grant in self._grants.values() if grant.learner == learner]

    def __len__(self) -> int:
        """Return how many kernels there are, starting ones and reserved places included."""
        return len(self._grants) + len(self._reserved)
