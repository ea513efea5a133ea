"""What one may do in a role play: one function per deed, which returns the state after it or raises Refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from passerelles.content.roleplay import PLAYED, RolePlay

from .state import TRAINER, Event, Game, Refused, Said, State, ballot, not_out, phase_of, present

MARKS = ("0", "1", "2")  # of an observer: not seen, seen, seen and useful
MORE = ("1", "2", "3", "5")  # minutes that a phase may be given
NET = ("gains", "loses")

Rule = Callable[[RolePlay, Game, State, Event], State]


def _need(condition: bool, event: Event) -> None:
    """Raise Refused unless the condition of an event holds."""
    if not condition:
        raise Refused(f"{event.kind} {event.what} by {event.who}")


def _words(event: Event, count: int) -> tuple[str, ...]:
    """Return so many texts that say something; Refused otherwise."""
    words = tuple(text.strip() for text in event.says)
    _need(len(words) == count and all(words), event)
    return words


def _in(play: RolePlay, state: State, event: Event, *kinds: str) -> None:
    """Raise Refused unless the game is in a phase of these kinds."""
    _need(phase_of(play, state).kind in kinds, event)


def _next(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Begin, or go on to the next phase. Nobody debriefs while somebody is still in their role."""
    if state.since is None:
        return replace(state, since=event.at)
    _need(state.phase + 1 < len(play.phases), event)
    if phase_of(play, state).kind == "exit":
        _need(bool(state.out) and not not_out(game, state), event)
    return replace(state, phase=state.phase + 1, since=event.at, longer=0, voting=False)


def _extend(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Give the phase a few more minutes."""
    _need(event.what in MORE, event)
    return replace(state, longer=state.longer + int(event.what))


def _inject(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Make something happen before its time, while playing."""
    _in(play, state, event, "act")
    _need(event.what in {inject.id for inject in play.injects} - set(state.happened), event)
    return replace(state, happened=(*state.happened, event.what))


def _propose(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Put a proposal down, covered; a second one of the same role replaces the first."""
    _in(play, state, event, "act")
    _need(not state.proposals_shown, event)
    others = tuple(said for said in state.proposed if said.who != event.who)
    return replace(state, proposed=(*others, Said(event.who, f"by-{event.who}", _words(event, 1))))


def _show_proposals(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Turn the proposals up, those of the file with those of the table."""
    _in(play, state, event, "act")
    return replace(state, proposals_shown=True)


def _open_vote(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Open the vote; an earlier one is wiped."""
    _in(play, state, event, "act")
    _need(state.proposals_shown, event)
    return replace(state, voting=True, votes_shown=False, votes={})


def _vote(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Vote, covered; the last vote counts."""
    _need(state.voting and event.what in ballot(play, state), event)
    return replace(state, votes={**state.votes, event.who: event.what})


def _stake(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Say what a proposal of the table brings one's role and takes from it, and whether one gains by it on balance."""
    _need(state.proposals_shown and event.what in {said.about for said in state.proposed}, event)
    _need(len(event.says) == 3 and event.says[2] in NET, event)
    others = tuple(said for said in state.stakes if (said.who, said.about) != (event.who, event.what))
    return replace(state, stakes=(*others, Said(event.who, event.what, tuple(w.strip() for w in event.says))))


def _show_votes(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Turn the votes up, and close the vote."""
    _need(state.voting, event)
    return replace(state, voting=False, votes_shown=True)


def _understand(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Write, in the « temps mort », what one understood of the constraint of another."""
    _in(play, state, event, "pause")
    _need(event.what in game.seats and event.what != event.who, event)
    others = tuple(said for said in state.understood if (said.who, said.about) != (event.who, event.what))
    return replace(state, understood=(*others, Said(event.who, event.what, _words(event, 1))))


def _decide(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Fill in a line of the log: what, who, until when. What is changed must be read again."""
    _in(play, state, event, "act")
    lines = {line.id: line for line in play.stop.lines}
    _need(event.what in lines and lines[event.what].who in (None, event.who), event)
    said = Said(event.who, event.what, _words(event, 3))
    return replace(state, decided={**state.decided, event.what: said}, reread=frozenset())


def _reread(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """The young person has read the decisions again, and agrees that this is what was said."""
    _in(play, state, event, "act")
    _need(event.who in play.young_roles and bool(state.decided), event)
    return replace(state, reread=state.reread | {event.who})


def _out(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Leave one's role as it should be: in the phase for it."""
    _in(play, state, event, "exit")
    return replace(state, out=state.out | {event.who})


def _leave(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Stop playing: a right, at any time. The role stays empty; a vote it cast is taken back."""
    who = event.what if event.who == TRAINER else event.who
    _need(who in present(game, state), event)
    return replace(state, gone=state.gone | {who}, votes={n: v for n, v in state.votes.items() if n != who})


def _fill(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Give an empty role to somebody else, who plays it and must leave it as it should be."""
    _in(play, state, event, "contract", "reading", *PLAYED)
    _need(event.what in state.gone, event)
    return replace(state, gone=state.gone - {event.what})


def _observe(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Mark a line of the grid, with a sentence that was heard when there is one."""
    _in(play, state, event, *PLAYED)
    _need(event.what in {line.id for line in play.grid} and len(event.says) == 2 and event.says[0] in MARKS, event)
    others = tuple(said for said in state.observed if (said.who, said.about) != (event.who, event.what))
    return replace(state, observed=(*others, Said(event.who, event.what, event.says)))


TRAINER_MAY: dict[str, Rule] = {
    "next": _next, "extend": _extend, "inject": _inject, "show-proposals": _show_proposals, "open-vote": _open_vote,
    "show-votes": _show_votes, "leave": _leave, "fill": _fill,
}  # fmt: skip
ROLE_MAY: dict[str, Rule] = {
    "propose": _propose, "vote": _vote, "stake": _stake, "understand": _understand, "decide": _decide,
    "reread": _reread, "out": _out, "leave": _leave,
}  # fmt: skip
OBSERVER_MAY: dict[str, Rule] = {"observe": _observe}
