"""Playing a role play alone: take a role, write its first sentence, compare, talk with a scripted counterpart, swap.

What is kept is what the learner did, in order; the rest is computed again from the file. Of each role it holds one
first sentence, of each exchange one way through: a play never grows without end.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from itertools import zip_longest
from typing import Any, Literal

from passerelles.content.roleplay import END, Exchange, RolePlay, Turn

from .state import MAX_TEXT, Refused

Kind = Literal["take", "write", "say"]
WORK = "jeu"  # the name under which records keep it


class MovedOn(Refused):
    """A reply to a turn that is over, or not there yet: another tab was faster."""


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
        """The first sentence of each role that has one."""
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
    return _with(alone, *alone.steps, Step("take", role_id))


def write(play: RolePlay, alone: Alone, words: str) -> Alone:
    """Return the play with a first sentence for the role in hand; Refused without one, or when it says nothing."""
    if not alone.role or not words.strip() or len(words) > MAX_TEXT:
        raise Refused("first sentence")
    written = Step("write", alone.role, words.strip())
    if alone.role not in alone.written:
        return _with(alone, *alone.steps, written)
    return _with(alone, *(written if (step.kind, step.what) == ("write", alone.role) else step for step in alone.steps))


def say(play: RolePlay, alone: Alone, exchange_id: str, turn_id: str, reply_id: str) -> Alone:
    """Return the play after a reply to the counterpart; the same one given again changes nothing.

    Refused when there is no such reply, MovedOn when it is not that turn now.
    """
    exchange = _exchange(offered(play, alone), exchange_id)
    if (turn_id, reply_id) in alone.said(exchange):
        return alone
    turn = turn_now(exchange, alone)
    if turn is None or turn.id != turn_id:
        raise MovedOn(f"turn {exchange_id} {turn_id}")
    if reply_id not in {reply.id for reply in turn.replies}:
        raise Refused(f"reply {exchange_id} {turn_id} {reply_id}")
    return _with(alone, *alone.steps, Step("say", f"{exchange_id}.{turn_id}.{reply_id}"))


def again(play: RolePlay, alone: Alone, exchange_id: str) -> Alone:
    """Return the play with an exchange to be had again from its first turn; Refused when there is none."""
    _exchange(play.exchanges, exchange_id)
    said = f"{exchange_id}."
    return _with(alone, *(step for step in alone.steps if step.kind != "say" or not step.what.startswith(said)))


def deed(play: RolePlay, alone: Alone, kind: str, value: Mapping[str, str]) -> Alone:
    """Return the play after what a page asked for, by the name of its fields; the role it speaks of is taken in hand.

    Asked twice it counts once. Refused, MovedOn.
    """
    if kind == "take":
        return take(play, alone, value["role"])
    if kind == "write":
        return write(play, _holding(play, alone, value["role"]), value["words"])
    held = _holding(play, alone, _exchange(play.exchanges, value["exchange"]).who)
    if kind == "again":
        return again(play, held, value["exchange"])
    return say(play, held, value["exchange"], value["turn"], value["reply"])


def offered(play: RolePlay, alone: Alone) -> list[Exchange]:
    """Return the exchanges of the role in hand, once its first sentence is written."""
    return [one for one in play.exchanges if one.who == alone.role and one.who in alone.written]


def to_write(play: RolePlay, alone: Alone) -> list[str]:
    """Return the roles that have no first sentence yet."""
    return [role.id for role in play.roles if role.id not in alone.written]


def turn_now(exchange: Exchange, alone: Alone) -> Turn | None:
    """Return the turn that waits for a reply; None when the exchange is over."""
    turns = {turn.id: turn for turn in exchange.turns}
    following = exchange.turns[0].id
    for turn_id, reply_id in alone.said(exchange):
        following = next(reply.next for reply in turns[turn_id].replies if reply.id == reply_id)
    return None if following == END else turns[following]


def to_json(alone: Alone) -> dict[str, Any]:
    """Return the play as a JSON object, to be kept and given to `from_json`."""
    return asdict(alone)


def from_json(play: RolePlay, kept: Mapping[str, Any]) -> Alone:
    """Return what still holds of a play that was kept: a corrected word of the file undoes nothing else."""
    alone = begin(play)
    for step in kept["steps"]:
        with suppress(Refused):
            alone = _redo(play, alone, Step(**step))
    return alone


def _redo(play: RolePlay, alone: Alone, step: Step) -> Alone:
    """Return the play after a step that was kept; Refused when it could not happen now."""
    if step.kind == "take":
        return take(play, alone, step.what)
    if step.kind == "write":
        return write(play, _holding(play, alone, step.what), step.words)
    return say(play, alone, *step.what.split("."))


def _holding(play: RolePlay, alone: Alone, role_id: str) -> Alone:
    """Return the play with that role in hand, unchanged when it is already."""
    return alone if alone.role == role_id else take(play, alone, role_id)


def _with(alone: Alone, *steps: Step) -> Alone:
    """Return the play with these steps; of roles taken one right after the other, the last one."""
    pairs = zip_longest(steps, steps[1:])
    kept = (step for step, after in pairs if not (after and step.kind == after.kind == "take"))
    return replace(alone, steps=tuple(kept))


def _exchange(among: list[Exchange], exchange_id: str) -> Exchange:
    """Return the exchange of that id; Refused when it is not there."""
    found = next((one for one in among if one.id == exchange_id), None)
    if found is None:
        raise Refused(f"exchange {exchange_id}")
    return found
