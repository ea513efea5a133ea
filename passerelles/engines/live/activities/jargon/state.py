"""What a « carton jargon » is made of: the words that were raised, how often, and how they were unfolded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from passerelles.content.corpus import Term
from passerelles.engines.live.activity import Json
from passerelles.engines.live.presence import Presence
from passerelles.spelling import words as bare_words

MAX_WORD = 60
MOST_WORDS, MOST_RAISED, MOST_UNFOLDED = 300, 15, 10  # in a day; by one person at a time; ways to say one word
_ARTICLES = {"l", "le", "la", "les", "un", "une", "d", "de", "du", "des"}
_ASIDE = re.compile(r"\([^)]*\)")
_OR = re.compile(r", | / ")


@dataclass(frozen=True, slots=True)
class Card:
    """A word that somebody did not follow; "" when the card was raised without one."""

    id: str
    word: str
    times: int  # raised in time
    late: int
    raised_by: frozenset[str]  # since it was last unfolded
    unfolded: tuple[str, ...] = ()
    open: bool = True
    struck: bool = False


@dataclass(frozen=True)
class State:
    """What has come of it."""

    glossary: Mapping[str, list[Json]]  # entries by the bare words they are looked up with
    presence: Presence
    cards: Mapping[str, Card] = field(default_factory=dict)  # by bare words

    def told(self) -> list[Card]:
        """Return the cards that were not taken away, the open ones first, each the latest first."""
        found = [card for card in reversed(list(self.cards.values())) if not card.struck]
        return sorted(found, key=lambda card: not card.open)

    def entries(self, card: Card) -> list[Json]:
        """Return what the glossary says of a word: several entries for a false friend."""
        return self.glossary.get(key(card.word), [])


def key(text: str) -> str:
    """Return what a word is looked up with: without accents, case, signs, or the article before it."""
    found = bare_words(text)
    while len(found) > 1 and found[0] in _ARTICLES and any(len(word) > 1 for word in found):
        found = found[1:]
    spelt = all(len(word) == 1 for word in found)  # « A.M.O. »
    return ("" if spelt else " ").join(found)


def entry(term: Term) -> Json:
    """Return what is kept of an entry of the glossary."""
    return {"term": term.term, "expansion": term.expansion or "", "definition": term.definition,
            "confusion": term.confusion or "", "to_check": term.to_check}  # fmt: skip


def looked_up(entries: Iterable[Json]) -> dict[str, list[Json]]:
    """Return the entries by every wording that leads to them."""
    found: dict[str, list[Json]] = {}
    for one in entries:
        for wording in dict.fromkeys(_wordings(one)):
            found.setdefault(wording, []).append(one)
    return found


def _wordings(one: Json) -> Iterator[str]:
    """Yield what an entry may be asked by: its word, each part of it, what its letters stand for."""
    whole = _ASIDE.sub("", one["term"])
    yield from filter(None, (key(text) for text in (whole, *_OR.split(whole), _ASIDE.sub("", one["expansion"]))))
