"""Which questions of the bank a quiz asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from passerelles.content.course import Course, LoadedModule
from passerelles.engines.review import is_reviewed, variant
from passerelles.errors import Refusal
from passerelles.text import t

COUNT = 8


def chosen(course: Course, options: Mapping[str, Any], round_: int) -> list[tuple[str, Any]]:
    """Return the questions (module, item), each with one try; Refusal on one that is not there or has no key."""
    named = [_place(name, options) for name in options["items"]] if "items" in options else _drawn(course, options)
    if len({item for _, item in named}) != len(named) or not named:
        raise Refusal(t("live.quiz.twice"), t("live.quiz.cure"))
    return [(module, _once(_item(course, module, item), round_)) for module, item in named]


def _once(item: Any, round_: int) -> Any:
    """Return a question with one try: as the module asks it, or as a review of that round does."""
    return variant(item, round_ - 1) if round_ else item.model_copy(update={"attempts": 1})


def _place(name: str, options: Mapping[str, Any]) -> tuple[str, str]:
    """Return the module and the id that a name means."""
    module, _, item = str(name).rpartition("/")
    return module or str(options.get("module", "")), item


def _item(course: Course, module: str, name: str) -> Any:
    """Return a question that has an answer to be found."""
    loaded = course.modules.get(module)
    item = next((item for item in loaded.items if item.id == name), None) if loaded else None
    if item is None or not is_reviewed(item):
        raise Refusal(t("live.quiz.unknown", module=module, item=name), t("live.quiz.cure"))
    return item


def _drawn(course: Course, options: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return so many questions of the module, or of some of its steps, evenly spread."""
    slug, count = str(options.get("module", "")), int(options.get("count", COUNT))
    loaded = course.modules.get(slug)
    found = _reviewed(loaded, options.get("steps")) if loaded else []
    if not found or count < 1:
        raise Refusal(t("live.quiz.unknown", module=slug, item=""), t("live.quiz.cure"))
    count = min(count, len(found))
    return [(slug, found[rank * len(found) // count]) for rank in range(count)]


def _reviewed(loaded: LoadedModule, steps: Sequence[str] | None) -> list[str]:
    """Return the ids of the questions of a module that have an answer to be found, in their order."""
    walked = [step for step in loaded.module.steps if steps is None or step.id in steps]
    return [name for step in walked for name in step.items if is_reviewed(loaded.item(name))]
