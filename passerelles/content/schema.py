"""JSON Schemas of the authored files, so that an editor completes and underlines the YAML.

First line of a file: `# yaml-language-server: $schema=../schemas/glossary.json` (two levels up for modules).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from .case import Case
from .corpus import Actor, Bridge, Sector, Source, Statement, Term
from .course import Assignment, Module
from .debrief import DebriefScript, Safeguard
from .items import Item
from .mechanism import Mechanism
from .method import Method
from .roleplay import RolePlay
from .tool import Tool
from .track import Track

KINDS: dict[str, Any] = {
    "statements": list[Statement],
    "sources": list[Source],
    "sectors": list[Sector],
    "actors": list[Actor],
    "glossary": list[Term],
    "bridges": list[Bridge],
    "debriefs": list[DebriefScript],
    "safeguards": list[Safeguard],
    "mechanisms": list[Mechanism],
    "methods": list[Method],
    "track": Track,
    "module": Module,
    "items": list[Item],
    "tools": list[Tool],
    "assignment": Assignment,
    "case": Case,
    "roleplay": RolePlay,
}


def schemas() -> dict[str, str]:
    """Return the text of each schema by file name."""
    return {f"{name}.json": _schema(name, model) for name, model in KINDS.items()}


def write_schemas(folder: Path) -> list[Path]:
    """Write every schema into a folder, made when absent, and return the files; OSError when it cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in schemas()]


def _schema(name: str, model: Any) -> str:
    """Return one schema as stable, readable JSON."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    schema |= {key: value for key, value in TypeAdapter(model).json_schema().items() if key != "title"}
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
