"""What the tools of a module kept, as something to read."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from passerelles.content.corpus import Bridge
from passerelles.content.course import Course, LoadedModule
from passerelles.content.tool import Tool
from passerelles.engines.tools.default import contents
from passerelles.engines.tools.form import fits, read_back, shared, world
from passerelles.engines.tools.reading import Reading, World
from passerelles.french import day
from passerelles.store import Store
from passerelles.text import t

COMMITMENT = ("gesture", "contact", "date", "me", "management", "policy")


@dataclass(frozen=True)
class ToolPart:
    """A value of a tool: its label, its words, and the source when the words are a statement's."""

    text: str
    label: str | None = None
    source: str | None = None
    inner: list[ToolPart] = field(default_factory=list)


def tool_parts(tool: str, value: Any, course: Course) -> list[ToolPart]:
    """Return what a tool kept; a tool or a shape that is not known (any more) is shown as it is."""
    reader = READERS.get(tool)
    try:
        return reader(value, course) if reader else [_raw(value)]
    except (KeyError, TypeError, AttributeError, ValueError):
        return [_raw(value)]


def tool_world(course: Course, store: Store, learner: str, module: str, tool: Tool) -> World:
    """Return what a reading may know; of others only when the tool is compared, and never their words."""
    works = store.records.others(learner, module, f"tool:{tool.id}") if tool.compared else []
    return world(course, [shared(tool, value) for value in works if fits(tool, value, course)])


def tool_reading(course: Course, store: Store, learner: str, loaded: LoadedModule, name: str, value: Any) -> Reading:
    """Return what was filled in in a tool of a module as tables, then what it says back; of a value that fits."""
    tool = loaded.tool(name)
    if tool is None or not fits(tool, value, course):
        return Reading()
    seen = tool_world(course, store, learner, loaded.module.slug, tool)
    reading, filled = read_back(tool, value, seen), contents(tool, value, seen)
    return replace(reading, tables=[*filled, *(table for table in reading.tables if table not in filled)])


def _freins(value: Mapping[str, Any], course: Course) -> list[ToolPart]:
    """Return the obstacles picked, the heaviest first, each with its conditions and a first step; then the note."""
    bridges = {bridge.obstacle: bridge for bridge in course.bridges}
    picked = sorted(value["picked"], key=lambda pick: -int(pick["weight"]))
    parts = [
        _quoted(pick["id"], course, t(f"documents.weight.{pick['weight']}"), _ways(pick, bridges, course))
        for pick in picked
    ]
    return parts + ([ToolPart(value["note"], t("documents.note"))] if value.get("note") else [])


def _ways(pick: Mapping[str, Any], bridges: Mapping[str, Bridge], course: Course) -> list[ToolPart]:
    """Return the conditions that answer an obstacle, as the learner marked them, and the first step."""
    bridge = bridges.get(pick["id"])
    if bridge is None:
        return []
    reach = pick.get("reach") or {}
    ways = [_quoted(i, course, t(f"documents.reach.{reach.get(i, 'open')}")) for i in bridge.conditions]
    return [*ways, ToolPart(bridge.first_step, t("documents.first-step"))]


def _commitment(value: Mapping[str, str], course: Course) -> list[ToolPart]:
    """Return the fields of the commitment that were filled in."""
    filled = [(name, value[name]) for name in COMMITMENT if value.get(name)]
    return [
        ToolPart(day(date.fromisoformat(text)) if name == "date" else text, t(f"documents.commitment.{name}"))
        for name, text in filled
    ]


def _quoted(statement_id: str, course: Course, label: str, inner: list[ToolPart] | None = None) -> ToolPart:
    """Return a statement in its own words."""
    statement = course.statements[statement_id]
    return ToolPart(statement.quote, label, f"{t(f'source.{statement.source}')}, {statement_id}", inner or [])


def _raw(value: Any) -> ToolPart:
    """Return a value nobody knows how to read, whole rather than hidden."""
    return ToolPart(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1))


READERS: dict[str, Callable[[Any, Course], list[ToolPart]]] = {"freins": _freins, "engagement": _commitment}
