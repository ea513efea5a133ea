"""The items of all modules as trainers look through them: what kind, about what, in the quiz or not, who read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from passerelles.content.course import Course
from passerelles.content.items import UNREAD, Item
from passerelles.text import t


@dataclass(frozen=True)
class Entry:
    """An item, where it is, and whether a quiz asks it."""

    item: Item
    module: str  # its title
    path: str  # of the step that shows it
    graded: bool

    @property
    def read(self) -> bool:
        """Whether somebody is recorded to have read it a second time."""
        return self.item.reviewed_by != UNREAD


def entries(course: Course) -> list[Entry]:
    """Return every item that a step shows, in the order learners meet them."""
    graded = {(work.module, name) for work in course.assignments.values() for name in work.items}
    return [
        Entry(loaded.item(name), loaded.module.title, f"module/{slug}#{step.id}", (slug, name) in graded)
        for slug, loaded in course.modules.items()
        for step in loaded.module.steps
        for name in step.items
    ]


def tally(found: Iterable[Entry]) -> dict[str, list[tuple[str, int]]]:
    """Return counts of entries by kind and by what they are about, in words, the largest first."""
    kept = list(found)
    kinds, focuses = Counter(entry.item.kind for entry in kept), Counter(entry.item.focus for entry in kept)
    return {
        "kind": [(t(f"trainer.bank.kind.{name}"), count) for name, count in kinds.most_common()],
        "focus": [(t(f"trainer.bank.focus.{name}"), count) for name, count in focuses.most_common()],
    }
