"""A case as it is presented before it is played, and a play told whole: the scene, and once it is over what follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from passerelles.content.case import Case
from passerelles.content.corpus import Term
from passerelles.content.markdown import render_inline
from passerelles.engines.citations import readable
from passerelles.text import t
from passerelles.typography import typeset

from .engine import Level, Play, replay
from .view import Shown, Statements, profile, scene, side_by_side, what_if


def presentation(case: Case, statements: Statements, terms: Sequence[Term] = (), readers: Sequence[str] = ()) -> Shown:
    """Return what a case says of itself to whoever is about to play it, and the sectors that have read it.

    The same for everyone.
    """
    return {
        "slug": case.slug,
        "title": case.title,
        "place": case.place,
        "role": render_inline(case.role),
        "purpose": render_inline(case.purpose),
        "opening": readable(case.opening, statements, "debut", terms),
        "minutes": case.minutes,
        "young": case.young.model_dump(),
        "themes": case.themes,
        "caution": render_inline(t(f"caution.{case.caution}")) if case.caution else None,
        "budget": case.budget,
        "price": render_inline(case.over_budget.text) if case.over_budget else None,
        "cast": [member.model_dump(include={"name", "function", "sector"}) for member in case.cast],
        "modes": [
            {"id": mode.id, "title": mode.title, "html": readable(mode.text, statements, f"mode-{mode.id}")}
            for mode in case.modes
        ],
        "viewpoints": [
            {"id": view.id, "title": view.title, "role": render_inline(view.role)} for view in case.viewpoints
        ],
        "levels": list(get_args(Level)),
        "review": {"readers": [*readers], "on": case.review_on.isoformat()},
    }


def told(case: Case, play: Play, seed: str, statements: Statements, terms: Sequence[Term] = ()) -> Shown:
    """Return the scene of a play, and under `after` all that is told once it is over (None until then).

    `seed` fixes the order of the options for one player.
    """
    shown = scene(case, play, seed=seed, statements=statements, terms=terms)
    return {"scene": shown, "after": _after(case, play, statements) if shown["ending"] else None}


def _after(case: Case, play: Play, statements: Statements) -> Shown:
    """Return what is told of a finished play."""
    return {
        "profile": profile(case, play, statements=statements),
        "what_if": what_if(case, play, statements=statements),
        "viewpoint": next((view.title for view in case.viewpoints if view.id == play.viewpoint), None),
        "sides": _sides(case, play),
        "cast": [
            {"name": who.name, "function": who.function, "gain": typeset(who.gain), "cost": typeset(who.cost)}
            for who in case.cast
        ],
        "debrief": [
            {
                "id": asked.id,
                "question": render_inline(asked.question),
                "cites": asked.cites,
                "sources": readable(" ".join(f"[{i}]" for i in asked.cites), statements, f"debrief-{asked.id}"),
                "rubric": [render_inline(criterion.text) for criterion in asked.rubric],
            }
            for asked in case.debrief
        ],
    }


def _sides(case: Case, play: Play) -> list[Shown]:
    """Return the case and its viewpoint side by side, when a viewpoint was played."""
    if play.viewpoint is None:
        return []
    return side_by_side(case, replay(case, play.after, level=play.level, mode=play.mode), play)
