"""What a day leaves to its trainer: nobody is named in it, and it says no more than was measured.

Traces stand by level of evaluation (Kirkpatrick, Barr): 1 reaction, 2a attitudes, 2b knowledge. Nothing is concluded
about levels 3 and 4 from levels 1 and 2.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from passerelles.engines.live.activity import SMALL, Trace
from passerelles.engines.live.presence import OTHERS, grouped
from passerelles.french import day
from passerelles.text import catalogue, t
from passerelles.typography import typeset

from .attestation import hours
from .blocks import Block, Bullets, Grid, Heading, Paper, Words
from .cells import xlsx
from .screen_blocks import on_paper

LEVELS = ("1", "2a", "2b", "3", "made")  # in the order of the report; « made »: what the day produced
LEVEL_OF = {"satisfaction": "1", "positioning": "2a", "vote": "2a", "quiz": "2b", "commitments": "3"}


@dataclass(frozen=True)
class Done:
    """An activity that was lived: its kind, and what stays of it."""

    kind: str
    trace: Trace

    @property
    def level(self) -> str:
        """The level that it tells something of."""
        return LEVEL_OF.get(self.kind, "made")


@dataclass(frozen=True)
class Report:
    """A day. `sectors`: how many people of each; `decided`: decisions with somebody and a date, None without a log."""

    title: str
    day: date
    hours: float
    people: int
    sectors: Mapping[str, int]
    done: Sequence[Done]
    decided: int | None = None
    track: str = ""


def report_paper(report: Report) -> Paper:
    """Return the report as a document, for PDF, Word or a page."""
    made = _say("made", title=report.title, day=day(report.day))
    return Paper(_say("title"), made, [*_first(report), *chain(*(_level(report, level) for level in LEVELS)), *_last()])


def report_xlsx(report: Report) -> bytes:
    """Return the figures and the tables of the report as a workbook; no cell is a formula."""
    return xlsx(
        {
            _say("sheet.day"): [[_say("label"), _say("value")], *_summary(report)],
            _say("sheet.facts"): [
                [_say(f"column.{name}") for name in ("level", "activity", "fact", "value")],
                *_facts(report),
            ],
            _say("sheet.tables"): [[_say("column.activity"), _say("column.content")], *_tables(report)],
        }
    )


def told_sectors(sectors: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return how many people of each sector, the largest first; those of too few together, or not at all."""
    groups = grouped(name for name, count in sectors.items() for _ in range(count))
    told: Counter[str] = Counter()
    for name, count in sectors.items():
        told[groups.get(name, OTHERS)] += count
    rest = told.pop(OTHERS, 0)
    order = sorted(told.items(), key=lambda one: (-one[1], one[0]))
    return [*order, *([(_say("others"), rest)] if rest and order else [])]


def _first(report: Report) -> Iterator[Block]:
    """Yield what the day was, and what is missing of it."""
    yield Bullets([typeset(f"{label} : {value}") for label, value in _summary(report)])
    if sectors := told_sectors(report.sectors):
        rows = [[typeset(name), str(count)] for name, count in sectors]
        yield Grid(_say("sectors"), [_say("sector"), _say("people")], rows)
    if report.decided == 0:
        yield Words(_say("undecided"), "note")
    yield Words(_say("care"), "source")


def _summary(report: Report) -> list[tuple[str, Any]]:
    """Return the day in a few lines; of fewer than five people not even how many sectors."""
    many = sum(1 for name, count in report.sectors.items() if name and count)
    told: dict[str, Any] = {
        "subject": typeset(report.title),
        "day": day(report.day),
        "hours": hours(report.hours),
        "track": typeset(report.track),
        "people": report.people,
        "present": many if report.people >= SMALL else "",
        "decided": report.decided,
    }
    return [(_say(f"fact.{name}"), value) for name, value in told.items() if value not in ("", None)]


def _level(report: Report, level: str) -> Iterator[Block]:
    """Yield what tells something of a level, activity after activity."""
    yield Heading(2, _say(f"level.{level}"))
    yield Words(_say(f"level.{level}.means"), "source")
    lived = [one.trace for one in report.done if one.level == level]
    for trace in lived:
        yield Heading(3, typeset(trace.title))
        yield from _trace(trace)
    if not lived:
        yield Words(_say("nothing"))


def _trace(trace: Trace) -> Iterator[Block]:
    """Yield what stays of an activity, or that nothing does."""
    blocks = [] if trace.empty else list(on_paper(trace.blocks))
    yield from blocks or [Words(_say("empty"), "note")]


def _last() -> Iterator[Block]:
    """Yield what this report does not say."""
    yield Heading(2, _say("beyond"))
    yield Words(_say("beyond.3"))
    yield Words(_say("beyond.4"))


def _facts(report: Report) -> Iterator[list[Any]]:
    """Yield a row for each figure."""
    for one in report.done:
        for name, value in (one.trace.facts or {}).items():
            yield [_say(f"level.{one.level}"), typeset(one.trace.title), _measure(name), value]


def _measure(name: str) -> str:
    """Return what a figure counts; an activity may tell it in words of its own."""
    if name.startswith("up-"):
        return _say("measure.up", line=name.removeprefix("up-"))
    return typeset(catalogue().get(f"evidence.report.measure.{name}", name))


def _tables(report: Report) -> Iterator[list[Any]]:
    """Yield the tables of all activities one under the other, each under its title, the activity in front."""
    for one in report.done:
        title = typeset(one.trace.title)
        for block in on_paper(one.trace.blocks):
            if isinstance(block, Grid):
                yield [title, block.title]
                yield from ([title, *row] for row in (block.head, *block.rows))
                yield []
            elif isinstance(block, Bullets):
                yield from ([title, item] for item in block.items)


def _say(key: str, **values: object) -> str:
    """Return a sentence of the report."""
    return typeset(t(f"evidence.report.{key}", **values))
