"""Live sessions: who is in each room, and all that happens there. What follows from it is computed elsewhere."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, insert, select
from sqlalchemy.orm import Session

from passerelles.store.clock import Clock, stamp
from passerelles.store.database import Database
from passerelles.store.errors import BadValue, CodeTaken, UnknownSession
from passerelles.store.room import Room, names, require_learner, row
from passerelles.store.rows import LiveEventRow, NewEvent, PersonRow, SessionRow
from passerelles.store.scrub import scrub
from passerelles.store.tables import Base, LivePerson, LiveSession, dumps
from passerelles.text import t

_SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"
_LENGTH = 12
_SESSIONS, _PEOPLE, _EVENTS = (Base.metadata.tables[f"live_{name}"] for name in ("session", "person", "event"))
# Written once: a room writes often, and building a statement costs as much as running it.
_OF_SESSION = select(_EVENTS).where(_EVENTS.c.session == bindparam("session")).order_by(_EVENTS.c.number)
_AFTER = _OF_SESSION.where(_EVENTS.c.number > bindparam("after"))
_KNOWN = _OF_SESSION.where(_EVENTS.c.key.in_(bindparam("keys", expanding=True)))
_MOST = select(func.max(_EVENTS.c.number)).where(_EVENTS.c.session == bindparam("session"))
_LAST = select(_SESSIONS.c.id, _MOST.scalar_subquery()).where(_SESSIONS.c.id == bindparam("session"))
_ADD = insert(_EVENTS)


class Lives(Room):
    """Sessions hold people and events, which are only ever added, each once."""

    def __init__(self, database: Database, clock: Clock, data_dir: Path) -> None:
        """Share the database and clock; `data_dir` may hold copies kept aside."""
        super().__init__(database, clock)
        self._data_dir = data_dir

    def create(self, *, code: str, title: str, agenda: Any, track: str | None) -> SessionRow:
        """Record a session that begins. Raises CodeTaken when another one that goes on has it, BadValue, StoreFull."""
        names(code=code, **({} if track is None else {"track": track}))
        dumps([title, agenda])
        with self._database.transaction() as tx:
            _refuse(tx, *_going_on(code))
            record = LiveSession(id="".join(secrets.choice(_SIGNS) for _ in range(_LENGTH)), code=code, title=title,
                                 track=track, agenda=agenda, created_at=self._now(),
                                 ended_at=None)  # fmt: skip
            tx.add(record)
            tx.flush()
            return row(SessionRow, record)

    def get(self, session: str) -> SessionRow:
        """Return the session; raises UnknownSession."""
        with self._database.transaction() as tx:
            return row(SessionRow, _require(tx, session))

    def by_code(self, code: str) -> SessionRow | None:
        """Return the session that goes on under this code, None when there is none."""
        with self._database.transaction() as tx:
            record = tx.scalar(select(LiveSession).where(*_going_on(code))) if code.isprintable() else None
            return None if record is None else row(SessionRow, record)

    def all(self) -> list[SessionRow]:
        """Return every session, newest first."""
        with self._database.transaction() as tx:
            found = select(LiveSession).order_by(LiveSession.created_at.desc(), LiveSession.id)
            return [row(SessionRow, record) for record in tx.scalars(found)]

    def ended_before(self, moment: datetime) -> list[SessionRow]:
        """Return the sessions that ended before a moment, newest first."""
        return [one for one in self.all() if one.ended_at and one.ended_at < stamp(moment)]

    def end(self, session: str) -> None:
        """End the session, which frees its code; ending twice changes nothing. Raises UnknownSession, StoreFull."""
        with self._database.transaction() as tx:
            record = _require(tx, session)
            record.ended_at = record.ended_at or self._now()

    def reopen(self, session: str) -> None:
        """Let an ended session go on; raises CodeTaken when its code serves another now, UnknownSession, StoreFull."""
        with self._database.transaction() as tx:
            record = _require(tx, session)
            if record.ended_at is not None:
                _refuse(tx, *_going_on(record.code))
                record.ended_at = None

    def erase(self, session: str) -> bool:
        """Erase the session with its people and events, from the copies kept aside too; say whether it was there.

        As for a learner, erasing again finishes what was interrupted. Raises EraseIncomplete, StoreFull.
        """
        with self._database.transaction() as tx:
            record = tx.get(LiveSession, session)
            if record is not None:
                tx.delete(record)
        scrub(self._database, self._data_dir, {_SESSIONS: _SESSIONS.c.id, _PEOPLE: _PEOPLE.c.session,
                                               _EVENTS: _EVENTS.c.session}, session)  # fmt: skip
        return record is not None

    def join(self, session: str, *, token_hash: str, learner: str | None = None) -> PersonRow:
        """Add a person, with the next number.

        Raises CodeTaken when somebody here has that hash (draw another), UnknownSession, UnknownLearner,
        BadValue, StoreFull.
        """
        names(token_hash=token_hash)
        with self._database.transaction() as tx:
            _require(tx, session)
            if learner is not None:
                require_learner(tx, learner)
            _refuse(tx, LivePerson.session == session, LivePerson.token_hash == token_hash)
            number = 1 + (tx.scalar(select(func.count()).where(LivePerson.session == session)) or 0)
            record = LivePerson(session=session, id=f"p{number}", learner=learner, token_hash=token_hash,
                                joined_at=self._now())  # fmt: skip
            tx.add(record)
            tx.flush()
            return row(PersonRow, record)

    def person_of(self, session: str, token_hash: str) -> PersonRow | None:
        """Return whose token it is, None when it is nobody's."""
        with self._database.transaction() as tx:
            wanted = select(LivePerson).where(LivePerson.session == session, LivePerson.token_hash == token_hash)
            record = tx.scalar(wanted)
            return None if record is None else row(PersonRow, record)

    def renew(self, session: str, person: str, token_hash: str) -> PersonRow:
        """Give a person another token, which ends the former one; raises UnknownSession, CodeTaken, BadValue."""
        names(token_hash=token_hash)
        with self._database.transaction() as tx:
            record = tx.get(LivePerson, (session, person))
            if record is None:
                raise UnknownSession
            _refuse(tx, LivePerson.session == session, LivePerson.token_hash == token_hash, LivePerson.id != person)
            record.token_hash = token_hash
            return row(PersonRow, record)

    def people(self, session: str) -> list[PersonRow]:
        """Return who joined, in the order of arrival."""
        with self._database.transaction() as tx:
            found = select(LivePerson).where(LivePerson.session == session)
            return [
                row(PersonRow, one) for one in tx.scalars(found.order_by(func.length(LivePerson.id), LivePerson.id))
            ]

    def append(self, session: str, events: Sequence[NewEvent]) -> list[LiveEventRow]:
        """Add events at the end, all or none; return a row for each, in their order.

        One whose key is there already is not added: its row is the one that is there. Raises UnknownSession,
        BadValue, StoreFull.
        """
        for event in events:
            _check(event)
        with self._database.transaction() as tx:
            last = _last(tx, session)
            rows = {one.key: one for one in _events(tx, _KNOWN, session=session, keys=[event.key for event in events])}
            now, added = self._now(), list[LiveEventRow]()
            for event in events:
                if event.key not in rows:
                    fresh = {**_fields(event), "says": tuple(event.says)}
                    line = LiveEventRow(session=session, number=last + len(added) + 1, given_at=now, **fresh)
                    rows[event.key] = line
                    added.append(line)
            if added:
                tx.execute(_ADD, [_fields(line) for line in added])
        return [rows[event.key] for event in events]

    def events(self, session: str, after: int = 0) -> list[LiveEventRow]:
        """Return the events of the session beyond that number, in their order; none for a session that is not there."""
        with self._database.transaction() as tx:
            return _events(tx, _AFTER, session=session, after=after)


def _check(event: NewEvent) -> None:
    """Raise BadValue unless that event can be kept."""
    names(place=event.place or "-", kind=event.kind, who=event.who, key=event.key)
    if isinstance(event.says, str) or not all(isinstance(text, str) for text in (event.what, *event.says)):
        raise BadValue(field="says", reason=t("store.reason-not-json"))
    dumps(event.at)


def _fields(line: NewEvent | LiveEventRow) -> dict[str, Any]:
    """Return the fields of an event, as they are."""
    return {field.name: getattr(line, field.name) for field in fields(line)}


def _events(tx: Session, which: Select[Any], **values: Any) -> list[LiveEventRow]:
    """Return events, read without records of the ORM: a replay reads thousands."""
    return [LiveEventRow(**{**line, "says": tuple(line["says"])}) for line in tx.execute(which, values).mappings()]


def _last(tx: Session, session: str) -> int:
    """Return the number of the last event, 0 before the first; raises UnknownSession."""
    found = tx.execute(_LAST, {"session": session}).first()
    if found is None:
        raise UnknownSession
    return found[1] or 0


def _require(tx: Session, session: str) -> LiveSession:
    """Return the session; raises UnknownSession when there is none, or no more."""
    record = tx.get(LiveSession, session) if session.isprintable() else None
    if record is None:
        raise UnknownSession
    return record


def _going_on(code: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return what is true of the session that goes on under this code."""
    return LiveSession.code == code, LiveSession.ended_at.is_(None)


def _refuse(tx: Session, *where: ColumnElement[bool]) -> None:
    """Raise CodeTaken when this is true of a session or a person."""
    if tx.scalar(select(exists().where(*where))):
        raise CodeTaken
