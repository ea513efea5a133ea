"""The desk without a server: JupyterLab on one's own. Nothing is recorded, and it says so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from passerelles.content.course import Course, LoadedModule, Step
from passerelles.content.items import Position
from passerelles.engines.citations import readable
from passerelles.engines.lesson import Attempt, AttemptsExhausted, attempt, item_state, public_item
from passerelles.engines.tools import freins_data, is_commitment, is_freins
from passerelles.engines.tools.form import fits, public_tool, read_back, reading_json, world
from passerelles.text import t
from passerelles.widgets.desk import DeskRefused, Json

SEED = "mode-libre"


class LocalDesk:
    """Plays the server's part in memory, for one module and one person. See Desk for what each method does."""

    base_url: str | None = None

    def __init__(self, course: Course, loaded: LoadedModule) -> None:
        """Start with nothing done."""
        self._course, self._loaded = course, loaded
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
        module, items, course = self._loaded.module, {item.id: item for item in self._loaded.items}, self._course
        return {
            "module": module.model_dump(include={"slug", "title", "purpose", "takeaways"})
            | {"minutes": module.minutes},
            "steps": [
                step.model_dump(include={"id", "title", "minutes", "items", "tool", "optional"})
                | {"html": self._text(step)}
                for step in module.steps
            ],
            "items": {
                i: public_item(item, seed=SEED, statements=course.statements, terms=course.terms)
                for i, item in items.items()
            },
            "states": {i: self._state(i) for i in items},
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
        reading = self._reading(name.removeprefix("tool:"))
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

    def _text(self, step: Step) -> str:
        """Return the text of a step as HTML."""
        return readable(self._loaded.texts[step.text], self._course.statements, step.id, self._course.terms)

    def _freins(self) -> Json:
        """Return what « Mes freins » shows."""
        return freins_data(self._course.bridges, self._course.statements)

    def _fits(self, name: str, value: object) -> bool:
        """Say whether a work may hold that value; refused when there is no such work."""
        kind, _, of = name.partition(":")
        if kind in ("draft", "rubric") and of in {item.id for item in self._loaded.items}:
            return True
        if kind == "tool" and (tool := self._loaded.tool(of)):
            return fits(tool, value, self._course)
        if name in ("tool:freins", "tool:engagement"):
            return is_freins(value, self._freins()) if of == "freins" else is_commitment(value)
        raise DeskRefused("unknown-work", t("widgets.common.invalid"))

    def _reading(self, name: str) -> Json | None:
        """Return what a tool of the module says back about what it keeps."""
        tool, value = self._loaded.tool(name), self._works.get(f"tool:{name}")
        if tool is None or value is None:
            return None
        reading = read_back(tool, value, world(self._course))
        return reading_json(reading, self._course.statements, f"{name}-lecture")

    def _own(self) -> Json:
        """Return the data of the tools that the module brings along."""
        return {
            tool.id: public_tool(tool, self._course)
            | {"value": self._works.get(f"tool:{tool.id}"), "reading": self._reading(tool.id)}
            for tool in self._loaded.tools
        }

    def _tools(self) -> Json:
        """Return the data of the tools."""
        tools: Json = self._own() | {
            "freins": self._freins() | {"value": self._works.get("tool:freins")},
            "engagement": {"value": self._works.get("tool:engagement")},
        }
        slug = self._loaded.module.slug
        if found := next((a for a in self._course.assignments.values() if a.module == slug), None):
            shown = {"assignment": found.slug, "title": found.title, "items": found.items, "total": len(found.items)}
            answered = sum(bool(self._attempts.get(item)) for item in found.items)
            tools["remise"] = shown | {"answered": answered, "handin": None}
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
