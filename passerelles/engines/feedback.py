"""What we answer to a learner: for what they chose, why, and on which statements it rests."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from passerelles.content.corpus import Statement
from passerelles.content.items import (
    Answer,
    Explained,
    Item,
    Match,
    MultipleChoice,
    OpenAnswer,
    Order,
    Position,
    ShortText,
    SingleChoice,
    Sort,
    Stance,
)
from passerelles.content.markdown import render, render_inline
from passerelles.engines.citations import openable, wording
from passerelles.scoring import Outcome, score
from passerelles.text import t

SMALLEST_GROUP = 5  # a spread over fewer learners could point at one of them

Detail = dict[str, Any]


def feedback(
    item: Item,
    answer: Answer,
    *,
    reveal: bool,
    statements: Mapping[str, Statement],
    spread: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Return the feedback to an answer already given.

    Without `reveal` (tries are left), only what the learner chose is commented, and nothing says where the rest goes.
    """
    outcome = score(item, answer)
    details = [_cited(detail, item) for detail in _details(item, answer, outcome, statements)]
    shown = details if reveal else _as_answered([_without_key(d) for d in details if d["chosen"]], item, answer)
    cited = sorted({i for detail in shown for i in detail["cites"]} | set(item.cites))
    return {
        "verdict": outcome.verdict,
        "points": outcome.points,
        "maximum": outcome.maximum,
        "summary": _summary(item, outcome, reveal),
        "details": [_openable(detail, item, statements) for detail in shown],
        "model": render(item.model) if isinstance(item, OpenAnswer) else None,
        "rubric": [c.model_dump() for c in item.rubric] if isinstance(item, OpenAnswer) else [],
        "spread": _spread(spread) if isinstance(item, Position) else None,
        "cites": {i: {"quote": statements[i].quote, "source": t(f"source.{statements[i].source}")} for i in cited},
    }


def _summary(item: Item, outcome: Outcome, reveal: bool) -> str:
    """Return the first line of the feedback, as HTML."""
    line = f"<p>{escape(t(f'verdict.{outcome.verdict}'))}</p>"
    if isinstance(item, ShortText) and (reveal or outcome.verdict == "right"):
        return line + render(item.feedback_right if outcome.verdict == "right" else item.feedback_wrong)
    return line


def _spread(counts: Mapping[str, int] | None) -> dict[str, Any]:
    """Return how many learners took each stance; broken down only over a large enough group."""
    total = sum((counts or {}).values())
    return {"total": total, "counts": dict(counts or {}) if total >= SMALLEST_GROUP else {}}


def _details(item: Item, answer: Answer, outcome: Outcome, statements: Mapping[str, Statement]) -> list[Detail]:
    """Return one comment for each thing that could be chosen, placed or named, in authored order."""
    if isinstance(item, SingleChoice | MultipleChoice | Position):
        return _chosen(item, answer)
    if isinstance(item, Sort | Match | Order):
        return _placed(item, answer, outcome, statements)
    if isinstance(item, ShortText):
        return [
            _detail(str(n), render_inline(idea.label), chosen=found, right=found)
            for n, idea in enumerate(item.expected)
            for found in [outcome.parts.get(str(n), False)]
        ]
    return []


def _chosen(item: SingleChoice | MultipleChoice | Position, answer: Answer) -> list[Detail]:
    """Return one comment for each option."""
    ticked = [answer] if isinstance(answer, str) else answer or []
    return [
        _detail(
            option.id,
            render_inline(option.text),
            chosen=option.id in ticked,
            right=None if isinstance(option, Stance) else option.correct,
            about=option,
        )
        for option in item.options
    ]


def _placed(
    item: Sort | Match | Order, answer: Answer, outcome: Outcome, statements: Mapping[str, Statement]
) -> list[Detail]:
    """Return one comment for each element to place, and where it belongs."""
    places = _right_places(item)
    return [
        _detail(
            element.id,
            wording(element, statements),
            chosen=element.id in (answer or []),
            right=outcome.parts.get(element.id, False),
            about=element,
            place=places[element.id],
        )
        for element in item.elements
    ]


def _right_places(item: Sort | Match | Order) -> dict[str, str]:
    """Return, by element id, where it belongs, in words."""
    if isinstance(item, Sort):
        names = {category.id: category.text for category in item.categories}
        return {e.id: t("feedback.or").join(names[i] for i in (e.category, *e.also)) for e in item.elements}
    if isinstance(item, Match):
        names = {partner.id: partner.text for partner in item.partners}
        return {e.id: names[e.partner] for e in item.elements}
    return {e.id: str(rank) for rank, e in enumerate(item.elements, 1)}


def _detail(
    identifier: str, html: str, *, chosen: bool, right: bool | None, about: Explained | None = None, place: str = ""
) -> Detail:
    """Return one comment; `place` is where an element belongs, as HTML."""
    return {
        "id": identifier,
        "html": html,
        "chosen": chosen,
        "right": right,
        "place": render_inline(place) if place else None,
        "feedback": render(about.feedback) if about else "",
        "cites": about.cites if about else [],
    }


def _cited(detail: Detail, item: Item) -> Detail:
    """Return the comment with its statements: its own, else the item's."""
    return detail if detail["cites"] else {**detail, "cites": item.cites}


def _as_answered(details: list[Detail], item: Item, answer: Answer) -> list[Detail]:
    """Return the comments in the order of the answer: the authored order of things to place is part of the key."""
    if not isinstance(item, Sort | Match | Order):
        return details
    places = {identifier: n for n, identifier in enumerate(answer or [])}
    return sorted(details, key=lambda detail: places[detail["id"]])


def _openable(detail: Detail, item: Item, statements: Mapping[str, Statement]) -> Detail:
    """Return the comment with references that open their statement."""
    return {**detail, "feedback": openable(detail["feedback"], statements, f"{item.id}-{detail['id']}")}


def _without_key(detail: Detail) -> Detail:
    """Return the comment without what would tell where a misplaced element belongs."""
    if detail["place"] is None:
        return detail
    return {**detail, "place": None, "feedback": detail["feedback"] if detail["right"] else ""}
