"""A World Café lived together on phones: who goes where, the cloths, the harvest beside the answers of 2011.

Options: `questions` (two to four; those of 2011 when it says nothing), `rounds`, `minutes` of a round.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from passerelles.content.corpus import Statement
from passerelles.content.course import Course
from passerelles.engines.live.activity import MAX_TEXT, Event, Json, Person, Refused, Trace
from passerelles.engines.live.screen import Screen
from passerelles.engines.world_cafe.engine import start
from passerelles.engines.world_cafe.seating import Person as Guest
from passerelles.engines.world_cafe.state import ANSWERS, QUESTIONS
from passerelles.engines.world_cafe.view import View, upward_note
from passerelles.errors import Refusal
from passerelles.text import t

from .deeds import after
from .screens import phone, projector, trace
from .state import Salon
from .trainer import cockpit

MINUTES = 20  # of a round
LONGEST = 60
SHORT_LEAD = 50  # characters of the words that an answer hangs on, when it is only the end of a sentence


class WorldCafe:
    """The activity `world-cafe`."""

    kind: ClassVar[str] = "world-cafe"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the questions, the answers of 2011 and the time of a round."""
        then = [course.statements[name].quote for name in QUESTIONS if name in course.statements]
        questions = [str(question).strip() for question in options.get("questions") or then]
        minutes, rounds = options.get("minutes", MINUTES), options.get("rounds", max(2, len(questions)))
        if not 2 <= len(questions) <= 4:
            raise _refusal("questions")
        if not all(0 < len(question) <= MAX_TEXT for question in questions):
            raise _refusal("words", most=MAX_TEXT)
        if not isinstance(minutes, int) or not 1 <= minutes <= LONGEST or not isinstance(rounds, int):
            raise _refusal("minutes", most=LONGEST)
        return {
            "questions": questions,
            "rounds": rounds,
            "minutes": minutes,
            "asked": [then.index(question) if question in then else None for question in questions],
            "answers": {name: _told(course.statements[name]) for names in ANSWERS for name in names
                        if name in course.statements},
        }  # fmt: skip

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Salon:
        """Return the café with everybody seated; Refusal, and its cure, on too few people or too many."""
        guests = [Guest(person.id, person.sector) for person in people]
        try:
            cafe = start(prepared["questions"], guests, prepared["rounds"], seed)
        except Refused as refused:
            raise _refusal("words", most=MAX_TEXT) from refused
        return Salon(prepared, cafe, {person.id: person.name for person in people})

    def act(self, state: Salon, event: Event) -> Salon:
        """Return the café after an event."""
        return after(state, event)

    def person(self, state: Salon, who: str) -> Screen:
        """Return what somebody sees on their phone."""
        return phone(state, who)

    def room(self, state: Salon) -> Screen:
        """Return what the projector shows."""
        return projector(state)

    def trainer(self, state: Salon) -> Screen:
        """Return what the trainer sees and may do."""
        return cockpit(state)

    def trace(self, state: Salon) -> Trace:
        """Return what stays of it."""
        return trace(state)

    def note(self, state: Salon) -> View:
        """Return the note that goes up."""
        return upward_note(state.cafe)


def _refusal(key: str, **places: object) -> Refusal:
    """Return a refusal and its cure."""
    return Refusal(t(f"live.world-cafe.bad-{key}", **places), t(f"live.world-cafe.bad-{key}.cure", **places))


def _told(statement: Statement) -> str:
    """Return an answer of 2011, with the short words it hangs on when it is only the end of a sentence."""
    lead = statement.section[-1] if len(statement.section) > 2 else ""
    hangs = bool(lead) and len(lead) <= SHORT_LEAD and not statement.quote.startswith(lead)
    return f"{lead}… {statement.quote}" if hangs else statement.quote


ACTIVITY = WorldCafe()
