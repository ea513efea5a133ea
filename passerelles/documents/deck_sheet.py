"""The track sheets of a deck, and the conditions and effects of a case said with what stands on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from passerelles.content.case import Case, Change, Effects, Variable
from passerelles.content.conditions import Condition
from passerelles.text import t

from .deck import GAUGES, Card, Count, Counted, Counter, Every, Paid, Playing, Sheet, Some, Test, Written

SIGNS = "●■▲◆★✚"  # what stands for a variable that the screen does not show


def sheet(case: Case, viewpoint: str | None, cards: Sequence[Card]) -> Sheet:
    """Return the sheet of a story: what its cards move or ask about, and the four gauges of a case."""
    story = case.story(viewpoint)
    price = changes(story.over_budget.effects, ()) if story.over_budget else ()
    used = {count.counter for card in cards for count in card.counts} | {count.counter for count in price}
    used |= {test.counter for card in cards for test in card.tests if isinstance(test, Counted)}
    used |= set(GAUGES) if viewpoint is None else {"time"} if story.budget else set()
    view = next((view for view in case.viewpoints if view.id == viewpoint), None)
    return Sheet(
        viewpoint=viewpoint,
        title=view.title if view else case.title,
        first=next(card.number for card in cards if card.kind == "start"),
        counters=tuple(counter for counter in _known(case, cards) if counter.id in used),
        budget=story.budget,
        price=price,
        announced=story.over_budget.text if story.over_budget else "",
    )


def changes(effects: Effects, sets: Iterable[Change]) -> tuple[Count, ...]:
    """Return effects, then changes of variables, as counters to move."""
    moved = [Count(name, by) for name in GAUGES if (by := getattr(effects, name))]
    return (*moved, *(Count(_box(change.variable), change.add or 0, change.value) for change in sets))


def read_test(when: Condition | None, codes: Mapping[str, str], *, yes: bool = True) -> Test | None:
    """Return a condition (its contrary unless `yes`) as something to ask of the sheet, without any « not ».

    `codes` says what players write for each choice of the case.
    """
    return None if when is None else _read(when, codes, yes)


def both(first: Test, second: Test | None) -> Test:
    """Return the test that two things hold."""
    return first if second is None else Every((first, second))


def _read(when: Condition, codes: Mapping[str, str], yes: bool) -> Test:
    """Return a condition, or its contrary, as a test."""
    if when.not_ is not None:
        return _read(when.not_, codes, not yes)
    if inner := when.all or when.any:
        tests = tuple(_read(one, codes, yes) for one in inner)
        return Every(tests) if (when.all is not None) == yes else Some(tests)
    if when.chose is not None:
        return Written(codes[when.chose], yes)
    if when.mode is not None:
        return Playing(when.mode, yes)
    if when.over_budget is not None:
        return Paid(when.over_budget == yes)
    return _bounds(_box(when.variable) if when.variable else str(when.indicator), when.at_least, when.at_most, yes)


def _bounds(counter: str, low: int | None, high: int | None, yes: bool) -> Test:
    """Return the test that a counter is between two numbers, or that it is not."""
    if yes:
        return Counted(counter, low, high)
    outside: list[Test] = []
    if low is not None:
        outside.append(Counted(counter, None, low - 1))
    if high is not None:
        outside.append(Counted(counter, high + 1, None))
    return outside[0] if len(outside) == 1 else Some(tuple(outside))


def _box(variable: str) -> str:
    """Return the counter of a variable, whose id could be that of a gauge."""
    return f"box:{variable}"


def _known(case: Case, cards: Sequence[Card]) -> Iterator[Counter]:
    """Yield everything that a sheet of the case can count, as it is called on paper."""
    for name in GAUGES:
        label = t(f"case.{name}", name=case.young.name)
        yield Counter(name, label, t(f"case.{name}.meaning", name=case.young.name))
    signs = iter(SIGNS * len(case.variables))
    for variable in case.variables:
        name, meaning = _said(variable, signs)
        moves = [count for card in cards for count in card.counts if count.counter == _box(variable.id)]
        ticked = all(move.to is None and move.by >= 0 for move in moves)
        yield Counter(_box(variable.id), name, meaning, ticked=ticked)


def _said(variable: Variable, signs: Iterator[str]) -> tuple[str, str]:
    """Return the name and meaning of a variable; a sign for one that the screen keeps to itself."""
    return (variable.name, variable.meaning) if variable.shown else (next(signs), t("documents.cards.hidden"))
