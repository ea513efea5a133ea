"""What each commits to (M42): a gesture, a function to meet, a date, and who can decide it: me, those above, politics.

It is kept for who wrote it; the room sees only what they agree to show, without a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import SMALL, Event, Json, Person, Trace
from passerelles.engines.live.answers import Room, Rules, acted, quoted, quotes, show_button, strikes, unnamed
from passerelles.engines.live.presence import gathered, needed
from passerelles.engines.live.screen import Block, Choice, Field, Screen, buttons, cards, form, listing, words
from passerelles.engines.tools.dates import day
from passerelles.engines.tools.plan import COMMITMENTS, LATEST, SOONEST
from passerelles.french import day as told_day
from passerelles.french import local
from passerelles.text import t

ON_A_SCREEN = 12  # commitments of a column
COLUMNS = ("moi", "direction", "politique")


@dataclass(frozen=True, slots=True)
class Plan:
    """One commitment; its id says nothing of whose it is."""

    id: str
    who: str
    gesture: str
    function: str
    on: date
    column: str
    written: date
    shared: bool = False
    late: bool = False

    @property
    def back(self) -> tuple[date, date]:
        """The first and the last day to come back to it: six to eight weeks after."""
        return self.written + SOONEST, self.written + LATEST


@dataclass(frozen=True)
class Plans(Room):
    """What has come of it."""

    plans: Mapping[str, Plan] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()  # by who wrote them
    struck: frozenset[str] = frozenset()  # from the screens, by the trainer
    shown: bool = False

    @cached_property
    def standing(self) -> list[Plan]:
        """The commitments that stand."""
        return [plan for plan in self.plans.values() if plan.id not in self.dropped]

    @property
    def shared(self) -> list[Plan]:
        """Those that the room may see."""
        return [plan for plan in self.standing if plan.shared and plan.id not in self.struck]

    @cached_property
    def columns(self) -> list[Block]:
        """What the room sees once it is shown: the same for everybody."""
        return _columns(self)


def commitment_of(state: Plans, who: str) -> list[Plan]:
    """Return what somebody committed to, for their calendar."""
    return [plan for plan in state.standing if plan.who == who]


def _commit(state: Plans, event: Event) -> Plans:
    """Commit to something; says: gesture, function, date, column, « room » to show it there or « me »."""
    gesture, function, on, column, shared = (text.strip() for text in event.says)
    needed(gesture and function and column in COLUMNS and shared in ("me", "room"), "live.answers.blank")
    needed(len(commitment_of(state, event.who)) < COMMITMENTS, "live.commitments.enough")
    unnamed(gesture, function)
    today, then = local(datetime.fromtimestamp(event.at, UTC)).date(), day(on)
    needed(then and then >= today, "live.commitments.no-date")
    plan = Plan(f"c{len(state.plans) + 1}", event.who, gesture, function, then or today, column, today,
                shared == "room", state.presence.closed)  # fmt: skip
    return replace(state, plans={**state.plans, plan.id: plan})


def _own(state: Plans, event: Event) -> Plan:
    """Return the commitment of an event; Refused when it is another's, or taken back."""
    plan = state.plans.get(event.what)
    needed(plan and plan.who == event.who and plan.id not in state.dropped)
    return state.plans[event.what]


def _drop(state: Plans, event: Event) -> Plans:
    """Take one's own commitment back."""
    return replace(state, dropped=state.dropped | {_own(state, event).id})


def _share(state: Plans, event: Event) -> Plans:
    """Let the room see it, without a name."""
    plan = _own(state, event)
    return replace(state, plans={**state.plans, plan.id: replace(plan, shared=True)})


def _unshare(state: Plans, event: Event) -> Plans:
    """Keep it for oneself again."""
    plan = _own(state, event)
    return replace(state, plans={**state.plans, plan.id: replace(plan, shared=False)})


def _show(state: Plans, event: Event) -> Plans:
    """Show the room what people agreed to show."""
    return replace(state, shown=True)


def _strike(state: Plans, event: Event) -> Plans:
    """Take a commitment off the screens and out of the report; its owner keeps it."""
    needed(event.what in state.plans)
    return replace(state, struck=state.struck | {event.what})


ANYBODY: Rules[Plans] = {"commit": _commit, "drop": _drop, "share": _share, "unshare": _unshare}
LED: Rules[Plans] = {"show": _show, "strike": _strike}


class Committing:
    """The activity."""

    kind: ClassVar[str] = "commitments"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the statement it rests on."""
        return {"quotes": quoted(course, ["C5-138"])}

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Plans:
        """Return no commitment yet."""
        return Plans(prepared, gathered(people))

    def act(self, state: Plans, event: Event) -> Plans:
        """Return the state after an event; raises Refused."""
        return acted(state, event, ANYBODY, LED)

    def person(self, state: Plans, who: str) -> Screen:
        """Return one's own commitments, the form, and what the room sees."""
        own = commitment_of(state, who)
        blocks = [_form()] if len(own) < COMMITMENTS else []
        blocks += [block for rank, plan in enumerate(own, 1) for block in _mine(plan, rank)]
        if own:
            first, last = own[0].back
            blocks.append(words(t("live.commitments.back", first=told_day(first), last=told_day(last)), "hint"))
        return Screen(t("live.commitments.title"), [*blocks, *(state.columns if state.shown else [])])

    def room(self, state: Plans) -> Screen:
        """Return how many committed, then what they agreed to show, and the text."""
        blocks = [_count(state), *(state.columns if state.shown else [])]
        return Screen(t("live.commitments.title"), [*blocks, *quotes(state.prepared["quotes"])])

    def trainer(self, state: Plans) -> Screen:
        """Return the same, and what the trainer may do."""
        notes = strikes("plans", [(plan.id, plan.gesture) for plan in state.shared])
        blocks = [_count(state), *show_button("plans", shown=state.shown), *state.columns, *notes]
        return Screen(t("live.commitments.title"), blocks)

    def trace(self, state: Plans) -> Trace:
        """Return what people agreed to show, by who can decide, and how many commitments there are."""
        timely = [plan for plan in state.standing if not plan.late]
        people = {plan.who for plan in timely}
        facts = {"people": len(people), "commitments": len(timely), "late": len(state.standing) - len(timely)}
        if len(people) >= SMALL:
            facts |= {name: sum(plan.column == name for plan in timely) for name in COLUMNS}
        blocks = [_count(state), *_columns(state, len(state.plans)), *quotes(state.prepared["quotes"])]
        told = {name: float(value) for name, value in facts.items()}
        return Trace(t("live.commitments.title"), blocks, told, empty=not state.standing)


def _form() -> Block:
    """Return the form of one commitment more."""
    columns = [(name, t(f"live.commitments.{name}")) for name in COLUMNS]
    shared = [(name, t(f"live.commitments.to-{name}")) for name in ("me", "room")]
    fields = [
        Field("gesture", t("live.commitments.gesture"), "text", t("live.commitments.gesture-hint")),
        Field("function", t("live.commitments.function"), hint=t("live.commitments.function-hint")),
        Field("on", t("live.commitments.on"), "date", t("live.commitments.on-hint")),
        Field("column", t("live.commitments.column"), "choice", options=columns),
        Field("shared", t("live.commitments.shared"), "choice", options=shared, value="me"),
    ]
    label = t("live.commitments.commit")
    return form("commit", label, "commit", fields, t("live.commitments.keep"), clears=True, private=True)


def _mine(plan: Plan, rank: int) -> list[Block]:
    """Return to somebody one of their commitments, and what they may do with it."""
    note = t("live.commitments.note", function=plan.function, day=told_day(plan.on), late=_late(plan))
    told = {"title": t(f"live.commitments.{plan.column}"), "words": plan.gesture, "note": note}
    card = cards(t("live.commitments.mine", n=rank), [told]) | {"id": f"plan-{plan.id}"}
    share = Choice(t("live.commitments.to-room"), "unshare" if plan.shared else "share", plan.id, pressed=plan.shared)
    drop = Choice(t("live.commitments.drop"), "drop", plan.id, confirm=t("live.commitments.drop-sure"))
    return [card, buttons(f"own-{plan.id}", t("live.commitments.mine", n=rank), [share, drop])]


def _late(plan: Plan) -> str:
    """Return that a commitment came late, when it did."""
    return t("live.commitments.late") if plan.late else ""


def _count(state: Plans) -> Block:
    """Return how many committed to something."""
    people = {plan.who for plan in state.standing if not plan.late}
    return words(t("live.commitments.count", n=len(people), of=len(state.presence.here | people)), live=True)


def _columns(state: Plans, most: int = ON_A_SCREEN) -> list[Block]:
    """Return the three columns: those who can decide, and what is asked of each; an empty one says so."""
    blocks: list[Block] = []
    for name in COLUMNS:
        label = t(f"live.commitments.{name}")
        theirs = [plan for plan in state.shared if plan.column == name]
        found = [f"{plan.gesture} ({told_day(plan.on)}).{_late(plan)}" for plan in theirs[:most]]
        if len(theirs) > most:
            found.append(t("live.commitments.more", n=len(theirs) - most))
        blocks.append(listing(found or [t("live.commitments.none")], label) | {"id": f"column-{name}"})
    return blocks


ACTIVITY = Committing()
