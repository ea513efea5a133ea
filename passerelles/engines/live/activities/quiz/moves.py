"""What has come of a quiz, and what one may do in it: one function per deed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from passerelles.engines.live.activity import SMALL, Event
from passerelles.engines.live.answers import Answers, Room, Rules
from passerelles.engines.live.bank import Answered, Asked, share, taken
from passerelles.engines.live.presence import needed

from .teams import joined


class Recorded(NamedTuple):
    """An answer for the record of a learner."""

    who: str
    module: str
    item: str
    answer: str  # JSON
    points: float
    verdict: str
    at: float
    round: int


@dataclass(frozen=True)
class Quiz(Room):
    """What has come of it."""

    asked: tuple[Asked, ...] = ()
    answers: Mapping[str, Answers[Answered]] = field(default_factory=dict)
    rank: int = -1  # of the question that is open, when all have the same
    since: float = 0.0  # when it was opened
    shown: frozenset[str] = frozenset()
    results: bool = False  # of the whole quiz, to the room
    passed: Mapping[str, int] = field(default_factory=dict)  # questions that each has behind them, at their own pace
    teams: Mapping[str, int] = field(default_factory=dict)

    @property
    def together(self) -> bool:
        """Whether all have the same question at the same time."""
        return bool(self.prepared["together"])

    @property
    def open(self) -> Asked | None:
        """The question that all have, when they have one."""
        return self.asked[self.rank] if self.together and self.rank >= 0 else None

    def at(self, who: str) -> Asked | None:
        """Return the question somebody is at, at their own pace; None at the end."""
        rank = self.passed.get(who, 0)
        return self.asked[rank] if rank < len(self.asked) else None

    def given(self, who: str) -> list[Answered]:
        """Return what somebody answered in time."""
        return [answers.given[who] for answers in self.answers.values() if who in answers.given]

    @cached_property
    def team_shares(self) -> dict[int, float | None]:
        """The share of the points that each team got in what is shown; None for all while one has 1 to 4 answers.

        Beside the share of the whole room, those of the other teams would tell theirs.
        """
        active = {team: _active(self, team) for team in sorted(set(self.teams.values()))}
        few = any(0 < len(told) < SMALL for told in active.values())
        return {
            team: None if few or not told else share([answer for row in told for answer in row if answer])
            for team, told in active.items()
        }


def _answer(state: Quiz, event: Event) -> Quiz:
    """Answer a question; says: the answer as JSON. Once it is shown, or the day went on, it is late."""
    ranks = {one.id: rank for rank, one in enumerate(state.asked)}
    needed(event.what in ranks and len(event.says) == 1)
    rank, answers = ranks[event.what], state.answers[event.what]
    if state.together:
        needed(rank <= state.rank)
        late = rank < state.rank or event.what in state.shown
    else:
        needed(rank <= state.passed.get(event.who, 0) and answers.of(event.who) is None, "live.quiz.once")
        late = state.results
    answer = taken(state.asked[rank], event.says[0], event.at)
    answers = answers.taken(event.who, answer, late=late or state.presence.closed)
    return replace(state, answers={**state.answers, event.what: answers})


def _on(state: Quiz, event: Event) -> Quiz:
    """Go on, at one's own pace, from the question one has answered."""
    here = state.at(event.who)
    needed(not state.together and here and here.id == event.what and state.answers[here.id].of(event.who))
    return replace(state, passed={**state.passed, event.who: state.passed.get(event.who, 0) + 1})


def _next(state: Quiz, event: Event) -> Quiz:
    """Open the first question, or the next one, for everybody."""
    needed(state.together and state.rank + 1 < len(state.asked))
    return replace(state, rank=state.rank + 1, since=event.at)


def _show(state: Quiz, event: Event) -> Quiz:
    """Show what was right in the question that is open."""
    needed(state.open)
    return replace(state, shown=state.shown | {state.asked[state.rank].id})


def _results(state: Quiz, event: Event) -> Quiz:
    """Show the room how it did."""
    return replace(state, results=True)


def _arrive(state: Quiz, event: Event) -> Quiz:
    """Give a team to somebody who comes in."""
    return replace(state, teams=joined(state.teams, state.presence.people, event.what)) if state.teams else state


ANYBODY: Rules[Quiz] = {"answer": _answer, "on": _on}
LED: Rules[Quiz] = {"next": _next, "show": _show, "results": _results, "arrive": _arrive}


def answers(state: Quiz) -> list[Recorded]:
    """Return every answer, those that came late too, for the record of the learners who gave them."""
    return [
        Recorded(who, one.module, one.id, told.given, told.outcome.points, told.outcome.verdict, told.at,
                 state.prepared["round"])
        for one in state.asked
        for who, told in {**state.answers[one.id].given, **state.answers[one.id].late}.items()
    ]  # fmt: skip


def seen(state: Quiz) -> list[Asked]:
    """Return the questions whose result the room may be told."""
    return [one for one in state.asked if not state.together or one.id in state.shown]


def _active(state: Quiz, team: int) -> list[list[Answered | None]]:
    """Return the answers to what is shown of those of a team who gave any."""
    members = [who for who, theirs in state.teams.items() if theirs == team]
    given = [[state.answers[one.id].given.get(who) for one in seen(state)] for who in members]
    return [told for told in given if any(told)]
