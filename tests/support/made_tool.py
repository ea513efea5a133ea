"""A tool with just the parts that a reading looks at, which says the names of its sentences."""

from __future__ import annotations

from passerelles.content.tool import Tool
from passerelles.engines.tools.reading import Reading, Value, World
from passerelles.engines.tools.readings import READINGS

WORLD = World({}, {}, {})


def made_tool(reading: str, parts: dict[str, str], **says: str) -> Tool:
    """`parts`: fields by part, separated by spaces; a part whose name ends with `+` is repeated."""
    sentences = {key: says.get(key.replace("-", "_"), key) for key in READINGS[reading].sentences}
    built = [
        {
            "id": name.rstrip("+"),
            "title": name,
            "fields": [{"id": field, "kind": "line", "label": field} for field in fields.split()],
            "repeat": {"name": "Ligne"} if name.endswith("+") else None,
        }
        for name, fields in parts.items()
    ]
    base = {"id": "outil", "title": "Outil", "purpose": "Essayer.", "cites": ["C5-104"], "example": {}}
    return Tool.model_validate({**base, "reading": reading, "says": sentences, "parts": built})


def read(tool: Tool, value: Value, world: World = WORLD) -> Reading:
    """Return what the tool says back."""
    return READINGS[tool.reading or ""].read(tool, value, world)


def said(tool: Tool, value: Value) -> list[tuple[str, str]]:
    """Return level and words of each finding."""
    return [(finding.level, finding.text) for finding in read(tool, value).findings]
