"""Cards of the glossary: what to look at next, for who says « je savais » or « à revoir ». Pure and deterministic.

First come the cards said to be reviewed on another day, then those never seen, then those said to be reviewed today,
the oldest first. A card that is known does not come back until one starts again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from passerelles.content.corpus import Term
from passerelles.engines.shuffle import shuffled


@dataclass(frozen=True)
class Seen:
    """What a learner said of a card, and when."""

    term: str
    known: bool
    on: date


def pile(terms: Iterable[Term], seen: Sequence[Seen], today: date, seed: str) -> list[Term]:
    """Return the cards to look at, in order; `seed` mixes those never seen."""
    cards = {term.id: term for term in terms}
    again = [one for one in seen if not one.known and one.term in cards]
    met = {one.term for one in seen}
    new = shuffled([term for term in cards.values() if term.id not in met], f"{seed}\0cartes")
    before, since = ([cards[one.term] for one in again if (one.on < today) is early] for early in (True, False))
    return [*before, *new, *since]


def seen_of(kept: object) -> list[Seen]:
    """Return what was kept: `{"cards": [{"term", "known", "on"}]}`, oldest first. What cannot be read is not seen."""
    try:
        rows = kept["cards"] if isinstance(kept, dict) else []
        return [Seen(str(row["term"]), row["known"] is True, date.fromisoformat(row["on"])) for row in rows]
    except (KeyError, TypeError, ValueError):
        return []


def kept(seen: Iterable[Seen], said: Seen) -> dict[str, Any]:
    """Return what to keep once something was said of a card: the last word on each, the latest at the end."""
    cards = [*(one for one in seen if one.term != said.term), said]
    return {"cards": [{"term": one.term, "known": one.known, "on": one.on.isoformat()} for one in cards]}
