"""What a tool says back about what was filled in: findings, figures, tables. And what readings are written with.

A reading bears any value that fits the form, with things missing everywhere: it looks them up with `get`, and an
empty value gives at most a note. A figure always comes with a table that says the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Any, Literal

from passerelles.content.corpus import Statement
from passerelles.content.markdown import render_inline
from passerelles.content.tool import Tool, ToolPart

Value = Mapping[str, Any]  # shape: see passerelles/content/tool.py
Level = Literal["stop", "warning", "good", "note"]

_TAG = re.compile(r"<[^>]*>")
_SIGNS = re.compile(r"([\\`*_\[\]<>#&~|])")
_LINE_START = re.compile(r"^(\s*)(\d+)?([-+.)=])", re.MULTILINE)


@dataclass(frozen=True)
class Finding:
    """One thing said back: Markdown, which may cite [C5-104], and where in the form it is about."""

    level: Level
    text: str
    where: tuple[str, ...] = ()  # part id, row id


@dataclass(frozen=True)
class Figure:
    """A picture of what was filled in. `svg` comes from `picture.Picture`."""

    title: str
    description: str
    svg: str


@dataclass(frozen=True)
class Table:
    """The same in words: plain text in every cell. On screen it is folded, unless `open`."""

    title: str
    head: list[str]
    rows: list[list[str]]
    open: bool = False


@dataclass(frozen=True)
class Reading:
    """Everything a tool says back."""

    findings: list[Finding] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


@dataclass(frozen=True)
class World:
    """What a reading may know beside the tool and its value. `peers`: what others made, when five at least did."""

    statements: Mapping[str, Statement]
    sectors: Mapping[str, str]
    actors: Mapping[str, str]
    peers: Sequence[Value] = ()
    stories: Mapping[str, str] = field(default_factory=dict)
    methods: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ToolReading:
    """How a kind of tool is read, and the keys of `says` that a tool read so must give."""

    read: Callable[[Tool, Value, World], Reading]
    sentences: frozenset[str]


def blank(content: object) -> bool:
    """Say whether nothing was filled in: absent, empty or only spaces. Zero is something."""
    return content is None or content in ("", [], {}) or (isinstance(content, str) and not content.strip())


def single(value: Value, part_id: str) -> Mapping[str, Any]:
    """Return what was filled in in a part without rows, by field id."""
    found = value.get(part_id)
    return {k: v for k, v in found.items() if not blank(v)} if isinstance(found, Mapping) else {}


def filled(value: Value, part_id: str) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the rows of a part with anything in them, given or added: row id, then values by field id."""
    found = value.get(part_id)
    if isinstance(found, Mapping):
        pairs = [(name, row) for name, row in found.items() if isinstance(row, Mapping)]
    else:
        pairs = [(str(row["id"]), row) for row in found or [] if isinstance(row, Mapping)]
    kept = [(name, {k: v for k, v in row.items() if k != "id" and not blank(v)}) for name, row in pairs]
    return [(name, row) for name, row in kept if row]


def ranked(value: Value, part_id: str) -> list[str]:
    """Return the row ids of a ranked part in the learner's order; empty when nothing was ranked."""
    found = value.get(part_id)
    return [str(name) for name in found] if isinstance(found, list) else []


def say(tool: Tool, key: str, **places: object) -> str:
    """Return a sentence of the tool with its `{places}` filled in, whatever signs those hold: they stay plain words."""
    return tool.says[key].format_map(_Places({name: as_markdown(str(words)) for name, words in places.items()}))


class _Places(dict[str, str]):
    """The places of a sentence; one that no reading fills in is left out rather than stopping the learner."""

    def __missing__(self, name: str) -> str:
        return "…"


def as_markdown(words: str) -> str:
    """Return plain words as Markdown that shows just them."""
    return _LINE_START.sub(r"\1\2\\\3", _SIGNS.sub(r"\\\1", words))


def plain(text: str) -> str:
    """Return the words of one line of Markdown."""
    return unescape(_TAG.sub("", render_inline(text)))


def part(tool: Tool, part_id: str) -> ToolPart | None:
    """Return a part of a tool."""
    return next((part for part in tool.parts if part.id == part_id), None)


def option(tool: Tool, part_id: str, field_id: str, option_id: str, world: World | None = None) -> str:
    """Return the words of an option, its id when it has none; `world` names those of the corpus."""
    found = part(tool, part_id)
    for one in found.fields if found else []:
        if one.id == field_id:
            corpus: Mapping[str, str] = getattr(world, one.options_from) if world and one.options_from else {}
            own = {choice.id: plain(choice.text) for choice in one.options}
            return {**corpus, **own}.get(option_id, option_id)
    return option_id


def row_text(tool: Tool, part_id: str, row_id: str, world: World) -> str:
    """Return the words of a given row, those of its statement when it quotes one; its id when it has none."""
    found = part(tool, part_id)
    row = next((row for row in found.rows if row.id == row_id), None) if found else None
    if row is None:
        return row_id
    return world.statements[row.statement].quote if row.statement else plain(row.text or "")


def row_name(tool: Tool, part_id: str, row_id: str, world: World) -> str:
    """Return the short name of a given row: its first sentence, without its full stop."""
    return row_text(tool, part_id, row_id, world).split(". ")[0].rstrip(".")


def argued(tool: Tool, value: Value, part_id: str) -> list[Finding]:
    """Return the comment of each row whose first field was chosen and that says what can be argued for."""
    found = part(tool, part_id)
    given = dict(filled(value, part_id)) if found and found.rows and found.fields else {}
    told = []
    for row in found.rows if found else []:
        chosen = given.get(row.id, {}).get(found.fields[0].id) if found and found.fields else None
        if chosen and row.feedback:
            level: Level = "good" if chosen in row.defensible else "warning"
            told.append(Finding(level, row.feedback, (part_id, row.id)))
    return told
