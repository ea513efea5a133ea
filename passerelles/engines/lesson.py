"""What a learner may see of an item, before and after answering, and what an attempt changes.

The dictionaries made here are all that ever travels to a browser. Before an answer they hold no key,
no feedback, no model answer and no rubric.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from passerelles.content.corpus import Statement, Term
from passerelles.content.items import (
    Answer,
    Element,
    Item,
    Match,
    MultipleChoice,
    OpenAnswer,
    Order,
    Position,
    SingleChoice,
    Sort,
)
from passerelles.content.markdown import render_inline
from passerelles.engines.citations import readable, wording
from passerelles.engines.feedback import feedback
from passerelles.engines.shuffle import disordered, shuffled
from passerelles.scoring import Outcome, score
from passerelles.text import t

TRIES_BEFORE_KEY = 3  # an item with as many tries as wanted shows everything from the third answer on

Statements = Mapping[str, Statement]


@dataclass(frozen=True)
class Attempt:
    """One answer as it was recorded."""

    answer: Answer
    points: float
    verdict: str
    given_at: str  # UTC, ISO 8601


class AttemptsExhausted(Exception):
    """The item takes no further answer from this learner."""


def counted(attempts: Sequence[Attempt]) -> Attempt | None:
    """Return the attempt that counts: the last one."""
    return attempts[-1] if attempts else None


def attempt(item: Item, attempts: Sequence[Attempt], answer: object) -> Outcome:
    """Score a new answer, given the former ones in order.

    Raises AttemptsExhausted when the item is locked. An empty or malformed answer is returned as such:
    the caller refuses it and does not count it.
    """
    if is_locked(item, attempts):
        raise AttemptsExhausted(item.id)
    return score(item, answer)


def is_locked(item: Item, attempts: Sequence[Attempt]) -> bool:
    """Say whether the item takes no further answer: found, no attempt left, or a stance already taken."""
    last = counted(attempts)
    if last is None or isinstance(item, OpenAnswer):
        return False
    if isinstance(item, Position) or last.verdict == "right":
        return True
    return item.attempts is not None and len(attempts) >= item.attempts


def public_item(item: Item, *, seed: str, statements: Statements, terms: Sequence[Term] = ()) -> dict[str, Any]:
    """Return what the learner of that seed sees of the item before answering.

    Its prompt opens the meaning of its words, unless tries are counted: that would tell what one is asked to know.
    """
    seed = f"{seed}\0{item.id}"
    shown: dict[str, Any] = {
        "id": item.id,
        "kind": item.kind,
        "html": readable(item.prompt, statements, item.id, () if item.attempts else terms),
        "points": item.points,
        "attempts": None if isinstance(item, OpenAnswer | Position) else item.attempts,
        "caution": t(f"caution.{item.caution}") if item.caution else None,
        "options": [],
        "categories": [],
        "elements": [],
        "partners": [],
    }
    if isinstance(item, SingleChoice | MultipleChoice):
        shown["options"] = [_label(o.id, o.text) for o in shuffled(item.options, seed)]
    elif isinstance(item, Position):
        shown["options"] = [_label(o.id, o.text) for o in item.options]
    elif isinstance(item, Sort):
        shown["categories"] = [_label(c.id, c.text) for c in item.categories]
        shown["elements"] = [_element(e, statements) for e in shuffled(item.elements, seed)]
    elif isinstance(item, Match):
        shown["partners"] = [_label(p.id, p.text) for p in shuffled(item.partners, seed)]
        shown["elements"] = [_element(e, statements) for e in shuffled(item.elements, seed)]
    elif isinstance(item, Order):
        shown["elements"] = [_element(e, statements) for e in disordered(item.elements, seed)]
    return shown


def item_state(
    item: Item,
    attempts: Sequence[Attempt],
    *,
    statements: Statements,
    draft: Answer = None,
    rubric_marks: Mapping[str, bool] | None = None,
    spread: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Return where the learner stands with an item: their answers, what is left, and the feedback they earned.

    `spread` counts the learners by stance and is only given for a position.
    """
    last = counted(attempts)
    locked = is_locked(item, attempts)
    reveal = locked or len(attempts) >= TRIES_BEFORE_KEY
    limit = None if isinstance(item, OpenAnswer | Position) else item.attempts
    started = draft not in (None, "", [], {})
    return {
        "status": "locked" if locked else "answered" if last else "draft" if started else "new",
        "answer": last.answer if last else None,
        "draft": draft,
        "attempts_used": len(attempts),
        "attempts_left": None if limit is None else max(0, limit - len(attempts)),
        "feedback": feedback(item, last.answer, reveal=reveal, statements=statements, spread=spread) if last else None,
        "saved_at": last.given_at if last else None,
        "rubric_marks": dict(rubric_marks) if rubric_marks is not None else None,
    }


def _label(identifier: str, text: str) -> dict[str, str]:
    """Return an option, category or partner as shown."""
    return {"id": identifier, "html": render_inline(text)}


def _element(element: Element, statements: Statements) -> dict[str, str]:
    """Return an element as shown: its own words, or the statement it quotes with its source."""
    shown = {"id": element.id, "html": wording(element, statements)}
    return shown | ({"statement": element.statement} if element.statement else {})
