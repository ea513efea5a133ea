"""What a learner reviews today: their memories from the records, and the desk that keeps each review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from passerelles.content.course import Course, LoadedModule
from passerelles.engines.lesson import Attempt
from passerelles.engines.review import (
    Memory,
    Seen,
    answered,
    asked,
    due,
    is_reviewed,
    kept,
    memory_of,
    variant,
)
from passerelles.scoring import score
from passerelles.server.learning.service import Json, Refused, check_size
from passerelles.store import Store
from passerelles.text import t
from passerelles.widgets.desk import DeskRefused

Today = Callable[[], date]


def local_day() -> date:
    """Return the day it is where the server stands."""
    return datetime.now().astimezone().date()


class Reviews:
    """The memories of the learners of a course. Store errors go through."""

    def __init__(self, course: Course, store: Store, today: Today = local_day) -> None:
        """`today` says which day it is, for the learners."""
        self.course, self.store, self.today = course, store, today

    def memories(self, learner: str) -> list[Memory]:
        """Return every question this learner answered that can come back."""
        begun = self.store.records.progress(learner)
        modules = [loaded for slug, loaded in self.course.modules.items() if slug in begun]
        return [memory for loaded in modules for memory in self._of_module(learner, loaded)]

    def due(self, learner: str) -> list[Memory]:
        """Return what this learner reviews today, in order."""
        return due(self.memories(learner), self.today(), learner)

    def _of_module(self, learner: str, loaded: LoadedModule) -> list[Memory]:
        """Return the memories of one module."""
        slug, records = loaded.module.slug, self.store.records
        tries = records.attempts(learner, slug)
        works = records.works(learner, slug)
        found = []
        for item in loaded.items:
            if is_reviewed(item) and tries.get(item.id):
                first = datetime.fromisoformat(tries[item.id][0].given_at).astimezone().date()
                work = works.get(f"review:{item.id}")
                found.append(memory_of(slug, item, first, work.value if work else None))
        return found


class ReviewDesk:
    """Where the view of one question under review gives the answer in: kept once, explained, never marked."""

    base_url: str | None = None

    def __init__(self, reviews: Reviews, learner: str, memory: Memory) -> None:
        """Ask that question of that learner."""
        self._reviews, self._learner, self.memory = reviews, learner, memory
        self._attempt: Attempt | None = None

    def asked(self) -> Json:
        """Return what the learner sees of the question."""
        return asked(self.memory, self._learner, self._reviews.course.statements)

    def state(self) -> Json:
        """Return where the learner stands with it."""
        return answered(self.memory, self._attempt, self._reviews.course.statements)

    def answer(self, item: str, answer: Any, key: str) -> Json:
        """See Desk; raises DeskRefused for an answer that is empty or malformed, and for a second one."""
        if self._attempt:
            raise DeskRefused("attempts-exhausted", t("widgets.common.exhausted"), self.state())
        try:
            check_size(answer)
        except Refused as refused:
            raise DeskRefused(str(refused), refused.body["message"]) from None
        outcome = score(variant(self.memory.item, len(self.memory.seen)), answer)
        if outcome.verdict in ("empty", "malformed"):
            raise DeskRefused(outcome.verdict, t("widgets.common.invalid"))
        review = Seen(self._reviews.today(), outcome.verdict == "right")
        name, records = f"review:{self.memory.item.id}", self._reviews.store.records
        row = records.save_work(self._learner, self.memory.module, name, kept(self.memory, review))
        self._attempt = Attempt(answer, outcome.points, outcome.verdict, row.saved_at)
        return {"state": self.state(), "saved_at": row.saved_at}

    def save(self, name: str, value: object, key: str) -> Json:
        """See Desk: an answer that is not given yet is the browser's to remember."""
        return {"saved_at": None}
