"""The home page: what this is, where you were, your track and what comes next, all there is to do, your code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from passerelles.content.course import Course
from passerelles.server.learning.reviews import Reviews
from passerelles.store import Store
from passerelles.text import t

from .base import PageHandler
from .case_progress import CaseProgress, case_progress
from .progress import progress
from .roleplay_progress import RolePlayProgress, roleplay_progress
from .tracks import Ways, chosen


@dataclass(frozen=True)
class Resume:
    """Where the learner was."""

    kind: str  # module, cas or jeu
    path: str  # of the page, under the base address
    where: str  # in words
    at: str


def resume(
    course: Course,
    store: Store,
    learner: str,
    cases: Sequence[CaseProgress],
    roleplays: Sequence[RolePlayProgress],
) -> Resume | None:
    """Return where the learner was last: a step of a module that still exists, or a play that is not over.

    None when there is neither.
    """
    places = [_in_module(course, store, learner), *map(_in_case, cases), *map(_in_roleplay, roleplays)]
    return max((place for place in places if place), key=lambda place: place.at, default=None)


def _in_module(course: Course, store: Store, learner: str) -> Resume | None:
    """Return the last place of the learner in the modules, if it still exists."""
    place = store.records.place(learner)
    if place is None or place.module not in course.modules:
        return None
    module = course.modules[place.module].module
    for rank, step in enumerate(module.steps, start=1):
        if step.id == place.step:
            key = "pages.resume.optional" if step.optional else "pages.resume.step"
            where = t(key, title=module.title, rank=rank, of=len(module.required), step=step.title)
            return Resume("module", f"module/{module.slug}#{step.id}", where, place.at)
    return None


def _in_case(progress: CaseProgress) -> Resume | None:
    """Return the last play of a case, if it has no end yet."""
    if progress.last is None or progress.standing != "started":
        return None
    return Resume("cas", f"cas/{progress.case.slug}", progress.case.title, progress.last.row.saved_at)


def _in_roleplay(progress: RolePlayProgress) -> Resume | None:
    """Return a role play that was begun, if some role has no first sentence yet."""
    if progress.at is None or progress.standing != "started":
        return None
    return Resume("jeu", f"jeu/{progress.play.slug}", progress.play.title, progress.at)


class HomeHandler(PageHandler):
    """`/`: a first visit makes the learner's code here."""

    active = "accueil"

    def head(self, *path: str) -> None:
        """Say that the page is there; nobody gets a code without seeing it."""
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish()

    def get(self) -> None:
        """Show the track, the modules, the cases, the role plays and the code."""
        learner = self.identity.welcome(self)
        told = (self.course, self.store, learner.public)
        modules, cases, track = progress(*told), case_progress(*told), chosen(*told)
        roleplays = roleplay_progress(*told)
        self.page(
            "home.html",
            learner=learner,
            modules=modules,
            cases=cases,
            roleplays=roleplays,
            resume=resume(*told, cases, roleplays),
            way=Ways(*told, modules, cases, roleplays).way(track) if track else None,
            tracks=self.course.tracks.values(),
            waiting=len(Reviews(self.course, self.store).due(learner.public)),
        )
