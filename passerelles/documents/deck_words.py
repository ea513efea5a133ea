"""What the cards of a deck ask of players, in French."""

from __future__ import annotations

from collections.abc import Sequence

from passerelles.text import t

from .deck import Card, Count, Counted, Counter, Deck, Every, Paid, Playing, Sheet, Some, Test, Way, Written

KEY = "documents.cards"


def signed(value: int) -> str:
    """Return « +2 », « −1 » or « 0 »."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{abs(value)}"


def asked(deck: Deck, sheet: Sheet, test: Test) -> str:
    """Return what a test asks, as it follows « si »."""
    match test:
        case Written(code, yes):
            return t(f"{KEY}.written" if yes else f"{KEY}.not-written", code=code)
        case Paid(yes):
            return t(f"{KEY}.paid" if yes else f"{KEY}.not-paid")
        case Playing(mode, yes):
            title = next(one.title for one in deck.modes if one.id == mode)
            return t(f"{KEY}.playing" if yes else f"{KEY}.not-playing", mode=title)
        case Counted(counter, low, high):
            return _counted(sheet.counter(counter), low, high)
        case Every(tests) | Some(tests):
            return _joined(deck, sheet, tests, t(f"{KEY}.and" if isinstance(test, Every) else f"{KEY}.or"))


def moved(sheet: Sheet, counts: Sequence[Count]) -> list[str]:
    """Return what to do to the counters, one sentence each."""
    return [_moved(sheet.counter(count.counter), count) for count in counts]


def led(deck: Deck, sheet: Sheet, ways: Sequence[Way]) -> list[tuple[str, int]]:
    """Return the ways out of a card as « Si… » and a number, in order; the condition of a last resort is « Sinon »."""
    said: list[tuple[str, int]] = []
    for way in ways:
        words = t(f"{KEY}.if", test=asked(deck, sheet, way.when)) if way.when else t(f"{KEY}.else") if said else ""
        said.append((words, way.to))
    return said


def corner(card: Card) -> str:
    """Return the word that says what kind of card it is."""
    return t(f"{KEY}.kind.{card.kind}")


def _counted(counter: Counter, low: int | None, high: int | None) -> str:
    """Return what is asked of a counter."""
    name = _quoted(counter)
    if low is not None and high is not None:
        return t(f"{KEY}.between", name=name, low=_number(low), high=_number(high))
    if low is not None:
        return t(f"{KEY}.at-least", name=name, low=_number(low))
    if counter.ticked and high == 0:
        return t(f"{KEY}.unticked", name=name)
    return t(f"{KEY}.at-most", name=name, high=_number(high or 0))


def _joined(deck: Deck, sheet: Sheet, tests: Sequence[Test], word: str) -> str:
    """Return several tests as one; codes are told together, and what holds several stands between brackets."""
    codes = [test.code for test in tests if isinstance(test, Written) and test.yes]
    parts = [t(f"{KEY}.written", code=word.join(codes))] if codes else []
    for test in tests:
        if not (isinstance(test, Written) and test.yes):
            words = asked(deck, sheet, test)
            parts.append(f"({words})" if isinstance(test, Every | Some) else words)
    return word.join(parts)


def _moved(counter: Counter, count: Count) -> str:
    """Return what to do to one counter."""
    name = _quoted(counter)
    if count.to is not None:
        return t(f"{KEY}.put", name=name, value=_number(count.to + count.by))
    if counter.ticked:
        return t(f"{KEY}.tick" if count.by == 1 else f"{KEY}.ticks", name=name, count=count.by)
    return f"{counter.name} {signed(count.by)}"


def _quoted(counter: Counter) -> str:
    """Return the name of a counter as it stands in a sentence."""
    return f"« {counter.name} »" if len(counter.name) > 1 else counter.name


def _number(value: int) -> str:
    """Return a number with a true minus sign."""
    return f"−{-value}" if value < 0 else str(value)
