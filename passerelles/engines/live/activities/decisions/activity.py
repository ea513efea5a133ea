"""The log of decisions, open all day: what, who (a function), until when, read again with the young person or not.

A decision without somebody or a date is told to be unfinished (M18). At the end the trainer may ask two questions: was
this time useful, and what would have been different without it?
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import SMALL, Event, Json, Person, Trace
from passerelles.engines.live.answers import (
    Answers,
    Room,
    Rules,
    acted,
    late,
    mine,
    quoted,
    quotes,
    received,
    shortened,
    unnamed,
)
from passerelles.engines.live.presence import gathered, needed, room_for
from passerelles.engines.live.screen import Block, Screen, fold
from passerelles.engines.tools.dates import day
from passerelles.text import t

from . import screens
from .decision import USEFUL, Decision, Leaving

MOST = 100  # decisions of a day


@dataclass(frozen=True)
class Log(Room):
    """What has come of it."""

    entries: Mapping[str, Decision] = field(default_factory=dict)
    struck: frozenset[str] = frozenset()
    asking: bool = False  # the two questions
    answers: Answers[Leaving] = field(default_factory=Answers)
    shown: bool = False

    @cached_property
    def standing(self) -> list[Decision]:
        """The decisions that nobody took away, oldest first."""
        return [one for one in self.entries.values() if one.id not in self.struck]

    @cached_property
    def log(self) -> Block:
        """The log: the same for everybody, however many look at it."""
        return screens.log(self.standing)

    @cached_property
    def slips(self) -> list[Block]:
        """The log as a phone shows it."""
        return screens.slips(self.standing)

    @cached_property
    def results(self) -> list[Block]:
        """What was answered, once it is shown."""
        return screens.results(self.answers) if self.shown else []


def _told(event: Event) -> tuple[str, str, date | None]:
    """Return what a form says of a decision: what, who, until."""
    what, who, until = (text.strip() for text in event.says)
    needed(what, "live.decisions.what-needed")
    needed(not until or day(until), "live.decisions.no-date")
    unnamed(what, who)
    return what, who, day(until)


def _decide(state: Log, event: Event) -> Log:
    """Note a decision; says: what, who, until."""
    room_for(len(state.standing), MOST)
    name = f"d{len(state.entries) + 1}"
    one = Decision(name, *_told(event), late=state.presence.closed)
    return replace(state, entries={**state.entries, name: one})


def _changed(state: Log, event: Event, **change: Any) -> Log:
    """Return the log with a decision told otherwise; Refused when it does not stand."""
    needed(event.what in state.entries and event.what not in state.struck)
    return replace(state, entries={**state.entries, event.what: replace(state.entries[event.what], **change)})


def _change(state: Log, event: Event) -> Log:
    """Tell a decision otherwise; says: what, who, until."""
    what, who, until = _told(event)
    return _changed(state, event, what=what, who=who, until=until)


def _reread(state: Log, event: Event) -> Log:
    """Note that it was read again with the young person."""
    return _changed(state, event, reread=True)


def _unread(state: Log, event: Event) -> Log:
    """Take that back."""
    return _changed(state, event, reread=False)


def _strike(state: Log, event: Event) -> Log:
    """Take a decision away."""
    return replace(_changed(state, event), struck=state.struck | {event.what})


def _ask(state: Log, event: Event) -> Log:
    """Ask the two questions."""
    return replace(state, asking=True)


def _show(state: Log, event: Event) -> Log:
    """Show what was answered."""
    needed(state.asking)
    return replace(state, shown=True)


def _exit(state: Log, event: Event) -> Log:
    """Answer the two questions; says: useful or not, what would have been different."""
    useful, without = (text.strip() for text in event.says)
    needed(state.asking and useful in USEFUL)
    unnamed(without)
    answers = state.answers.taken(event.who, Leaving(useful, without), late=state.shown or state.presence.closed)
    return replace(state, answers=answers)


ANYBODY: Rules[Log] = {"decide": _decide, "exit": _exit}
LED: Rules[Log] = {
    "decide": _decide, "change": _change, "reread": _reread, "unread": _unread, "strike": _strike, "ask": _ask,
    "show": _show,
}  # fmt: skip


class Deciding:
    """The activity."""

    kind: ClassVar[str] = "decisions"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the statement it rests on."""
        return {"quotes": quoted(course, ["C5-089"])}

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Log:
        """Return an empty log."""
        return Log(prepared, gathered(people))

    def act(self, state: Log, event: Event) -> Log:
        """Return the state after an event; raises Refused."""
        return acted(state, event, ANYBODY, LED)

    def person(self, state: Log, who: str) -> Screen:
        """Return the two questions when they are asked, the log, and the form that adds to it."""
        asked = [screens.leaving(state.answers.of(who)), *mine(state.answers, who)]
        blocks = asked if state.asking and not state.shown else []
        return Screen(t("live.decisions.title"), [*blocks, *state.results, *state.slips, screens.form_of("decide")])

    def room(self, state: Log) -> Screen:
        """Return the log, and what it lacks."""
        asked = [received(state.presence, state.answers)] if state.asking and not state.shown else []
        return Screen(t("live.decisions.title"), [state.log, *screens.lacking(state.standing), *asked, *state.results])

    def trainer(self, state: Log) -> Screen:
        """Return the log, what may be done with each decision, and the two questions."""
        asked: list[Block] = screens.asking(asked=state.asking, shown=state.shown)
        if state.asking:
            asked += [received(state.presence, state.answers), *late(state.answers), *state.results]
        each = [fold(one.id, shortened(one.what), screens.may(one)) for one in state.standing]
        blocks = [state.log, *screens.lacking(state.standing), screens.form_of("decide"), *each, *asked]
        return Screen(t("live.decisions.title"), [*blocks, *quotes(state.prepared["quotes"])])

    def trace(self, state: Log) -> Trace:
        """Return the decisions, how many are complete, and whether the time was useful."""
        timely, found = [one for one in state.standing if not one.late], [*state.answers.given.values()]
        facts = {"decisions": len(timely), "complete": sum(one.complete for one in timely),
                 "reread": sum(one.reread for one in timely), "useful-answers": len(found),
                 "late": len(state.standing) - len(timely)}  # fmt: skip
        if len(found) >= SMALL:
            facts |= {f"useful-{name}": sum(one.useful == name for one in found) for name in USEFUL}
        blocks = [state.log, *screens.lacking(state.standing), *replace(state, shown=bool(found)).results]
        told = {name: float(value) for name, value in facts.items()}
        return Trace(t("live.decisions.title"), blocks, told, empty=not state.standing and not found)


ACTIVITY = Deciding()
