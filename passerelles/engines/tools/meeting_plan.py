"""Reading `meeting-plan` (M60): a meeting to come, moment by moment, as an agenda that can be sent.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `reunion` (no rows): `but`, `decision`, `debut` (`line`: « 14 h 30 »), `minutes` (`number`: what is available);
- part `moments` (`repeat`): `fiche` (`choice`, `options_from: methods`), `quoi`, `fonction` (`line`), `minutes`
  (`number`);
- part `tenir` (no rows): `ecrit` (`line`: the function that writes the decisions down), `parole` (`text`: how those
  who speak least get their turn).

`says` keys, with their places: `vide` (), `sans-but` (), `sans-decision` (), `sans-minutes` (), `sans-moments` (),
`sans-duree` ({moments}), `sans-fonction` ({moments}), `deborde` ({total}, {prevu}, {trop}), `reste` ({total}, {prevu},
{reste}), `sans-ecrit` (), `sans-parole` (), `tient` ({total}).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from passerelles.content.tool import Tool
from passerelles.french import quoted
from passerelles.text import t

from .picture import BRICK, GREY, PAPER, RIVER, SAND, Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, option, say, single

ROOM = 10  # minutes left unplanned that are a margin, not a hole
_CLOCK = re.compile(r"\s*([01]?\d|2[0-3])\s*(?:h|:|heures?)\s*([0-5]\d)?\s*")
_LEFT, _WIDE, _ROW = 8, 324, 18  # of the picture


class Moment(NamedTuple):
    """One moment of the meeting; a length that was not given is 0."""

    row: str
    name: str
    method: str
    minutes: int
    leader: str
    start: int  # minutes since the meeting began


def moments(tool: Tool, value: Value, world: World) -> list[Moment]:
    """Return the moments in their order, each named by what it is about, else by its sheet."""
    found, start = [], 0
    for rank, (row, of) in enumerate(filled(value, "moments"), 1):
        method = option(tool, "moments", "fiche", str(of["fiche"]), world) if "fiche" in of else ""
        name = str(of.get("quoi") or method or t("engines.meeting-plan.moment", n=rank))
        minutes = int(of.get("minutes", 0))
        found.append(Moment(row, name, method, minutes, str(of.get("fonction", "")), start))
        start += minutes
    return found


def clock(begin: str, minutes: int) -> str:
    """Return the hour so many minutes after the beginning, « 14 h 35 »; the minutes alone when that is no hour."""
    if not (found := _CLOCK.fullmatch(begin)):
        return t("engines.meeting-plan.minutes", n=minutes)
    at = int(found[1]) * 60 + int(found[2] or 0) + minutes
    return t("engines.meeting-plan.hour", h=at // 60 % 24, m=f"{at % 60:02}")


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say whether the minutes add up, and what a meeting needs besides; write the agenda."""
    told, about = moments(tool, value, world), single(value, "reunion")
    if not told and not about:
        return Reading([Finding("note", say(tool, "vide"))])
    asked = [*_of_aim(tool, value), *_of_moments(tool, told)]
    warned = [*asked, *_of_time(tool, told, int(about.get("minutes", 0))), *_of_roles(tool, value)]
    if not any(finding.level == "warning" for finding in warned) and told:
        warned.append(Finding("good", say(tool, "tient", total=sum(one.minutes for one in told))))
    agenda = [_agenda(told, str(about.get("debut", "")))] if told else []
    return Reading(warned, [_ruler(told, int(about.get("minutes", 0)))] if told else [], agenda)


def _of_aim(tool: Tool, value: Value) -> Iterator[Finding]:
    """Ask for what the meeting is for, and what it must decide."""
    about = single(value, "reunion")
    for name in ("but", "decision"):
        if name not in about:
            yield Finding("warning", say(tool, f"sans-{name}"), ("reunion",))


def _of_moments(tool: Tool, told: list[Moment]) -> Iterator[Finding]:
    """Ask for moments, and for how long each lasts and who leads it."""
    if not told:
        yield Finding("warning", say(tool, "sans-moments"), ("moments",))
    for key, left in (
        ("sans-duree", [one for one in told if not one.minutes]),
        ("sans-fonction", [one for one in told if not one.leader]),
    ):
        if left:
            names = quoted(one.name for one in left)
            yield Finding("warning", say(tool, key, moments=names), ("moments", left[0].row))


def _of_time(tool: Tool, told: list[Moment], available: int) -> Iterator[Finding]:
    """Compare the minutes planned with those available."""
    total = sum(one.minutes for one in told)
    if not available:
        yield Finding("warning", say(tool, "sans-minutes"), ("reunion",))
    elif total > available:
        text = say(tool, "deborde", total=total, prevu=available, trop=total - available)
        yield Finding("warning", text, ("moments",))
    elif available - total > ROOM and told:
        text = say(tool, "reste", total=total, prevu=available, reste=available - total)
        yield Finding("note", text, ("moments",))


def _of_roles(tool: Tool, value: Value) -> Iterator[Finding]:
    """Ask who writes, and how those who speak least get their turn."""
    held = single(value, "tenir")
    for name in ("ecrit", "parole"):
        if name not in held:
            yield Finding("warning", say(tool, f"sans-{name}"), ("tenir",))


def _agenda(told: list[Moment], begin: str) -> Table:
    """Return the agenda, a line for each moment and one for the end."""
    head = [t(f"engines.meeting-plan.{name}") for name in ("when", "what", "length", "leader")]
    lengths = [t("engines.meeting-plan.minutes", n=one.minutes) if one.minutes else "" for one in told]
    rows = [
        [clock(begin, one.start), _what(one), length, one.leader] for one, length in zip(told, lengths, strict=True)
    ]
    end = told[-1].start + told[-1].minutes
    last = [clock(begin, end), t("engines.meeting-plan.end"), t("engines.meeting-plan.minutes", n=end), ""]
    return Table(t("engines.meeting-plan.agenda"), head, [*rows, last], open=True)


def _what(one: Moment) -> str:
    """Return what a moment is about, and its sheet when that is something else."""
    return f"{one.name} ({one.method})" if one.method not in ("", one.name) else one.name


def _ruler(told: list[Moment], available: int) -> Figure:
    """Draw each moment where it stands in the time available; what goes over is in another colour, and said."""
    title, end = t("engines.meeting-plan.figure"), told[-1].start + told[-1].minutes
    scale = _WIDE / max(end, available, 1)
    described = " ; ".join(_stands(one, available) for one in told)
    picture, y = Picture(340, 100, title, described), 8.0
    for one in told:
        y += picture.text(_LEFT, y + 14, _stands(one, available), size=13, wrap=_WIDE) + 4
        picture.rect(_LEFT, y, _WIDE, _ROW, fill=PAPER, stroke=GREY, rx=0)
        picture.rect(_LEFT, y, available * scale, _ROW, fill=SAND, stroke=GREY, rx=0)
        colour = BRICK if _over(one, available) else RIVER
        picture.rect(_LEFT + one.start * scale, y, one.minutes * scale, _ROW, fill=colour, stroke=colour, rx=0)
        if _over(one, available):
            end_of_time = _LEFT + available * scale
            picture.line(end_of_time, y - 3, end_of_time, y + _ROW + 3, width=2)
        y += _ROW + 8
    picture.height = y
    return Figure(title, described, picture.svg())


def _over(one: Moment, available: int) -> bool:
    """Say whether a moment ends after the time available."""
    return 0 < available < one.start + one.minutes


def _stands(one: Moment, available: int) -> str:
    """Return where a moment stands, in words."""
    key = "over" if _over(one, available) else "stands"
    return t(f"engines.meeting-plan.{key}", what=one.name, start=one.start, end=one.start + one.minutes)


_SAYS = ("vide", "sans-but", "sans-decision", "sans-minutes", "sans-moments", "sans-duree", "sans-fonction")
READING = ToolReading(read, frozenset((*_SAYS, "deborde", "reste", "sans-ecrit", "sans-parole", "tient")))
