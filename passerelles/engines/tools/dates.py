"""Days in what learners fill in, and how readings write them."""

from __future__ import annotations

from datetime import date

LAST_YEAR = 3000  # a day so far that nothing can be counted from it is no day


def day(value: object) -> date | None:
    """Return the day an ISO date means; None when it means none."""
    try:
        found = date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
    return found if found and found.year < LAST_YEAR else None


def short_day(value: date) -> str:
    """Return a day as it is written in Belgium: « 12/03/2027 »."""
    return value.strftime("%d/%m/%Y")
