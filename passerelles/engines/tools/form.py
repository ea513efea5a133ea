"""A tool as its form needs it: what the browser may know, what it may keep, what is said back."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from passerelles.content.corpus import Statement
from passerelles.content.course import Course
from passerelles.content.markdown import render, render_inline, render_once
from passerelles.content.tool import Tool, ToolField, ToolPart, ToolRow
from passerelles.content.tool_value import MOST_LINE, MOST_TEXT, fits, options_of
from passerelles.engines.citations import openable, quotation
from passerelles.text import t
from passerelles.typography import typeset

from .dates import offset
from .default import DEFAULT, contents
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, plain
from .readings import READINGS

FEWEST_PEERS = 5  # others whose works may be read beside one's own
_WRITTEN = ("line", "text")  # kinds of field whose words stay with who wrote them

Json = dict[str, Any]

__all__ = ["fits", "public_tool", "read", "read_back", "reading_json", "reading_of", "shared", "world"]


def world(course: Course, peers: Iterable[Value] = ()) -> World:
    """Return what a reading may know of the course, and of what others made when there are enough of them."""
    others = tuple(peers)
    return World(
        course.statements,
        {sector.id: sector.name for sector in course.sectors},
        {actor.id: actor.name for actor in course.actors},
        others if len(others) >= FEWEST_PEERS else (),
        {slug: story.title for slug, story in course.stories.items()},
        {method.id: method.title for method in course.methods},
    )


def shared(tool: Tool, value: Value) -> Json:
    """Return what a reading may see of somebody else's work: choices and numbers, never their words."""
    kept: Json = {}
    for part in tool.parts:
        hidden = {field.id for field in part.fields if field.kind in _WRITTEN}
        kept[part.id] = _without(hidden, value[part.id]) if part.id in value else None
    return {name: filled for name, filled in kept.items() if filled is not None}


def reading_of(tool: Tool) -> ToolReading:
    """Return how a tool is read; in the default way when it names no reading, or one that does not exist."""
    return READINGS.get(tool.reading or "", DEFAULT)


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Return what a tool says back about a value that fits."""
    return reading_of(tool).read(tool, value, world)


def read_back(tool: Tool, value: Value, world: World) -> Reading:
    """Return the same, but a reading that fails costs nobody their work: it is logged, the default one takes over."""
    try:
        return read(tool, value, world)
    except Exception:
        logging.getLogger(__name__).exception("reading of the tool %s", tool.id)
        return DEFAULT.read(tool, value, world)


def reading_json(reading: Reading, statements: Mapping[str, Statement], scope: str = "") -> Json:
    """Return a reading for a browser; `scope` keeps the quotations of one tool apart from those of the page."""
    return {
        "findings": [_finding(f, n, statements, scope) for n, f in enumerate(reading.findings)],
        "figures": [_figure(figure) for figure in reading.figures],
        "tables": [_table(table) for table in reading.tables],
    }


def public_tool(tool: Tool, course: Course) -> Json:
    """Return what a browser may know of a tool: the form and its filled example, without what can be argued for."""
    return {
        "id": tool.id,
        "title": typeset(plain(tool.title)),
        "purpose": openable(render(tool.purpose), course.statements, f"outil-{tool.id}"),
        "caution": t(f"caution.{tool.caution}") if tool.caution else None,
        "dated": tool.has_reminders,
        "parts": [_part(tool, part, course) for part in tool.parts],
        "example": reading_json(_example(tool, course), course.statements, f"{tool.id}-exemple"),
    }


def _example(tool: Tool, course: Course) -> Reading:
    """Return the filled example as something to read: what stands in it, then what the tool says back."""
    seen = world(course)
    reading, filled = read_back(tool, tool.example, seen), contents(tool, tool.example, seen)
    return replace(reading, tables=[*filled, *(table for table in reading.tables if table not in filled)])


def _part(tool: Tool, part: ToolPart, course: Course) -> Json:
    """Return one part of the form."""
    scope = f"outil-{tool.id}-{part.id}"
    return {
        "id": part.id,
        "title": typeset(plain(part.title)),
        "help": openable(render(part.help), course.statements, scope) if part.help else None,
        "fields": [_field(field, course, f"{scope}-{field.id}") for field in part.fields],
        "rows": [_row(row, course, f"{scope}-{row.id}") for row in part.rows],
        "repeat": part.repeat.model_dump() if part.repeat else None,
        "ranked": part.ranked,
        "later": part.later,
    }


def _field(field: ToolField, course: Course, scope: str) -> Json:
    """Return one field of the form."""
    plainly = {name: getattr(field, name) for name in ("id", "kind", "least", "most", "step")}
    words = {name: typeset(plain(getattr(field, name) or "")) for name in ("label", "unit", "low", "high")}
    return {
        **plainly,
        **words,
        "hint": openable(render_inline(field.hint), course.statements, scope) if field.hint else None,
        "options": [{"id": i, "text": typeset(plain(words))} for i, words in options_of(field, course).items()],
        "steps": list(field.steps) if field.kind == "scale" else [],
        "longest": {"line": MOST_LINE, "text": MOST_TEXT}.get(field.kind),
        "when": field.when.model_dump() if field.when else None,
    }


def _row(row: ToolRow, course: Course, scope: str) -> Json:
    """Return one given row: as HTML, and in plain words to name things by."""
    if row.statement:
        statement = course.statements[row.statement]
        return {"id": row.id, "html": quotation(statement), "words": typeset(statement.quote)}
    text = (row.text or "") if row.days is None else f"**{offset(row.days)}.** {row.text}"
    html = openable(render_inline(text), course.statements, scope)
    return {"id": row.id, "html": html, "words": typeset(plain(row.text or ""))}


def _finding(finding: Finding, rank: int, statements: Mapping[str, Statement], scope: str) -> Json:
    """Return one finding."""
    html = openable(render_once(finding.text), statements, f"{scope}-{rank}")
    return {"level": finding.level, "html": html, "where": list(finding.where)}


def _figure(figure: Figure) -> Json:
    """Return one figure."""
    return {"title": typeset(figure.title), "description": typeset(figure.description), "svg": figure.svg}


def _table(table: Table) -> Json:
    """Return one table."""
    rows = [[typeset(cell) for cell in row] for row in table.rows]
    head = [typeset(cell) for cell in table.head]
    return {"title": typeset(table.title), "head": head, "rows": rows, "open": table.open}


def _without(hidden: set[str], filled: Any) -> Any:
    """Return a part without some fields, whatever its form."""
    if isinstance(filled, list):
        return [_without(hidden, row) for row in filled]
    if isinstance(filled, dict):
        return {name: _without(hidden, inner) for name, inner in filled.items() if name not in hidden}
    return filled
