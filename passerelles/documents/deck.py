"""A case as a deck of numbered cards and track sheets: plain data.

Every instruction asks only for what players can see on the table: what is written on their sheets (choices, counts,
the price of the budget) and the mode they play. Who follows the cards needs nothing else: see `deck_play`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from passerelles.content.case import CaseDocument, Mode

Kind = Literal["start", "scene", "outcome", "insert", "closing", "ending", "profile", "sides", "debrief", "document"]
GAUGES = ("young", "trust", "mandate", "time")


@dataclass(frozen=True, slots=True)
class Written:
    """A choice such as « 14B » stands on the sheet of this story, or on that of the story played before it."""

    code: str
    yes: bool = True


@dataclass(frozen=True, slots=True)
class Counted:
    """A counter of the sheet stands between two numbers; None: no bound on that side."""

    counter: str
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Paid:
    """The price of the budget is ticked as paid."""

    yes: bool = True


@dataclass(frozen=True, slots=True)
class Playing:
    """The mode ticked at the start."""

    mode: str
    yes: bool = True


@dataclass(frozen=True, slots=True)
class Every:
    """All of these."""

    tests: tuple[Test, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of these."""

    tests: tuple[Test, ...]


Test = Written | Counted | Paid | Playing | Every | Some


@dataclass(frozen=True, slots=True)
class Count:
    """Move a counter `by` that much, or put it on a number when `to` is given; then move it."""

    counter: str
    by: int = 0
    to: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A card to take, when the test holds."""

    to: int
    when: Test | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to decide on a scene card: write the number of the card and this letter, take the card `to`."""

    letter: str
    text: str
    to: int
    when: Test | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One way to say a sentence of the profile."""

    text: str
    when: Test | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """One card, its fields in the order in which players use them."""

    number: int
    kind: Kind
    title: str = ""
    viewpoint: str | None = None  # the pile it belongs to
    inserts: tuple[Way, ...] = ()  # take all those that hold, before reading any; read and count them in this order
    text: str = ""  # Markdown
    counts: tuple[Count, ...] = ()
    settle: bool = False  # is the budget exceeded now? then its price is paid, once
    shows: CaseDocument | None = None
    document: int | None = None  # card to lay on the table
    knows: tuple[str, ...] = ()
    perfect: bool = True  # false: told to be without a perfect answer
    question: str = ""
    choices: tuple[Choice, ...] = ()
    comment: str = ""  # Markdown; at the confirmed level, read at the end
    cites: tuple[str, ...] = ()
    sentences: tuple[tuple[Line, ...], ...] = ()  # of each, the first that holds
    ways: tuple[Way, ...] = ()  # the first that holds

    @property
    def tests(self) -> Iterator[Test]:
        """Everything the card asks of the sheet, the tests inside others included."""
        lines = [line.when for sentence in self.sentences for line in sentence]
        choices = [choice.when for choice in self.choices]
        ways = [way.when for way in (*self.inserts, *self.ways)]
        for test in (*lines, *choices, *ways):
            yield from every_test(test)


@dataclass(frozen=True, slots=True)
class Counter:
    """Something to count on a sheet: boxes to tick one after the other, or a track to move along."""

    id: str
    name: str
    meaning: str
    ticked: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The track sheet of one story: what is counted, the budget, its price and the card to begin with."""

    viewpoint: str | None
    title: str
    first: int
    counters: tuple[Counter, ...]
    budget: int | None
    price: tuple[Count, ...]
    announced: str  # the price, in words

    def counter(self, name: str) -> Counter:
        """Return a counter; KeyError when it is not on this sheet."""
        return {counter.id: counter for counter in self.counters}[name]


@dataclass(frozen=True)
class Deck:
    """A case on paper. `legend` says which choice of the case a code such as « 14B » stands for."""

    slug: str
    title: str
    version: str  # of the case: two decks mixed up can be told apart
    modes: tuple[Mode, ...]
    sheets: tuple[Sheet, ...]  # the case itself first, then its viewpoints
    cards: tuple[Card, ...]
    legend: Mapping[str, str]

    @cached_property
    def by_number(self) -> Mapping[int, Card]:
        """Every card by its number."""
        return {card.number: card for card in self.cards}

    def sheet(self, viewpoint: str | None) -> Sheet:
        """Return the sheet of a story; KeyError when there is none."""
        return {sheet.viewpoint: sheet for sheet in self.sheets}[viewpoint]


def every_test(test: Test | None) -> Iterator[Test]:
    """Yield a test and those inside it."""
    if test is not None:
        yield test
    if isinstance(test, Every | Some):
        for inner in test.tests:
            yield from every_test(inner)
