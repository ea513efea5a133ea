"""What the page of a module shows of what its authors wrote: the same with a server and without one."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from passerelles.content.course import Course, LoadedModule
from passerelles.engines.citations import readable
from passerelles.engines.lesson import public_item

Json = dict[str, Any]


def public_module(loaded: LoadedModule) -> Json:
    """Return what presents a module."""
    shown = loaded.module.model_dump(include={"slug", "title", "purpose", "takeaways"})
    return shown | {"minutes": loaded.module.minutes}


def public_steps(loaded: LoadedModule, course: Course) -> list[Json]:
    """Return its steps, each with its text as HTML."""
    return [
        step.model_dump(include={"id", "title", "minutes", "items", "tool", "optional"})
        | {"html": readable(loaded.texts[step.text], course.statements, step.id, course.terms)}
        for step in loaded.module.steps
    ]


def public_items(loaded: LoadedModule, course: Course, seed: str) -> Json:
    """Return its items as the learner of that seed sees them before answering."""
    return {
        item.id: public_item(item, seed=seed, statements=course.statements, terms=course.terms) for item in loaded.items
    }


def public_assignment(loaded: LoadedModule, course: Course, answered: Container[str]) -> Json | None:
    """Return what its assignment asks, and how many of its items are among those answered; None without one."""
    slug = loaded.module.slug
    found = next((one for one in course.assignments.values() if one.module == slug), None)
    if found is None:
        return None
    shown = {"assignment": found.slug, "title": found.title, "items": found.items, "total": len(found.items)}
    return shown | {"answered": sum(item in answered for item in found.items)}
