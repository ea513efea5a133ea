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


def test_days_counted_from_the_day_of_a_tool_are_in_the_calendar_once_it_is_known():
    tool = load_course().modules["mon-plan"].tool("rencontre-annuelle")
    assert tool
    assert tool_reminders(tool, {"deux-mois": {"lieu": {"fonction": "La direction"}}}) == []
    own = [{"id": "r1", "quoi": "La salle", "date": "2027-09-20"}]
    found = tool_reminders(tool, {"rencontre": {"jour": "2027-11-18"}, "autres": own})
    assert [(one.day, one.title) for one in found[:2]] == [
        (date(2027, 11, 18), "La rencontre annuelle"),
        (date(2027, 9, 20), "La salle"),
    ]
    counted = {one.id: (one.day, one.title) for one in found[2:]}
    assert len(counted) == sum(len(part.rows) for part in tool.parts)
    assert counted["rencontre-annuelle-apres-recolte"][0] == date(2027, 11, 25)
    assert counted["rencontre-annuelle-deux-mois-lieu"][1].startswith("J − 60 : Annoncer le jour")


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
