"""What a player may see of a case, now and at the end. These dictionaries are all that travels to a browser.

Before a choice they hold none of its effects, consequences or comments; a confirmed player gets the comments at the
end. Never a mark: curves and sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from passerelles.content.case import Case, CaseOption, Effects, Node, Story
from passerelles.content.case_walk import State, Surfaced, offered, onwards, sentences
from passerelles.content.corpus import Statement, Term
from passerelles.content.markdown import render_inline
from passerelles.engines.citations import readable
from passerelles.engines.shuffle import shuffled
from passerelles.text import t

from .engine import Play, abandoned, moments, played

MEASURES = ("young", "trust", "mandate", "time")

Statements = Mapping[str, Statement]
Shown = dict[str, Any]


def scene(case: Case, play: Play, *, seed: str, statements: Statements, terms: Sequence[Term] = ()) -> Shown:
    """Return what the player sees now: the story so far, this moment, the indicators.

    `seed` fixes the order of the options for one player; `terms` are opened in the scenes.
    `status` is « playing » or « over ».
    """
    states = moments(case, play)
    now, over = states[-1], states[-1].ending is not None
    return {
        "case": case.slug,
        "title": case.title,
        "turn": play.turn,
        "level": play.level,
        "mode": play.mode,
        "viewpoint": play.viewpoint,
        "status": "over" if over else "playing",
        "caution": t(f"caution.{case.caution}") if case.caution else None,
        "opening": readable(played(case, play).opening, statements, "ouverture", terms),
        "story": [_turn(case, play, pair, statements, terms, over=over) for pair in pairwise(states)],
        "now": None if over else _moment(case, play, now, seed, statements, terms),
        "ending": _ending(played(case, play), now, statements) if over else None,
        "surfaced": [_surfaced(thing, statements) for thing in now.surfaced],
        "indicators": indicators(case, play),
        "time": _time(played(case, play), now),
        "gauges": [
            {"id": v.id, "name": v.name, "meaning": v.meaning, "value": now.count(v.id)}
            for v in case.variables
            if v.shown
        ],
        "back_to": [state.node for state in states[:-1]],
    }


def profile(case: Case, play: Play, *, statements: Statements) -> Shown:
    """Return the portrait of a finished play: four curves, three sentences, branches left; KeyError before the end."""
    now = moments(case, play)[-1]
    if now.ending is None:
        raise KeyError("a play has a profile when it is over")
    lines = [sentence.text for _, sentence in sentences(played(case, play), now)]
    return {
        "curves": indicators(case, play),
        "sentences": [readable(line, statements, f"profil-{n}") for n, line in enumerate(lines)],
        "time": _time(played(case, play), now),
        "left": [{"choices": list(choices), "comment": comment} for choices, comment in abandoned(play)],
    }


def what_if(case: Case, play: Play, *, statements: Statements) -> list[Shown]:
    """Return, for each choice of a finished play, every option that was offered, what it brings and where it can end.

    KeyError before the end: nothing is told ahead.
    """
    states = moments(case, play)
    if states[-1].ending is None:
        raise KeyError("what else could have happened is told when the play is over")
    story = played(case, play)
    return [
        {
            "node": state.node,
            "title": story.node(state.node).title,
            "options": [
                _possible(story, state, option, f"{state.node}.{option.id}" in play.choices, statements)
                for option in offered(story, state)
            ],
        }
        for state in states[:-1]
    ]


def side_by_side(case: Case, main: Play, other: Play) -> list[Shown]:
    """Return, moment by moment, what the professional and the other person each knew, did not know, and chose."""
    chosen = {choice.partition(".")[0]: choice for choice in (*main.choices, *other.choices)}
    rows = []
    for node in played(case, other).nodes:
        if node.id in chosen and node.mirrors in chosen:
            rows.append(
                {
                    "title": node.title,
                    "here": _known(case, chosen[node.mirrors]),
                    "there": _known(case, chosen[node.id]),
                }
            )
    return rows


def indicators(case: Case, play: Play) -> list[Shown]:
    """Return the indicators (all four in the case itself): name, meaning, value, last change, and the curve."""
    states = moments(case, play)
    told = MEASURES if play.viewpoint is None else _moved(played(case, play))
    return [
        {
            "id": name,
            "name": t(f"case.{name}", name=case.young.name),
            "meaning": t(f"case.{name}.meaning", name=case.young.name),
            "value": states[-1].measure(name),
            "change": states[-1].measure(name) - states[max(0, len(states) - 2)].measure(name),
            "curve": [state.measure(name) for state in states],
        }
        for name in told
    ]


def _moved(story: Story) -> list[str]:
    """Return the indicators that a choice of the story can move: a viewpoint may have its own only."""
    options = [option for node in story.nodes for option in node.options]
    return [name for name in MEASURES if any(getattr(option.effects, name) for option in options)]


def _moment(case: Case, play: Play, state: State, seed: str, statements: Statements, terms: Sequence[Term]) -> Shown:
    """Return the node where the player stands, with what can be chosen and nothing of what it brings."""
    node = played(case, play).node(state.node)
    options = shuffled(offered(played(case, play), state), f"{seed}\0{case.slug}\0{node.id}")
    return {
        "id": node.id,
        "title": node.title,
        "perfect": node.perfect,
        "html": readable(node.scene, statements, node.id, terms),
        "document": _document(case, node),
        "knows": [render_inline(text) for text in node.knows],
        "question": render_inline(node.question),
        "cites": node.cites,
        "options": [{"id": option.id, "html": render_inline(option.text)} for option in options],
    }


def _turn(
    case: Case, play: Play, pair: tuple[State, State], statements: Statements, terms: Sequence[Term], *, over: bool
) -> Shown:
    """Return a moment that is past: its scene, what was chosen, what followed, and the comment once earned."""
    before, after = pair
    node = played(case, play).node(before.node)
    option = node.option(after.chosen[-1].partition(".")[2])
    scope = f"{node.id}-{option.id}"
    earned = over or play.level == "novice"
    return {
        "node": node.id,
        "title": node.title,
        "html": readable(node.scene, statements, node.id, terms),
        "document": _document(case, node),
        "surfaced": [_surfaced(thing, statements) for thing in before.surfaced],
        "chosen": option.id,
        "choice": render_inline(option.text),
        "consequence": readable(option.consequence, statements, f"{scope}-suite"),
        "effects": _effects(option.effects),
        "charged": after.charged,
        "feedback": readable(option.feedback, statements, f"{scope}-avis") if earned else None,
        "cites": option.cites if earned else [],
        "sources": readable(" ".join(f"[{i}]" for i in option.cites), statements, f"{scope}-appuis")
        if earned
        else None,
        "alliance": option.alliance if earned else None,
    }


def _ending(story: Story, state: State, statements: Statements) -> Shown:
    """Return how it ended."""
    found = next(ending for ending in story.endings if ending.id == state.ending)
    return {"id": found.id, "title": found.title, "html": readable(found.text, statements, f"fin-{found.id}")}


def _surfaced(thing: Surfaced, statements: Statements) -> Shown:
    """Return something that came to light: its words, then what it changed."""
    scope = "-".join(map(str, thing.mark))
    return {"html": readable(thing.text, statements, scope), "effects": _effects(thing.effects)}


def _document(case: Case, node: Node) -> Shown | None:
    """Return the document of a node as data that a view draws, with its transcript; None when it has none."""
    document = next((d for d in case.documents if d.id == node.document), None)
    if document is None:
        return None
    return {
        "kind": document.kind,
        "title": document.title,
        "image": document.image,
        "lines": [{**line.model_dump(), "text": render_inline(line.text)} for line in document.lines],
        "transcript": render_inline(document.transcript),
    }


def _time(story: Story, state: State) -> Shown:
    """Return the time spent, what is left of the budget, and its announced price."""
    budget, price = story.budget, story.over_budget
    return {
        "spent": state.time,
        "budget": budget,
        "left": None if budget is None else max(0, budget - state.time),
        "over": state.over,
        "price": {"html": render_inline(price.text), "effects": _effects(price.effects)} if price else None,
    }


def _effects(effects: Effects) -> dict[str, int]:
    """Return the effects that are not nil."""
    return {name: value for name in MEASURES if (value := getattr(effects, name))}


def _possible(story: Story, state: State, option: CaseOption, chosen: bool, statements: Statements) -> Shown:
    """Return an option once all is told: what it brings, now and later, and the endings it leaves possible."""
    scope = f"si-{state.node}-{option.id}"
    ends = {path[-1].ending for path in onwards(story, (state,), option.id)}
    return {
        "id": option.id,
        "chosen": chosen,
        "html": render_inline(option.text),
        "consequence": readable(option.consequence, statements, f"{scope}-suite"),
        "effects": _effects(option.effects),
        "later": [
            {"at": late.at, "html": render_inline(late.text), "effects": _effects(late.effects)}
            for late in option.delayed
        ],
        "feedback": readable(option.feedback, statements, f"{scope}-avis"),
        "cites": option.cites,
        "endings": [{"id": end.id, "title": end.title} for end in story.endings if end.id in ends],
    }


def _known(case: Case, choice: str) -> Shown:
    """Return what was known and chosen at one moment."""
    node_id, _, option_id = choice.partition(".")
    node = next(node for _, story in case.stories for node in story.nodes if node.id == node_id)
    return {
        "node": node.id,
        "knows": [render_inline(text) for text in node.knows],
        "does_not_know": [render_inline(text) for text in node.does_not_know],
        "choice": render_inline(node.option(option_id).text),
    }
