"""Reading `transition` (M32): who accompanies a young person when; a gap fails, an overlap without end warns.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `passage` (no rows): `debut`, `fin` (`date`: the time to cover; left empty, that of the services);
- part `services` (`repeat`): `fonction` (`line`), `debut`, `fin` (`date`; no `fin`: no end foreseen);
- part `jeune` (no rows): `relu` (`choice`; the option `oui` means read again with the young person), `fil` (`line`:
  the function that holds the thread).

`says` keys, with their places: `vide` (), `sans-date` ({services}), `a-l-envers` ({service}), `trou` ({du}, {au},
{jours}), `sans-fin` ({services}), `sans-chevauchement` (), `continu` ({du}, {au}), `chevauchement` ({services}),
`relecture` (), `sans-fil` ().
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from passerelles.content.tool import Tool
from passerelles.french import listed
from passerelles.text import t

from .dates import day, short_day
from .picture import BRICK, GREY, INK, MOSS, RIVER, SAND, Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, say, single

ONE_DAY = timedelta(days=1)
_LEFT, _WIDE = 12, 300  # of the picture


@dataclass(frozen=True)
class Service:
    """One service and when it accompanies; without `end`, none is foreseen."""

    row: str
    name: str
    start: date
    end: date | None


@dataclass(frozen=True)
class Span:
    """A time from one day to another, both included; without `end`, it goes on."""

    start: date
    end: date | None


def services(value: Value) -> tuple[list[Service], list[str], list[tuple[str, str]]]:
    """Return the services by start, the names of those without a start, and those that end before (row, name)."""
    told: list[Service] = []
    dateless: list[str] = []
    reversed_: list[tuple[str, str]] = []
    for rank, (row, of) in enumerate(filled(value, "services"), start=1):
        name = str(of.get("fonction") or t("engines.transition.unnamed", rank=rank))
        start, end = day(of.get("debut")), day(of.get("fin"))
        if start is None:
            dateless.append(name)
        elif end and end < start:
            reversed_.append((row, name))
        else:
            told.append(Service(row, name, start, end))
    return sorted(told, key=lambda one: one.start), dateless, reversed_


def span(value: Value, told: Sequence[Service]) -> Span:
    """Return the time to cover: as stated, else that of the services. `told` is not empty."""
    stated = single(value, "passage")
    start = day(stated.get("debut")) or told[0].start
    ends = [one.end for one in told]
    end = day(stated.get("fin")) or (None if None in ends else max(end for end in ends if end))
    return Span(start, end)


def gaps(told: Sequence[Service], whole: Span) -> list[Span]:
    """Return the times of `whole` during which nobody accompanies. `told` is sorted by start."""
    found: list[Span] = []
    free = whole.start  # first day not yet covered
    for one in told:
        if one.start > free and (whole.end is None or free <= whole.end):
            until = one.start - ONE_DAY
            found.append(Span(free, min(until, whole.end) if whole.end else until))
        if one.end is None:
            return found
        free = max(free, one.end + ONE_DAY)
    return [*found, Span(free, whole.end)] if whole.end and free <= whole.end else found


def overlaps(told: Sequence[Service]) -> list[tuple[Service, Service, Span]]:
    """Return each pair that accompanies at the same time, and when."""
    found = []
    for one, other in combinations(told, 2):
        start, ends = max(one.start, other.start), [end for end in (one.end, other.end) if end]
        end = min(ends, default=None)
        if end is None or start <= end:
            found.append((one, other, Span(start, end)))
    return found


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say where the accompaniment breaks, where it overlaps, and whether it was read again with the young person."""
    told, dateless, reversed_ = services(value)
    said = [Finding("stop", say(tool, "a-l-envers", service=name), ("services", row)) for row, name in reversed_]
    if dateless:
        said.append(Finding("note", say(tool, "sans-date", services=listed(dateless)), ("services",)))
    if not told:
        return Reading(said or [Finding("note", say(tool, "vide"))])
    whole = span(value, told)
    found = gaps(told, whole)
    said += [*_of_gaps(tool, found, whole), *_of_overlaps(tool, told), *_of_the_young(tool, value)]
    return Reading(said, [_timeline(told, whole, found)], [_table(told, whole, found)])


def _of_gaps(tool: Tool, found: Sequence[Span], whole: Span) -> list[Finding]:
    """Stop at each gap; say when there is none."""
    if not found:
        return [Finding("good", say(tool, "continu", du=short_day(whole.start), au=_until(whole)))]
    return [
        Finding("stop", say(tool, "trou", du=short_day(one.start), au=_until(one), jours=_days(one)), ("services",))
        for one in found
    ]


def _of_overlaps(tool: Tool, told: Sequence[Service]) -> list[Finding]:
    """Name the overlaps; warn of those without end, and of there being none."""
    found = overlaps(told)
    if not found:
        alone = len(told) < 2
        return [] if alone else [Finding("note", say(tool, "sans-chevauchement"), ("services",))]
    said: list[Finding] = []
    if endless := [_pair(one, other) for one, other, when in found if when.end is None]:
        said.append(Finding("warning", say(tool, "sans-fin", services=listed(endless)), ("services",)))
    if bounded := [f"{_pair(one, other)} ({_dates(when)})" for one, other, when in found if when.end]:
        said.append(Finding("good", say(tool, "chevauchement", services=" ; ".join(bounded)), ("services",)))
    return said


def _of_the_young(tool: Tool, value: Value) -> list[Finding]:
    """Ask whether it was read again with the young person, and who holds the thread."""
    told = single(value, "jeune")
    asked = {"relecture": told.get("relu") == "oui", "sans-fil": "fil" in told}
    return [Finding("warning", say(tool, key), ("jeune",)) for key, done in asked.items() if not done]


def _pair(one: Service, other: Service) -> str:
    """Return two services for a sentence."""
    return f"« {one.name} » et « {other.name} »"


def _dates(when: Span) -> str:
    """Return « 01/03/2027 → 15/03/2027 »."""
    return t("engines.transition.dates", start=short_day(when.start), end=_until(when))


def _until(when: Span) -> str:
    """Return the last day, or that there is none."""
    return short_day(when.end) if when.end else t("engines.transition.no_end")


def _days(when: Span) -> str:
    """Return how long a gap lasts, in words."""
    count = (when.end - when.start).days + 1 if when.end else 0
    return t("engines.transition.one_day") if count == 1 else t("engines.transition.days", n=count)


def _table(told: Sequence[Service], whole: Span, found: Sequence[Span]) -> Table:
    """Return who accompanies when, and the gaps, by date."""
    lines = [(one.start, one.name, _until(Span(one.start, one.end))) for one in told]
    lines += [(gap.start, t("engines.transition.gap", days=_days(gap)), _until(gap)) for gap in found]
    rows = [[name, short_day(start), end] for start, name, end in sorted(lines)]
    return Table(t("engines.transition.table"), [t(f"engines.transition.{key}") for key in ("who", "from", "to")], rows)


def _timeline(told: Sequence[Service], whole: Span, found: Sequence[Span]) -> Figure:
    """Draw a bar for each service and a hole for each gap."""
    days = [whole.start, *(one.start for one in told), *(one.end for one in told if one.end), whole.end or whole.start]
    first, last = min(days), max(days)
    if any(one.end is None for one in told):
        last += max(ONE_DAY * 14, (last - first) / 5)

    def x(of: date) -> float:
        """Return where a day stands."""
        return _LEFT + _WIDE * (of - first).days / max(1, (last - first).days + 1)

    title, told_gaps = (
        t("engines.transition.figure"),
        t("engines.transition.drawn", services=len(told), gaps=len(found)),
    )
    picture, y = Picture(340, 100, title, told_gaps), 20.0
    for gap in found:
        picture.text(_LEFT, y, t("engines.transition.gap", days=_days(gap)), weight=600, fill=BRICK)
        picture.rect(x(gap.start), y + 6, x(_after(gap, last)) - x(gap.start), 16, stroke=BRICK, dash="4 3", width=2)
        y += 46
    for one in told:
        y += picture.text(_LEFT, y, one.name, weight=600, wrap=_WIDE) - 12
        end = x(_after(Span(one.start, one.end), last))
        picture.rect(x(one.start), y, end - x(one.start), 16, fill=SAND, stroke=RIVER, width=2)
        if one.end is None:
            picture.line(end - 6, y + 8, end + 14, y + 8, stroke=MOSS, width=3, arrow=True)
        y += 32
        picture.text(_LEFT, y, _dates(Span(one.start, one.end)), size=12, fill=INK)
        y += 28
    picture.line(_LEFT, y - 16, _LEFT + _WIDE, y - 16, stroke=GREY)
    picture.text(_LEFT, y, short_day(first), size=12)
    picture.text(_LEFT + _WIDE, y, short_day(last), size=12, anchor="end")
    picture.height = y + 12
    return Figure(title, told_gaps, picture.svg())


def _after(when: Span, last: date) -> date:
    """Return the day after a time, so that one day has a width."""
    return (when.end or last - ONE_DAY) + ONE_DAY


_SAYS = ("vide", "sans-date", "a-l-envers", "trou", "sans-fin", "sans-chevauchement", "continu", "chevauchement")
READING = ToolReading(read, frozenset((*_SAYS, "relecture", "sans-fil")))
