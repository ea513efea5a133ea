"""What a game of a role play is made of: who sits there, what happened, and what has come of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from passerelles.content.roleplay import Phase, RolePlay
from passerelles.engines.shuffle import shuffled

TRAINER = "trainer"
MAX_TEXT = 600  # characters of what somebody writes
MAX_EVENTS = 5000  # of one game


class Refused(Exception):
    """The game does not allow this now, or not to this person; the message names it."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that somebody did: a role, an observer or the trainer. `what` names a thing, `says` are their words."""

    kind: str
    who: str
    at: float
    what: str = ""
    says: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Game:
    """One table playing: which roles are held, which observers look on, and all that happened."""

    play: str
    content: str  # hash of what is played
    seats: tuple[str, ...]
    observers: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a role about something: another role, a proposal, a line to fill in."""

    who: str
    about: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class State:
    """What has come of it."""

    phase: int = 0
    since: float | None = None  # when the phase began; None before the start
    now: float = 0.0
    longer: int = 0  # minutes added to the phase
    happened: tuple[str, ...] = ()  # ids of injects
    proposed: tuple[Said, ...] = ()  # about: the id it got
    proposals_shown: bool = False
    voting: bool = False
    votes: Mapping[str, str] = field(default_factory=dict)
    stakes: tuple[Said, ...] = ()
    votes_shown: bool = False
    understood: tuple[Said, ...] = ()
    decided: Mapping[str, Said] = field(default_factory=dict)
    reread: frozenset[str] = frozenset()
    out: frozenset[str] = frozenset()  # roles left as they should be
    gone: frozenset[str] = frozenset()  # roles whose player stopped: one may at any time
    observed: tuple[Said, ...] = ()


def phase_of(play: RolePlay, state: State) -> Phase:
    """Return the phase a game is in."""
    return play.phases[state.phase]


def seconds_left(play: RolePlay, state: State) -> float:
    """Return what remains of the phase, below zero when it is over; nobody is thrown out of it."""
    length = (phase_of(play, state).minutes + state.longer) * 60.0
    return length if state.since is None else length - (state.now - state.since)


def present(game: Game, state: State) -> list[str]:
    """Return the roles that are held and whose player has not stopped."""
    return [name for name in game.seats if name not in state.gone]


def not_out(game: Game, state: State) -> list[str]:
    """Return who must still leave their role before the debriefing."""
    return [name for name in present(game, state) if name not in state.out]


def ballot(play: RolePlay, state: State) -> dict[str, str]:
    """Return what there is to vote on, by id: the proposals of the file, in the order of their paper, then the table's.

    In the file a good way out comes first, which a room would soon know.
    """
    printed = {proposal.id: proposal.text for proposal in shuffled(play.proposals, play.slug)}
    return printed | {said.about: said.words[0] for said in state.proposed}
