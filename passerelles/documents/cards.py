"""A case to play on paper: the deck as one HTML file for A4, with its track sheets and a page for the trainer.

The file needs nothing else: no script, no network, its own letters. Rows of cards never break over two pages, whatever
the printer; cut lines run through the whole page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from passerelles.content.case import Case
from passerelles.content.corpus import Statement
from passerelles.content.markdown import STATEMENT_ID
from passerelles.text import t

from .deck import Card, Counter, Deck, Sheet
from .deck_build import LETTERS, make_deck
from .deck_order import is_wide
from .deck_play import befores, games
from .deck_words import asked, corner, led, moved
from .network import network_svg
from .templating import compose, environment
from .typefaces import typefaces

SPARE = 1  # row of a sheet for who goes back
ALOUD = 2.5  # times longer than alone and in silence: reading aloud, moving tokens, agreeing


@dataclass(frozen=True)
class Offered:
    """A choice of a scene card."""

    letter: str
    text: str
    to: int
    condition: str


@dataclass(frozen=True)
class Printed:
    """A card with its instructions in words."""

    card: Card
    corner: str
    inserts: list[tuple[str, int]]
    counts: list[str]
    choices: list[Offered]
    sentences: list[list[tuple[str, str]]]
    ways: list[tuple[str, int]]
    cites: list[str]  # those that its texts do not name
    wide: bool  # it takes a whole row
    drawing: Markup | None


@dataclass(frozen=True)
class Track:
    """A counter of a sheet with its numbers, in order."""

    counter: Counter
    numbers: range
    limit: int | None  # beyond it, the budget is exceeded


@dataclass(frozen=True)
class PrintedSheet:
    """A track sheet: what to move, what to tick, a row for each choice."""

    sheet: Sheet
    tracks: list[Track]
    boxes: list[Track]
    price: list[str]
    rows: int


def cards_html(case: Case, statements: Mapping[str, Statement]) -> str:
    """Return a sound case as an HTML file to print and cut: trainer’s page, statements cited, start, sheets, cards."""
    made = make_deck(case)
    cards = [_printed(made, card) for card in made.cards]
    piles = [[one for one in cards if one.card.viewpoint == view and one.card.number] for view, _ in case.stories]
    return compose(
        environment(),
        "cards.html",
        case=case,
        deck=made,
        start=cards[0],
        piles=[(sheet, _rows(pile)) for sheet, pile in zip(_sheets(made), piles, strict=True)],
        others=sum(len(pile) for pile in piles[1:]),
        moments=_moments(case, made),
        letters=LETTERS[: max(len(card.choices) for card in made.cards)],
        cited=[statements[name] for name in _cited(made) if name in statements],
        minutes=5 * round(case.minutes * ALOUD / 5),
        caution=t(f"caution.{case.caution}") if case.caution else None,
        fonts=typefaces(),
    )


def _printed(made: Deck, card: Card) -> Printed:
    """Return a card in words."""
    sheet = made.sheet(card.viewpoint)
    named = set(STATEMENT_ID.findall(card.text + card.comment))
    return Printed(
        card=card,
        corner=corner(card),
        inserts=led(made, sheet, card.inserts),
        counts=moved(sheet, card.counts),
        choices=[Offered(c.letter, c.text, c.to, asked(made, sheet, c.when) if c.when else "") for c in card.choices],
        sentences=[
            [(asked(made, sheet, line.when) if line.when else "", line.text) for line in sentence]
            for sentence in card.sentences
        ],
        ways=led(made, sheet, card.ways),
        cites=[name for name in card.cites if name not in named],
        wide=is_wide(card),
        drawing=Markup(network_svg(card.shows)) if card.shows and card.shows.kind == "network" else None,  # noqa: S704 - it escapes
    )


def _moments(case: Case, made: Deck) -> list[tuple[Sheet, list[Card]]]:
    """Return the scenes of each story in the order in which it tells them."""
    numbers = {choice.partition(".")[0]: int(code[:-1]) for code, choice in made.legend.items()}
    return [
        (sheet, [made.by_number[numbers[node.id]] for node in case.story(sheet.viewpoint).nodes])
        for sheet in made.sheets
    ]


def _rows(pile: Sequence[Printed]) -> list[list[Printed]]:
    """Return cards in rows of two, in the order of their numbers; a wide one has a row of its own."""
    rows: list[list[Printed]] = []
    for one in pile:
        if rows and len(rows[-1]) == 1 and not one.wide and not rows[-1][0].wide:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _sheets(made: Deck) -> list[PrintedSheet]:
    """Return the sheets of a deck, each track as long as some way of playing needs."""
    modes: list[str | None] = [mode.id for mode in made.modes] or [None]
    found = []
    for sheet in made.sheets:
        ways = [
            game
            for mode in modes
            for before in befores(made, sheet.viewpoint, mode)
            for game in games(made, sheet.viewpoint, mode, before)
        ]
        kept = [moment.kept for game in ways for moment in game.moments]
        tracks = [
            _track(sheet, counter, [one.counted.get(counter.id, 0) for one in kept]) for counter in sheet.counters
        ]
        found.append(
            PrintedSheet(
                sheet=sheet,
                tracks=[track for track in tracks if not track.counter.ticked],
                boxes=[track for track in tracks if track.counter.ticked],
                price=moved(sheet, sheet.price),
                rows=max(len(game.moments) for game in ways) + SPARE,
            )
        )
    return found


def _track(sheet: Sheet, counter: Counter, values: Sequence[int]) -> Track:
    """Return the numbers that a counter can reach, and one more on each side of a track."""
    low, high = min(0, *values), max(0, *values)
    if counter.ticked:
        return Track(counter, range(1, high + 1), None)
    limit = sheet.budget if counter.id == "time" else None
    return Track(counter, range(low - (counter.id != "time"), high + 2), limit)


def _cited(made: Deck) -> list[str]:
    """Return the statements that the cards name, in their order."""
    texts = [text for card in made.cards for text in (card.text, card.comment, *card.cites)]
    return sorted(set(STATEMENT_ID.findall(" ".join(texts))))
