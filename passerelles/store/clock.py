"""The one way time enters the records: an injected clock, written down as UTC ISO text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def utcnow() -> datetime:
    """Return the current moment, in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """Return the moment as UTC ISO text of fixed width, so that text order is time order.

    Raises ValueError for a moment without a time zone: we never guess one.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be recorded")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")
