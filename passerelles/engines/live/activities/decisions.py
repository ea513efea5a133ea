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
    spread,
    unnamed,
)
from passerelles.engines.live.presence import gathered, needed, room_for
from passerelles.engines.live.screen import (
    Block,
    Choice,
    Field,
    Screen,
    buttons,
    cards,
    fold,
    form,
    listing,
    table,
    words,
)
from passerelles.engines.tools.dates import day
from passerelles.french import day as told_day
from passerelles.text import t

USEFUL = ("yes", "partly", "no")
MOST = 100  # decisions of a day


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was decided; "" and None are what it still lacks."""

    id: str
    what: str
    who: str = ""
    until: date | None = None
    reread: bool = False
    late: bool = False

    @property
    def complete(self) -> bool:
        """Whether it says who and until when."""
        return bool(self.who and self.until)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What somebody answered at the end."""

    useful: str
    without: str


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
        return _table(self)

    @cached_property
    def slips(self) -> list[Block]:
        """The log as a phone shows it."""
        return _slips(self)

    @cached_property
    def results(self) -> list[Block]:
        """What was answered, once it is shown."""
        return _results(self)


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
        asked = [_leaving(state, who), *mine(state.answers, who)]
        blocks = asked if state.asking and not state.shown else []
        return Screen(t("live.decisions.title"), [*blocks, *state.results, *state.slips, _form("decide")])

    def room(self, state: Log) -> Screen:
        """Return the log, and what it lacks."""
        asked = [received(state.presence, state.answers)] if state.asking and not state.shown else []
        return Screen(t("live.decisions.title"), [state.log, *_lacking(state), *asked, *state.results])

    def trainer(self, state: Log) -> Screen:
        """Return the log, what may be done with each decision, and the two questions."""
        asked: list[Block] = [*_asking(state)]
        if state.asking:
            asked += [received(state.presence, state.answers), *late(state.answers), *state.results]
        each = [fold(one.id, shortened(one.what), _of(one)) for one in state.standing]
        blocks = [state.log, *_lacking(state), _form("decide"), *each, *asked]
        return Screen(t("live.decisions.title"), [*blocks, *quotes(state.prepared["quotes"])])

    def trace(self, state: Log) -> Trace:
        """Return the decisions, how many are complete, and whether the time was useful."""
        timely, found = [one for one in state.standing if not one.late], [*state.answers.given.values()]
        facts = {"decisions": len(timely), "complete": sum(one.complete for one in timely),
                 "reread": sum(one.reread for one in timely), "useful-answers": len(found),
                 "late": len(state.standing) - len(timely)}  # fmt: skip
        if len(found) >= SMALL:
            facts |= {f"useful-{name}": sum(one.useful == name for one in found) for name in USEFUL}
        blocks = [state.log, *_lacking(state), *replace(state, shown=bool(found)).results]
        told = {name: float(value) for name, value in facts.items()}
        return Trace(t("live.decisions.title"), blocks, told, empty=not state.standing and not found)


def _table(state: Log) -> Block:
    """Return the log; what a decision lacks is said in its place."""
    lacking = t("live.decisions.lacking")
    rows = [
        [_what(one), one.who or lacking, told_day(one.until) if one.until else lacking,
         t(f"live.decisions.{'yes' if one.reread else 'no'}")]
        for one in state.standing
    ]  # fmt: skip
    if not rows:
        return words(t("live.decisions.none"), "hint") | {"id": "log"}
    head = [t(f"live.decisions.head-{name}") for name in ("what", "who", "until", "reread")]
    return table(t("live.decisions.log"), head, rows) | {"id": "log"}


def _slips(state: Log) -> list[Block]:
    """Return the log as cards, which fit a phone."""
    lacking = t("live.decisions.lacking")
    found = [
        {"title": _what(one), "note": t("live.decisions.reread") if one.reread else "",
         "words": t("live.decisions.slip", who=one.who or lacking, until=told_day(one.until) if one.until else lacking)}
        for one in state.standing
    ]  # fmt: skip
    title = words(t("live.decisions.log"), "strong") | {"id": "log-title"}
    return [title, cards(t("live.decisions.log"), found) | {"id": "log"}] if found else [_table(state)]


def _what(one: Decision) -> str:
    """Return what was decided, and that it came late when it did."""
    return t("live.decisions.late", what=one.what) if one.late else one.what


def _lacking(state: Log) -> list[Block]:
    """Return how many decisions lack somebody or a date, when some do."""
    count = sum(not one.complete for one in state.standing)
    return [words(t("live.decisions.incomplete", n=count), "caution")] if count else []


def _form(deed: str, one: Decision | None = None) -> Block:
    """Return the form of a decision, a new one or one to tell otherwise."""
    until = one.until.isoformat() if one and one.until else ""
    fields = [
        Field("what", t("live.decisions.what"), "text", value=one.what if one else ""),
        Field("who", t("live.decisions.who"), hint=t("live.decisions.who-hint"), value=one.who if one else "",
              required=False),
        Field("until", t("live.decisions.until"), "date", value=until, required=False),
    ]  # fmt: skip
    name = f"{deed}-{one.id}" if one else deed
    what = one.id if one else ""
    return form(name, t(f"live.decisions.{deed}"), deed, fields, t("live.decisions.note"), what=what,
                clears=one is None, private=True)  # fmt: skip


def _of(one: Decision) -> list[Block]:
    """Return what the trainer may do with a decision."""
    reread = Choice(t("live.decisions.reread"), "unread" if one.reread else "reread", one.id, pressed=one.reread)
    strike = Choice(t("live.decisions.strike"), "strike", one.id, confirm=t("live.decisions.strike-sure"),
                    style="danger")  # fmt: skip
    return [buttons(f"decision-{one.id}", shortened(one.what), [reread, strike]), _form("change", one)]


def _asking(state: Log) -> list[Block]:
    """Return the button that asks the two questions, then the one that shows the answers."""
    if state.shown:
        return []
    deed = "show" if state.asking else "ask"
    return [buttons("exit", t("live.decisions.exit"), [Choice(t(f"live.decisions.{deed}"), deed)])]


def _leaving(state: Log, who: str) -> Block:
    """Return the form of the two questions."""
    one = state.answers.of(who)
    options = [(name, t(f"live.decisions.useful-{name}")) for name in USEFUL]
    fields = [
        Field("useful", t("live.decisions.useful"), "choice", options=options, value=one.useful if one else ""),
        Field("without", t("live.decisions.without"), "text", value=one.without if one else "", required=False),
    ]
    return form("exit", t("live.decisions.exit"), "exit", fields, t("live.answers.send"), private=True)


def _results(state: Log) -> list[Block]:
    """Return what was answered once it is shown; words only of enough people."""
    if not state.shown:
        return []
    given = list(state.answers.given.values())
    options = [(name, t(f"live.decisions.useful-{name}")) for name in USEFUL]
    blocks = [spread(t("live.decisions.useful"), options, (one.useful for one in given))]
    said = sorted(one.without for one in given if one.without)  # in an order that tells nothing of whom
    return [*blocks, listing(said, t("live.decisions.without"))] if said and len(given) >= SMALL else blocks


ACTIVITY = Deciding()
