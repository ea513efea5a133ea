"""Whether what somebody filled in fits a tool: strict, for it comes from a browser. See `tool.py` for the shape."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from math import isfinite

from .course import Course
from .tool import Tool, ToolField, ToolPart

MOST_LINE, MOST_TEXT = 300, 2000  # characters of a line, of a text
ROW_ID = re.compile(r"^[a-z0-9][a-z0-9-]{0,39}\Z")


Where = tuple[str, ...]  # part, row, field


def fits(tool: Tool, value: object, course: Course) -> bool:
    """Say whether a tool may keep that value. Anything may be missing; nothing may be there that it does not know."""
    return next(misfits(tool, value, course), None) is None


def misfits(tool: Tool, value: object, course: Course) -> Iterator[Where]:
    """Yield the places of a value that do not fit: its part, its row, its field, as far as they can be told."""
    parts = {part.id: part for part in tool.parts}
    if not isinstance(value, dict):
        yield ()
        return
    for name, filled in value.items():
        inner = _part_misfits(parts[name], filled, course) if name in parts else iter([()])
        yield from ((str(name), *place) for place in inner)


def options_of(field: ToolField, course: Course) -> dict[str, str]:
    """Return what can be chosen in a field: the words by id."""
    if field.options_from == "sectors":
        return {sector.id: sector.name for sector in course.sectors}
    if field.options_from == "actors":
        return {actor.id: actor.name for actor in course.actors}
    if field.options_from == "stories":
        return {slug: story.title for slug, story in course.stories.items()}
    if field.options_from == "methods":
        return {method.id: method.title for method in course.methods}
    return {option.id: option.text for option in field.options}


def _part_misfits(part: ToolPart, filled: object, course: Course) -> Iterator[Where]:
    """Yield the places of a part that do not fit."""
    if part.ranked:
        if not _is_order(filled, [row.id for row in part.rows]):
            yield ()
    elif part.repeat:
        yield from _added_misfits(part, part.repeat.most, filled, course)
    elif not isinstance(filled, dict):
        yield ()
    elif part.rows:
        known = {row.id for row in part.rows}
        for name, row in filled.items():
            inner = _row_misfits(part, row, course) if name in known else iter([()])
            yield from ((str(name), *place) for place in inner)
    else:
        yield from _row_misfits(part, filled, course)


def _is_order(filled: object, ids: list[str]) -> bool:
    """Say whether a value is a list that holds each id once, or nothing."""
    return isinstance(filled, list) and (not filled or Counter(map(str, filled)) == Counter(ids))


def _added_misfits(part: ToolPart, most: int, rows: object, course: Course) -> Iterator[Where]:
    """Yield the places of added rows that do not fit: each has a name of its own, and there are not too many."""
    if not isinstance(rows, list) or len(rows) > most:
        yield ()
        return
    seen: set[str] = set()
    for row in rows:
        name = row.get("id") if isinstance(row, dict) else None
        if not isinstance(name, str) or not ROW_ID.match(name) or name in seen:
            yield ()
            continue
        seen.add(name)
        filled = {key: content for key, content in row.items() if key != "id"}
        yield from ((name, *place) for place in _row_misfits(part, filled, course))


def _row_misfits(part: ToolPart, row: object, course: Course) -> Iterator[Where]:
    """Yield the fields of a row that do not exist or do not fit."""
    fields = {field.id: field for field in part.fields}
    if not isinstance(row, dict):
        yield ()
        return
    for name, content in row.items():
        if name not in fields or not _KINDS[fields[name].kind](fields[name], content, course):
            yield (str(name),)


def _is_line(field: ToolField, content: object, course: Course) -> bool:
    """Say whether it is a short text on one line."""
    return isinstance(content, str) and len(content) <= MOST_LINE and "\n" not in content


def _is_text(field: ToolField, content: object, course: Course) -> bool:
    """Say whether it is a text short enough to be kept."""
    return isinstance(content, str) and len(content) <= MOST_TEXT


def _is_choice(field: ToolField, content: object, course: Course) -> bool:
    """Say whether it is one of the options."""
    return isinstance(content, str) and content in options_of(field, course)


def _is_several(field: ToolField, content: object, course: Course) -> bool:
    """Say whether it is some of the options, each once."""
    if not isinstance(content, list) or not all(isinstance(name, str) for name in content):
        return False
    return len(set(content)) == len(content) and set(content) <= set(options_of(field, course))


def _is_number(field: ToolField, content: object, course: Course) -> bool:
    """Say whether it is a number within the bounds."""
    if isinstance(content, bool) or not isinstance(content, int | float):
        return False
    return isfinite(content) and field.least <= content <= field.most


def _is_step(field: ToolField, content: object, course: Course) -> bool:
    """Say whether it is a step of the scale."""
    return type(content) is int and content in field.steps


def _is_date(field: ToolField, content: object, course: Course) -> bool:
    """Say whether it is a date as browsers write it: 2026-12-18."""
    try:
        return isinstance(content, str) and date.fromisoformat(content).isoformat() == content
    except ValueError:
        return False


_KINDS: dict[str, Callable[[ToolField, object, Course], bool]] = {
    "line": _is_line, "text": _is_text, "choice": _is_choice, "several": _is_several,
    "number": _is_number, "scale": _is_step, "date": _is_date,
}  # fmt: skip
