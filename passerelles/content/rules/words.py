"""The words of a course: every text an author wrote, with its place, and how to cut it up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from ..case import Case
from ..course import LoadedModule
from ..roleplay import RolePlay
from ..yaml import Place
from .base import Context, Finding, case_file, module_file, roleplay_file

# fields that hold identifiers, quotations of a source or tags, never our own sentences
_NOT_PROSE = {"id", "cites", "statement", "kind", "focus", "source", "slug", "text_file", "category", "partner", "also"}
_NOT_PROSE |= {"teaches", "items", "tool", "caution", "sector", "obstacle", "conditions", "level", "accepted"}
_NOT_PROSE |= {
    "when",
    "at",
    "next",
    "sets",
    "effects",
    "alliance",
    "document",
    "mirrors",
    "who",
    "actor",
    "to",
    "image",
}
_NOT_PROSE |= {"reviewed_by", "script", "at_least", "at_most"}
_NOT_PROSE |= {"statements", "reaches", "module", "steps", "case", "start"}
_NOT_PROSE |= {"mechanisms", "defensible", "reading", "example", "field", "among", "options_from"}
_CASE_HEAD = ("title", "place", "role", "purpose", "themes", "opening")  # read before the rest

_QUOTE = re.compile(r"«[^»]*»")
_CODE = re.compile(r"`[^`]*`")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_REFERENCES = re.compile(r"\[[^\]]*(?:C5|WC)-\d{3}[^\]]*\]")
_MARKS = re.compile(r"[*_#>|]+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\s»)]+(?=[A-ZÀÂÉÈÊÎÔÇ«(0-9])")
_NEW_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+>#|]|\d+[.)])\s)")
_WORD = re.compile(r"[\w]+(?:[’'-][\w]+)*")


class Prose(NamedTuple):
    """A text of ours: in a YAML field, or a whole Markdown file."""

    file: str
    place: Place | None  # None: a Markdown file, the line is counted in the text
    text: str

    def finding(self, offset: int, cause: str, cure: str) -> Finding:
        """Return a finding about what stands at that offset."""
        line = self.text.count("\n", 0, offset) + 1
        return Finding(self.file, line if self.place is None else self.place, cause, cure)


def all_prose(context: Context) -> Iterator[Prose]:
    """Yield every text of the course, modules first, then cases."""
    for module in context.course.modules.values():
        yield from module_prose(module)
    for case in context.course.cases.values():
        yield from case_prose(case)
    course = context.course
    for play in course.roleplays.values():
        yield from roleplay_prose(play)
    lists: dict[str, list[Any]] = {
        "sectors": course.sectors, "actors": course.actors, "glossary": course.terms, "bridges": course.bridges,
        "debriefs": course.debriefs, "safeguards": course.safeguards,
        "mechanisms": list(course.mechanisms.values()), "methods": course.methods,
    }  # fmt: skip
    for name, things in lists.items():
        for thing in things:
            yield from _fields(f"corpus/{name}.yaml", thing, (getattr(thing, "id", None) or thing.obstacle,))
    for track in course.tracks.values():
        yield from _fields(f"corpus/tracks/{track.slug}.yaml", track, ())
    for slug, work in course.assignments.items():
        yield Prose(f"exercises/{slug}/assignment.yaml", ("title",), work.title)


def module_prose(module: LoadedModule) -> Iterator[Prose]:
    """Yield the texts of a module in reading order: head, then each step's text and items."""
    head = module.module
    yield Prose(module_file(module), ("purpose",), head.purpose)
    for index, takeaway in enumerate(head.takeaways):
        yield Prose(module_file(module), ("takeaways", index), takeaway)
    items, tools = {item.id: item for item in module.items}, {tool.id: tool for tool in module.tools}
    for step in head.steps:
        yield Prose(module_file(module), ("steps", step.id, "title"), step.title)
        if step.text in module.texts:
            yield Prose(module_file(module, step.text), None, module.texts[step.text])
        for name in step.items:
            if name in items:
                yield from _fields(module_file(module, "items.yaml"), items[name], (name,))
        if step.tool in tools:
            yield from _fields(module_file(module, "tools.yaml"), tools[step.tool], (step.tool,))


def case_prose(case: Case) -> Iterator[Prose]:
    """Yield the texts of a case in reading order: what stands before the first scene, then the rest."""
    names = [*_CASE_HEAD, *(name for name in type(case).model_fields if name not in _CASE_HEAD)]
    for name in [name for name in names if name not in _NOT_PROSE]:
        yield from _values(case_file(case), getattr(case, name), (name,))


def roleplay_prose(play: RolePlay) -> Iterator[Prose]:
    """Yield the texts of a role play in reading order."""
    yield from _fields(roleplay_file(play), play, ())


def _fields(file: str, thing: BaseModel, place: Place) -> Iterator[Prose]:
    """Yield the texts inside a model, in the order of its fields."""
    for name in type(thing).model_fields:
        if name not in _NOT_PROSE:
            yield from _values(file, getattr(thing, name), (*place, name))


def _values(file: str, value: Any, place: Place) -> Iterator[Prose]:
    """Yield the texts inside a value."""
    if isinstance(value, str):
        yield Prose(file, place, value)
    elif isinstance(value, BaseModel):
        yield from _fields(file, value, place)
    elif isinstance(value, list | dict):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _values(file, inner, (*place, key))


def blank(pattern: re.Pattern[str], text: str) -> str:
    """Return the text with what matches turned into spaces: offsets and lines stay."""
    return pattern.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), text)


def without_quotes(text: str) -> str:
    """Return the text with everything between « » blanked."""
    return blank(_QUOTE, text)


def quotes(text: str) -> Iterator[re.Match[str]]:
    """Yield what stands between « »."""
    return _QUOTE.finditer(text)


def plain(text: str) -> str:
    """Return Markdown as plain words: no marks, no references, no link targets."""
    text = _REFERENCES.sub(" ", _LINK.sub(r"\1", _CODE.sub(" ", text)))
    return " ".join(_MARKS.sub(" ", text).split())


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield the sentences of a Markdown text, each with its offset: a list element or a heading stands alone."""
    start = 0
    for block in [*_NEW_BLOCK.finditer(text), None]:
        end = block.start() if block else len(text)
        yield from _cut(text, start, end)
        start = block.end() if block else end


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Yield the sentences of one block."""
    for mark in [*_SENTENCE_END.finditer(text, start, end), None]:
        stop = mark.start() if mark else end
        if text[start:stop].strip():
            yield start + len(text[start:stop]) - len(text[start:stop].lstrip()), text[start:stop]
        start = mark.end() if mark else stop


def words(text: str) -> list[str]:
    """Return the words of a plain text; « l’équipe » counts as one."""
    return _WORD.findall(text)


@cache
def folded(text: str) -> str:
    """Return the same as `folded_once`, kept: the texts of a course are compared with one another again and again."""
    return folded_once(text)


def folded_once(text: str) -> str:
    """Return lower-case words without plural marks, punctuation or elisions, to compare wordings."""
    return " ".join(word.rstrip("s") for word in re.findall(r"\w+", text.lower().replace("·", "")))
