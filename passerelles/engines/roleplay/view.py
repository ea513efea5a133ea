"""What each may see of a game: a role, an observer, the projector, the trainer.

The dictionaries made here are all that ever travels. What stands on a private card goes to who holds that card, and to
the trainer; proposals and votes stay covered until they are turned up; a debriefing shows only once reached.
"""

from __future__ import annotations

from typing import Any

from passerelles.content.roleplay import PLAYED, Inject, Role, RolePlay

from .outcome import to_do, weighed
from .state import Game, State, ballot, not_out, phase_of, present, seconds_left

View = dict[str, Any]
IN_ROLE = ("reading", *PLAYED, "exit")  # when a private card is in somebody's hands


def projector_view(play: RolePlay, game: Game, state: State) -> View:
    """Return what the whole room sees."""
    return {
        "content": game.content,
        "title": play.title,
        "place": play.place,
        "situation": play.situation,
        "goal": play.goal,
        "caution": play.caution,
        "started": state.since is not None,
        "phase": _phase(play, state),
        "cards": [_card(role, role.id in present(game, state)) for role in play.roles if role.id in game.seats],
        "injects": [_inject(i.id, i.title, i.text, i.cites) for i in _happened(play, state) if not i.to],
        "proposals": _proposals(play, state) if state.proposals_shown else [],
        "covered": {"proposals": len(state.proposed), "votes": len(state.votes)},
        "voting": state.voting,
        "votes": _votes(play, game, state) if state.votes_shown else None,
        "stop": _stop(play, game, state),
        **_by_phase(play, game, state),
    }


def role_view(play: RolePlay, game: Game, state: State, who: str) -> View:
    """Return what a role sees: the room's view and its own. Of one whose player stopped, the room's alone."""
    return projector_view(play, game, state) | own_view(play, game, state, who)


def own_view(play: RolePlay, game: Game, state: State, who: str) -> View:
    """Return what a role sees besides the room's view."""
    if who not in present(game, state):
        return {"who": who, "card": None}
    kind, role = phase_of(play, state).kind, play.role(who)
    holds = state.since is not None and kind in IN_ROLE and who not in state.out
    mine = [said for said in state.proposed if said.who == who]
    return {
        "who": who,
        "card": role.private.model_dump() if holds else None,
        "whispered": [_inject(i.id, i.title, i.text, i.cites) for i in _happened(play, state) if who in i.to and holds],
        "proposed": mine[0].words[0] if mine else None,
        "vote": state.votes.get(who),
        "stakes": _own_stakes(play, state, who) if state.proposals_shown else {},
        "noted": {said.about: said.words[0] for said in state.understood if said.who == who},
        "heard": [said.words[0] for said in state.understood if said.about == who] if kind == "debrief" else [],
        "out": who in state.out,
    }


def observer_view(play: RolePlay, game: Game, state: State, who: str) -> View:
    """Return what an observer sees: the room's view, the grid and their own marks."""
    return projector_view(play, game, state) | marks_view(play, state, who)


def marks_view(play: RolePlay, state: State, who: str) -> View:
    """Return what an observer sees besides the room's view."""
    marks = {said.about: list(said.words) for said in state.observed if said.who == who}
    return {"who": who, "grid": [line.model_dump() for line in play.grid], "marks": marks}


def trainer_view(play: RolePlay, game: Game, state: State) -> View:
    """Return what the trainer sees: the sheet with every card, and what is still waited for."""
    return projector_view(play, game, state) | {
        "private": {role.id: role.private.model_dump() for role in play.roles if role.id in game.seats},
        "to_come": [inject.model_dump() for inject in play.injects if inject.id not in state.happened],
        "happened": list(state.happened),
        "voted": sorted(state.votes),
        "noted": sorted({said.who for said in state.understood}),
        "still_in_role": not_out(game, state),
        "pointers": play.debrief.pointers,
    }


def _phase(play: RolePlay, state: State) -> View:
    """Return the phase, its time and its place among the others."""
    phase = phase_of(play, state)
    left = round(seconds_left(play, state))
    return phase.model_dump() | {"left": left, "rank": state.phase + 1, "of": len(play.phases)}


def _card(role: Role, held: bool) -> View:
    """Return the public card of a role."""
    told = role.model_dump(include={"id", "name", "function", "sector", "young", "translator", "at", "cites"})
    return told | {"public": role.public.model_dump(), "held": held}


def _inject(name: str, title: str, text: str, cites: list[str]) -> View:
    """Return something that happened."""
    return {"id": name, "title": title, "text": text, "cites": cites}


def _happened(play: RolePlay, state: State) -> list[Inject]:
    """Return the injects that happened, in the order in which they did."""
    known = {inject.id: inject for inject in play.injects}
    return [known[name] for name in state.happened]


def _proposals(play: RolePlay, state: State) -> list[View]:
    """Return the proposals turned up."""
    return [{"id": name, "text": text} for name, text in ballot(play, state).items()]


def _votes(play: RolePlay, game: Game, state: State) -> list[View]:
    """Return the votes turned up: numbers, never who voted what; and who gains or loses, with the words for it."""
    words = {p.id: {s.who: [s.gain, s.pays] for s in p.stakes if s.who in game.seats} for p in play.proposals}
    for said in state.stakes:
        words.setdefault(said.about, {})[said.who] = list(said.words[:2])
    return [
        {"id": one.id, "votes": one.votes, "holds": one.holds, "gains": one.gains, "loses": one.loses,
         "silent": one.silent, "stakes": words.get(one.id, {})}
        for one in weighed(play, game, state)
    ]  # fmt: skip


def _own_stakes(play: RolePlay, state: State, who: str) -> dict[str, list[str]]:
    """Return what each proposal gives and takes from a role, in its own words or in those of its card."""
    found = {p.id: [s.gain, s.pays] for p in play.proposals for s in p.stakes if s.who == who}
    return found | {said.about: list(said.words[:2]) for said in state.stakes if said.who == who}


def _stop(play: RolePlay, game: Game, state: State) -> View:
    """Return the log of decisions, and what is missing before the play may stop."""
    lines = [
        line.model_dump() | {"said": list(state.decided[line.id].words) if line.id in state.decided else None}
        for line in play.stop.lines
    ]
    return {"text": play.stop.text, "lines": lines, "to_do": to_do(play, game, state)}


def _by_phase(play: RolePlay, game: Game, state: State) -> View:
    """Return what only one kind of phase shows."""
    kind = phase_of(play, state).kind if state.since is not None else ""
    return {
        "pause": play.pause.question if kind == "pause" else None,
        "exit": {"steps": play.exit, "waiting": len(not_out(game, state))} if kind == "exit" else None,
        "debrief": _debrief(play) if kind == "debrief" else None,
    }


def _debrief(play: RolePlay) -> View:
    """Return the questions of the debriefing."""
    questions = [question.model_dump(include={"id", "question", "cites"}) for question in play.debrief.questions]
    return {"script": play.debrief.script, "questions": questions}
