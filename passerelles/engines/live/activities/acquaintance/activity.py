"""Who knows whom, at the beginning of the day and at its end: mechanism M29, « mieux se connaître » [C5-101].

Each ticks whom they know; that list is theirs alone. The room sees shares, before and after, never who knows whom.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar, Literal

from passerelles.content.course import Course
from passerelles.engines.live.activity import MAX_TEXT, TRAINER, Event, Json, Person, Trace
from passerelles.engines.live.presence import (
    Presence,
    admit,
    followed,
    gathered,
    needed,
    rule_of,
    sector_name,
    sector_names,
)
from passerelles.engines.live.screen import Block, Choice, Field, Screen, bars, buttons, form, prose, table, words
from passerelles.text import t

from .figures import Figures, Ticks, figures, only

Moment = Literal["before", "after"]
MOMENTS: tuple[Moment, Moment] = ("before", "after")


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom somebody knows, and how many people they could choose from then."""

    knows: frozenset[str]
    offered: int
    late: bool


Answers = Mapping[str, Answer]


@dataclass(frozen=True)
class State:
    """What has come of it. `shown` holds the figures of both moments, of the same people once there are two."""

    names: Mapping[str, str]  # of sectors, by id
    presence: Presence
    moment: Moment = "before"
    answers: Mapping[Moment, Answers] = field(default_factory=lambda: {moment: {} for moment in MOMENTS})
    shown: Mapping[Moment, Figures | None] = field(default_factory=dict)

    @cached_property
    def offered(self) -> list[tuple[str, str]]:
        """Who may be ticked, and how they stand in the list: made once for all phones."""
        return [(person.id, _told(self, person)) for person in self.presence.present()]


class Acquaintance:
    """Who knows whom, before and after."""

    kind: ClassVar[str] = "acquaintance"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the names of the sectors."""
        return {"sectors": sector_names(course)}

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> State:
        """Begin before the day."""
        return State(prepared["sectors"], gathered(people))

    def act(self, state: State, event: Event) -> State:
        """Return the state after an event; a later slot of the day that goes on with it is the « after »."""
        presence = followed(state.presence, event)
        if presence is not None:
            state = replace(state, presence=presence)
            return _after(state, event) if event.kind == "resume" and state.moment == "before" else state
        admit(state.presence, event, max(MAX_TEXT, 5 * len(state.presence.people)))
        rule = rule_of(TRAINER_MAY if event.who == TRAINER else PERSON_MAY, event)
        return rule(state, event)

    def person(self, state: State, who: str) -> Screen:
        """Return the list to tick, with what one ticked."""
        others = [option for option in state.offered if option[0] != who]
        mine = state.answers[state.moment].get(who)
        value = ",".join(sorted(mine.knows)) if mine else ""
        asked = Field("knows", t("live.acquaintance.knows"), "many", t("live.acquaintance.hint"), options=others,
                      value=value, required=False)  # fmt: skip
        blocks = [prose(t("live.acquaintance.how")), words(t("live.acquaintance.private"), "hint")]
        label, submit = t(f"live.acquaintance.{state.moment}"), t(f"live.acquaintance.{'again' if mine else 'keep'}")
        blocks.append(form(f"knows-{state.moment}", label, "know", [asked], submit, what=state.moment))
        if mine and mine.offered < len(others):
            blocks.insert(2, words(t("live.acquaintance.more"), "caution", live=True))
        return Screen(t("live.acquaintance.title"), [*blocks, *_shown(state)])

    def room(self, state: State) -> Screen:
        """Return how many answered, and the figures once the trainer shows them."""
        blocks = _shown(state) or [prose(t("live.acquaintance.how")), _count(state)]
        return Screen(t("live.acquaintance.title"), blocks)

    def trainer(self, state: State) -> Screen:
        """Return what the room sees, and the means to show it and to go on to the « after »."""
        choices = [Choice(t("live.acquaintance.show"), "show", style="main")]
        if state.shown:
            choices.append(Choice(t("live.acquaintance.hide"), "hide"))
        if state.moment == "before":
            choices.append(Choice(t("live.acquaintance.go-on"), "after", confirm=t("live.acquaintance.go-on.confirm")))
        lead = buttons("lead", t("live.acquaintance.lead"), choices)
        late = sum(answer.late for told in state.answers.values() for answer in told.values())
        told = [words(t("live.acquaintance.late", count=late), "caution")] if late else []
        return Screen(t("live.acquaintance.title"), [_count(state), lead, *told, *_shown(state)])

    def trace(self, state: State) -> Trace:
        """Return the figures of the day; those that were shown as long as answers still come, which would move them."""
        state = replace(state, shown=compared(state)) if state.presence.closed else state
        facts = {
            t(f"live.acquaintance.fact.{name}.{moment}"): round(getattr(found, name), 3)
            for moment, found in state.shown.items()
            for name in (("people", "density", "mutual") if found else ())
        }
        return Trace(t("live.acquaintance.title"), _shown(state), facts, empty=not facts)


def _told(state: State, person: Person) -> str:
    """Return how somebody stands in the list."""
    return t("live.acquaintance.person", name=person.name, sector=sector_name(person.sector, state.names))


def _know(state: State, event: Event) -> State:
    """Tick whom one knows; an answer that changes one in time is in time."""
    known = frozenset(filter(None, event.says[0].split(","))) if len(event.says) == 1 else frozenset({""})
    needed(event.what in ("before", state.moment) and known <= state.presence.people.keys() - {event.who})
    moment: Moment = "after" if event.what == "after" else "before"
    told = state.answers[moment]
    late = (state.presence.closed or moment != state.moment) and (event.who not in told or told[event.who].late)
    answer = Answer(known, len(state.presence.here) - 1, late)
    return replace(state, answers={**state.answers, moment: {**told, event.who: answer}})


def _after(state: State, event: Event) -> State:
    """Go on to the « after »; what was shown waits until both moments can be compared."""
    needed(state.moment == "before")
    return replace(state, moment="after", shown={})


def _show(state: State, event: Event) -> State:
    """Show the figures as they are now."""
    return replace(state, shown=compared(state))


def _hide(state: State, event: Event) -> State:
    """Cover the figures."""
    return replace(state, shown={})


def compared(state: State) -> dict[Moment, Figures | None]:
    """Return the figures of both moments, of those who answered twice; of the first alone while they are too few."""
    sectors = {person.id: person.sector for person in state.presence.people.values()}
    before, after = (_in_time(state.answers[moment]) for moment in MOMENTS)
    twice = before.keys() & after.keys()
    second = figures(only(after, twice), sectors)
    if second is None:
        return {"before": figures(before, sectors)}
    return {"before": figures(only(before, twice), sectors), "after": second}


def _in_time(answers: Answers) -> Ticks:
    """Return what was ticked in time."""
    return {who: answer.knows for who, answer in answers.items() if not answer.late}


def _count(state: State) -> Block:
    """Return how many answered, of how many."""
    told, here = state.answers[state.moment], state.presence.here
    return words(t("live.acquaintance.count", told=sum(who in told for who in here), here=len(here)), live=True)


def _shown(state: State) -> list[Block]:
    """Return the figures that are shown, as blocks."""
    if not state.shown:
        return []
    found = {moment: told for moment, told in state.shown.items() if told}
    if not found:
        return [words(t("live.acquaintance.few"), "hint")]
    people = next(iter(found.values())).people
    blocks = [words(t(f"live.acquaintance.people.{max(found, key=MOMENTS.index)}", people=people))]
    for name in ("density", "mutual"):
        rows = [(t(f"live.acquaintance.{moment}"), round(100 * getattr(told, name))) for moment, told in found.items()]
        blocks.append(bars(t(f"live.acquaintance.{name}"), rows, most=100, unit="%"))
    return [*blocks, *_by_sector(state, found)]


def _by_sector(state: State, found: Mapping[Moment, Figures]) -> list[Block]:
    """Return who knows whom, sector by sector, as shares: before → after."""
    pairs = list(next(iter(found.values())).between)
    if not pairs:
        return [words(t("live.presence.small"), "hint")]
    groups = list(dict.fromkeys(one for one, _ in pairs))
    names = {group: sector_name(group, state.names) for group in groups}
    rows = [[names[one], *(_cell(found, (one, other)) for other in groups)] for one in groups]
    head = [t("live.acquaintance.corner"), *names.values()]
    return [table(t("live.acquaintance.by-sector"), head, rows)]


def _cell(found: Mapping[Moment, Figures], pair: tuple[str, str]) -> str:
    """Return a share, or the shares of both moments."""
    shares = [t("live.acquaintance.share", share=round(100 * told.between[pair])) for told in found.values()]
    return " → ".join(shares)


TRAINER_MAY: dict[str, Callable[[State, Event], State]] = {"show": _show, "hide": _hide, "after": _after}
PERSON_MAY: dict[str, Callable[[State, Event], State]] = {"know": _know}

ACTIVITY = Acquaintance()
