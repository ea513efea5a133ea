"""The tools of the real modules: their readings are tested with the words learners read."""

from __future__ import annotations

from pathlib import Path

import yaml

from passerelles.content.tool import Tool

MODULES = Path(__file__).parents[2] / "modules"


def tool_of(module: str, name: str) -> Tool:
    """Return a tool of a module of this course."""
    tools = yaml.safe_load((MODULES / module / "tools.yaml").read_text(encoding="utf-8"))
    return Tool.model_validate(next(tool for tool in tools if tool["id"] == name))
