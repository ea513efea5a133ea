"""Following a deck of cards as players do: it reads the cards and the sheets, and knows nothing of the case.

It is the independent half of the proof that paper and screen tell the same story; `deck_proof` compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .deck import Card, Count, Counted, Deck, Every, Paid, Playing, Sheet, Some, Test, Written

BUDGETED = "time"  # the counter that the budget limits


@dataclass(frozen=True, slots=True)
class Kept:
    """What stands on the sheet, and on that of the story played before."""

    mode: str | None = None
    earlier: frozenset[str] = frozenset()  # codes of the story before
    codes: tuple[str, ...] = ()
    counted: Mapping[str, int] = field(default_factory=dict)
    paid: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A row of the sheet: the card where one stands, what was read to get there, what stands on the sheet."""

    card: int
    read: tuple[str, ...]
    kept: Kept


@dataclass(frozen=True, slots=True)
class Game:
    """One way to follow the cards of a story; `sentences` is empty when the cards lead nowhere or turn round."""

    moments: tuple[Moment, ...]
    sentences: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """The choices written, in order."""
        return self.moments[-1].kept.codes


def games(
    deck: Deck, viewpoint: str | None, mode: str | None = None, earlier: frozenset[str] = frozenset()
) -> Iterator[Game]:
    """Yield every way to follow the cards of a story, once a mode is ticked and a former story written, if any."""
    sheet = deck.sheet(viewpoint)
    yield from _onwards(deck, sheet, (_follow(deck, sheet, sheet.first, Kept(mode, earlier)),))


def befores(deck: Deck, viewpoint: str | None, mode: str | None = None) -> set[frozenset[str]]:
    """Return what can stand on the first sheet, of the codes that the cards of a viewpoint ask about."""
    if viewpoint is None:
        return {frozenset()}
    cards = [card for card in deck.cards if card.viewpoint == viewpoint]
    asked = {test.code for card in cards for test in card.tests if isinstance(test, Written)}
    return {frozenset(asked.intersection(game.codes)) for game in games(deck, None, mode)}


def holds(test: Test | None, kept: Kept) -> bool:
    """Say whether what a card asks about the sheet is true; no test always is."""
    match test:
        case None:
            return True
        case Written(code, yes):
            return (code in kept.codes or code in kept.earlier) == yes
        case Playing(mode, yes):
            return (kept.mode == mode) == yes
        case Paid(yes):
            return kept.paid == yes
        case Counted(counter, low, high):
            value = kept.counted.get(counter, 0)
            return (low is None or value >= low) and (high is None or value <= high)
        case Every(tests):
            return all(holds(one, kept) for one in tests)
        case Some(tests):
            return any(holds(one, kept) for one in tests)


def _onwards(deck: Deck, sheet: Sheet, moments: tuple[Moment, ...]) -> Iterator[Game]:
    """Yield every way to go on from the last moment."""
    now = moments[-1]
    card = deck.by_number[now.card]
    if card.sentences:
        yield Game(moments, tuple(_say(card, now.kept)))
        return
    turned = now.card in [moment.card for moment in moments[:-1]]
    offered = [] if turned else [choice for choice in card.choices if holds(choice.when, now.kept)]
    if not offered:
        yield Game(moments)
    for choice in offered:
        kept = replace(now.kept, codes=(*now.kept.codes, f"{card.number}{choice.letter}"))
        yield from _onwards(deck, sheet, (*moments, _follow(deck, sheet, choice.to, kept)))


def _follow(deck: Deck, sheet: Sheet, number: int, kept: Kept) -> Moment:
    """Follow the cards from that number to one where there is something to decide, or nothing left to take."""
    read: tuple[str, ...] = ()
    for _ in deck.cards:
        card = deck.by_number[number]
        told, kept = _use(deck, sheet, card, kept)
        read += told
        ways = [way for way in card.ways if holds(way.when, kept)]
        if card.choices or card.sentences or not ways:
            break
        number = ways[0].to
    return Moment(number, read, kept)


def _use(deck: Deck, sheet: Sheet, card: Card, kept: Kept) -> tuple[tuple[str, ...], Kept]:
    """Do what a card says before its way out; return what was read, and the sheet."""
    taken = [deck.by_number[way.to] for way in card.inserts if holds(way.when, kept)]
    for insert in taken:
        kept = _count(kept, insert.counts)
    kept = _count(kept, card.counts)
    if card.settle and not kept.paid and sheet.budget is not None and kept.counted.get(BUDGETED, 0) > sheet.budget:
        kept = replace(_count(kept, sheet.price), paid=True)
    return tuple(one.text for one in (*taken, card) if one.text), kept


def _count(kept: Kept, counts: tuple[Count, ...]) -> Kept:
    """Return the sheet once these counters are moved."""
    counted = dict(kept.counted)
    for count in counts:
        counted[count.counter] = (counted.get(count.counter, 0) if count.to is None else count.to) + count.by
    return replace(kept, counted=counted)


def _say(card: Card, kept: Kept) -> Iterator[str]:
    """Yield the sentences of a profile card that are true of this sheet."""
    for line in card.sentences:
        yield next((sentence.text for sentence in line if holds(sentence.when, kept)), "")
