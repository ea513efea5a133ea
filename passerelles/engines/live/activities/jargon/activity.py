"""The « carton jargon »: anybody raises it at a word they do not follow, all day long; mechanism M26 [C5-097].

Whoever said the word, or the trainer, unfolds it. Who raised the card is shown to nobody else, and forgotten once the
word is unfolded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import TRAINER, Event, Json, Person, Refused, Trace
from passerelles.engines.live.presence import admit, followed, gathered, needed, room_for, rule_of
from passerelles.engines.live.screen import Screen
from passerelles.text import t

from .screens import person_screen, room_screen, trace, trainer_screen
from .state import MAX_WORD, MOST_RAISED, MOST_UNFOLDED, MOST_WORDS, Card, State, entry, key, looked_up


class Jargon:
    """The card that is raised at a word one does not follow."""

    kind: ClassVar[str] = "jargon"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the glossary."""
        return {"terms": [entry(term) for term in course.terms]}

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> State:
        """Begin with no card raised."""
        return State(looked_up(prepared["terms"]), gathered(people))

    def act(self, state: State, event: Event) -> State:
        """Return the state after an event."""
        presence = followed(state.presence, event)
        if presence is not None:
            return replace(state, presence=presence)
        admit(state.presence, event)
        rule = rule_of(MAY, event)
        needed(event.kind != "strike" or event.who == TRAINER)
        return rule(state, event)

    def person(self, state: State, who: str) -> Screen:
        """Return the card to raise, and the words that are up."""
        return person_screen(state, who)

    def room(self, state: State) -> Screen:
        """Return the words that are up, and what the glossary says of them."""
        return room_screen(state)

    def trainer(self, state: State) -> Screen:
        """Return the same, with the means to unfold a word or to take it away."""
        return trainer_screen(state)

    def trace(self, state: State) -> Trace:
        """Return the words of the day."""
        return trace(state)


def _raise(state: State, event: Event) -> State:
    """Raise the card, with the word heard or without; once for each person as long as the word is not unfolded."""
    word = " ".join("".join(event.says[:1]).split())
    needed(len(word) <= MAX_WORD, "live.presence.long", most=MAX_WORD)
    place = key(word) or word
    card = state.cards.get(place) or Card(f"c{len(state.cards) + 1}", word, 0, 0, frozenset())
    if card.open and event.who in card.raised_by:
        return state
    room_for(sum(event.who in one.raised_by for one in state.cards.values()), MOST_RAISED)
    room_for(len(state.cards.keys() - {place}), MOST_WORDS)
    late = state.presence.closed
    raised = replace(card, times=card.times + (not late), late=card.late + late, open=True, struck=False,
                     raised_by=card.raised_by | {event.who})  # fmt: skip
    cards = {name: other for name, other in state.cards.items() if name != place}
    return replace(state, cards={**cards, place: raised})


def _unfold(state: State, event: Event) -> State:
    """Say what a word means, here or aloud: its card goes down. Who said it is not kept."""
    place, card = _card(state, event)
    text = "".join(event.says[:1]).strip()
    needed(card.open or text)
    needed(text or event.who == TRAINER, "live.presence.empty")
    room_for(len(card.unfolded) if text else 0, MOST_UNFOLDED)
    unfolded = (*card.unfolded, text) if text else card.unfolded
    down = replace(card, open=False, raised_by=frozenset(), unfolded=unfolded)
    return replace(state, cards={**state.cards, place: down})


def _strike(state: State, event: Event) -> State:
    """Take a card away from every screen."""
    place, card = _card(state, event)
    struck = replace(card, struck=True, open=False, raised_by=frozenset(), unfolded=())
    return replace(state, cards={**state.cards, place: struck})


def _card(state: State, event: Event) -> tuple[str, Card]:
    """Return the card that an event is about, and where it is kept."""
    found = [told for told in state.cards.items() if told[1].id == event.what and not told[1].struck]
    if not found:
        raise Refused(t("live.presence.not-now"))
    return found[0]


MAY: dict[str, Callable[[State, Event], State]] = {"raise": _raise, "unfold": _unfold, "strike": _strike}

ACTIVITY = Jargon()
