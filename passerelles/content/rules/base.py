"""What every rule works with: the course, its folder, and how to point at a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from ..case import Case
from ..case_proof import Proof, prove
from ..case_references import is_sound
from ..course import Course, LoadedModule
from ..items import Item
from ..problems import CourseError, Severity
from ..roleplay import RolePlay
from ..track import Track
from ..yaml import Document, Place, read_yaml


class Finding(NamedTuple):
    """One thing a rule found. `place` is a path inside a YAML file, where an id stands for a list element."""

    file: str
    place: Place | int  # a line number for files that are not YAML
    cause: str
    cure: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A named check of a whole course."""

    code: str
    find: Callable[[Context], Iterator[Finding]]
    severity: Severity = "error"
    whole: bool = False  # compares things of the course with one another


class Context:
    """A course under examination, in its folder, on a given day."""

    def __init__(self, course: Course, root: Path, today: date) -> None:
        """Examine a course that stands in `root`, as on the day `today`."""
        self.course = course
        self.root = root
        self.today = today
        self._documents: dict[str, Document] = {}

    def line(self, finding: Finding) -> int:
        """Return the line a finding points at."""
        if isinstance(finding.place, int):
            return finding.place
        document = self._document(finding.file)
        return document.line(_indexed(document.value, finding.place))

    def _document(self, file: str) -> Document:
        """Return a parsed file, read again only when a finding needs its lines."""
        if file not in self._documents:
            try:
                self._documents[file] = read_yaml(self.root / file, file)
            except CourseError:
                self._documents[file] = Document(file, None)
        return self._documents[file]

    @cached_property
    def items(self) -> list[Located]:
        """Every item of every module, with where it is."""
        return [Located(m, i) for m in self.course.modules.values() for i in m.items]

    @cached_property
    def proofs(self) -> list[Proof]:
        """Every story of every case that can be explored, with all its paths."""
        return [proof for case in self.course.cases.values() if is_sound(case) for proof in prove(case)]

    def assigned(self) -> Iterator[tuple[str, list[Located]]]:
        """Yield each assignment with those of its items that exist."""
        known = {(place.module.module.slug, place.item.id): place for place in self.items}
        for slug, work in self.course.assignments.items():
            named = [(work.module or "", name) for name in work.items]
            yield slug, [known[name] for name in named if name in known]


class Located(NamedTuple):
    """An item with the module it stands in."""

    module: LoadedModule
    item: Item

    @property
    def file(self) -> str:
        """The file it is written in."""
        return f"modules/{self.module.module.slug}/items.yaml"

    def finding(self, place: Iterable[str | int], cause: str, cure: str) -> Finding:
        """Return a finding at a place inside this item."""
        return Finding(self.file, (self.item.id, *place), cause, cure)


def module_file(module: LoadedModule, name: str = "module.yaml") -> str:
    """Return the path of a file of a module, as messages name it."""
    return f"modules/{module.module.slug}/{name}"


def case_file(case: Case, name: str = "case.yaml") -> str:
    """Return the path of a file of a case, as messages name it."""
    return f"case_studies/{case.slug}/{name}"


def roleplay_file(play: RolePlay, name: str = "roleplay.yaml") -> str:
    """Return the path of a file of a role play, as messages name it."""
    return f"case_studies/{play.slug}/{name}"


def track_file(track: Track) -> str:
    """Return the path of a track, as messages name it."""
    return f"corpus/tracks/{track.slug}.yaml"


def _indexed(value: Any, place: Place) -> Place:
    """Return the place with ids turned into list positions."""
    found: list[str | int] = []
    for part in place:
        if isinstance(value, list) and isinstance(part, str):
            part = next((n for n, thing in enumerate(value) if _names(thing, part)), part)
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            break
        found.append(part)
    return tuple(found)


def _names(thing: Any, name: str) -> bool:
    """Say whether a list element goes by that name."""
    if isinstance(thing, dict):
        return name in (thing.get("id"), thing.get("obstacle"))
    return bool(thing == name)
