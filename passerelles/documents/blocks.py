"""What is printed and put in Word files: one plain list of headings, texts, lists, tables and drawings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Literal

from passerelles.content.markdown import render_once
from passerelles.engines.tools.reading import Figure, Finding, Table
from passerelles.french import moment, number
from passerelles.text import t
from passerelles.typography import typeset

from .answers import Readable
from .played import CaseChapter, Decision, Way
from .roleplay_played import RolePlayChapter
from .tools import ToolPart
from .workbook import Chapter, Entry, Result, Tool, Workbook

_ITEM, _BREAK, _TAG = re.compile(r"<li>\s*"), re.compile(r"</(?:p|li|h\d|blockquote)>|<br>"), re.compile(r"<[^>]*>")
_QUOTE_IN, _QUOTE_OUT = re.compile(r"<q>"), re.compile(r"</q>")
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_WIDE, _HIGH, _UNIT = 16.5, 21.0, 0.0265  # centimetres: between the margins, a page, a unit of a picture
_SPACES = re.compile(r"[^\S\n\u00a0\u202f]+")


@dataclass(frozen=True)
class Heading:
    """A heading; the title of the document stands at level 1."""

    level: int
    text: str
    kind: str = "heading"


@dataclass(frozen=True)
class Words:
    """A paragraph: course text, what was asked, what was typed, where it comes from, or a note."""

    text: str
    style: Literal["normal", "asked", "written", "source", "note"] = "normal"
    kind: str = "words"


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: list[str]
    ordered: bool = False
    kind: str = "bullets"


@dataclass(frozen=True)
class Grid:
    """A table; each row has a cell for each heading."""

    title: str
    head: list[str]
    rows: list[list[str]]
    kind: str = "grid"


@dataclass(frozen=True)
class Drawing:
    """A picture, and the words that stand for it; `width` in centimetres."""

    title: str
    description: str
    svg: str
    width: float
    kind: str = "drawing"


Block = Heading | Words | Bullets | Grid | Drawing


@dataclass(frozen=True)
class Paper:
    """A document to print or to put in a Word file."""

    title: str
    subtitle: str
    blocks: list[Block] = field(default_factory=list)


def plain_words(html: str) -> str:
    """Return rendered HTML as plain words: a line for each paragraph, a dash for each item, « » round quotations."""
    flowing = html.replace("\n", " ")
    text = _QUOTE_OUT.sub(" »", _QUOTE_IN.sub("« ", _BREAK.sub("\n", _ITEM.sub("– ", flowing))))
    lines = (_SPACES.sub(" ", line).strip() for line in unescape(_TAG.sub("", text)).split("\n"))
    return typeset("\n".join(filter(None, lines)))


def tool_paper(tool: Tool, module: str) -> Paper:
    """Return one tool of a learner as a document."""
    made = t("documents.paper.tool", module=module, at=moment(tool.at))
    return Paper(typeset(tool.title), made, list(_tool(tool, 2, named=False)))


def workbook_paper(book: Workbook) -> Paper:
    """Return everything a learner made as a document."""
    blocks: list[Block] = [Words(_result(result), "note") for result in book.results]
    for chapter in book.chapters:
        blocks += _chapter(chapter)
    for case in book.cases:
        blocks += _case(case)
    for play in book.roleplays:
        blocks += _roleplay(play)
    made = t("documents.paper.made", learner=book.learner, at=moment(book.made_at))
    return Paper(t("documents.paper.title"), made, [*blocks, Words(t("documents.paper.sources"), "source")])


def _result(result: Result) -> str:
    """Return a hand-in in one sentence."""
    at = moment(result.row.received_at)
    return t("documents.paper.result", title=result.title, score=_score(result.score), at=at)


def _score(score: tuple[float, float] | None) -> str:
    """Return points obtained and possible, between brackets; nothing before they are known."""
    return t("documents.paper.score", got=number(score[0]), of=number(score[1])) if score else ""


def _chapter(chapter: Chapter) -> Iterator[Block]:
    """Yield a module: its tools, then its answers, step by step."""
    yield Heading(2, chapter.title)
    for tool in chapter.tools:
        yield from _tool(tool, 3)
    step = None
    for entry in chapter.entries:
        if entry.step != step:
            yield Heading(3, entry.step)
        step = entry.step
        yield from _entry(entry)


def _tool(tool: Tool, level: int, *, named: bool = True) -> Iterator[Block]:
    """Yield what was made with a tool; headings from that level on."""
    if named:
        yield Heading(level, tool.title)
    if tool.caution:
        yield Words(tool.caution, "note")
    if tool.parts:
        yield Bullets([*_parts(tool.parts)])
    yield from (_drawing(figure) for figure in tool.reading.figures)
    for table in tool.reading.tables:
        yield from _grid(table)
    if tool.reading.findings:
        yield Words(t("widgets.form.reading"), "asked")
        yield Bullets([_finding(finding) for finding in tool.reading.findings])
    if named:
        yield Words(t("documents.paper.kept", at=moment(tool.at)), "source")


def _parts(parts: Iterable[ToolPart], depth: int = 0) -> Iterator[str]:
    """Yield what a tool kept, what is inside after what holds it."""
    for part in parts:
        label = f"{part.label} : " if part.label else ""
        words = f"« {part.text} » ({part.source})" if part.source else part.text
        yield typeset(f"{'– ' * depth}{label}{words}")
        yield from _parts(part.inner, depth + 1)


def _finding(finding: Finding) -> str:
    """Return what a tool said back, its level in words."""
    return typeset(f"{t(f'widgets.form.level.{finding.level}')} : {plain_words(render_once(finding.text))}")


def _drawing(figure: Figure) -> Drawing:
    """Return a figure, no larger than it was drawn for and than what a page holds."""
    size = _SIZE.search(figure.svg)
    wide, high = (float(size[1]), float(size[2])) if size else (700.0, 500.0)
    width = round(min(_WIDE, wide * _UNIT, _HIGH * wide / max(high, 1)), 2)
    return Drawing(typeset(figure.title), typeset(figure.description), figure.svg, width)


def _grid(table: Table) -> Iterator[Block]:
    """Yield a table with its title; every row gets as many cells as there are headings."""
    if table.rows:
        width = len(table.head)
        rows = [[typeset(cell) for cell in [*row, *[""] * width][:width]] for row in table.rows]
        yield Grid(typeset(table.title), [typeset(cell) for cell in table.head], rows)


def _entry(entry: Entry) -> Iterator[Block]:
    """Yield a question and the answer to it."""
    yield Words(plain_words(render_once(entry.prompt)), "asked")
    yield from _answer(entry.answer)
    if entry.criteria:
        yield Bullets([f"{'☑' if line.ticked else '☐'} {line.text}" for line in entry.criteria])
    yield Words(_verdict(entry), "source")


def _verdict(entry: Entry) -> str:
    """Return what became of an answer, in one line."""
    if not entry.verdict:
        return t("documents.paper.draft", at=moment(entry.at))
    return t("documents.paper.verdict", verdict=entry.verdict, score=_score(entry.score), at=moment(entry.at))


def _answer(given: Readable) -> Iterator[Block]:
    """Yield an answer."""
    if given.text is not None:
        yield Words(given.text, "written")
    for group in given.groups:
        if group.heading:
            yield Words(plain_words(group.heading))
        yield Bullets([plain_words(line) for line in group.lines], given.ordered)


def _case(chapter: CaseChapter) -> Iterator[Block]:
    """Yield a case: each way taken, then the debrief."""
    yield Heading(2, chapter.title)
    for way in chapter.ways:
        yield from _way(way)
    if chapter.reflections:
        yield Heading(3, t("documents.paper.after"))
    for reflection in chapter.reflections:
        yield Words(plain_words(render_once(reflection.question)), "asked")
        yield Words(reflection.text, "written")


def _roleplay(chapter: RolePlayChapter) -> Iterator[Block]:
    """Yield a role play: the sentences written, then the conversations."""
    yield Heading(2, chapter.title)
    for sentence in chapter.sentences:
        yield Heading(3, t("documents.roleplay.first", who=sentence.who))
        yield Words(sentence.words, "written")
    for talk in chapter.talks:
        yield Heading(3, talk.title)
        yield Bullets([f"{line.who} : {plain_words(render_once(line.words))}" for line in talk.lines])
    yield Words(t("documents.paper.kept", at=moment(chapter.at)), "source")


def _way(way: Way) -> Iterator[Block]:
    """Yield one play."""
    yield Heading(3, t("documents.paper.begun", at=moment(way.at)))
    yield Words(way.manner, "source")
    if way.changed:
        yield Words(t("documents.paper.changed"))
        return
    yield Bullets(_decisions(way.decisions), ordered=True)
    for detour in way.detours:
        yield Words(t("documents.paper.left", why=f" : « {detour.comment} »" if detour.comment else ""))
        yield Bullets(_decisions(detour.decisions))
    if way.ending:
        yield Words(t("documents.paper.ending", ending=way.ending, words=" ".join(way.sentences)))


def _decisions(decisions: Iterable[Decision]) -> list[str]:
    """Return what was chosen, moment by moment."""
    return [f"{one.title} : {plain_words(render_once(one.choice))}" for one in decisions]
