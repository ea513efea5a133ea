"""Playing a role play alone: take a role, write its first sentence, compare, talk with a scripted counterpart, swap.

What is kept is what the learner did, in order; the rest is computed again from the file. Comments on first sentences
show once one is written, those on replies once one is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

from passerelles.content.roleplay import END, Exchange, RolePlay, Turn

from .roleplay_state import MAX_EVENTS, MAX_TEXT, Refused

Kind = Literal["take", "write", "say"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done: took a role, wrote its first sentence, or gave a reply, named `exchange.turn.reply`."""

    kind: Kind
    what: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Alone:
    """One learner's way through a role play."""

    play: str
    content: str
    steps: tuple[Step, ...] = ()

    @property
    def role(self) -> str | None:
        """The role held now: the last one taken."""
        return next((step.what for step in reversed(self.steps) if step.kind == "take"), None)

    @property
    def written(self) -> dict[str, str]:
        """The first sentence of each role that has one, the last written."""
        return {step.what: step.words for step in self.steps if step.kind == "write"}

    def said(self, exchange: Exchange) -> list[tuple[str, str]]:
        """Return the turns of an exchange with the reply given to each, in order."""
        names = [step.what.split(".") for step in self.steps if step.kind == "say"]
        return [(turn, reply) for where, turn, reply in names if where == exchange.id]


def begin(play: RolePlay) -> Alone:
    """Return a play about to begin."""
    return Alone(play.slug, play.content_hash)


def take(play: RolePlay, alone: Alone, role_id: str) -> Alone:
    """Return the play with that role in hand; Refused when there is none."""
    if role_id not in {role.id for role in play.roles}:
        raise Refused(f"role {role_id}")
    return _with(alone, Step("take", role_id))


def write(play: RolePlay, alone: Alone, words: str) -> Alone:
    """Return the play with a first sentence for the role in hand; Refused without one, or when it says nothing."""
    if not alone.role or not words.strip() or len(words) > MAX_TEXT:
        raise Refused("first sentence")
    return _with(alone, Step("write", alone.role, words.strip()))


def say(play: RolePlay, alone: Alone, exchange_id: str, reply_id: str) -> Alone:
    """Return the play after a reply to the counterpart; Refused when it is not one of those offered now."""
    exchange = next((one for one in offered(play, alone) if one.id == exchange_id), None)
    turn = turn_now(exchange, alone) if exchange else None
    if turn is None or reply_id not in {reply.id for reply in turn.replies}:
        raise Refused(f"reply {exchange_id} {reply_id}")
    return _with(alone, Step("say", f"{exchange_id}.{turn.id}.{reply_id}"))


def offered(play: RolePlay, alone: Alone) -> list[Exchange]:
    """Return the exchanges of the role in hand, once its first sentence is written."""
    return [one for one in play.exchanges if one.who == alone.role and one.who in alone.written]


def turn_now(exchange: Exchange, alone: Alone) -> Turn | None:
    """Return the turn that waits for a reply; None when the exchange is over."""
    turns = {turn.id: turn for turn in exchange.turns}
    following = exchange.turns[0].id
    for turn_id, reply_id in alone.said(exchange):
        following = next(reply.next for reply in turns[turn_id].replies if reply.id == reply_id)
    return None if following == END else turns[following]


def alone_view(play: RolePlay, alone: Alone) -> dict[str, Any]:
    """Return what the learner sees: every public card, the private one of the role in hand, what they have earned."""
    role = play.role(alone.role) if alone.role else None
    shown = role is not None and role.id in alone.written
    return {
        "situation": play.situation,
        "goal": play.goal,
        "caution": play.caution,
        "cards": [r.model_dump(exclude={"private", "openings"}) for r in play.roles],
        "role": alone.role,
        "card": role.private.model_dump() if role else None,
        "written": alone.written,
        "openings": [opening.model_dump() for opening in role.openings] if role and shown else [],
        "exchanges": [_exchange(one, alone) for one in offered(play, alone)],
        "left": [r.id for r in play.roles if r.id not in alone.written],
    }


def to_json(alone: Alone) -> dict[str, Any]:
    """Return the play as a JSON object, to be kept and given to `from_json`."""
    return asdict(alone)


def from_json(play: RolePlay, kept: Mapping[str, Any]) -> Alone:
    """Return the play that was kept, every step checked again; Refused when it is none of this content."""
    alone = begin(play)
    try:
        if (kept["play"], kept["content"]) != (alone.play, alone.content):
            raise Refused(f"not a play of {play.slug}")
        for step in kept["steps"]:
            alone = _redo(play, alone, Step(step["kind"], str(step["what"]), str(step["words"])))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(f"not a play: {error!r}") from error
    return alone


def _redo(play: RolePlay, alone: Alone, step: Step) -> Alone:
    """Return the play after a step that was kept; Refused when it could not happen now."""
    if step.kind == "take":
        made = take(play, alone, step.what)
    elif step.kind == "write":
        made = write(play, alone, step.words)
    else:
        exchange, _, reply = step.what.split(".")
        made = say(play, alone, exchange, reply)
    if made.steps[-1] != step:
        raise Refused(f"{step.kind} {step.what}")
    return made


def _with(alone: Alone, step: Step) -> Alone:
    """Return the play with one more step; Refused when there are too many."""
    if len(alone.steps) >= MAX_EVENTS:
        raise Refused(f"more than {MAX_EVENTS} steps")
    return replace(alone, steps=(*alone.steps, step))


def _exchange(exchange: Exchange, alone: Alone) -> dict[str, Any]:
    """Return what was said in an exchange, with the comments on it, and what may be answered now, without any."""
    turns = {turn.id: turn for turn in exchange.turns}
    past = [
        {"line": turns[turn].text, "reply": reply.model_dump(include={"text", "comment", "cites"})}
        for turn, given in alone.said(exchange)
        for reply in turns[turn].replies
        if reply.id == given
    ]
    turn = turn_now(exchange, alone)
    now = turn and {"line": turn.text, "replies": [{"id": r.id, "text": r.text} for r in turn.replies]}
    told = {"id": exchange.id, "title": exchange.title, "to": exchange.to, "past": past, "now": now}
    return told | {"closing": None if turn else exchange.closing}
