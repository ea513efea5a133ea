"""Dates for one's own calendar: those a tool names, whole days, whatever was typed beside them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from icalendar import Calendar

from passerelles.content.loader import load_course
from passerelles.content.tool import Tool
from passerelles.documents.calendar import Reminder, calendar, tool_reminders


def plan() -> Tool:
    found = load_course().modules["mon-plan"].tool("mon-plan")
    assert found
    return found


def days(value: dict[str, Any]) -> list[tuple[date, str]]:
    return [(reminder.day, reminder.title) for reminder in tool_reminders(plan(), value)]


def test_what_is_dated_and_named_is_a_day_of_the_calendar():
    rows = [
        {"id": "r1", "geste": "J’appelle, {nom}", "date": "2027-02-03"},
        {"id": "r2", "geste": "Sans date"},
        {"id": "r3", "date": "2027-02-05"},
    ]
    assert days({"engagements": rows, "retour": {"debut": "2027-01-04", "rappel": "2027-03-01"}}) == [
        (date(2027, 2, 3), "Mon engagement : J’appelle, {nom}"),
        (date(2027, 2, 5), "Mon engagement : "),
        (date(2027, 3, 1), "Revenir à mon plan : trois engagements"),
    ]
    assert days({}) == []


def test_the_file_is_read_back_by_a_calendar_and_says_nothing_else():
    odd = "Ligne\nBEGIN:VEVENT;, \\ é" + "x" * 200
    made = calendar(
        [Reminder("a", date(2027, 2, 3), odd, "https://exemple.invalid")], datetime(2026, 11, 21, tzinfo=UTC)
    )
    [event] = Calendar.from_ical(made).walk("VEVENT")
    assert str(event["summary"]) == odd
    assert event.decoded("dtstart") == date(2027, 2, 3)
    assert max(map(len, made.split(b"\r\n"))) <= 75
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "TRANSP", "DESCRIPTION"}
