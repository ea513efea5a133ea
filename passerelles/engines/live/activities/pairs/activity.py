"""Crossed presentations: by two, of different sectors, each presents the other, what they bring before their limits.

Mechanisms M22, M23 and M29. A sheet is its author's alone until the trainer calls the pair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import TRAINER, Event, Json, Person, Trace
from passerelles.engines.live.presence import Presence, admit, followed, gathered, needed, rule_of, sector_names
from passerelles.engines.live.screen import Screen
from passerelles.engines.shuffle import shuffled

from .pairing import Group, joined, paired
from .screens import person_screen, room_screen, trace, trainer_screen
from .state import QUESTIONS, Guess, Sheet, State, counted, free, group_of, is_locked, partner, public, sectors

Rule = Callable[[State, Event], State]


class Pairs:
    """Crossed presentations by pairs."""

    kind: ClassVar[str] = "pairs"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the names of the sectors."""
        return {"sectors": sector_names(course)}

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> State:
        """Pair who is there; one person alone waits for the next."""
        return State(prepared["sectors"], seed, gathered(people), paired(people, seed))

    def act(self, state: State, event: Event) -> State:
        """Return the state after an event."""
        presence = followed(state.presence, event)
        if presence is not None:
            return _followed(state, event, presence)
        admit(state.presence, event)
        rule = rule_of(TRAINER_MAY if event.who == TRAINER else PERSON_MAY, event)
        return rule(state, event)

    def person(self, state: State, who: str) -> Screen:
        """Return whom somebody presents, and their sheet."""
        return person_screen(state, who)

    def room(self, state: State) -> Screen:
        """Return who goes with whom, then the pair that is called, then the map of the group."""
        return room_screen(state)

    def trainer(self, state: State) -> Screen:
        """Return how far each pair is, and what the trainer may do."""
        return trainer_screen(state)

    def trace(self, state: State) -> Trace:
        """Return the map of the group."""
        return trace(state)


def _followed(state: State, event: Event, presence: Presence) -> State:
    """Return the state once people have come or left: who comes late joins a pair, who is left alone too."""
    before, state = state.presence.here, replace(state, presence=presence)
    if event.kind == "arrive" and not group_of(state, event.what):
        return _placed(state, event.what)
    return _without(state, event.what) if event.kind == "leave" and event.what in before else state


def _without(state: State, who: str) -> State:
    """Return the state without somebody; who is left alone before their pair was called goes to another one."""
    left = tuple(one for one in group_of(state, who) if one != who)
    groups = [left if who in group else group for group in state.groups]
    alone = len(left) == 1 and left[0] not in state.presented
    kept = tuple(group for group in groups if group and not (alone and group == left))
    state = replace(state, groups=kept)
    return _placed(state, left[0]) if alone else state


def _placed(state: State, who: str) -> State:
    """Return the state with somebody in a group that was not called yet, or with who stayed alone of one."""
    called = [group for group in state.groups if len(group) > 1 and state.presented.intersection(group)]
    return replace(state, groups=joined(state.groups, who, sectors(state), called))


def _written(event: Event) -> str:
    """Return what somebody wrote; Refused when it is nothing."""
    text = event.says[0].strip() if len(event.says) == 1 else ""
    needed(text, "live.presence.empty")
    return text


def _sheet(state: State, event: Event) -> Sheet | None:
    """Return the sheet that somebody has begun about a person; Refused when it is not theirs to write."""
    sheet = state.sheets.get((event.who, event.what))
    needed(sheet or event.what == partner(state, event.who), "live.pairs.changed")
    needed(not is_locked(state, group_of(state, event.who)), "live.pairs.locked")
    return sheet


def _kept(state: State, sheet: Sheet) -> State:
    """Return the state with a sheet."""
    return replace(state, sheets={**state.sheets, (sheet.who, sheet.about): sheet})


def _brings(state: State, event: Event) -> State:
    """Write what the other brings."""
    sheet, text = _sheet(state, event), _written(event)
    if sheet is None:
        late = state.presence.closed
        return _kept(state, Sheet(f"s{len(state.sheets) + 1}", event.who, event.what, text, late=late))
    return _kept(state, replace(sheet, brings=text))


def _limits(state: State, event: Event) -> State:
    """Write the limits of the other: once what they bring is written."""
    sheet, text = _sheet(state, event), _written(event)
    needed(sheet, "live.pairs.first")
    return _kept(state, replace(sheet, limits=text)) if sheet else state


def _guess(state: State, event: Event) -> State:
    """Say from which sector a contribution comes; once."""
    asked = next((sheet for sheet in (state.asked or {}).get(event.who, ()) if sheet.id == event.what), None)
    needed(asked and len(event.says) == 1 and (event.who, event.what) not in state.guesses)
    sector = event.says[0]
    right = asked is not None and state.presence.sector(asked.about) == sector
    guess = Guess(sector, right, state.presence.closed)
    return replace(state, guesses={**state.guesses, (event.who, event.what): guess})


def _mix(state: State, event: Event) -> State:
    """Make pairs again, of those who have written nothing yet."""
    loose = free(state)
    needed(loose)
    people = [state.person(who) for group in loose for who in group]
    kept = tuple(group for group in state.groups if group not in loose)
    mixes = state.mixes + 1
    return replace(state, groups=kept + paired(people, f"{state.seed}:{mixes}"), mixes=mixes)


def _call(state: State, event: Event) -> State:
    """Call the pair of somebody: what they wrote is shown."""
    group = group_of(state, event.what)
    needed(group)
    return _shown(state, group)


def _next(state: State, event: Event) -> State:
    """Call the next pair."""
    waiting = [group for group in state.groups if not state.presented.intersection(group)]
    needed(waiting)
    return _shown(state, waiting[0])


def _shown(state: State, group: Group) -> State:
    """Return the state with a group that presents."""
    return replace(state, called=group, presented=state.presented.union(group))


def _rest(state: State, event: Event) -> State:
    """Thank the pair that presented: the map of the group is back."""
    return replace(state, called=())


def _strike(state: State, event: Event) -> State:
    """Take what somebody wrote away from every screen."""
    struck = next((sheet for sheet in public(state) if sheet.id == event.what), None)
    needed(struck)
    asked = state.asked and {who: tuple(s for s in told if s.id != event.what) for who, told in state.asked.items()}
    state = replace(state, asked=asked)
    return _kept(state, replace(struck, struck=True)) if struck else state


def _check(state: State, event: Event) -> State:
    """Ask each where contributions come from: of what was presented, neither written by them nor about them."""
    needed(state.asked is None)
    sheets = [sheet for sheet in shuffled(counted(state), state.seed) if state.presence.sector(sheet.about)]
    needed(sheets, "live.pairs.check.empty")
    people = list(state.presence.people)
    return replace(state, called=(), asked={who: _asked(sheets, who, rank) for rank, who in enumerate(people)})


def _asked(sheets: Sequence[Sheet], who: str, rank: int) -> tuple[Sheet, ...]:
    """Return what somebody is asked about; each begins elsewhere, so that all contributions are asked about."""
    start = rank * QUESTIONS % len(sheets)
    turned = [*sheets[start:], *sheets[:start]]
    return tuple(sheet for sheet in turned if who not in (sheet.who, sheet.about))[:QUESTIONS]


TRAINER_MAY: dict[str, Rule] = {
    "mix": _mix, "call": _call, "next": _next, "rest": _rest, "strike": _strike, "check": _check,
}  # fmt: skip
PERSON_MAY: dict[str, Rule] = {"brings": _brings, "limits": _limits, "guess": _guess}

ACTIVITY = Pairs()
