"""What the « carton jargon » shows: the card to raise, and the words that are up with their meaning."""

from __future__ import annotations

from passerelles.engines.live.activity import Json, Trace
from passerelles.engines.live.screen import (
    Block,
    Choice,
    Field,
    Screen,
    buttons,
    cards,
    fold,
    form,
    prose,
    table,
    words,
)
from passerelles.text import t

from .state import MAX_WORD, Card, State

MOST = 6  # cards on a phone or a projector


def person_screen(state: State, who: str) -> Screen:
    """Return the card to raise, and the latest words that are up; never who raised them."""
    asked = Field("word", t("live.jargon.word"), hint=t("live.jargon.word.hint"), most=MAX_WORD, required=False)
    blocks = [prose(t("live.jargon.how"), "hint"),
              form("raise", t("live.jargon.card"), "raise", [asked], t("live.jargon.raise"), clears=True)]  # fmt: skip
    up = [card for card in state.told() if card.open][:MOST]
    blocks += [
        words(t("live.jargon.raised", word=_word(card)), "good", live=True) for card in up if who in card.raised_by
    ]
    blocks += _shown(state, up)
    return Screen(t("live.jargon.title"), [*blocks, *(_unfold(card) for card in up)])


def room_screen(state: State) -> Screen:
    """Return the words that are up, the latest first; then those unfolded, as far as there is room; else nothing."""
    found = state.told()
    up = [card for card in found if card.open]
    return Screen(t("live.jargon.title"), _shown(state, [*up, *(card for card in found if not card.open)][:MOST]))


def trainer_screen(state: State) -> Screen:
    """Return every word, with the means to unfold it or to take it away."""
    found = state.told()
    blocks: list[Block] = [] if found else [prose(t("live.jargon.how"))]
    blocks += _shown(state, found)
    up = [Choice(t("live.jargon.unfolded", word=_word(card)), "unfold", card.id) for card in found if card.open]
    if up:
        blocks.append(buttons("unfold", t("live.jargon.aloud"), up, stacked=True))
    blocks += [_unfold(card) for card in found if card.open]
    away = [Choice(t("live.jargon.strike", word=_word(card)), "strike", card.id, style="danger",
                   confirm=t("live.jargon.strike.confirm")) for card in found]  # fmt: skip
    return Screen(t("live.jargon.title"), [*blocks, *([_away(away)] if away else [])])


def trace(state: State) -> Trace:
    """Return the words of the day, how often each was raised in time, and how it was unfolded."""
    found = [card for card in state.told() if card.times]
    rows = [(_word(card), str(card.times), _how(state, card)) for card in found]
    head = [t(f"live.jargon.column.{name}") for name in ("word", "times", "unfolded")]
    facts = {"words": len(found), "times": sum(card.times for card in found), "open": sum(card.open for card in found),
             "late": sum(card.late for card in state.told())}  # fmt: skip
    named = {t(f"live.jargon.fact.{name}"): float(value) for name, value in facts.items()}
    return Trace(t("live.jargon.title"), [table(t("live.jargon.title"), head, rows)], named, empty=not found)


def _away(choices: list[Choice]) -> Block:
    """Return the means to take words away, folded."""
    return fold("away", t("live.jargon.away"), [buttons("strike", t("live.jargon.away"), choices)])


def _word(card: Card) -> str:
    """Return the word of a card, or that it was raised without one."""
    return card.word or t("live.jargon.no-word")


def _shown(state: State, found: list[Card]) -> list[Block]:
    """Return cards with what the glossary and the room say of them."""
    return [cards(t("live.jargon.words"), [_told(state, card) for card in found])] if found else []


def _told(state: State, card: Card) -> dict[str, str]:
    """Return a card as it is shown."""
    key = "live.jargon.up" if card.open else "live.jargon.down"
    said = [*(_entry(one) for one in state.entries(card)), *card.unfolded]
    return {"title": _word(card), "words": "\n\n".join(said), "note": t(key, times=card.times + card.late),
            "tone": "strong" if card.open else "normal"}  # fmt: skip


def _entry(one: Json) -> str:
    """Return what the glossary says: what the letters stand for, the meaning, the false friend, whether it is sure."""
    told = [f"{one['expansion']}." if one["expansion"] else "", one["definition"], one["confusion"]]
    return " ".join(filter(None, [*told, t("live.jargon.to-check") if one["to_check"] else ""]))


def _how(state: State, card: Card) -> str:
    """Return how a word was unfolded, for the report."""
    if card.open:
        return t("live.jargon.how.open")
    return " ".join(card.unfolded) or t("live.jargon.how.glossary" if state.entries(card) else "live.jargon.how.aloud")


def _unfold(card: Card) -> Block:
    """Return the form of who said the word, folded."""
    asked = Field("means", t("live.jargon.means", word=_word(card)), "text", t("live.jargon.means.hint"))
    told = form(f"unfold-{card.id}", t("live.jargon.means", word=_word(card)), "unfold", [asked],
                t("live.jargon.explain"), what=card.id)  # fmt: skip
    return fold(card.id, t("live.jargon.mine", word=_word(card)), [told])
