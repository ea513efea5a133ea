"""Days in what learners fill in, and how readings write them."""

from __future__ import annotations

from datetime import date

from passerelles.content.tool import Tool
from passerelles.text import t

from .reading import Value, single

FIRST_YEAR, LAST_YEAR = 1000, 3000  # a day so far that nothing can be counted from it is no day


def day(value: object) -> date | None:
    """Return the day an ISO date means; None when it means none."""
    try:
        found = date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
    return found if found and FIRST_YEAR <= found.year < LAST_YEAR else None


def short_day(value: date) -> str:
    """Return a day as it is written in Belgium: « 12/03/2027 »."""
    return value.strftime("%d/%m/%Y")


def origin(tool: Tool, value: Value) -> date | None:
    """Return the day that the `days` of rows are counted from, once it is filled in."""
    if tool.origin is None:
        return None
    part, field = tool.origin
    return day(single(value, part).get(field))


def offset(days: int) -> str:
    """Return how far a day is from the one counted from: « J − 60 », « Jour J », « J + 7 »."""
    key = "before" if days < 0 else "after" if days else "same"
    return t(f"engines.countdown.{key}", days=abs(days))
