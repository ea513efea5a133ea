"""The desk without a server: JupyterLab on one's own. Nothing is recorded, and it says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from passerelles.content.course import Course, LoadedModule
from passerelles.content.items import Position
from passerelles.engines.lesson import Attempt, AttemptsExhausted, attempt, item_state
from passerelles.engines.module_page import public_assignment, public_items, public_module, public_steps
from passerelles.engines.tools.form import world
from passerelles.engines.tools.module_tools import ModuleTools
from passerelles.text import t
from passerelles.widgets.desk import DeskRefused, Json

SEED = "mode-libre"


class LocalDesk:
    """Plays the server's part in memory, for one module and one person. See Desk for what each method does."""

    base_url: str | None = None

    def __init__(self, course: Course, loaded: LoadedModule) -> None:
        """Start with nothing done."""
        self._course, self._loaded, self._made = course, loaded, ModuleTools(course)
        self._attempts: dict[str, list[Attempt]] = {}
        self._works: dict[str, Any] = {}
        self._keys: set[str] = set()
        self._place: str | None = None

    @classmethod
    def of(cls, slug: str, course: Course | None = None) -> LocalDesk:
        """Return the desk of a module (by default of the course on disk). Raises DeskRefused: no such module."""
        if course is None:
            course = course_on_disk()
        if slug not in course.modules:
            raise DeskRefused("unknown-module", t("widgets.lesson.unknown", slug=slug))
        return cls(course, course.modules[slug])

    def lesson(self) -> Json:
        """See Desk."""
        return {
            "module": public_module(self._loaded),
            "steps": public_steps(self._loaded, self._course),
            "items": public_items(self._loaded, self._course, SEED),
            "states": {item.id: self._state(item.id) for item in self._loaded.items},
            "tools": self._tools(),
            "place": self._place,
        }

    def answer(self, item: str, answer: object, key: str) -> Json:
        """See Desk."""
        if key not in self._keys:
            self._record(item, answer)
            self._keys.add(key)
        return {"state": self._state(item), **unsaved()}

    def save(self, name: str, value: object, key: str) -> Json:
        """See Desk."""
        if not self._fits(name, value):
            raise DeskRefused("malformed", t("widgets.common.invalid"))
        self._works[name] = value
        reading = self._made.reading(self._loaded, name.removeprefix("tool:"), value, lambda _: world(self._course))
        return unsaved() | ({"reading": reading} if reading else {})

    def place(self, step: str) -> None:
        """See Desk."""
        self._place = step

    def hand_in(self, assignment: str) -> Json:
        """Refuse: without a server there is nobody to hand in to."""
        raise DeskRefused("free-mode", t("widgets.lesson.free_handin"))

    def handin(self, assignment: str) -> Json:
        """See Desk."""
        return {"handin": None}

    def _record(self, item_id: str, answer: Any) -> None:
        """Score and keep an answer, or refuse it."""
        former = self._attempts.setdefault(item_id, [])
        try:
            item = self._loaded.item(item_id)
            outcome = attempt(item, former, answer)
        except KeyError:
            raise DeskRefused("unknown-item", t("widgets.common.invalid")) from None
        except AttemptsExhausted:
            message = t("widgets.common.exhausted")
            raise DeskRefused("attempts-exhausted", message, self._state(item_id)) from None
        if outcome.verdict in ("empty", "malformed"):
            raise DeskRefused("malformed", t("widgets.common.invalid"))
        former.append(Attempt(answer, outcome.points, outcome.verdict, datetime.now(UTC).isoformat(timespec="seconds")))
        self._works.pop(f"draft:{item_id}", None)

    def _state(self, item_id: str) -> Json:
        """Return where the learner stands with an item."""
        item, attempts = self._loaded.item(item_id), self._attempts.get(item_id, [])
        spread = {str(a.answer): 1 for a in attempts} if isinstance(item, Position) else None
        return item_state(
            item,
            attempts,
            statements=self._course.statements,
            draft=self._works.get(f"draft:{item_id}"),
            rubric_marks=self._works.get(f"rubric:{item_id}"),
            spread=spread,
        )

    def _fits(self, name: str, value: object) -> bool:
        """Say whether a work may hold that value; refused when there is no such work."""
        kind, _, of = name.partition(":")
        if kind in ("draft", "rubric") and of in {item.id for item in self._loaded.items}:
            return True
        if kind == "tool" and (fitting := self._made.fits(self._loaded, of, value)) is not None:
            return fitting
        raise DeskRefused("unknown-work", t("widgets.common.invalid"))

    def _tools(self) -> Json:
        """Return the data of the tools."""
        tools = self._made.shown(self._loaded, self._works, lambda _: world(self._course))
        answered = {item for item, attempts in self._attempts.items() if attempts}
        if shown := public_assignment(self._loaded, self._course, answered):
            tools["remise"] = shown | {"handin": None}
        return tools


def unsaved() -> Json:
    """Return what every save says without a server."""
    return {"saved_at": None, "message": t("widgets.common.free_mode")}


def course_on_disk() -> Course:
    """Return the authored course; one that is broken is refused with the command that says where."""
    from passerelles.content.loader import load_course
    from passerelles.content.problems import CourseError

    try:
        return load_course()
    except CourseError as error:
        raise DeskRefused("broken-course", t("widgets.lesson.broken", n=len(error.problems))) from None
