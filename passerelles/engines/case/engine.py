"""Playing a branching case: pure moves on an immutable play, which keeps everything, abandoned branches included.

A play holds what its player did, never what follows from it: indicators, scenes and endings are computed again from
the case, so a play survives a crash, a new version of the page, or another device.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from passerelles.content.case import Case, Story
from passerelles.content.case_walk import NotOffered, State, begin, take

Level = Literal["novice", "confirmed"]  # feedback after each choice, or at the end
MAX_COMMENT = 2000  # characters
MAX_EVENTS = 500  # of one play: nobody goes back that often


class ImpossibleMove(Exception):
    """The case does not allow this move here; the message names it."""


@dataclass(frozen=True, slots=True)
class Event:
    """One thing the player did: chose `node.option`, or went back to a node, saying why."""

    kind: Literal["chose", "back"]
    what: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Play:
    """One person's way through a case, or through one of its viewpoints after it."""

    case: str
    level: Level = "novice"
    mode: str | None = None
    viewpoint: str | None = None
    after: tuple[str, ...] = ()  # the choices of the case, when a viewpoint is played
    events: tuple[Event, ...] = ()

    @property
    def turn(self) -> int:
        """How many things were done: two tabs that disagree on it are not at the same place."""
        return len(self.events)

    @property
    def choices(self) -> tuple[str, ...]:
        """The choices that count, as `node.option`: those not undone by going back."""
        kept: list[str] = []
        for event in self.events:
            if event.kind == "chose":
                kept.append(event.what)
            else:
                del kept[_place(kept, event.what) :]
        return tuple(kept)


def start(
    case: Case,
    *,
    level: Level = "novice",
    mode: str | None = None,
    viewpoint: str | None = None,
    after: Iterable[str] = (),
) -> Play:
    """Return a play about to begin; `after` holds the choices of a finished play of the case, for a viewpoint.

    Raises ImpossibleMove on a mode or viewpoint the case does not have, a mode left out of a case that has some, or a
    viewpoint that no finished play comes before.
    """
    after = tuple(after)
    known: set[str | None] = {other.id for other in case.modes} or {None}
    if mode not in known or level not in ("novice", "confirmed"):
        raise ImpossibleMove(f"mode {mode}, level {level}")
    if viewpoint is None:
        return Play(case.slug, level, mode)
    if viewpoint not in {view.id for view in case.viewpoints}:
        raise ImpossibleMove(f"viewpoint {viewpoint}")
    if not is_over(case, replay(case, after, level=level, mode=mode)):
        raise ImpossibleMove(f"viewpoint {viewpoint} before the end")
    return Play(case.slug, level, mode, viewpoint, after)


def choose(case: Case, play: Play, option_id: str) -> Play:
    """Return the play after that choice; raises ImpossibleMove when the option is not offered."""
    state = moments(case, play)[-1]
    _take(played(case, play), state, option_id)
    return _with(play, Event("chose", f"{state.node}.{option_id}"))


def back(case: Case, play: Play, node_id: str, comment: str = "") -> Play:
    """Return the play gone back to a node already passed; what was done since stays in the trace, with the comment.

    Raises ImpossibleMove when the play has not chosen at that node.
    """
    if node_id not in [choice.partition(".")[0] for choice in play.choices]:
        raise ImpossibleMove(f"back to {node_id}")
    return _with(play, Event("back", node_id, comment.strip()[:MAX_COMMENT]))


def replay(case: Case, choices: Iterable[str], *, level: Level = "novice", mode: str | None = None) -> Play:
    """Return the play of the case that these choices make; raises ImpossibleMove at the first that is not offered."""
    play = start(case, level=level, mode=mode)
    for choice in choices:
        play = _redo(case, play, Event("chose", choice))
    return play


def moments(case: Case, play: Play) -> tuple[State, ...]:
    """Return every moment of the play, the first scene to now: one more than its choices."""
    story = played(case, play)
    states = [begin(story, play.mode, frozenset(play.after))]
    for choice in play.choices:
        states.append(_take(story, states[-1], choice.partition(".")[2]))
    return tuple(states)


def is_over(case: Case, play: Play) -> bool:
    """Say whether the play has reached an ending."""
    return moments(case, play)[-1].ending is not None


def abandoned(play: Play) -> list[tuple[tuple[str, ...], str]]:
    """Return the branches undone by going back, oldest first, each with the comment given."""
    kept: list[str] = []
    found: list[tuple[tuple[str, ...], str]] = []
    for event in play.events:
        if event.kind == "chose":
            kept.append(event.what)
            continue
        place = _place(kept, event.what)
        found.append((tuple(kept[place:]), event.comment))
        del kept[place:]
    return found


def played(case: Case, play: Play) -> Story:
    """Return what is being played: the case, or the viewpoint."""
    return case.story(play.viewpoint)


def to_json(play: Play) -> dict[str, Any]:
    """Return the play as a JSON object, to be kept and given to `from_json`."""
    return asdict(play)


def from_json(case: Case, kept: Mapping[str, Any]) -> Play:
    """Return the play that was kept, every move checked again.

    Raises ImpossibleMove when it is not a play of this case, or when the case has changed under it.
    """
    try:
        play = start(case, level=kept["level"], mode=kept["mode"], viewpoint=kept["viewpoint"], after=kept["after"])
        if kept["case"] != case.slug or len(kept["events"]) > MAX_EVENTS:
            raise ImpossibleMove(f"not a play of {case.slug}")
        for event in kept["events"]:
            play = _redo(case, play, Event(event["kind"], str(event["what"]), str(event["comment"])))
    except (KeyError, TypeError, AttributeError) as error:
        raise ImpossibleMove(f"not a play: {error!r}") from error
    return play


def carried_over(case: Case, play: Play) -> Play:
    """Return the play on a case that has changed: its moves up to the first that is no longer possible.

    Raises ImpossibleMove when it could not even begin: its mode, its viewpoint or what came before it is gone.
    """
    fresh = start(case, level=play.level, mode=play.mode, viewpoint=play.viewpoint, after=play.after)
    with suppress(ImpossibleMove):
        for event in play.events:
            fresh = _redo(case, fresh, event)
    return fresh


def still_playable(case: Case, kept: Mapping[str, Any]) -> Play | None:
    """Return the play that was kept, None when it is none in the case of today."""
    try:
        return from_json(case, kept)
    except ImpossibleMove:
        return None


def _redo(case: Case, play: Play, event: Event) -> Play:
    """Return the play after an event that was recorded, checked as if it happened now."""
    if event.kind == "back":
        return back(case, play, event.what, event.comment)
    node, _, option = event.what.partition(".")
    if event.kind != "chose" or moments(case, play)[-1].node != node:
        raise ImpossibleMove(f"{event.kind} {event.what}")
    return choose(case, play, option)


def _take(story: Story, state: State, option_id: str) -> State:
    """Return the next moment; raises ImpossibleMove."""
    try:
        return take(story, state, option_id)
    except NotOffered as error:
        raise ImpossibleMove(str(error)) from error


def _with(play: Play, event: Event) -> Play:
    """Return the play with one more event; raises ImpossibleMove when there are too many."""
    if play.turn >= MAX_EVENTS:
        raise ImpossibleMove(f"more than {MAX_EVENTS} moves")
    return replace(play, events=(*play.events, event))


def _place(choices: list[str], node_id: str) -> int:
    """Return the index of the choice made at a node."""
    return [choice.partition(".")[0] for choice in choices].index(node_id)
