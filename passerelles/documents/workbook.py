"""The learner's workbook: everything they answered and wrote, to read, print and keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from jinja2 import Environment

from passerelles.content.course import Course, LoadedModule
from passerelles.content.items import Item, OpenAnswer
from passerelles.engines.tools.reading import Reading, plain
from passerelles.store import Store
from passerelles.store.rows import AttemptRow, HandinRow, WorkRow
from passerelles.text import catalogue, t

from .answers import Readable, readable
from .played import CaseChapter, case_chapters
from .roleplay_played import RolePlayChapter, roleplay_chapters
from .templating import compose, environment
from .tools import ToolPart, tool_parts, tool_reading

Works = Mapping[str, WorkRow]


@dataclass(frozen=True)
class Criterion:
    """A line of a rubric and whether the learner ticked it for their own text."""

    text: str
    ticked: bool


@dataclass(frozen=True)
class Entry:
    """What the learner gave to one item."""

    prompt: str  # Markdown
    step: str
    answer: Readable
    at: str
    verdict: str | None = None  # in words; None for a draft
    score: tuple[float, float] | None = None
    tries: int = 0
    criteria: list[Criterion] = field(default_factory=list)


@dataclass(frozen=True)
class Tool:
    """What the learner made with one tool."""

    title: str
    at: str
    name: str
    parts: list[ToolPart] = field(default_factory=list)  # of the tools that any module may show
    reading: Reading = field(default_factory=Reading)  # of the others, after what was filled in
    caution: str = ""


@dataclass(frozen=True)
class Chapter:
    """One module of the workbook."""

    slug: str
    title: str
    entries: list[Entry]
    tools: list[Tool]


@dataclass(frozen=True)
class Result:
    """A hand-in and its score."""

    title: str
    assignment: str
    row: HandinRow

    @property
    def score(self) -> tuple[float, float] | None:
        """Points obtained and possible; None before grading."""
        results = self.row.results
        return (results["score"], results["max_score"]) if self.row.status == "graded" and results else None


@dataclass(frozen=True)
class Workbook:
    """Everything one learner gave: module by module, case by case, then role play by role play."""

    learner: str  # public code
    made_at: datetime
    chapters: list[Chapter]
    results: list[Result]
    cases: list[CaseChapter]
    roleplays: list[RolePlayChapter] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """True when there is nothing to read yet."""
        return not (any(c.entries or c.tools for c in self.chapters) or self.results or self.cases or self.roleplays)


def workbook(course: Course, store: Store, learner: str, now: datetime | None = None) -> Workbook:
    """Return the workbook of the learner of that public code."""
    ordered = sorted(course.modules.values(), key=lambda loaded: loaded.module.rank)
    chapters = [_chapter(loaded, course, store, learner) for loaded in ordered]
    results = [
        Result(assignment.title, assignment.slug, row)
        for assignment in course.assignments.values()
        if (row := store.handins.latest(learner, assignment.slug))
    ]
    return Workbook(
        learner,
        now or datetime.now(UTC),
        [c for c in chapters if c.entries or c.tools],
        results,
        case_chapters(course, store, learner),
        roleplay_chapters(course, store, learner),
    )


def workbook_html(book: Workbook) -> str:
    """Return the workbook as one HTML file that needs nothing else: no style sheet, no font, no network."""
    return compose(_environment(), "workbook.html", book=book)


@cache
def _environment() -> Environment:
    """Return the environment of the command line's documents."""
    return environment()


def _chapter(loaded: LoadedModule, course: Course, store: Store, learner: str) -> Chapter:
    """Return what the learner gave in one module, in the order of its steps."""
    slug = loaded.module.slug
    attempts, works = store.records.attempts(learner, slug), store.records.works(learner, slug)
    entries = [
        entry
        for step in loaded.module.steps
        for item_id in step.items
        if (entry := _entry(loaded.item(item_id), step.title, attempts.get(item_id, []), works, course))
    ]
    tools = [
        made_tool(course, store, learner, loaded, name.removeprefix("tool:"), work)
        for name, work in works.items()
        if name.startswith("tool:") and work.value
    ]
    return Chapter(slug, loaded.module.title, entries, tools)


def made_tool(course: Course, store: Store, learner: str, loaded: LoadedModule, name: str, work: WorkRow) -> Tool:
    """Return what a learner made with one tool of a module."""
    if own := loaded.tool(name):
        reading = tool_reading(course, store, learner, loaded, name, work.value)
        caution = t(f"caution.{own.caution}") if own.caution else ""
        return Tool(plain(own.title), work.saved_at, name, [], reading, caution)
    return Tool(_tool_title(f"tool:{name}"), work.saved_at, name, tool_parts(name, work.value, course))


def _entry(item: Item, step: str, attempts: Sequence[AttemptRow], works: Works, course: Course) -> Entry | None:
    """Return the last answer to an item, else its draft, else None."""
    if not attempts:
        draft = works.get(f"draft:{item.id}")
        if not draft or not draft.value:
            return None
        return Entry(item.prompt, step, readable(item, draft.value, course.statements), draft.saved_at)
    last = attempts[-1]
    return Entry(
        item.prompt,
        step,
        readable(item, last.answer, course.statements),
        last.given_at,
        verdict=t(f"documents.verdict.{last.verdict}"),
        score=None if last.verdict in ("to_mark", "unscored") else (last.points, last.maximum),
        tries=len(attempts),
        criteria=_criteria(item, works),
    )


def _criteria(item: Item, works: Works) -> list[Criterion]:
    """Return the rubric as the learner ticked it; empty when they did not."""
    marks = works.get(f"rubric:{item.id}")
    if not isinstance(item, OpenAnswer) or not marks or not isinstance(marks.value, dict):
        return []
    return [Criterion(c.text, bool(marks.value.get(c.id))) for c in item.rubric]


def _tool_title(name: str) -> str:
    """Return the title of a tool, its own name when the catalogue has none."""
    key = f"documents.{name.replace(':', '.')}"
    return t(key) if key in catalogue() else name.partition(":")[2].capitalize()
