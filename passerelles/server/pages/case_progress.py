"""Where a learner stands in each case: what the home page shows."""

from __future__ import annotations

from dataclasses import dataclass

from passerelles.content.case import Case
from passerelles.content.course import Course
from passerelles.documents.played import KeptPlay, kept_plays
from passerelles.store import Store

from .progress import Standing


@dataclass(frozen=True)
class CaseProgress:
    """A case and what one learner saw of it."""

    case: Case
    plays: list[KeptPlay]

    @property
    def last(self) -> KeptPlay | None:
        """The play they were at last, among those that the case of today understands."""
        return max((kept for kept in self.plays if kept.play), key=lambda kept: kept.row.rank, default=None)

    @property
    def standing(self) -> Standing:
        """Started while the last play has no end; a case begun in a former version of it is new again."""
        if self.last is None:
            return "new"
        return "done" if self.last.ending else "started"

    @property
    def seen(self) -> int:
        """How many endings of the story itself were reached."""
        return len({kept.ending for kept in self.plays if kept.play and not kept.play.viewpoint and kept.ending})

    @property
    def total(self) -> int:
        """How many endings the story has."""
        return len(self.case.endings)


def case_progress(course: Course, store: Store, learner: str) -> list[CaseProgress]:
    """Return what the learner of that public code saw of each case, in the order of the course; drafts are left out."""
    seen = [CaseProgress(course.cases[slug], plays) for slug, plays in kept_plays(course, store, learner).items()]
    return [progress for progress in seen if not progress.case.draft]
