"""The home page: what this is, where you were, the modules, your code."""

from __future__ import annotations

from dataclasses import dataclass

from passerelles.content.course import Course, Module, Step
from passerelles.store import Store

from .base import PageHandler
from .progress import progress


@dataclass(frozen=True)
class Resume:
    """Where the learner was."""

    module: Module
    step: Step
    rank: int  # of the step, from 1


def resume(course: Course, store: Store, learner: str) -> Resume | None:
    """Return the last place of the learner that still exists in the course; None when there is none."""
    place = store.records.place(learner)
    if place is None or place.module not in course.modules:
        return None
    module = course.modules[place.module].module
    for rank, step in enumerate(module.steps, start=1):
        if step.id == place.step:
            return Resume(module, step, rank)
    return None


class HomeHandler(PageHandler):
    """`/`: a first visit makes the learner's code here."""

    active = "accueil"

    def head(self, *path: str) -> None:
        """Say that the page is there; nobody gets a code without seeing it."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish()

    def get(self) -> None:
        """Show the modules and the code."""
        learner = self.identity.welcome(self)
        self.page(
            "home.html",
            learner=learner,
            modules=progress(self.course, self.store, learner.public),
            resume=resume(self.course, self.store, learner.public),
        )
