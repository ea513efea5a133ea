"""The tools on the page of a module: what they show, what they may keep, what they say back. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import Any

from passerelles.content.course import Course, LoadedModule
from passerelles.content.tool import Tool

from .builtin import freins_data, is_commitment, is_freins
from .form import fits, public_tool, read_back, reading_json
from .reading import World

FREINS, COMMITMENT = "freins", "engagement"  # the tools that any module may show

Json = dict[str, Any]
WorldOf = Callable[[Tool], World]  # what the reading of a tool may know


class ModuleTools:
    """The tools of a course, whoever keeps what was made of them."""

    def __init__(self, course: Course) -> None:
        """Start with nothing shown."""
        self._course = course
        self._public = cache(self._public_of)

    def shown(self, loaded: LoadedModule, works: Mapping[str, Any], world_of: WorldOf) -> Json:
        """Return what the tools of the module's steps show, « Remettre » excepted; `works`: values by `tool:name`."""
        tools: Json = {}
        for name in dict.fromkeys(step.tool for step in loaded.module.steps if step.tool):
            value = works.get(f"tool:{name}")
            if loaded.tool(name):
                reading = self.reading(loaded, name, value, world_of) if value else None
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

    def reading(self, loaded: LoadedModule, name: str, value: Any, world_of: WorldOf) -> Json | None:
        """Return what a tool of the module says back about a value that fits it; None for anything else."""
        tool = loaded.tool(name)
        if tool is None or not fits(tool, value, self._course):
            return None
        return reading_json(read_back(tool, value, world_of(tool)), self._course.statements, f"{tool.id}-lecture")

    def _public_of(self, module: str, name: str) -> Json:
        """Return what any browser may know of a tool of a module."""
        tool = self._course.modules[module].tool(name)
        return public_tool(tool, self._course) if tool else {}

    @cached_property
    def _freins(self) -> Json:
        """What « Mes freins » shows to everybody."""
        return freins_data(self._course.bridges, self._course.statements)
