"""A role play as one person reads and plays it: what is public, what they earned, and at the end the rest. HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from passerelles.content.corpus import Statement, Term
from passerelles.content.markdown import render, render_inline
from passerelles.content.roleplay import Exchange, Proposal, Reply, Role, RolePlay, Turn
from passerelles.engines.citations import readable
from passerelles.engines.shuffle import shuffled
from passerelles.text import t
from passerelles.typography import typeset

from .alone import Alone, offered, to_write, turn_now

Shown = dict[str, Any]
Statements = Mapping[str, Statement]


def presentation(
    play: RolePlay, statements: Statements, terms: Sequence[Term] = (), readers: Sequence[str] = ()
) -> Shown:
    """Return what a role play says to everybody, public cards and the sectors that have read it included."""
    talking = {exchange.who for exchange in play.exchanges}
    return {
        "slug": play.slug,
        "title": play.title,
        "place": play.place,
        "young": play.young.model_dump(),
        "beginning": readable(play.situation, statements, "debut", terms),  # read before scripts run
        "situation": readable(play.situation, statements, "situation", terms),
        "goal": render_inline(play.goal),
        "caution": render_inline(t(f"caution.{play.caution}")) if play.caution else None,
        "readers": [*readers],
        "roles": [
            {
                **role.model_dump(include={"id", "name", "function", "young", "translator"}),
                "html": render(role.public.text),
                "brings": [*map(render_inline, role.public.brings)],
                "limits": [*map(render_inline, role.public.limits)],
                "talks": role.id in talking,
            }
            for role in play.roles
        ],
    }


def told(play: RolePlay, alone: Alone, seed: str, statements: Statements) -> Shown:
    """Return where somebody is: the private card of the role in hand alone, and comments on what was given only.

    `seed` fixes the order of the replies for one person. `after` is None until every role has its first sentence.
    """
    role = play.role(alone.role) if alone.role else None
    left = to_write(play, alone)
    return {
        "role": alone.role,
        "card": _private(role) if role else None,
        "written": alone.written,
        "openings": _openings(role, statements) if role and role.id in alone.written else [],
        "exchanges": [_exchange(one, alone, seed, statements) for one in offered(play, alone)],
        "left": left,
        "after": None if left else _after(play, statements),
    }


def _private(role: Role) -> Shown:
    """Return what only whoever holds a role reads."""
    card = role.private
    return {
        "constraint": render_inline(card.constraint),
        "objective": render_inline(card.objective),
        "vocabulary": [{"word": typeset(one.word), "meaning": typeset(one.meaning)} for one in card.vocabulary],
    }


def _openings(role: Role, statements: Statements) -> list[Shown]:
    """Return the first sentences of the file for a role, commented."""
    return [
        {"html": render_inline(one.text), "comment": readable(one.comment, statements, f"phrase-{role.id}-{one.id}")}
        for one in role.openings
    ]


def _exchange(exchange: Exchange, alone: Alone, seed: str, statements: Statements) -> Shown:
    """Return what was said in an exchange, with the comments on it, and what may be answered now, without any."""
    turns = {turn.id: turn for turn in exchange.turns}
    past = [
        _given(turns[turn], reply, f"{exchange.id}-{turn}", statements)
        for turn, given in alone.said(exchange)
        for reply in turns[turn].replies
        if reply.id == given
    ]
    turn = turn_now(exchange, alone)
    return {
        "id": exchange.id,
        "to": exchange.to,
        "title": typeset(exchange.title),
        "past": past,
        "now": _now(turn, f"{seed}\0{exchange.id}\0{turn.id}") if turn else None,
        "closing": None if turn else readable(exchange.closing, statements, f"{exchange.id}-fin"),
    }


def _given(turn: Turn, reply: Reply, scope: str, statements: Statements) -> Shown:
    """Return a turn that is over: what the counterpart said, what was answered, and the comment."""
    comment = readable(reply.comment, statements, f"{scope}-{reply.id}")
    return {"line": render_inline(turn.text), "reply": render_inline(reply.text), "comment": comment}


def _now(turn: Turn, seed: str) -> Shown:
    """Return the turn that waits for a reply."""
    replies = [{"id": reply.id, "html": render_inline(reply.text)} for reply in shuffled(turn.replies, seed)]
    return {"turn": turn.id, "line": render_inline(turn.text), "replies": replies}


def _after(play: RolePlay, statements: Statements) -> Shown:
    """Return what nobody knew of the others, and what each proposal would give and take."""
    return {
        "cards": {role.id: _private(role) for role in play.roles},
        "proposals": [_proposal(one, statements) for one in play.proposals],
    }


def _proposal(proposal: Proposal, statements: Statements) -> Shown:
    """Return a proposal with its stakes."""
    return {
        "html": render_inline(proposal.text),
        "success": proposal.success,
        "comment": readable(proposal.comment, statements, f"proposition-{proposal.id}"),
        "stakes": [
            {"who": stake.who, "gain": render_inline(stake.gain), "pays": render_inline(stake.pays)}
            for stake in proposal.stakes
        ],
    }
