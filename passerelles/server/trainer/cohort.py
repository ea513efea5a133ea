"""Who is where: one line per learner code, one column per module."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from passerelles.content.course import Course, Module
from passerelles.server.pages.progress import answered, item_ids, modules
from passerelles.store import Store


@dataclass(frozen=True)
class Line:
    """One learner: public code, answers by module in the order of the columns, last visit."""

    code: str
    answered: list[int]
    seen_at: str


@dataclass(frozen=True)
class Cohort:
    """The table of progress."""

    columns: list[tuple[Module, int]]  # a module and its number of items
    lines: list[Line]
    silent: int  # codes that have not answered anything

    def finished(self, column: int) -> int:
        """Count the learners who answered every item of a module."""
        return sum(line.answered[column] >= self.columns[column][1] for line in self.lines)


def cohort(course: Course, store: Store) -> Cohort:
    """Return the learners who answered something, the most recent visit first."""
    columns = [(module, len(item_ids(module))) for module in modules(course)]
    verdicts, everyone = store.records.cohort(), store.learners.all()
    lines = [
        Line(row.public, _counts(columns, verdicts[row.public]), row.seen_at)
        for row in everyone
        if verdicts.get(row.public)
    ]
    lines.sort(key=lambda line: (line.seen_at, line.code), reverse=True)
    return Cohort(columns, lines, silent=len(everyone) - len(lines))


def _counts(columns: list[tuple[Module, int]], verdicts: Mapping[str, Mapping[str, str]]) -> list[int]:
    """Return how many items of each module are answered."""
    return [answered(module, verdicts.get(module.slug, {})) for module, _ in columns]
