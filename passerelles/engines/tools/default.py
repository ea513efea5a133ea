"""How a tool is read back when it names no reading: what is missing, what can be argued for, what was filled in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from passerelles.content.tool import Tool, ToolField, ToolPart
from passerelles.french import day, number, quoted
from passerelles.text import t

from .reading import (
    Finding,
    Reading,
    Table,
    ToolReading,
    Value,
    World,
    argued,
    as_markdown,
    blank,
    filled,
    option,
    plain,
    ranked,
    row_text,
    single,
)  # fmt: skip

_WIDEST = 4  # fields that stand side by side in a table


def contents(tool: Tool, value: Value, world: World) -> list[Table]:
    """Return what was filled in, as a table for each part that has anything."""
    tables = [_table(tool, part, value, world) for part in tool.parts]
    return [table for table in tables if table.rows]


def shown(tool: Tool, part: ToolPart, field: ToolField, content: Any, world: World) -> str:
    """Return what stands in a field as somebody reads it; nothing when it is empty."""
    if blank(content):
        return ""
    if field.kind in ("choice", "several"):
        names = content if isinstance(content, list) else [content]
        return " ; ".join(option(tool, part.id, field.id, str(name), world) for name in names)  # names hold commas
    if field.kind == "scale":
        return t("engines.tool.scale", n=content, of=field.steps[-1])
    if field.kind == "number":
        return " ".join(filter(None, [number(content), field.unit]))
    return day(date.fromisoformat(content)) if field.kind == "date" else str(content)


def asked(part: ToolPart, row: Mapping[str, Any]) -> list[ToolField]:
    """Return the fields that a row calls for, as it is filled in now."""
    return [f for f in part.fields if f.when is None or row.get(f.when.field) in f.when.among]


def rows_of(tool: Tool, part: ToolPart, value: Value, world: World) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Yield the rows with anything in them: id, words, values. A part without rows is one row, named by its title."""
    if not (part.rows or part.repeat):
        yield "", part.title, single(value, part.id)
        return
    order = {row.id: rank for rank, row in enumerate(part.rows)}
    for rank, (name, row) in enumerate(sorted(filled(value, part.id), key=lambda pair: order.get(pair[0], 0)), 1):
        added = part.repeat and t("engines.tool.added", name=part.repeat.name, n=rank)
        yield name, added or row_text(tool, part.id, name, world), row


def _table(tool: Tool, part: ToolPart, value: Value, world: World) -> Table:
    """Return one part: ranked, question by question, or a line for each row."""
    if part.ranked:
        order = [[str(n), row_text(tool, part.id, name, world)] for n, name in enumerate(ranked(value, part.id), 1)]
        return Table(part.title, [t("engines.tool.column.rank"), part.title], order)
    rows = list(rows_of(tool, part, value, world))
    cells = [(words, _cells(tool, part, row, world)) for _, words, row in rows]
    question = [t("engines.tool.column.field"), t("engines.tool.column.content")]
    if not (part.rows or part.repeat):
        return Table(part.title, question, [[label, text] for _, row in cells for label, text in row if text])
    name = part.repeat.name if part.repeat else part.title
    if len(part.fields) > _WIDEST:
        long = [[words, label, text] for words, row in cells for label, text in row if text]
        return Table(part.title, [name, *question], long)
    lines = [[words, *(text for _, text in row)] for words, row in cells]
    return Table(part.title, [name, *(plain(field.label) for field in part.fields)], lines)


def _cells(tool: Tool, part: ToolPart, row: Mapping[str, Any], world: World) -> list[tuple[str, str]]:
    """Return the fields of a row: label, and what stands there."""
    return [(plain(field.label), shown(tool, part, field, row.get(field.id), world)) for field in part.fields]


def _read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what is missing, and what can be argued for where a row says so."""
    tables = contents(tool, value, world)
    if not tables:
        return Reading([Finding("note", t("engines.tool.empty"))])
    told = [finding for part in tool.parts for finding in argued(tool, value, part.id)]
    missing = [finding for part in tool.parts for finding in _missing(tool, part, value, world)]
    return Reading([*told, *(missing or [Finding("good", t("engines.tool.full"))])], tables=tables)


def _missing(tool: Tool, part: ToolPart, value: Value, world: World) -> Iterator[Finding]:
    """Yield what is left to fill in in a part: all of it, or fields of rows that were begun."""
    begun = [ranked(value, part.id)] if part.ranked else [row for *_, row in rows_of(tool, part, value, world) if row]
    if not any(begun):
        yield Finding("note", t("engines.tool.untouched", part=as_markdown(_inner(part.title))), (part.id,))
    elif not part.ranked:
        for name, words, row in rows_of(tool, part, value, world):
            left = [_inner(plain(field.label)) for field in asked(part, row) if blank(row.get(field.id))]
            if left:
                text = t("engines.tool.incomplete", row=as_markdown(words), fields=as_markdown(quoted(left)))
                yield Finding("note", text, tuple(filter(None, (part.id, name))))


def _inner(words: str) -> str:
    """Return words as they stand inside guillemets."""
    return words.replace("« ", "“").replace(" »", "”").replace("«\u00a0", "“").replace("\u00a0»", "”")


DEFAULT = ToolReading(_read, frozenset())
