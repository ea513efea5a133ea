"""What every room of the store shares: the database, the clock, and the checks on what comes in."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from passerelles.store.clock import Clock, stamp
from passerelles.store.database import Database
from passerelles.store.errors import BadValue, UnknownLearner
from passerelles.store.tables import Base, Learner
from passerelles.text import t

LONGEST_NAME = 200
Row = TypeVar("Row")


class Room:
    """Base of the rooms: learners, records, plays, live sessions, hand-ins, settings, privacy."""

    def __init__(self, database: Database, clock: Clock) -> None:
        """Share that database and that clock."""
        self._database, self._clock = database, clock

    def _now(self) -> str:
        """Return the current moment as text."""
        return stamp(self._clock())


def row(kind: type[Row], record: Base, **given: Any) -> Row:
    """Return the read-only row of a table's record: the fields of `kind` that are not given, taken by name."""
    left = [field.name for field in fields(kind) if field.name not in given]  # type: ignore[arg-type]
    return kind(**{name: getattr(record, name) for name in left}, **given)


def names(**values: Any) -> None:
    """Check texts that name things (module, item, key…): raises BadValue for an empty, long or unprintable one."""
    for field, value in values.items():
        if not (isinstance(value, str) and 0 < len(value) <= LONGEST_NAME and value.isprintable()):
            raise BadValue(field=field, reason=t("store.reason-text", limit=LONGEST_NAME))


def require_learner(session: Session, public: str) -> Learner:
    """Return the learner; raises UnknownLearner when there is none, or no more."""
    learner = session.get(Learner, public) if public.isprintable() else None
    if learner is None:
        raise UnknownLearner
    return learner
