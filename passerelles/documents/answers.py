"""An answer as its author would read it: the words of the options, never their ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from passerelles.content.corpus import Statement
from passerelles.content.debrief import DebriefQuestion
from passerelles.content.items import (
    Answer,
    Item,
    Match,
    MultipleChoice,
    Order,
    Position,
    SingleChoice,
    Sort,
)
from passerelles.content.markdown import render_inline
from passerelles.engines.citations import wording

Statements = Mapping[str, Statement]


@dataclass(frozen=True)
class Group:
    """Lines under a heading (a category, a partner), or under none."""

    lines: list[Markup]
    heading: Markup | None = None


@dataclass(frozen=True)
class Readable:
    """An answer to read: what was typed, or groups of lines."""

    text: str | None = None
    groups: list[Group] = field(default_factory=list)
    ordered: bool = False


def readable(item: Item | DebriefQuestion, answer: Answer, statements: Statements) -> Readable:
    """Return the answer in words; ids the item does not know (any more) are left out."""
    if isinstance(item, Sort | Match) and isinstance(answer, dict):
        return Readable(groups=_placed(item, answer, statements))
    if isinstance(item, Order) and isinstance(answer, list):
        words = {e.id: Markup(wording(e, statements)) for e in item.elements}  # noqa: S704 - escaped by wording()
        return Readable(groups=[Group([words[i] for i in answer if i in words])], ordered=True)
    if isinstance(item, SingleChoice | MultipleChoice | Position):
        chosen = answer if isinstance(answer, list) else [answer]
        return Readable(groups=[Group([inline(o.text) for o in item.options if o.id in chosen])])
    return Readable(text=answer if isinstance(answer, str) else "")


def inline(text: str) -> Markup:
    """Return short Markdown as HTML."""
    return Markup(render_inline(text))  # noqa: S704 - render_inline() escapes any HTML it is given


def _placed(item: Sort | Match, answer: Mapping[str, str], statements: Statements) -> list[Group]:
    """Return the elements under the category or partner that was chosen for them, empty ones left out."""
    labels = item.categories if isinstance(item, Sort) else item.partners
    words = [(e.id, Markup(wording(e, statements))) for e in item.elements]  # noqa: S704 - escaped by wording()
    groups = (Group([html for i, html in words if answer.get(i) == label.id], inline(label.text)) for label in labels)
    return [group for group in groups if group.lines]
