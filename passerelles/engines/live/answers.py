"""What activities in which everybody answers share: deeds by table, answers in time or late, what a room is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from passerelles.content.course import Course
from passerelles.engines.tools.wording import person_in
from passerelles.errors import Refusal
from passerelles.text import t

from .activity import SMALL, TRAINER, Event, Json
from .presence import Presence, admit, followed, needed
from .screen import Block, Choice, bars, buttons, cards, fold, words

SHORT = 60  # characters of somebody's words on a button


@dataclass(frozen=True)
class Room:
    """What every state begins with: what was prepared, and who is there."""

    prepared: Json
    presence: Presence


S = TypeVar("S", bound=Room)
A = TypeVar("A")
Rules = Mapping[str, Callable[[S, Event], S]]


@dataclass(frozen=True)
class Answers(Generic[A]):
    """The last answer of each in time; apart, what came too late: kept, and never counted with the rest."""

    given: Mapping[str, A] = field(default_factory=dict)
    late: Mapping[str, A] = field(default_factory=dict)

    def taken(self, who: str, answer: A, *, late: bool) -> Answers[A]:
        """Return them with one more; one in time, the trainer having opened again, takes the place of a late one."""
        if late:
            return replace(self, late={**self.late, who: answer})
        others = {person: said for person, said in self.late.items() if person != who}
        return replace(self, given={**self.given, who: answer}, late=others)

    def of(self, who: str) -> A | None:
        """Return the last answer of somebody, in time or late."""
        return self.late.get(who, self.given.get(who))


def acted(state: S, event: Event, anybody: Rules[S], trainer: Rules[S]) -> S:
    """Return the state after an event, by the rule of its kind; Refused when there is none, or who sent it is gone.

    What every activity understands is done here; a rule of the trainer for `resume` comes on top of it.
    """
    rule = (trainer if event.who == TRAINER else anybody).get(event.kind)
    if presence := followed(state.presence, event):
        state = replace(state, presence=presence)
        return rule(state, event) if rule else state
    admit(state.presence, event)
    if rule is None:
        needed(False)
        return state
    return rule(state, event)


def said(event: Event, count: int = 1) -> tuple[str, ...]:
    """Return so many texts, each of which says something and names nobody; Refused otherwise."""
    told = tuple(text.strip() for text in event.says)
    needed(len(told) == count and all(told), "live.answers.blank")
    return unnamed(*told)


def unnamed(*texts: str) -> tuple[str, ...]:
    """Return some texts; Refused when one holds what looks like a person: a title, an address, a telephone number."""
    for found in filter(None, map(person_in, texts)):
        needed(False, "live.answers.person", word=found)
    return texts


def received(presence: Presence, answers: Answers[Any]) -> Block:
    """Return how many answered so far; read out politely as it grows."""
    everybody = presence.here | answers.given.keys()
    return words(t("live.answers.received", n=len(answers.given), of=len(everybody)), live=True)


def late(answers: Answers[Any]) -> list[Block]:
    """Return how many answers came late, when some did."""
    return [words(t("live.answers.late", n=len(answers.late)), "hint")] if answers.late else []


def mine(answers: Answers[Any], who: str, *, shown: bool = False) -> list[Block]:
    """Return to somebody what has become of their answer; until it is shown, they may change it."""
    if who in answers.late:
        return [words(t("live.answers.late-mine"), "caution")]
    return [words(t("live.answers.counted" if shown else "live.answers.kept"), "good")] if who in answers.given else []


def spread(caption: str, options: Iterable[tuple[str, str]], chosen: Iterable[str]) -> Block:
    """Return how many chose each option (id, label); of fewer than five people, only that they are too few."""
    count = Counter(chosen)
    if count.total() < SMALL:
        return words(t("live.answers.few"), "hint")
    return bars(caption, [(label, count[name]) for name, label in options], most=count.total())


def quoted(course: Course, names: Sequence[str]) -> list[Json]:
    """Return the statements of these ids as they are kept with what was prepared; Refusal on one that is none."""
    if unknown := [name for name in names if name not in course.statements]:
        raise Refusal(t("live.answers.no-statement", name=unknown[0]), t("live.answers.no-statement.cure"))
    found = [course.statements[name] for name in names]
    return [{"id": one.id, "quote": one.quote, "source": t(f"source.{one.source}")} for one in found]


def quotes(kept: Sequence[Json]) -> list[Block]:
    """Return what the texts say, as cards."""
    shown = [{"title": one["source"], "words": f"« {one['quote']} »", "note": one["id"]} for one in kept]
    return [cards(t("live.answers.texts"), shown)] if shown else []


def show_button(name: str, *, shown: bool) -> list[Block]:
    """Return the trainer's button that uncovers the answers, as long as they are covered."""
    show = Choice(t("live.answers.show"), "show", name, style="main")
    return [] if shown else [buttons(f"show-{name}", t("live.answers.show"), [show])]


def strikes(name: str, notes: Iterable[tuple[str, str]]) -> list[Block]:
    """Return the trainer's buttons that take words (id, words) away from every screen and from the report."""
    choices = [
        Choice(t("live.answers.strike", words=shortened(told)), "strike", note, style="danger",
               confirm=t("live.answers.strike-sure"))
        for note, told in notes
    ]  # fmt: skip
    label = t("live.answers.strikes")
    return [fold(f"strike-{name}", label, [buttons(f"strike-{name}", label, choices, stacked=True)])] if choices else []


def shortened(told: str) -> str:
    """Return the beginning of somebody's words, to name them on a button."""
    return told if len(told) <= SHORT else f"{told[:SHORT].rsplit(' ', 1)[0]}…"
