"""Voting on a question without a right answer, once, or before and after a debate; covered until it is shown.

Options: `question`, `choices` (`id`, `text`), `cites`, `twice`, `open` (a reason may be given). Without a question:
must one be obliged to meet, or wish to (M13)?
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
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
    show_button,
    spread,
    strikes,
    unnamed,
)
from passerelles.engines.live.presence import gathered, needed
from passerelles.engines.live.screen import Block, Choice, Field, Screen, buttons, cards, form, heading, table, words
from passerelles.errors import Refusal
from passerelles.text import t

ROUNDS = ("before", "after")
DEFAULT = ("obliger", "envie", "selon")


@dataclass(frozen=True, slots=True)
class Ballot:
    """What somebody voted, and why when they said so; the id is that of their reason, and names nobody."""

    choice: str
    reason: str = ""
    id: str = ""


@dataclass(frozen=True)
class Vote(Room):
    """What has come of it."""

    round: str = "before"
    cast: int = 0  # votes ever cast
    votes: Mapping[str, Answers[Ballot]] = field(default_factory=lambda: {name: Answers() for name in ROUNDS})
    shown: frozenset[str] = frozenset()
    reasons_shown: bool = False
    struck: frozenset[str] = frozenset()

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What there is to choose from: (id, label)."""
        return [(one["id"], one["text"]) for one in self.prepared["choices"]]

    @cached_property
    def results(self) -> list[Block]:
        """What is uncovered: the same for everybody, however many look at it."""
        return _results(self)

    @property
    def over(self) -> bool:
        """Whether nothing more is covered."""
        return self.shown.issuperset(ROUNDS if self.prepared["twice"] else ROUNDS[:1])


def _vote(state: Vote, event: Event) -> Vote:
    """Vote in a round; says: the choice, and a reason when one may be given. Afterwards, it is late."""
    choice, *reason = (text.strip() for text in event.says)
    needed(event.what in ROUNDS[: ROUNDS.index(state.round) + 1] and choice in dict(state.choices))
    needed(len(reason) <= int(state.prepared["open"]))
    unnamed(*reason)
    passed = state.presence.closed or event.what in state.shown or event.what != state.round
    ballot = Ballot(choice, "".join(reason), f"r{state.cast + 1}")
    votes = {**state.votes, event.what: state.votes[event.what].taken(event.who, ballot, late=passed)}
    return replace(state, votes=votes, cast=state.cast + 1)


def _show(state: Vote, event: Event) -> Vote:
    """Uncover a round."""
    needed(event.what in ROUNDS[: ROUNDS.index(state.round) + 1])
    return replace(state, shown=state.shown | {event.what})


def _again(state: Vote, event: Event) -> Vote:
    """Open the second vote."""
    needed(state.prepared["twice"] and state.round == "before")
    return replace(state, round="after")


def _resume(state: Vote, event: Event) -> Vote:
    """Open the second vote in a later slot of the day, once there was a first one."""
    first = state.prepared["twice"] and state.round == "before" and state.votes["before"].given
    return replace(state, round="after") if first else state


def _show_reasons(state: Vote, event: Event) -> Vote:
    """Show the reasons to the room."""
    needed(state.shown)
    return replace(state, reasons_shown=True)


def _strike(state: Vote, event: Event) -> Vote:
    """Take a reason away."""
    return replace(state, struck=state.struck | {event.what})


ANYBODY: Rules[Vote] = {"vote": _vote}
LED: Rules[Vote] = {
    "show": _show, "again": _again, "resume": _resume, "show-reasons": _show_reasons, "strike": _strike,
}  # fmt: skip


class Voting:
    """The activity."""

    kind: ClassVar[str] = "vote"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the question, its choices, and the statements to be read once it is over."""
        own = "question" in options
        choices = options.get("choices", []) if own else [{"id": i, "text": t(f"live.vote.{i}")} for i in DEFAULT]
        if len({one["id"] for one in choices}) != len(choices) or len(choices) < 2:
            raise Refusal(t("live.vote.choices"), t("live.vote.choices.cure"))
        return {
            "question": options["question"] if own else t("live.vote.question"),
            "choices": [{"id": str(one["id"]), "text": str(one["text"])} for one in choices],
            "quotes": quoted(course, options.get("cites", [] if own else ["C5-083", "WC-104"])),
            "twice": bool(options.get("twice", not own)),
            "open": bool(options.get("open")),
        }

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Vote:
        """Return the first vote, open."""
        return Vote(prepared, gathered(people))

    def act(self, state: Vote, event: Event) -> Vote:
        """Return the state after an event; raises Refused."""
        return acted(state, event, ANYBODY, LED)

    def person(self, state: Vote, who: str) -> Screen:
        """Return the vote of the moment and one's own, then what is uncovered."""
        answers = state.votes[state.round]
        shown = state.round in state.shown
        blocks = [words(state.prepared["question"], "strong")]
        if not shown:
            blocks += [_ballot(state, answers.of(who)), words(t("live.answers.covered"), "hint")]
        return Screen(t("live.vote.title"), [*blocks, *mine(answers, who, shown=shown), *state.results])

    def room(self, state: Vote) -> Screen:
        """Return the question and how many voted, then what is uncovered."""
        blocks = [words(state.prepared["question"], "strong")]
        if state.round not in state.shown:
            blocks += _round(state)
            blocks.append(received(state.presence, state.votes[state.round]))
        return Screen(t("live.vote.title"), [*blocks, *state.results])

    def trainer(self, state: Vote) -> Screen:
        """Return the same, and what the trainer may do."""
        answers = state.votes[state.round]
        blocks = [received(state.presence, answers), *late(answers)]
        blocks += show_button(state.round, shown=state.round in state.shown)
        again = Choice(t("live.vote.again"), "again")
        if state.prepared["twice"] and state.round == "before":
            blocks.append(buttons("again", t("live.vote.again"), [again]))
        if state.shown and not state.reasons_shown and _reasons(state):
            blocks.append(buttons("reasons", t("live.vote.reasons"), [Choice(t("live.vote.reasons"), "show-reasons")]))
        blocks += strikes("reasons", [(one.id, one.reason) for one in _reasons(state)])
        asked = words(state.prepared["question"], "strong")
        return Screen(t("live.vote.title"), [asked, *blocks, *state.results, *_shift_table(state)])

    def trace(self, state: Vote) -> Trace:
        """Return what was voted, how it moved and why, covered or not: the day is over."""
        whole = replace(state, shown=frozenset(name for name in ROUNDS if state.votes[name].given), reasons_shown=True)
        asked = words(state.prepared["question"], "strong")
        if not whole.shown:
            return Trace(t("live.vote.title"), [asked, words(t("live.answers.nothing"))], empty=True)
        both = _both(state)
        facts = {name: float(len(state.votes[name].given)) for name in ROUNDS}
        facts |= {"late": float(sum(len(one.late) for one in state.votes.values())), "both": float(len(both))}
        if len(both) >= SMALL:
            facts["changed"] = float(_changed(both))
        return Trace(t("live.vote.title"), [asked, *whole.results, *_shift_table(whole)], facts)


def _round(state: Vote) -> list[Block]:
    """Return which of the two votes it is."""
    return [words(t(f"live.vote.round-{state.round}"))] if state.prepared["twice"] else []


def _ballot(state: Vote, mine: Ballot | None) -> Block:
    """Return the ballot of the round, with what somebody voted so far."""
    label = t(f"live.vote.round-{state.round}" if state.prepared["twice"] else "live.vote.choice")
    chosen = mine.choice if mine else ""
    if not state.prepared["open"]:
        choices = [Choice(told, "vote", state.round, (name,), chosen == name) for name, told in state.choices]
        return buttons(f"vote-{state.round}", label, choices, stacked=True)
    fields = [
        Field("choice", t("live.vote.choice"), "choice", options=state.choices, value=chosen),
        Field("reason", t("live.vote.reason"), "text", value=mine.reason if mine else "", required=False),
    ]
    name = f"vote-{state.round}"
    return form(name, label, "vote", fields, t("live.answers.send"), what=state.round, private=True)


def _results(state: Vote) -> list[Block]:
    """Return what is uncovered; once all is, how it moved and what the texts say."""
    blocks: list[Block] = []
    for name in (name for name in ROUNDS if name in state.shown):
        answers = state.votes[name]
        chosen = [ballot.choice for ballot in answers.given.values()]
        caption = t(f"live.vote.round-{name}" if state.prepared["twice"] else "live.vote.result")
        blocks += [spread(caption, state.choices, chosen), *late(answers)]
    if len(state.shown) == len(ROUNDS):
        blocks.append(_shift(state))
    if state.reasons_shown and _reasons(state):
        blocks += [heading(t("live.vote.why")), _reason_cards(state)]
    return [*blocks, *(quotes(state.prepared["quotes"]) if state.over else [])]


def _both(state: Vote) -> list[tuple[str, str]]:
    """Return the choices, before and after, of those who voted twice in time."""
    first, second = state.votes["before"].given, state.votes["after"].given
    return [(first[who].choice, second[who].choice) for who in first if who in second]


def _changed(both: Sequence[tuple[str, str]]) -> int:
    """Return how many voted otherwise the second time."""
    return sum(one != other for one, other in both)


def _shift(state: Vote) -> Block:
    """Return how many of those who voted twice moved, when they are enough."""
    both = _both(state)
    if len(both) < SMALL:
        return words(t("live.vote.shift-few"), "hint")
    return words(t("live.vote.shift", n=len(both), changed=_changed(both)), "strong")


def _shift_table(state: Vote) -> list[Block]:
    """Return how those who voted twice moved, choice by choice, once both votes are uncovered.

    Not when a few voted only once: the difference with a whole round would tell their votes.
    """
    both = _both(state)
    once = [len(state.votes[name].given) - len(both) for name in ROUNDS]
    if len(both) < SMALL or len(state.shown) < len(ROUNDS) or any(0 < few < SMALL for few in once):
        return []
    first, second = ([pair[rank] for pair in both] for rank in (0, 1))
    rows = [[told, str(first.count(name)), str(second.count(name))] for name, told in state.choices]
    return [table(t("live.vote.both"), [t(f"live.vote.head-{name}") for name in ("choice", *ROUNDS)], rows)]


def _reasons(state: Vote) -> list[Ballot]:
    """Return the ballots of the uncovered rounds that give a reason which stands."""
    found = [ballot for name in ROUNDS if name in state.shown for ballot in state.votes[name].given.values()]
    return [ballot for ballot in found if ballot.reason and ballot.id not in state.struck]


def _reason_cards(state: Vote) -> Block:
    """Return the reasons; beside what was voted only when enough people voted."""
    told, enough = dict(state.choices), min(len(state.votes[name].given) for name in state.shown) >= SMALL
    shown = [{"words": one.reason} | ({"title": told[one.choice]} if enough else {}) for one in _reasons(state)]
    return cards(t("live.vote.why"), shown)


ACTIVITY = Voting()
