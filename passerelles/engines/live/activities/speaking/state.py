"""What is noted of a meeting around a young person: who speaks how long, to them or of them, and what is decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from passerelles.engines.live.presence import OTHERS, Presence, grouped

YOUNG, FACILITATOR, SILENCE = "young", "facilitator", ""
MANNERS = ("to", "of")  # one speaks to the young person, or of them
REREAD = ("with", "by", "no")  # with the young person, by them, not yet


@dataclass(frozen=True, slots=True)
class Turn:
    """Somebody speaking now: a sector, the young person or who leads the meeting."""

    who: str
    manner: str
    since: float


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was decided; who does it is a function, not a name."""

    id: str
    what: str
    who: str
    until: str
    reread: str
    late: bool = False
    struck: bool = False


@dataclass(frozen=True)
class State:
    """What has come of it. Seconds are those of turns that are over."""

    names: Mapping[str, str]  # of sectors, by id
    subject: str
    presence: Presence
    scribe: str = ""  # who notes, besides the trainer
    turn: Turn | None = None
    seconds: Mapping[str, float] = field(default_factory=dict)
    turns: Mapping[str, int] = field(default_factory=dict)
    manners: Mapping[str, float] = field(default_factory=dict)
    occupied: bool = False
    chair_since: float | None = None  # None before the first thing noted
    chair: Mapping[bool, float] = field(default_factory=dict)  # seconds occupied and empty
    decisions: tuple[Decision, ...] = ()
    late: int = 0  # taps that came too late to be counted

    def speakers(self) -> list[str]:
        """Return whom one may note: the young person, each sector that is there, anybody else, who leads."""
        found = dict.fromkeys(person.sector for person in self.presence.present() if person.sector)
        return [YOUNG, *found, OTHERS, FACILITATOR]


def turned(state: State, at: float, who: str, manner: str = "") -> State:
    """Return the state with somebody else speaking, or the same in another manner; "" is silence."""
    state = sat(state, at, state.occupied)
    before = state.turn
    if before:
        spent = max(0.0, at - before.since)
        seconds = {**state.seconds, before.who: state.seconds.get(before.who, 0.0) + spent}
        manners = {**state.manners, before.manner: state.manners.get(before.manner, 0.0) + spent}
        state = replace(state, seconds=seconds, manners=manners)
    turns = state.turns
    if who and not (before and before.who == who):
        turns = {**turns, who: turns.get(who, 0) + 1}
    return replace(state, turn=Turn(who, manner, at) if who else None, turns=turns)


def sat(state: State, at: float, occupied: bool) -> State:
    """Return the state with the chair of the young person occupied or empty from now on."""
    chair = state.chair
    if state.chair_since is not None:
        spent = max(0.0, at - state.chair_since)
        chair = {**chair, state.occupied: chair.get(state.occupied, 0.0) + spent}
    return replace(state, occupied=occupied, chair=chair, chair_since=at)


def shares(state: State) -> dict[str, float]:
    """Return the seconds of each that may be told: sectors of fewer than five people are told together."""
    groups = grouped(person.sector for person in state.presence.people.values())
    found: dict[str, float] = {YOUNG: state.seconds.get(YOUNG, 0.0)}
    for who, spent in state.seconds.items():
        told = who if who in (YOUNG, FACILITATOR) else groups.get(who, OTHERS)
        found[told] = found.get(told, 0.0) + spent * (who != YOUNG)
    return found


def stopped(state: State, at: float) -> State:
    """Return the state once nothing more is noted: whoever speaks is no longer counted, nor the chair."""
    return replace(turned(state, at, SILENCE), chair_since=None) if state.chair_since is not None else state


def standing(state: State) -> list[Decision]:
    """Return the decisions that were taken in time and not taken back."""
    return [one for one in state.decisions if not (one.late or one.struck)]
