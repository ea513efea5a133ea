"""A question as Markdown: prompt, options by id, how to answer with an example. Never a key, never a feedback."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from textwrap import indent

from passerelles.content.course import Course
from passerelles.content.debrief import DebriefQuestion
from passerelles.content.items import (
    Criterion,
    Element,
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
from passerelles.engines.shuffle import disordered, shuffled
from passerelles.grading.cells import variable
from passerelles.text import t

Named = tuple[str, str]  # an id and its wording


def question(item: Item, course: Course, *, seed: str, number: int, total: int) -> str:
    """Return the question cell of an item; `seed` decides the order in which things are listed."""
    lists, example = _shown(item, course, f"{seed}\0{item.id}")
    parts = [
        t("grading.question", number=number, total=total),
        f"> {t(f'caution.{item.caution}')}" if item.caution else "",
        item.prompt,
        *lists,
        _points(item),
        _how(item, example),
    ]
    return "\n\n".join(part for part in parts if part)


def debrief_question(asked: DebriefQuestion, *, number: int, total: int) -> str:
    """Return the question cell of a debrief: what a person will look at is told before one writes."""
    worth = t("grading.worth", points=_count(asked.points))
    heading = t("grading.question", number=number, total=total)
    return "\n\n".join([heading, asked.question, _rubric(asked.rubric), worth, t("grading.how-open")])


def _shown(item: Item, course: Course, seed: str) -> tuple[list[str], object]:
    """Return the lists of a question and an example of the form of its answer, made of what is listed first."""
    if isinstance(item, SingleChoice | MultipleChoice | Position):
        options = item.options if isinstance(item, Position) else shuffled(item.options, seed)
        ids = [o.id for o in options]
        example = ids[:2] if isinstance(item, MultipleChoice) else ids[0]
        return [_list("grading.options", [(o.id, o.text) for o in options])], example
    if isinstance(item, Order):
        mixed = _elements(disordered(item.elements, seed), course)
        return [_list("grading.elements", mixed)], [i for i, _ in mixed]
    if isinstance(item, Sort | Match):
        return _pairs(item, course, seed)
    if isinstance(item, OpenAnswer):
        return [_rubric(item.rubric)], None
    return [], t("grading.example-text")


def _pairs(item: Sort | Match, course: Course, seed: str) -> tuple[list[str], object]:
    """Return the two lists of a sort or match, and two pairs taken from the top of both."""
    elements = _elements(shuffled(item.elements, seed), course)
    labels = item.categories if isinstance(item, Sort) else shuffled(item.partners, seed)
    targets = [(label.id, label.text) for label in labels]
    heading = "grading.categories" if isinstance(item, Sort) else "grading.partners"
    example = {e[0]: target[0] for e, target in zip(elements[:2], targets[:2], strict=True)}
    return [_list("grading.elements", elements), _list(heading, targets)], example


def _elements(elements: Iterable[Element], course: Course) -> list[Named]:
    """Return elements with their own words, or with the statement they quote."""
    return [(e.id, e.text or _quotation(str(e.statement), course)) for e in elements]


def _quotation(statement_id: str, course: Course) -> str:
    """Return a statement between French quotes, with its source."""
    statement = course.statements[statement_id]
    return f"« {statement.quote} » ({course.sources[statement.source].short}, {statement_id})"


def _list(heading: str, named: Sequence[Named]) -> str:
    """Return a heading line and a bullet list of ids and wordings."""
    lines = [f"- `{i}` : {indent(words, '  ').strip()}" for i, words in named]
    return t(heading) + "\n\n" + "\n".join(lines)


def _rubric(criteria: Sequence[Criterion]) -> str:
    """Return the rubric of an open answer, as the learner and the trainer see it."""
    lines = [f"- {c.text} ({_count(c.points)})" for c in criteria]
    return t("grading.rubric") + "\n\n" + "\n".join(lines)


def _points(item: Item) -> str:
    """Say what the item is worth."""
    return t("grading.unscored") if isinstance(item, Position) else t("grading.worth", points=_count(item.points))


def _count(points: int) -> str:
    """Return a number of points in words."""
    return t("grading.point") if points == 1 else t("grading.points", points=points)


def _how(item: Item, example: object) -> str:
    """Return how to answer, with the exact line to type."""
    how = t(f"grading.how-{item.kind}")
    if isinstance(item, OpenAnswer):
        return how
    line = f"{variable(item.id)} = {json.dumps(example, ensure_ascii=False)}"
    note = t("grading.example") if isinstance(item, ShortText) else t("grading.example-form")
    return f"{how}\n\n{note}\n\n```python\n{line}\n```"
