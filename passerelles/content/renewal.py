"""Reads again what changed of a course, and nothing else: an author sees a sentence live within seconds.

What cannot be read, or could not be shown, is told; the course as it was still stands.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from .course import Course
from .loader import CORPUS, Intake, authored
from .problems import Problem
from .rules import vital_problems

SHOWN = ("modules/*/*.ipynb", "case_studies/*/*.ipynb")  # not read with the course, but looked at by rules

Stamp = dict[str, tuple[int, int]]  # file -> time of change, size


def stamp(root: Path) -> Stamp:
    """Return when each file of the course last changed, and its size; one that is being replaced is left out."""
    found: Stamp = {}
    for file in [*authored(root), *(file for room in SHOWN for file in root.glob(room))]:
        try:
            told = file.stat()
        except OSError:
            continue
        found[file.relative_to(root).as_posix()] = (told.st_mtime_ns, told.st_size)
    return found


def changed(before: Stamp, after: Stamp) -> set[str]:
    """Return the files that differ between two looks."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def renew(course: Course, root: Path, names: Collection[str]) -> tuple[Course, list[Problem]]:
    """Return the course with those files read again, and what forbids to show it; empty when all is well."""
    intake = Intake(root)
    fields: dict[str, Any] = {name: intake.corpus(name) for name in CORPUS if f"corpus/{CORPUS[name][0]}.yaml" in names}
    if any(name.startswith("corpus/tracks/") for name in names):
        fields["tracks"] = intake.tracks()
    readers: tuple[tuple[str, str, Callable[[Path], Any], Callable[[Any], Any]], ...] = (
        ("modules", "modules", lambda folder: intake.module(folder), lambda one: one.module.rank),
        ("exercises", "assignments", lambda folder: intake.assignment(folder / "assignment.yaml"), _asked_order),
        ("case_studies", "cases", lambda folder: intake.case(folder / "case.yaml"), lambda one: one.rank),
        ("case_studies", "roleplays", lambda folder: intake.roleplay(folder / "roleplay.yaml"), lambda one: one.rank),
    )
    for room, field, read, rank in readers:
        if slugs := {name.split("/")[1] for name in names if name.startswith(f"{room}/")}:
            kept = {slug: one for slug, one in getattr(course, field).items() if slug not in slugs}
            fresh = {slug: read(root / room / slug) for slug in slugs}
            both = kept | {slug: one for slug, one in fresh.items() if one}
            fields[field] = dict(sorted(both.items(), key=lambda pair: rank(pair[1])))
    made = course.model_copy(update=fields)
    return made, intake.problems or vital_problems(made, root)


def _asked_order(work: Any) -> tuple[bool, str]:
    """Return what assignments are ordered by: modules first, then cases, each by name."""
    return work.case is not None, work.slug
