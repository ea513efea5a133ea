"""What people thought of the day: five lines from one to five and two sentences, no name (a first level only)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import SMALL, Event, Json, Person, Trace
from passerelles.engines.live.answers import Answers, Room, Rules, acted, late, mine, received, show_button, unnamed
from passerelles.engines.live.presence import gathered, needed
from passerelles.engines.live.scales import Marks, distribution, marks, scale
from passerelles.engines.live.screen import Block, Field, Screen, form, listing, words
from passerelles.text import t

LINES = ("useful", "pace", "voice", "others", "recommend")
SENTENCES = ("keep", "change")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thought; "" where they said nothing."""

    marks: Marks
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Opinions(Room):
    """What has come of it."""

    given: Answers[Opinion] = field(default_factory=Answers)
    shown: bool = False

    @cached_property
    def results(self) -> list[Block]:
        """The marks of the group, as the room may see them."""
        lines = {name: t(f"live.satisfaction.{name}") for name in LINES}
        found = [one.marks for one in self.given.given.values()]
        return [distribution(t("live.satisfaction.result"), lines, found), *late(self.given)]


def _rate(state: Opinions, event: Event) -> Opinions:
    """Say what one thought; says: five marks, two sentences, any of which may be left empty."""
    needed(len(event.says) == len(LINES) + len(SENTENCES))
    sentences = unnamed(*(text.strip() for text in event.says[len(LINES) :]))
    given = event.says[: len(LINES)]
    told = marks(given, len(LINES)) if any(given) or not any(sentences) else ("",) * len(LINES)
    passed = state.shown or state.presence.closed
    return replace(state, given=state.given.taken(event.who, Opinion(told, sentences), late=passed))


def _show(state: Opinions, event: Event) -> Opinions:
    """Show the marks to the room."""
    return replace(state, shown=True)


ANYBODY: Rules[Opinions] = {"rate": _rate}
LED: Rules[Opinions] = {"show": _show}


class Satisfaction:
    """The activity."""

    kind: ClassVar[str] = "satisfaction"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return nothing: the lines are ours."""
        return {}

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Opinions:
        """Return an empty sheet."""
        return Opinions(prepared, gathered(people))

    def act(self, state: Opinions, event: Event) -> Opinions:
        """Return the state after an event; raises Refused."""
        return acted(state, event, ANYBODY, LED)

    def person(self, state: Opinions, who: str) -> Screen:
        """Return the sheet, then the marks of the group."""
        blocks = (
            state.results if state.shown else [_form(state.given.of(who)), words(t("live.satisfaction.why"), "hint")]
        )
        return Screen(t("live.satisfaction.title"), [*blocks, *mine(state.given, who, shown=state.shown)])

    def room(self, state: Opinions) -> Screen:
        """Return how many answered, then the marks; sentences are not for the room."""
        blocks = state.results if state.shown else [received(state.presence, state.given)]
        return Screen(t("live.satisfaction.title"), blocks)

    def trainer(self, state: Opinions) -> Screen:
        """Return the same; once it is shown, the sentences of a group that is large enough."""
        blocks = [received(state.presence, state.given), *show_button("marks", shown=state.shown)]
        told = [*state.results, *_sentences(state)] if state.shown else late(state.given)
        return Screen(t("live.satisfaction.title"), [*blocks, *told])

    def trace(self, state: Opinions) -> Trace:
        """Return the marks and the sentences."""
        facts = {"people": float(len(state.given.given)), "late": float(len(state.given.late))}
        blocks = [words(t("live.satisfaction.level"), "hint"), *state.results, *_sentences(state)]
        return Trace(t("live.satisfaction.title"), blocks, facts, empty=not state.given.given)


def _form(own: Opinion | None) -> Block:
    """Return the sheet, with what somebody gave so far."""
    ends = (t("live.satisfaction.low"), t("live.satisfaction.high"))
    given = own or Opinion(("",) * len(LINES), ("",) * len(SENTENCES))
    fields = [
        *(
            scale(name, t(f"live.satisfaction.{name}"), *ends, mark)
            for name, mark in zip(LINES, given.marks, strict=True)
        ),
        *(
            Field(name, t(f"live.satisfaction.{name}"), "text", value=said, required=False)
            for name, said in zip(SENTENCES, given.sentences, strict=True)
        ),
    ]
    return form("rate", t("live.satisfaction.sheet"), "rate", fields, t("live.answers.send"), private=True)


def _sentences(state: Opinions) -> list[Block]:
    """Return what was written, in an order that tells nothing of whom; of too few people, that they are too few."""
    given = state.given.given.values()
    if len(given) < SMALL:
        return [words(t("live.answers.few"), "hint")]
    blocks: list[Block] = []
    for rank, name in enumerate(SENTENCES):
        said = sorted(one.sentences[rank] for one in given if one.sentences[rank])
        blocks += [listing(said, t(f"live.satisfaction.{name}"))] if said else []
    return blocks


ACTIVITY = Satisfaction()
