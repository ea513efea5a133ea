"""What a live session is made of: who came, the agenda, the activities that go on, and where the day is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from passerelles.engines.live.activity import Activity, Person

from .agenda import Half, Slot, halves

ALWAYS = ("jargon", "decisions")  # places that are open all day, beside the slots
MOST_PEOPLE = 250
MAX_NAME = 40


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who joined."""

    person: Person
    joined: float
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Running:
    """An activity that was begun; `asleep` when the day went on to something else."""

    activity: Activity
    state: Any
    asleep: bool = False


@dataclass(frozen=True)
class Session:
    """What has come of it."""

    id: str
    title: str
    code: str
    start: int  # announced beginning, in minutes after midnight
    slots: tuple[Slot, ...]
    sectors: Mapping[str, str]  # names by id
    modules: Mapping[str, str]  # titles by slug: what a quiz may draw from
    activities: Mapping[str, Activity]  # by kind
    people: Mapping[str, Member] = field(default_factory=dict)
    places: Mapping[str, Running] = field(default_factory=dict)
    slot: str = ""  # where the day is; "" before the start
    visited: tuple[str, ...] = ()
    began: float | None = None  # when one first went to a slot with somebody there: a rehearsal is not the day
    since: float | None = None  # when the slot began
    longer: int = 0  # minutes added to it
    now: float = 0.0
    locked: bool = False
    ended: bool = False
    attending: str = ""  # the half whose attendance is being marked
    present: Mapping[str, frozenset[str]] = field(default_factory=dict)  # half -> ids
    second: int = 1  # the link for a second trainer that holds: the first one given, the next…
    notice: str = ""  # a sentence of the trainer on every page

    def current(self) -> Slot | None:
        """Return the slot where the day is."""
        return next((slot for slot in self.slots if slot.id == self.slot), None)

    def here(self) -> list[Person]:
        """Return who is there, in order of arrival."""
        return [member.person for member in self.people.values() if not member.removed]

    def halves(self) -> list[Half]:
        """Return the halves of the day."""
        return halves(self.slots)


def is_here(session: Session, who: str) -> bool:
    """Say whether somebody joined and was not removed."""
    member = session.people.get(who)
    return member is not None and not member.removed


def is_open(session: Session, place: str) -> bool:
    """Say whether what is given in a place now comes in time."""
    running = session.places.get(place)
    return not session.ended and (not place or (running is not None and not running.asleep))
