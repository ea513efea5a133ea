"""The desk of a case without a server: JupyterLab on one's own. Nothing is recorded, and it says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from passerelles.content.case import Case
from passerelles.content.course import Course
from passerelles.engines.case import engine
from passerelles.engines.case.path import line
from passerelles.engines.case.told import presentation, told
from passerelles.text import t
from passerelles.widgets.desk import DeskRefused, Json
from passerelles.widgets.local_desk import SEED, course_on_disk, unsaved


@dataclass
class _Kept:
    """A play, and what was said of it when it began."""

    play: engine.Play
    team: int | None
    started_at: str


class LocalCaseDesk:
    """Plays the server's part in memory, for one case and one person. See CaseDesk for what each method does."""

    base_url: str | None = None

    def __init__(self, course: Course, case: Case) -> None:
        """Start with nothing played."""
        self._course, self._case = course, case
        self._plays: list[_Kept] = []  # a play is named by its place here, from 1
        self._current: int | None = None
        self._works: Json = {}
        self._keys: set[str] = set()

    @classmethod
    def of(cls, slug: str, course: Course | None = None) -> LocalCaseDesk:
        """Return the desk of a case (by default of the course on disk). Raises DeskRefused: no such case."""
        if course is None:
            course = course_on_disk()
        if slug not in course.cases:
            raise DeskRefused("unknown-case", t("widgets.case-page.unknown", slug=slug))
        return cls(course, course.cases[slug])

    def case(self) -> Json:
        """See CaseDesk."""
        return {
            "learner": None,
            "case": presentation(
                self._case, self._course.statements, self._course.terms, self._course.readers(self._case)
            ),
            "current": self._state(),
            "plays": self._listed(),
            "works": dict(self._works),
            "handin": None,
        }

    def start(self, level: str, mode: str | None, viewpoint: str | None, team: int | None, key: str) -> Json:
        """See CaseDesk."""
        if key not in self._keys:
            play = self._begun(level, mode, viewpoint)
            self._plays.append(_Kept(play, team, datetime.now(UTC).isoformat(timespec="seconds")))
            self._current = len(self._plays)
            self._keys.add(key)
        return self._said()

    def choose(self, play: int, turn: int, option: str, key: str) -> Json:
        """See CaseDesk."""
        return self._move(play, turn, key, lambda kept: engine.choose(self._case, kept, option))

    def back(self, play: int, turn: int, node: str, comment: str, key: str) -> Json:
        """See CaseDesk."""
        return self._move(play, turn, key, lambda kept: engine.back(self._case, kept, node, comment))

    def open(self, play: int) -> Json:
        """See CaseDesk."""
        self._find(play)
        self._current = play
        return self._said()

    def save(self, name: str, value: object, key: str) -> Json:
        """See CaseDesk."""
        if name not in {f"debrief:{asked.id}" for asked in self._case.debrief} or not isinstance(value, str):
            raise DeskRefused("unknown-work", t("widgets.common.invalid"))
        self._works[name] = value
        return unsaved()

    def hand_in_case(self) -> Json:
        """Refuse: without a server there is nobody to hand in to."""
        raise DeskRefused("free-mode", t("widgets.lesson.free_handin"))

    def handin(self, assignment: str) -> Json:
        """Return that nothing was handed in."""
        return {"handin": None}

    def _move(self, number: int, turn: int, key: str, move: Callable[[engine.Play], engine.Play]) -> Json:
        """Make a move in a play, once; refuse one that was meant for another moment."""
        kept = self._find(number)
        self._current = number
        if key not in self._keys:
            if turn != kept.play.turn:
                raise DeskRefused("moved-on", t("widgets.case-page.moved_on"), self._state())
            try:
                kept.play = move(kept.play)
            except engine.ImpossibleMove:
                raise DeskRefused("not-offered", t("widgets.case-page.not_offered"), self._state()) from None
            self._keys.add(key)
        return self._said()

    def _find(self, number: int) -> _Kept:
        """Return a play by its number; DeskRefused when there is none."""
        if not 1 <= number <= len(self._plays):
            raise DeskRefused("unknown-play", t("widgets.common.invalid"))
        return self._plays[number - 1]

    def _begun(self, level: Any, mode: str | None, viewpoint: str | None) -> engine.Play:
        """Return a play that begins; a viewpoint follows the current play of the case, in its mode."""
        after: tuple[str, ...] = ()
        if viewpoint is not None and self._current is not None:
            lived = self._find(self._current).play
            mode, after = lived.mode, lived.after or lived.choices
        try:
            return engine.start(self._case, level=level, mode=mode, viewpoint=viewpoint, after=after)
        except engine.ImpossibleMove:
            raise DeskRefused("not-offered", t("widgets.case-page.not_offered"), self._state()) from None

    def _said(self) -> Json:
        """Return what every move says."""
        return {"state": self._state(), "plays": self._listed(), **unsaved()}

    def _state(self) -> Json | None:
        """Return the current play as its player sees it."""
        if self._current is None:
            return None
        kept = self._find(self._current)
        shown = told(self._case, kept.play, SEED, self._course.statements, self._course.terms)
        if shown["after"] and any(work.case == self._case.slug for work in self._course.assignments.values()):
            shown["after"]["path_line"] = line(kept.play)
        return {"play": self._current, "team": kept.team, **shown}

    def _listed(self) -> list[Json]:
        """Return every play in one line each."""
        return [self._line(number, kept) for number, kept in enumerate(self._plays, 1)]

    def _line(self, number: int, kept: _Kept) -> Json:
        """Return one play in a line: how it was begun, how far it is, how it ended."""
        play, story = kept.play, self._case.story(kept.play.viewpoint)
        now = engine.moments(self._case, play)[-1]
        ending = next((ending.title for ending in story.endings if ending.id == now.ending), None)
        return {
            "id": number,
            "level": play.level,
            "mode": play.mode,
            "viewpoint": play.viewpoint,
            "team": kept.team,
            "started_at": kept.started_at,
            "over": ending is not None,
            "ending": ending,
            "turn": play.turn,
            "changed": False,
        }
