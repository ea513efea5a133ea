"""How dates, numbers and lists are written in French of Belgium."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from passerelles.typography import NARROW_NBSP, NBSP

MONTHS = [
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
]  # fmt: skip


def _zone() -> tzinfo:
    """Return Belgian time; universal time on a system without time zone data."""
    try:
        return ZoneInfo("Europe/Brussels")
    except ZoneInfoNotFoundError:
        return UTC


def day(value: date) -> str:
    """Return « 1er mars 2026 »."""
    ordinal = "1er" if value.day == 1 else str(value.day)
    return f"{ordinal}{NBSP}{MONTHS[value.month - 1]} {value.year}"


def local(value: datetime | str) -> datetime:
    """Return a moment in Belgian time, from a datetime or ISO 8601 text; naive means UTC."""
    at = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(_zone())


def sortable(value: datetime | str) -> str:
    """Return « 2026-03-01 14:05 » in Belgian time, for a column of a table."""
    return local(value).strftime("%Y-%m-%d %H:%M")


def moment(value: datetime | str | None) -> str:
    """Return « 1er mars 2026 à 14 h 05 » in Belgian time; a dash for nothing."""
    if value is None:
        return "—"
    at = local(value)
    return f"{day(at)} à {at.hour}{NBSP}h{NBSP}{at.minute:02}"


def number(value: float, digits: int = 2) -> str:
    """Return a number with a decimal comma and no useless zero."""
    text = f"{value:,.{digits}f}".replace(",", NARROW_NBSP).replace(".", ",")
    return text.rstrip("0").rstrip(",") if "," in text else text


def share(part: float, whole: float) -> str:
    """Return « 40 % »; « 0 % » of nothing."""
    return f"{round(100 * part / whole) if whole else 0}{NBSP}%"


def listed(words: Sequence[str]) -> str:
    """Return « a, b et c »."""
    head, last = list(words[:-1]), words[-1:]
    return f"{', '.join(head)} et {last[0]}" if head else "".join(last)


def quoted(words: Iterable[str]) -> str:
    """Return names or somebody's words listed in a sentence, each between quotation marks."""
    return listed([f"« {one} »" for one in words])


def duration(seconds: float) -> str:
    """Return « 2 jours et 3 heures », « 12 minutes » or « moins d’une minute »."""
    minutes = int(seconds // 60)
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    counts = [(days, "jour"), (hours, "heure"), (minutes, "minute")]
    parts = [f"{n}{NBSP}{word}{'s' if n > 1 else ''}" for n, word in counts if n]
    return listed(parts[:2]) or "moins d’une minute"
