"""Reminders that a person's own calendar can hold: whole days, nothing about the person. RFC 5545, by `icalendar`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from icalendar import Calendar, Event


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
