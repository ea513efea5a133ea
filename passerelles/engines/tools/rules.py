"""The rules that need readings: what a tool says back about its own example. `check` adds them to the others."""

from __future__ import annotations

from collections.abc import Iterator

from passerelles.content.course import LoadedModule
from passerelles.content.rules.base import Context, Finding, Rule, module_file
from passerelles.content.tool import Tool
from passerelles.content.tool_value import fits

from .form import read, reading_of, world
from .readings import READINGS


def unknown_reading(context: Context) -> Iterator[Finding]:
    """The reading a tool names exists."""
    for module, tool in _tools(context):
        if tool.reading and tool.reading not in READINGS:
            cause = f"La lecture « {tool.reading} » n’existe pas."
            cure = f"Choisissez parmi : {', '.join(sorted(READINGS)) or '(aucune)'} ; ou retirez `reading`."
            yield Finding(module_file(module, "tools.yaml"), (tool.id, "reading"), cause, cure)


def missing_sentence(context: Context) -> Iterator[Finding]:
    """A tool gives every sentence of its reading."""
    for module, tool in _tools(context):
        if missing := sorted(reading_of(tool).sentences - set(tool.says)):
            cause = f"Il manque des phrases de la lecture « {tool.reading} » : {', '.join(missing)}."
            cure = "Écrivez-les dans `says` : la lecture dit ce que chacune doit contenir."
            yield Finding(module_file(module, "tools.yaml"), (tool.id, "says"), cause, cure)


def stopped_example(context: Context) -> Iterator[Finding]:
    """An example shows what is asked for: its own reading does not stop at it."""
    for module, tool in _tools(context):
        whole = not reading_of(tool).sentences - set(tool.says)
        if whole and fits(tool, tool.example, context.course):
            reading = read(tool, tool.example, world(context.course))
            for finding in [finding for finding in reading.findings if finding.level == "stop"]:
                cause = f"L’outil refuse son propre exemple : {finding.text}"
                yield Finding(module_file(module, "tools.yaml"), (tool.id, "example"), cause, "Corrigez l’exemple.")


def _tools(context: Context) -> Iterator[tuple[LoadedModule, Tool]]:
    """Yield every tool with its module."""
    for module in context.course.modules.values():
        yield from ((module, tool) for tool in module.tools)


TOOL_RULES = (
    Rule("tool-unknown-reading", unknown_reading),
    Rule("tool-missing-sentence", missing_sentence),
    Rule("tool-stopped-example", stopped_example),
)
