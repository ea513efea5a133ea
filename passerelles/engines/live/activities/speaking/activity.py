"""The chair of the young person: who speaks, to them or of them, and what they read again of the decisions.

Mechanism M33 [C5-105]: the meeting comes back to the young person. One person notes, or the trainer does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import TRAINER, Event, Json, Person, Refused, Trace
from passerelles.engines.live.presence import admit, followed, gathered, needed, room_for, rule_of, sector_names
from passerelles.engines.live.screen import Screen
from passerelles.engines.tools.wording import person_in
from passerelles.text import t

from .screens import person_screen, room_screen, trace, trainer_screen
from .state import MANNERS, REREAD, SILENCE, YOUNG, Decision, State, sat, standing, stopped, turned

TAPS = ("speak", "address", "chair")
CHAIR = {"occupied": True, "empty": False}


MOST = 100  # decisions


class Speaking:
    """The speaking log around the chair of the young person."""

    kind: ClassVar[str] = "speaking"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the names of the sectors, and what the meeting is about; option `subject`."""
        return {"sectors": sector_names(course), "subject": str(options.get("subject", ""))}

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> State:
        """Begin with an empty chair."""
        return State(prepared["sectors"], prepared["subject"], gathered(people))

    def act(self, state: State, event: Event) -> State:
        """Return the state after an event."""
        presence = followed(state.presence, event)
        if presence is not None:
            scribe = state.scribe if state.scribe in presence.here else ""
            state = stopped(state, event.at) if event.kind == "close" else state
            return replace(state, presence=presence, scribe=scribe)
        admit(state.presence, event)
        rule = rule_of(MAY, event)
        needed(event.kind == "take" or event.who in (TRAINER, state.scribe), "live.speaking.not-scribe")
        if event.kind in TAPS and state.presence.closed:
            return replace(state, late=state.late + 1)
        return rule(state, event)

    def person(self, state: State, who: str) -> Screen:
        """Return the summary, or the means to note for who notes."""
        return person_screen(state, who)

    def room(self, state: State) -> Screen:
        """Return the summary."""
        return room_screen(state)

    def trainer(self, state: State) -> Screen:
        """Return the means to note."""
        return trainer_screen(state)

    def trace(self, state: State) -> Trace:
        """Return the shares and the decisions."""
        return trace(state)


def _take(state: State, event: Event) -> State:
    """Take the noting on, when nobody has."""
    needed(event.who != TRAINER and not state.scribe, "live.speaking.taken")
    return replace(state, scribe=event.who)


def _give(state: State, event: Event) -> State:
    """Give the noting back; the trainer may free it."""
    return replace(state, scribe="")


def _speak(state: State, event: Event) -> State:
    """Note who speaks now, or that nobody does."""
    needed(event.what in (SILENCE, *state.speakers()))
    if state.turn and state.turn.who == event.what:
        return state
    return turned(state, event.at, event.what)


def _address(state: State, event: Event) -> State:
    """Note that who speaks now speaks to the young person, or of them."""
    needed(event.what in MANNERS)
    if state.turn is None or state.turn.who == YOUNG:
        raise Refused(t("live.speaking.nobody"))
    return turned(state, event.at, state.turn.who, event.what)


def _chair(state: State, event: Event) -> State:
    """Note that the young person sits there, or that their chair is empty."""
    needed(event.what in CHAIR)
    return sat(state, event.at, CHAIR[event.what])


def _decide(state: State, event: Event) -> State:
    """Keep a decision: what, who, until when, and how the young person read it again."""
    needed(len(event.says) == 4)
    what, who, until, reread = (words.strip() for words in event.says)
    needed(what and who and until, "live.presence.empty")
    needed(reread in REREAD, "live.speaking.reread.asked")
    needed(not person_in(who), "live.speaking.function", found=person_in(who))
    room_for(len(standing(state)), MOST)
    name = f"d{len(state.decisions) + 1}"
    return replace(state, decisions=(*state.decisions, Decision(name, what, who, until, reread, state.presence.closed)))


def _reread(state: State, event: Event) -> State:
    """Say how the young person has read a decision again."""
    needed(len(event.says) == 1 and event.says[0] in REREAD, "live.speaking.reread.asked")
    return _changed(state, event, reread=event.says[0])


def _strike(state: State, event: Event) -> State:
    """Take a decision back."""
    return _changed(state, event, struck=True)


def _changed(state: State, event: Event, **change: Any) -> State:
    """Return the state with a decision changed; Refused when there is none of that id."""
    needed(event.what in {one.id for one in standing(state)})
    changed = tuple(replace(one, **change) if one.id == event.what else one for one in state.decisions)
    return replace(state, decisions=changed)


MAY: dict[str, Callable[[State, Event], State]] = {
    "take": _take, "give": _give, "speak": _speak, "address": _address, "chair": _chair,
    "decide": _decide, "reread": _reread, "strike": _strike,
}  # fmt: skip

ACTIVITY = Speaking()
