"""Where a learner stands in each module: what the home page and the trainer count."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from passerelles.content.course import Course, Module
from passerelles.store import Store
from passerelles.store.rows import HandinRow

Standing = Literal["new", "started", "done"]


@dataclass(frozen=True)
class HandIn:
    """The last hand-in of an assignment of the module, if any."""

    assignment: str
    title: str
    status: str | None  # None: nothing handed in yet


@dataclass(frozen=True)
class Progress:
    """A module and how far one learner went."""

    module: Module
    answered: int
    total: int
    handins: list[HandIn]

    @property
    def standing(self) -> Standing:
        """Done when every item is answered and every assignment handed in."""
        if self.answered == self.total and all(h.status for h in self.handins):
            return "done"
        return "started" if self.answered or any(h.status for h in self.handins) else "new"


def item_ids(module: Module) -> list[str]:
    """Return the items of a module in the order they are met, each once."""
    return list(dict.fromkeys(item for step in module.steps for item in step.items))


def modules(course: Course) -> list[Module]:
    """Return the modules of the course in their order."""
    return sorted((loaded.module for loaded in course.modules.values()), key=lambda module: module.rank)


def progress(course: Course, store: Store, learner: str) -> list[Progress]:
    """Return how far the learner of that public code went in each module."""
    verdicts, handed = store.records.progress(learner), store.handins.of(learner)
    return [
        Progress(
            module,
            answered=answered(module, verdicts.get(module.slug, {})),
            total=len(item_ids(module)),
            handins=_handins(course, handed, module.slug),
        )
        for module in modules(course)
    ]


def answered(module: Module, items: Collection[str]) -> int:
    """Count the items of the module among those answered; an item withdrawn since counts no more."""
    return len(set(item_ids(module)) & set(items))


def _handins(course: Course, handed: Mapping[str, HandinRow], module: str) -> list[HandIn]:
    """Return the last hand-in of each assignment of the module."""
    own = [a for a in course.assignments.values() if a.module == module]
    return [HandIn(a.slug, a.title, handed[a.slug].status if a.slug in handed else None) for a in own]
