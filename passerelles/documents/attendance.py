"""The register of a day, to print and sign: who was marked present in which half. Names are written on it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from passerelles.french import day
from passerelles.text import t
from passerelles.typography import NBSP, typeset

from .attestation import hours
from .pdf import pdf
from .templating import compose, environment
from .typefaces import typefaces

_SPARE = 3  # empty rows, for who has no phone
_EMPTY = 24  # rows of a register printed before anybody came: the day is on paper


@dataclass(frozen=True)
class Half:
    """A half of the day, and its hours by the agenda."""

    label: str
    hours: float


@dataclass(frozen=True)
class Attendee:
    """Somebody as the room knows them; `present` says for each half whether they were marked there."""

    label: str
    sector: str
    present: list[bool]


@dataclass(frozen=True)
class Register:
    """Who was there on a day; `day` None: one to come, whose date is written by hand."""

    title: str
    day: date | None
    halves: list[Half]
    people: list[Attendee]


@dataclass(frozen=True)
class _Sheet:
    """Everything that the register shows, in words."""

    title: str
    subtitle: str
    note: str
    caption: str
    head: list[str]
    rows: list[list[str]]
    totals: list[str]
    signature: str


def register_pdf(register: Register) -> bytes:
    """Return the register as PDF/UA, A4 across, its head on each page."""
    return pdf(_sheet(register), "attendance.typ")


def register_html(register: Register) -> str:
    """Return the register as an HTML file to print; it needs nothing else."""
    return compose(environment(), "attendance.html", sheet=_sheet(register), fonts=typefaces())


def _sheet(register: Register) -> _Sheet:
    """Return the register in words."""
    total = sum(half.hours for half in register.halves)
    halves = [_say("half", label=half.label, hours=_short(half.hours)) for half in register.halves]
    on = day(register.day) if register.day else _say("undated")
    counts = [sum(person.present[rank] for person in register.people) for rank in range(len(register.halves))]
    return _Sheet(
        title=_say("title"),
        subtitle=_say("subtitle", title=register.title, day=on, hours=hours(total)),
        note=_say("note"),
        caption=_say("caption", count=len(register.people)),
        head=[_say("rank"), _say("label"), _say("sector"), _say("name"), *halves],
        rows=[_row(rank, one) for rank, one in enumerate(register.people, 1)] + _spare(register),
        totals=[_say("total"), *map(str, counts)],
        signature=_say("signature"),
    )


def _row(rank: int, person: Attendee) -> list[str]:
    """Return the row of somebody: their name is theirs to write."""
    marked = [_say("present") if there else _say("absent") for there in person.present]
    return [str(rank), person.label, person.sector, "", *marked]


def _spare(register: Register) -> list[list[str]]:
    """Return rows to fill in by hand."""
    first, count = len(register.people) + 1, _SPARE if register.people else _EMPTY
    return [[str(rank), *[""] * (3 + len(register.halves))] for rank in range(first, first + count)]


def _short(value: float) -> str:
    """Return « 3 h 30 »."""
    whole, minutes = divmod(round(60 * value), 60)
    return f"{whole}{NBSP}h{f'{NBSP}{minutes:02}' if minutes else ''}"


def _say(key: str, **values: object) -> str:
    """Return a sentence of the register."""
    return typeset(t(f"evidence.register.{key}", **values))
