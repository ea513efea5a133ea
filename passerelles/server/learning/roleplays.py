"""What a learner does alone in a role play, checked here. It is kept as one work, played again at each request.

Nothing of tornado, so that the pages use it too.
"""

from __future__ import annotations

from passerelles.content.course import Course
from passerelles.content.roleplay import RolePlay
from passerelles.engines.roleplay import alone as engine
from passerelles.engines.roleplay.alone import WORK, Alone, MovedOn
from passerelles.engines.roleplay.state import Refused as Impossible
from passerelles.engines.roleplay.told import presentation, told
from passerelles.server.learning.service import Json, Refused, browser_name, check_size
from passerelles.store import Store


class RolePlays:
    """The role plays of a course with what learners did in them. Store errors go through."""

    def __init__(self, course: Course, store: Store) -> None:
        """Serve the role plays of `course`, recorded in `store`."""
        self.course, self.store = course, store

    def roleplay(self, learner: str, slug: str) -> Json:
        """Return everything the page of a role play shows this learner. Refused 404 for an unknown one."""
        play = self._play(slug)
        return {
            "learner": browser_name(learner),
            "play": presentation(play, self.course.statements, self.course.terms, self.course.readers(play)),
            "state": self._told(learner, play, self._kept(learner, play)),
        }

    def deed(self, learner: str, slug: str, kind: str, value: Json) -> Json:
        """Do one thing; sent again it counts once. Refused: 404, 409 with the present state, 413, 422 impossible."""
        play = self._play(slug)
        check_size(value)
        now = self._kept(learner, play)
        try:
            made = engine.deed(play, now, kind, value)
        except MovedOn:
            raise Refused(409, "moved-on", state=self._told(learner, play, now)) from None
        except Impossible:
            raise Refused(422, "malformed") from None
        saved = self.store.records.save_work(learner, slug, WORK, engine.to_json(made))
        return {"state": self._told(learner, play, made), "saved_at": saved.saved_at}

    def _play(self, slug: str) -> RolePlay:
        """Return a role play of the course."""
        if slug not in self.course.roleplays:
            raise Refused(404, "unknown-roleplay")
        return self.course.roleplays[slug]

    def _kept(self, learner: str, play: RolePlay) -> Alone:
        """Return what this learner did in it so far."""
        work = self.store.records.works(learner, play.slug).get(WORK)
        return engine.from_json(play, work.value) if work else engine.begin(play)

    def _told(self, learner: str, play: RolePlay, alone: Alone) -> Json:
        """Return it as the learner sees it."""
        return told(play, alone, f"{learner}\0{play.slug}", self.course.statements)
