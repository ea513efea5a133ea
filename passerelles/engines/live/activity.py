"""What an activity of a live session is: a pure state machine fed with events, and the screens it shows.

The session keeps what was prepared and every event; the state follows from them, so it survives a crash. Content is
prepared once, when the activity begins, and kept with it: a sentence corrected meanwhile changes nothing of a game that
goes on. Times are seconds of the server's clock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, runtime_checkable

from passerelles.content.course import Course
from passerelles.engines.roleplay.state import MAX_TEXT, TRAINER, Event, Refused

from .screen import Block, Screen

__all__ = ["MAX_TEXT", "SMALL", "TRAINER", "Activity", "Clocked", "Event", "Json", "Person", "Refused", "Trace"]

Json = dict[str, Any]
SMALL = 5  # of fewer people nothing is broken down, by sector or otherwise


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the room: the name they chose to be called there, and their sector ("" when they gave none)."""

    id: str
    name: str
    sector: str


@dataclass(frozen=True)
class Trace:
    """What stays of an activity, for the report: blocks of the screen's kinds in which nobody is named.

    `facts` are figures for tables, by name; `empty` says that nothing came of it.
    """

    title: str
    blocks: Sequence[Block]
    facts: Mapping[str, float] | None = None
    empty: bool = False


class Activity(Protocol):
    """A kind of activity. States are immutable; `act` returns the next one or raises Refused.

    The trainer's events are `Event(kind, TRAINER, …)`. Every activity understands five of them: `arrive` (what: id,
    says: name, sector), `leave` (what: id; what they gave stays), `close` (the day went on to something else: what
    still comes from a phone without network is kept and told to be late, never dropped and never counted with the
    rest), `reopen` (the trainer came back to it) and `resume` (a later slot of the day goes on with it: the « after »
    of a « before », open again; nothing special for most). An event of somebody who is not there is refused.
    """

    kind: ClassVar[str]

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return, as JSON, all that it needs of the course. Raises Refusal on options that cannot be."""

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Any:
        """Return the first state; raises Refusal on a number of people that cannot be."""

    def act(self, state: Any, event: Event) -> Any:
        """Return the state after an event; raises Refused."""

    def person(self, state: Any, who: str) -> Screen:
        """Return what somebody sees on their phone; nothing of another's that is not shown yet."""

    def room(self, state: Any) -> Screen:
        """Return what the projector shows."""

    def trainer(self, state: Any) -> Screen:
        """Return what the trainer sees and may do: the deeds of this activity are buttons and forms."""

    def trace(self, state: Any) -> Trace:
        """Return what stays of it."""


@runtime_checkable
class Clocked(Protocol):
    """An activity in which time itself makes something happen: an inject at its minute, a round that is over."""

    def due(self, state: Any) -> float | None:
        """Return when it wants `Event("tick", TRAINER)`, in seconds of the server's clock; None: not by itself."""
