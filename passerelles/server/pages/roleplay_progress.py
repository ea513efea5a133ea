"""Where a learner stands in each role play: what the home page shows."""

from __future__ import annotations

from dataclasses import dataclass

from passerelles.content.course import Course
from passerelles.content.roleplay import RolePlay
from passerelles.engines.roleplay.alone import WORK, from_json
from passerelles.store import Store

from .progress import Standing


@dataclass(frozen=True)
class RolePlayProgress:
    """A role play and what one learner wrote in it."""

    play: RolePlay
    written: int = 0  # roles that have their first sentence
    at: str | None = None  # None before anything was done

    @property
    def standing(self) -> Standing:
        """Done once every role has its first sentence."""
        if self.at is None:
            return "new"
        return "done" if self.written == len(self.play.roles) else "started"


def roleplay_progress(course: Course, store: Store, learner: str) -> list[RolePlayProgress]:
    """Return where the learner of that public code is in each role play, in the order of the course."""
    return [_of(play, store, learner) for play in course.roleplays.values()]


def _of(play: RolePlay, store: Store, learner: str) -> RolePlayProgress:
    """Return where a learner is in one."""
    work = store.records.works(learner, play.slug).get(WORK)
    return (
        RolePlayProgress(play, len(from_json(play, work.value).written), work.saved_at)
        if work
        else RolePlayProgress(play)
    )
