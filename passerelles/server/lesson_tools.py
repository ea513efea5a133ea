"""The tools of a lesson: what they show a learner, what they may keep, what they say back."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

from passerelles.content.course import Course, LoadedModule
from passerelles.documents.tools import tool_world
from passerelles.engines.tools import freins_data, is_commitment, is_freins
from passerelles.engines.tools.form import fits, public_tool, read_back, reading_json
from passerelles.server.service import Json
from passerelles.store import Store
from passerelles.store.rows import WorkRow

FREINS, COMMITMENT = "freins", "engagement"  # the tools that any module may show


class LessonTools:
    """The tools of a course with what its learners made of them. Store errors go through."""

    def __init__(self, course: Course, store: Store) -> None:
        """Start with nothing shown."""
        self._course, self._store = course, store
        self._public = cache(self._public_of)

    def shown(self, learner: str, loaded: LoadedModule, works: dict[str, WorkRow]) -> Json:
        """Return what the tools of the module's steps show, « Remettre » excepted."""
        tools: Json = {}
        for name in dict.fromkeys(step.tool for step in loaded.module.steps if step.tool):
            work = works.get(f"tool:{name}")
            value = work.value if work else None
            if loaded.tool(name):
                reading = self.reading(learner, loaded, name, value) if value else None
                tools[name] = self._public(loaded.module.slug, name) | {"value": value, "reading": reading}
            elif name == FREINS:
                tools[name] = self._freins | {"value": value}
            elif name == COMMITMENT:
                tools[name] = {"value": value}
        return tools

    def fits(self, loaded: LoadedModule, name: str, value: Any) -> bool | None:
        """Say whether a tool may keep that value; None when the module has no such tool."""
        if tool := loaded.tool(name):
            return fits(tool, value, self._course)
        if name == FREINS:
            return is_freins(value, self._freins)
        return is_commitment(value) if name == COMMITMENT else None

    def reading(self, learner: str, loaded: LoadedModule, name: str, value: Any) -> Json | None:
        """Return what a tool of the module says back about a value that fits it; None for anything else."""
        tool = loaded.tool(name)
        if tool is None or not fits(tool, value, self._course):
            return None
        reading = read_back(tool, value, tool_world(self._course, self._store, learner, loaded.module.slug, tool))
        return reading_json(reading, self._course.statements, f"{tool.id}-lecture")

    def _public_of(self, module: str, name: str) -> Json:
        """Return what any browser may know of a tool of a module."""
        tool = self._course.modules[module].tool(name)
        return public_tool(tool, self._course) if tool else {}

    @cached_property
    def _freins(self) -> Json:
        """What « Mes freins » shows to every learner."""
        return freins_data(self._course.bridges, self._course.statements)
