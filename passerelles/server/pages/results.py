"""What came back after « Remettre »: the score, each item, what a trainer still has to read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tornado.web import HTTPError

from passerelles.content.course import Assignment, Course
from passerelles.content.debrief import DebriefQuestion
from passerelles.content.items import Item
from passerelles.documents.answers import Readable, readable
from passerelles.engines.lesson import Attempt, item_state
from passerelles.grading.path_taken import PATH, in_words
from passerelles.store import Store
from passerelles.store.rows import AttemptRow, HandinRow

from .base import PageHandler


@dataclass(frozen=True)
class Graded:
    """One item, or one question of a debrief, of a hand-in."""

    item: Item | DebriefQuestion
    answer: Readable | None
    score: float | None
    maximum: float
    to_mark: bool
    comment: str | None
    feedback: dict[str, Any] | None  # exactly what the lesson shows: no key while tries are left

    @property
    def prompt(self) -> str:
        """What was asked, in Markdown."""
        return self.item.question if isinstance(self.item, DebriefQuestion) else self.item.prompt

    @property
    def standing(self) -> str:
        """One of: to_mark, unscored, right, partial, wrong, waiting; read: by a person, so neither right nor wrong."""
        if self.maximum == 0:
            return "unscored"
        if self.to_mark or self.score is None:
            return "to_mark" if self.to_mark else "waiting"
        if isinstance(self.item, DebriefQuestion) or self.item.kind == "open":
            return "read"
        return "right" if self.score == self.maximum else "partial" if self.score > 0 else "wrong"


@dataclass(frozen=True)
class Results:
    """A hand-in as its learner reads it."""

    assignment: Assignment
    row: HandinRow
    items: list[Graded]
    path: str | None = None  # Markdown; of a debrief: the path through the case

    @property
    def waiting(self) -> bool:
        """True while the page should look again by itself."""
        return self.row.status in ("received", "grading")

    @property
    def late_seconds(self) -> float:
        """By how much the hand-in was late; 0 when it was not."""
        return float((self.row.results or {}).get("late_seconds") or 0.0)

    @property
    def to_mark(self) -> int:
        """How many items a trainer still has to read."""
        return sum(graded.to_mark for graded in self.items)


def results(course: Course, store: Store, learner: str, assignment: Assignment) -> Results | None:
    """Return the last hand-in of the learner, None when there is none."""
    row = store.handins.latest(learner, assignment.slug)
    if row is None:
        return None
    attempts = store.records.attempts(learner, assignment.module) if assignment.module else {}
    cells = (row.results or {}).get("cells", {}) if row.status == "graded" else {}
    items = [
        _graded(course, asked, row, cells.get(asked.id, {}), attempts.get(asked.id, []))
        for asked in course.asked(assignment)
    ]
    path = in_words(course.cases[assignment.case], (row.answers or {}).get(PATH)) if assignment.case else None
    return Results(assignment, row, items, path)


def _graded(
    course: Course, item: Item | DebriefQuestion, row: HandinRow, cell: dict[str, Any], attempts: list[AttemptRow]
) -> Graded:
    """Return one item with what was handed in, what it was worth and its feedback."""
    given = (row.answers or {}).get(item.id)
    told = [Attempt(a.answer, a.points, a.verdict, a.given_at) for a in attempts]
    return Graded(
        item,
        readable(item, given, course.statements) if given else None,
        score=cell.get("score"),
        maximum=float(cell.get("max", item.points)),
        to_mark=bool(cell.get("needs_manual")),
        comment=cell.get("comment"),
        feedback=None
        if isinstance(item, DebriefQuestion)
        else item_state(item, told, statements=course.statements)["feedback"],
    )


class ResultsHandler(PageHandler):
    """`/mes-resultats/<assignment>`."""

    active = "dossier"

    def get(self, slug: str) -> None:
        """Show the last hand-in of the learner of the cookie, and nobody else's."""
        assignment = self.course.assignments.get(slug)
        if assignment is None:
            raise HTTPError(404)
        learner = self.learner()
        found = results(self.course, self.store, learner.public, assignment) if learner else None
        self.page("results.html", learner=learner, assignment=assignment, results=found)
