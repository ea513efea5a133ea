"""Reading `countdown` (M70): a day, and what is to be done so many days before it and after it.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `rencontre` (no rows): a date with `reminder`, the day; `coordination` (`line`); `secteurs` (`several`);
- part `projets` (`repeat`): `projet` (`line`), `secteurs` (`several`);
- any parts whose rows have `days`: `fonction` (`line`), `fait` (`several`: anything ticked means done);
- part `autres` (`repeat`): `quoi` (`line`), `date` (`date`), `fonction` (`line`), `fait` (`several`);
- part `point` (no rows): `au` (`date`), the day one looks at what is done. The clock is not asked.

`says` keys, with their places: `vide` (), `sans-jour` (), `fin-de-semaine` ({jour}), `sans-coordination` (),
`un-secteur` (), `sans-projet` (), `memes-secteurs` (), `sans-fonction` ({n}, {total}), `nom` ({mot}), `une-seule`
({fonction}), `compte` ({faites}, {total}), `retard` ({n}, {au}, {taches}), `a-jour` ({au}), `pret` ({jour}).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from passerelles.content.tool import Tool
from passerelles.french import quoted
from passerelles.text import t

from .dates import day, offset, origin, short_day
from .picture import Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, plain, say, single
from .timeline import WIDTH, Mark, draw_days, in_words
from .wording import person_in

SATURDAY = 5  # of `weekday()`
NAMED_LATE = 3  # tasks that are named when more are late
SHARED_FROM = 4  # tasks of one function, from which one asks who shares them
_FAR = 10_000  # days: where a task without a day stands


@dataclass(frozen=True)
class Task:
    """One thing to do: where it stands in the form, its day once it can be counted, what was filled in."""

    where: tuple[str, str]
    words: str
    days: int | None
    on: date | None
    of: Mapping[str, Any]

    @property
    def function(self) -> str:
        """The function that takes it."""
        return str(self.of.get("fonction", ""))

    @property
    def done(self) -> bool:
        """Whether it was said to be done."""
        return "fait" in self.of

    def late(self, at: date | None) -> bool:
        """Say whether it should have been done before a day."""
        return bool(at and self.on and self.on < at and not self.done)


def tasks(tool: Tool, value: Value) -> list[Task]:
    """Return everything there is to do, in the order of the days: what the tool gives, and one's own."""
    since, found = origin(tool, value), []
    for part in tool.parts:
        rows = dict(filled(value, part.id))
        for row in [row for row in part.rows if row.days is not None]:
            on = since + timedelta(row.days or 0) if since else None
            found.append(Task((part.id, row.id), plain(row.text or ""), row.days, on, rows.get(row.id, {})))
    for name, of in filled(value, "autres"):
        on = day(of.get("date"))
        days = (on - since).days if on and since else None
        found.append(Task(("autres", name), str(of.get("quoi", "…")), days, on, of))
    return sorted(found, key=lambda task: _FAR if task.days is None else task.days)


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what the meeting lacks and what is late; count its days and draw them."""
    since, all_of_it, at = origin(tool, value), tasks(tool, value), day(single(value, "point").get("au"))
    if not (single(value, "rencontre") or filled(value, "projets") or at or any(task.of for task in all_of_it)):
        return Reading([Finding("note", say(tool, "vide"))])
    findings = [*_of_meeting(tool, value), *_of_projects(tool, value), *_of_tasks(tool, all_of_it)]
    if since and not findings:
        findings.append(Finding("good", say(tool, "pret", jour=short_day(since))))
    if since and since.weekday() >= SATURDAY:
        findings.append(Finding("note", say(tool, "fin-de-semaine", jour=short_day(since)), ("rencontre",)))
    findings += _of_stock(tool, all_of_it, at)
    return Reading(findings, [_line_of_time(tool, all_of_it, since)] if since else [], [_table(all_of_it, at)])


def _of_meeting(tool: Tool, value: Value) -> Iterator[Finding]:
    """Say what the meeting itself lacks."""
    of = single(value, "rencontre")
    if origin(tool, value) is None:
        yield Finding("note", say(tool, "sans-jour"), ("rencontre",))
    if "coordination" not in of:
        yield Finding("note", say(tool, "sans-coordination"), ("rencontre",))
    elif word := person_in(of["coordination"]):
        yield Finding("warning", say(tool, "nom", mot=word), ("rencontre",))
    if len(of.get("secteurs", [])) == 1:
        yield Finding("warning", say(tool, "un-secteur"), ("rencontre",))


def _of_projects(tool: Tool, value: Value) -> Iterator[Finding]:
    """Say whether there are projects for the morning, of several sectors."""
    rows = [of for _, of in filled(value, "projets")]
    sectors = {sector for of in rows for sector in of.get("secteurs", [])}
    if not rows:
        yield Finding("note", say(tool, "sans-projet"), ("projets",))
    elif len(sectors) == 1:
        yield Finding("warning", say(tool, "memes-secteurs"), ("projets",))


def _of_tasks(tool: Tool, all_of_it: list[Task]) -> Iterator[Finding]:
    """Say which tasks nobody takes, or whether one function takes them all."""
    taken = [task for task in all_of_it if task.function]
    if left := sum(not (task.function or task.done) for task in all_of_it):
        yield Finding("note", say(tool, "sans-fonction", n=left, total=len(all_of_it)))
    for task in taken:
        if word := person_in(task.function):
            yield Finding("warning", say(tool, "nom", mot=word), task.where)
    if len(taken) >= SHARED_FROM and len({task.function.strip().casefold() for task in taken}) == 1:
        yield Finding("note", say(tool, "une-seule", fonction=taken[0].function))


def _of_stock(tool: Tool, all_of_it: list[Task], at: date | None) -> Iterator[Finding]:
    """Say what is done, and what is late on the day one looks at it."""
    done = sum(task.done for task in all_of_it)
    if done or at:
        yield Finding("note", say(tool, "compte", faites=done, total=len(all_of_it)))
    if at is None:
        return
    if late := [task.words for task in all_of_it if task.late(at)]:
        words = quoted(late[:NAMED_LATE])
        yield Finding("warning", say(tool, "retard", n=len(late), au=short_day(at), taches=words), ("point",))
    elif any(task.on for task in all_of_it):
        yield Finding("good", say(tool, "a-jour", au=short_day(at)), ("point",))


def _table(all_of_it: list[Task], at: date | None) -> Table:
    """Return the list to tick, on a screen or on paper."""
    head = [t(f"engines.countdown.{key}") for key in ("when", "task", "function", "state")]
    rows = [[_when(task), task.words, task.function, _state(task, at)] for task in all_of_it]
    return Table(t("engines.countdown.table"), head, rows)


def _when(task: Task) -> str:
    """Return the day of a task, and how far it is from the meeting, as far as both are known."""
    told = [short_day(task.on) if task.on else "", "" if task.days is None else offset(task.days)]
    return ", ".join(filter(None, told))


def _state(task: Task, at: date | None) -> str:
    """Return where a task stands; nothing, to be ticked by hand, while it is to come."""
    return t("engines.countdown.done") if task.done else t("engines.countdown.late") if task.late(at) else ""


def _line_of_time(tool: Tool, all_of_it: list[Task], since: date) -> Figure:
    """Draw the days, that of the meeting in a frame."""
    meeting = Mark(since, t("engines.countdown.meeting"), framed=True)
    dated = [Mark(task.on, task.words, task.done) for task in all_of_it if task.on]
    marks = sorted([meeting, *dated], key=lambda mark: mark.on)
    title = t("engines.countdown.figure")
    picture = Picture(WIDTH, 0, title, in_words(marks))
    picture.height = draw_days(picture, marks)
    return Figure(title, picture.description, picture.svg())


_OF_MEETING = ("vide", "sans-jour", "fin-de-semaine", "sans-coordination", "un-secteur", "sans-projet", "pret")
_OF_TASKS = ("memes-secteurs", "sans-fonction", "nom", "une-seule", "compte", "retard", "a-jour")
READING = ToolReading(read, frozenset(_OF_MEETING + _OF_TASKS))
