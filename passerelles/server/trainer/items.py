"""What a group answered to each item: only its last answers, only counts, never who."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from passerelles.content.corpus import Statement
from passerelles.content.course import Course, LoadedModule
from passerelles.content.items import Item, Match, MultipleChoice, Order, Position, ShortText, SingleChoice, Sort
from passerelles.documents.answers import inline
from passerelles.engines.citations import wording
from passerelles.engines.feedback import SMALLEST_GROUP
from passerelles.scoring import score
from passerelles.server.pages.progress import item_ids
from passerelles.store import Store

Statements = dict[str, Statement]


@dataclass(frozen=True)
class Bar:
    """One thing that could be chosen or placed, and how many did so (or misplaced it)."""

    text: Markup
    count: int
    right: bool | None  # None: neither right nor wrong
    elsewhere: Markup | None = None  # where a misplaced element was put most often


@dataclass(frozen=True)
class ItemResult:
    """The answers of a group to one item."""

    item: Item
    learners: int
    verdicts: dict[str, int] = field(default_factory=dict)
    bars: list[Bar] = field(default_factory=list)
    placing: bool = False  # the bars count misplaced elements, not choices

    @property
    def hidden(self) -> bool:
        """True when the group is so small that a count could point at somebody."""
        return self.learners < SMALLEST_GROUP

    @property
    def share_right(self) -> float:
        """Share of right answers, 0 to 1."""
        return self.verdicts.get("right", 0) / self.learners if self.learners else 0.0


def item_results(course: Course, store: Store, slug: str) -> list[ItemResult]:
    """Return the results of every item of a module, in the order learners meet them; KeyError when there is none."""
    loaded = course.modules[slug]
    rows = store.records.item_counts(slug)
    answers = {name: [row.answer for row in by_learner.values()] for name, by_learner in rows.items()}
    return [_result(_item(loaded, name), answers.get(name, []), course.statements) for name in item_ids(loaded.module)]


def _item(loaded: LoadedModule, name: str) -> Item:
    """Return an item with its type (the model's own method is typed by a union)."""
    return loaded.item(name)


def _result(item: Item, answers: Sequence[Any], statements: Statements) -> ItemResult:
    """Return the counts of one item; nothing but the number of learners for a small group."""
    if len(answers) < SMALLEST_GROUP:
        return ItemResult(item, len(answers))
    verdicts: Counter[str] = Counter(score(item, answer).verdict for answer in answers)
    placing = isinstance(item, Sort | Match | Order)
    return ItemResult(item, len(answers), dict(verdicts), _bars(item, answers, statements), placing)


def _bars(item: Item, answers: Sequence[Any], statements: Statements) -> list[Bar]:
    """Return the bars of an item, the most frequent error first, what is right last."""
    if isinstance(item, SingleChoice | MultipleChoice | Position):
        bars = _chosen(item, answers)
    elif isinstance(item, Sort | Match | Order):
        bars = _misplaced(item, answers, statements)
    elif isinstance(item, ShortText):
        found = Counter(part for answer in answers for part, right in score(item, answer).parts.items() if right)
        bars = [Bar(inline(idea.label), found[str(n)], right=True) for n, idea in enumerate(item.expected)]
    else:
        bars = []
    return sorted(bars, key=lambda bar: (bar.right is True, -bar.count))


def _chosen(item: SingleChoice | MultipleChoice | Position, answers: Sequence[Any]) -> list[Bar]:
    """Count how many learners ticked each option."""
    ticked = Counter(i for answer in answers for i in (answer if isinstance(answer, list) else [answer]))
    return [Bar(inline(o.text), ticked[o.id], getattr(o, "correct", None)) for o in item.options]


def _misplaced(item: Sort | Match | Order, answers: Sequence[Any], statements: Statements) -> list[Bar]:
    """Count how many learners put each element in a wrong place, and where most of them put it."""
    wrong: Counter[str] = Counter()
    places: dict[str, Counter[str]] = {}
    for answer in answers:
        parts = score(item, answer).parts
        for element in item.elements:
            if not parts.get(element.id, False):
                wrong[element.id] += 1
                place = _place(item, answer, element.id)
                places.setdefault(element.id, Counter()).update([place] if place else [])
    return [
        Bar(
            Markup(wording(e, statements)),  # noqa: S704 - escaped by wording()
            wrong[e.id],
            right=False if wrong[e.id] else None,
            elsewhere=_most_frequent(places.get(e.id)),
        )
        for e in item.elements
    ]


def _place(item: Sort | Match | Order, answer: Any, element: str) -> str | None:
    """Return where an answer puts an element, in words; None when it leaves it out."""
    if isinstance(item, Order):
        return f"place {answer.index(element) + 1}" if isinstance(answer, list) and element in answer else None
    labels = {label.id: label.text for label in (item.categories if isinstance(item, Sort) else item.partners)}
    return labels.get(answer.get(element, "")) if isinstance(answer, dict) else None


def _most_frequent(places: Counter[str] | None) -> Markup | None:
    """Return the most frequent wrong place."""
    return inline(places.most_common(1)[0][0]) if places else None
