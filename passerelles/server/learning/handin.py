"""Work handed in, of a module or of a case: recorded, graded in its turn, told to its learner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

from passerelles.server.learning.service import Json
from passerelles.store import Store
from passerelles.store.rows import HandinRow

IN_HAND = ("received", "grading", "graded")

Grade = Callable[[HandinRow], None]


def receive(store: Store, grade: Grade, learner: str, assignment: str, answers: Json) -> HandinRow:
    """Record a hand-in and have it graded; store errors go through."""
    row = store.handins.add(learner, assignment, answers)
    grade(row)
    return row


def receive_once(store: Store, grade: Grade, learner: str, assignment: str, answers: Json) -> HandinRow:
    """Record a hand-in and have it graded, unless the same work is in hand already."""
    former = store.handins.latest(learner, assignment)
    if former and former.answers == answers and former.status in IN_HAND:
        return former
    return receive(store, grade, learner, assignment, answers)


def handin_json(row: HandinRow | None) -> Json | None:
    """Return a hand-in as JSON for its learner, without the answers: they have them already."""
    return None if row is None else {name: value for name, value in asdict(row).items() if name != "answers"}
