"""Reminders that a person's own calendar can hold: whole days, nothing about the person. RFC 5545, by `icalendar`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

from passerelles.content.tool import Tool, ToolField, ToolPart
from passerelles.engines.tools.dates import offset, origin
from passerelles.engines.tools.reading import Value, filled, plain, single


@dataclass(frozen=True)
class Reminder:
    """A day and what to do on it; `id` stays the same when the calendar is taken again."""

    id: str
    day: date
    title: str
    details: str = ""


def calendar(reminders: Iterable[Reminder], made_at: datetime | None = None) -> bytes:
    """Return the reminders as an .ics file."""
    made = Calendar()
    made.add("prodid", "-//Passerelles//FR")
    made.add("version", "2.0")
    for reminder in reminders:
        event = Event()
        event.add("uid", f"{reminder.id}@passerelles.invalid")
        event.add("dtstamp", made_at or datetime.now(UTC))
        event.add("dtstart", reminder.day)
        event.add("summary", reminder.title)
        event.add("transp", "TRANSPARENT")
        if reminder.details:
            event.add("description", reminder.details)
        made.add_component(event)
    return bytes(made.to_ical())


def tool_reminders(tool: Tool, value: Value) -> list[Reminder]:
    """Return the dates of a tool that can be put in a calendar, in the order of its parts and rows."""
    dated = [
        Reminder(f"{tool.id}-{part.id}-{row}-{field.id}", date.fromisoformat(values[field.id]), _title(field, values))
        for part in tool.parts
        for row, values in _rows(part, value)
        for field in part.fields
        if field.reminder and field.id in values
    ]
    return dated + _counted(tool, value)


def _counted(tool: Tool, value: Value) -> list[Reminder]:
    """Return the days that are counted from the day of the tool, once it is filled in."""
    since = origin(tool, value)
    return [
        Reminder(
            f"{tool.id}-{part.id}-{row.id}", since + timedelta(row.days), f"{offset(row.days)} : {plain(row.text)}"
        )
        for part in tool.parts
        for row in part.rows
        if since and row.days is not None and row.text
    ]


def _rows(part: ToolPart, value: Value) -> list[tuple[str, Mapping[str, Any]]]:
    """Return the rows of a part that hold something; a part without rows is one of them."""
    return filled(value, part.id) if part.rows or part.repeat else [("", single(value, part.id))]


def _title(field: ToolField, values: Mapping[str, Any]) -> str:
    """Return the name of a date, with what its row holds; an empty place is left out."""
    return str(field.reminder).format_map(defaultdict(str, {name: str(words) for name, words in values.items()}))
