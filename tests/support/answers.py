"""Right and wrong answers to any item, made from its key."""

from __future__ import annotations

from passerelles.content.items import (
    Answer,
    Item,
    Match,
    MultipleChoice,
    OpenAnswer,
    Order,
    Position,
    ShortText,
    SingleChoice,
    Sort,
)

TEXT = "Un texte d’essai, sans nom ni lieu, qui dit un fait et demande une décision."


def right_answer(item: Item) -> Answer:
    """Return an answer worth every point; a text or a stance where nothing is scored."""
    match item:
        case SingleChoice():
            return next(o.id for o in item.options if o.correct)
        case MultipleChoice():
            return [o.id for o in item.options if o.correct]
        case Sort():
            return {e.id: e.category for e in item.elements}
        case Match():
            return {e.id: e.partner for e in item.elements}
        case Order():
            return [e.id for e in item.elements]
        case ShortText():
            return " et ".join(idea.accepted[0] for idea in item.expected)
        case OpenAnswer():
            return TEXT
        case Position():
            return item.options[0].id


def wrong_answer(item: Item) -> Answer:
    """Return an answer that is not the expected one; the same as the right one where nothing is scored."""
    match item:
        case SingleChoice():
            return next(o.id for o in item.options if not o.correct)
        case MultipleChoice():
            return [next(o.id for o in item.options if not o.correct)]
        case Sort():
            return {e.id: _other_category(item, e.category, e.also) for e in item.elements}
        case Match():
            partners = [p.id for p in item.partners]
            return {e.id: partners[(partners.index(e.partner) + 1) % len(partners)] for e in item.elements}
        case Order():
            return [e.id for e in item.elements][::-1]
        case ShortText():
            return "tout autre chose"
        case _:
            return right_answer(item)


def _other_category(item: Sort, right: str, also: list[str]) -> str:
    """Return a category that is wrong, or the right one when every other can be defended."""
    return next((c.id for c in item.categories if c.id not in (right, *also)), right)
