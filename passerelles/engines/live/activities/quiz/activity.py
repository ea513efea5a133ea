"""A quiz of the bank on the room's phones: each at their own pace with the reasons at once, or one question at a time.

Options: `module`; `items` (ids, « module/id » for another module) or `count`, with `steps` to draw from; `together`:
one at a time, covered until the trainer shows it; `seconds`, for each of these; `teams`: of mixed sectors, with a
score; `round`: above 0, the same questions with other wrong options, as reviews have them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import Event, Json, Person, Trace
from passerelles.engines.live.answers import Answers, acted
from passerelles.engines.live.bank import Answered, asked, kept
from passerelles.engines.live.presence import gathered
from passerelles.engines.live.screen import Screen

from . import view as quiz_view
from .content import chosen
from .moves import ANYBODY, LED, Quiz, answers
from .teams import teams

__all__ = ["ACTIVITY", "answers"]


class Quizzing:
    """The activity."""

    kind: ClassVar[str] = "quiz"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the questions, with what their feedback needs."""
        told = {name: bool(options.get(name)) for name in ("together", "teams")}
        limits = {name: int(options.get(name, 0)) for name in ("round", "seconds")}
        return kept(course, chosen(course, options, limits["round"])) | told | limits

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Quiz:
        """Return the quiz before its first answer."""
        found = asked(prepared, seed)
        mixed = teams(people, seed) if prepared["teams"] else {}
        nothing: dict[str, Answers[Answered]] = {one.id: Answers() for one in found}
        return Quiz(prepared, gathered(people), found, nothing, teams=mixed)

    def act(self, state: Quiz, event: Event) -> Quiz:
        """Return the state after an event; raises Refused."""
        return acted(state, event, ANYBODY, LED)

    def person(self, state: Quiz, who: str) -> Screen:
        """Return the question somebody is at."""
        return quiz_view.person(state, who)

    def room(self, state: Quiz) -> Screen:
        """Return the question all are at, or how many are done."""
        return quiz_view.room(state)

    def trainer(self, state: Quiz) -> Screen:
        """Return the same, and what the trainer may do."""
        return quiz_view.trainer(state)

    def trace(self, state: Quiz) -> Trace:
        """Return how the room did, question by question."""
        return quiz_view.trace(state)


ACTIVITY = Quizzing()
