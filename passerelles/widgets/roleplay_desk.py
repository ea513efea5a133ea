"""The desk of a role play without a server: JupyterLab on one's own. Nothing is recorded, and it says so."""

from __future__ import annotations

from passerelles.content.course import Course
from passerelles.content.roleplay import RolePlay
from passerelles.engines.roleplay import alone as engine
from passerelles.engines.roleplay.alone import MovedOn
from passerelles.engines.roleplay.state import Refused
from passerelles.engines.roleplay.told import presentation, told
from passerelles.text import t
from passerelles.widgets.desk import DeskRefused, Json
from passerelles.widgets.local_desk import SEED, course_on_disk, unsaved


class LocalRolePlayDesk:
    """Plays the server's part in memory, for one role play and one person. See RolePlayDesk."""

    base_url: str | None = None

    def __init__(self, course: Course, play: RolePlay) -> None:
        """Start with no role in hand."""
        self._course, self._play, self._alone = course, play, engine.begin(play)

    @classmethod
    def of(cls, slug: str, course: Course | None = None) -> LocalRolePlayDesk:
        """Return the desk of a role play (by default of the course on disk). Raises DeskRefused: no such one."""
        if course is None:
            course = course_on_disk()
        if slug not in course.roleplays:
            raise DeskRefused("unknown-roleplay", t("widgets.roleplay-page.unknown", slug=slug))
        return cls(course, course.roleplays[slug])

    def roleplay(self) -> Json:
        """See RolePlayDesk."""
        shown = presentation(self._play, self._course.statements, self._course.terms, self._course.readers(self._play))
        return {"learner": None, "play": shown, "state": self._state()}

    def deed(self, kind: str, value: Json) -> Json:
        """See RolePlayDesk."""
        try:
            self._alone = engine.deed(self._play, self._alone, kind, value)
        except MovedOn:
            raise DeskRefused("moved-on", t("widgets.case-page.moved_on"), self._state()) from None
        except Refused:
            raise DeskRefused("malformed", t("widgets.common.invalid")) from None
        return {"state": self._state(), **unsaved()}

    def _state(self) -> Json:
        """Return where one is."""
        return told(self._play, self._alone, SEED, self._course.statements)
