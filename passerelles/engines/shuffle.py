"""Seeded shuffling: each learner has an order of their own, and keeps it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Protocol, TypeVar


class Named(Protocol):
    """Anything with an id."""

    @property
    def id(self) -> str:
        """What it goes by, unique among its neighbours."""


Thing = TypeVar("Thing", bound=Named)


def shuffled(things: Sequence[Thing], seed: str) -> list[Thing]:
    """Return the things in an order that depends on the seed and their ids alone, not on how they were given."""
    return sorted(things, key=lambda thing: hashlib.sha256(f"{seed}\0{thing.id}".encode()).digest())


def disordered(things: Sequence[Thing], seed: str) -> list[Thing]:
    """Return the things shuffled, never in the order given (which is the right one of an Order item)."""
    mixed = shuffled(things, seed)
    return mixed if mixed != list(things) else mixed[1:] + mixed[:1]
