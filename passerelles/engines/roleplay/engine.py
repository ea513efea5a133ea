"""Playing a role play: a pure state machine driven by events that carry their own time.

A game holds what was done and when, never what follows from it: the state is computed again from the events, so a game
survives a crash or another device. Times are seconds of whatever clock the caller keeps. Who may *do* what is decided
here; who may *see* what, in `view`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from passerelles.content.roleplay import Inject, RolePlay

from .moves import OBSERVER_MAY, ROLE_MAY, TRAINER_MAY
from .state import MAX_EVENTS, MAX_TEXT, TRAINER, Event, Game, Refused, State, phase_of, present


def start(play: RolePlay, seats: Iterable[str], observers: Iterable[str] = ()) -> Game:
    """Return a game about to begin; Refused without a young person, or on a role or a name that cannot be."""
    held, looking = tuple(seats), tuple(observers)
    known = {role.id for role in play.roles}
    if len(set(held)) != len(held) or not set(held) <= known or not play.young_roles & set(held):
        raise Refused(f"seats {held}")
    if len(set(looking)) != len(looking) or set(looking) & {*known, TRAINER, ""}:
        raise Refused(f"observers {looking}")
    return Game(play.slug, play.content_hash, held, looking)


def act(play: RolePlay, game: Game, event: Event) -> Game:
    """Return the game after an event; Refused when it is not allowed."""
    return go_on(play, game, state_of(play, game), event)[0]


def go_on(play: RolePlay, game: Game, state: State, event: Event) -> tuple[Game, State]:
    """Return the same with its state, from the one in hand: a table that plays is not played again at each word."""
    after = _checked(play, game, state, event)
    if len(game.events) >= MAX_EVENTS:
        raise Refused(f"more than {MAX_EVENTS} events")
    return replace(game, events=(*game.events, event)), after


def state_of(play: RolePlay, game: Game, now: float | None = None) -> State:
    """Return what has come of a game, at its last event or later."""
    state = State()
    for event in game.events:
        state = _checked(play, game, state, event)
    return state if now is None else clocked(play, state, max(now, state.now))


def clocked(play: RolePlay, state: State, now: float) -> State:
    """Return the state once the clock says `now`: injects whose time has come have happened."""
    due = tuple(i.id for i in _awaited(play, state) if now >= _time(state, i))
    return replace(state, now=now, happened=(*state.happened, *due))


def due_next(play: RolePlay, state: State) -> float | None:
    """Return when the next inject of this phase is due, None when none is."""
    return min((_time(state, inject) for inject in _awaited(play, state)), default=None)


def to_json(game: Game) -> dict[str, Any]:
    """Return the game as a JSON object, to be kept and given to `from_json`."""
    return asdict(game)


def from_json(play: RolePlay, kept: Mapping[str, Any]) -> Game:
    """Return the game that was kept, every event checked again; Refused when it is none of this content."""
    try:
        game = start(play, kept["seats"], kept["observers"])
        if (kept["play"], kept["content"]) != (play.slug, play.content_hash) or len(kept["events"]) > MAX_EVENTS:
            raise Refused(f"not a game of {play.slug}")
        game = replace(game, events=tuple(_event(told) for told in kept["events"]))
        state_of(play, game)
        return game
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"not a game: {error!r}") from error


def _event(told: Mapping[str, Any]) -> Event:
    """Return an event that was kept."""
    says = tuple(str(words) for words in told["says"])
    return Event(str(told["kind"]), str(told["who"]), float(told["at"]), str(told["what"]), says)


def _checked(play: RolePlay, game: Game, state: State, event: Event) -> State:
    """Return the state after an event; Refused when nobody, or not this person, may do that now."""
    rule = (TRAINER_MAY if event.who == TRAINER else OBSERVER_MAY if event.who in game.observers else ROLE_MAY).get(
        event.kind
    )
    here = event.who in (TRAINER, *game.observers, *present(game, state))
    if rule is None or not here or not event.at >= state.now or any(len(words) > MAX_TEXT for words in event.says):
        raise Refused(f"{event.kind} by {event.who}")
    if state.since is None and event.kind not in ("next", "leave", "fill"):
        raise Refused(f"{event.kind} before the start")
    return rule(play, game, clocked(play, state, event.at), event)


def _awaited(play: RolePlay, state: State) -> list[Inject]:
    """Return the injects of this phase that have not happened."""
    if state.since is None:
        return []
    return [one for one in play.injects if one.id not in state.happened and one.at == phase_of(play, state).id]


def _time(state: State, inject: Inject) -> float:
    """Return when an inject of this phase is due."""
    return (state.since or 0.0) + inject.minute * 60
