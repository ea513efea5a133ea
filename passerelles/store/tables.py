"""The tables of the records. Every column is declared in `register.py`; a test fails on one that is not."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import BigInteger, Dialect, Double, ForeignKey, Index, Integer, MetaData, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from passerelles.store.errors import BadValue
from passerelles.text import t

# SQLite only numbers a column called INTEGER; PostgreSQL gets 64 bits.
Number = BigInteger().with_variant(Integer(), "sqlite")


def dumps(value: Any) -> str:
    """Return canonical JSON text (ASCII, sorted keys): equal answers have equal text.

    Raises BadValue for what JSON cannot hold (NaN, other types, endless nesting).
    """
    try:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise BadValue(field="valeur", reason=t("store.reason-not-json")) from None


class Json(TypeDecorator[Any]):
    """A JSON literal kept as canonical text, the same on every database. None is kept as `null`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """Return the text to store."""
        return dumps(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """Return the literal that was stored."""
        return None if value is None else json.loads(value)


class Base(DeclarativeBase):
    """Base of every table; constraints are named so that a migration can find them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def _owner() -> ForeignKey:
    """Return the link to the learner a row belongs to: the row goes when the learner goes."""
    return ForeignKey("learner.public", ondelete="CASCADE")


class Learner(Base):
    """A learner: a code without a name."""

    __tablename__ = "learner"

    public: Mapped[str] = mapped_column(Text, primary_key=True)
    secret_hash: Mapped[str] = mapped_column(Text)
    created_at: Mapped[str] = mapped_column(Text)
    seen_at: Mapped[str] = mapped_column(Text)


class Attempt(Base):
    """One answer given to one item, never changed afterwards."""

    __tablename__ = "attempt"
    # AUTOINCREMENT: a number freed by an erasure is never given again.
    __table_args__ = (
        UniqueConstraint("learner", "key"),
        Index(None, "learner", "module", "item"),
        Index(None, "module", "item"),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    learner: Mapped[str] = mapped_column(Text, _owner())
    module: Mapped[str] = mapped_column(Text)
    item: Mapped[str] = mapped_column(Text)
    answer: Mapped[Any] = mapped_column(Json)
    points: Mapped[float] = mapped_column(Double)
    maximum: Mapped[float] = mapped_column(Double)
    verdict: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(Text)
    given_at: Mapped[str] = mapped_column(Text)


class Work(Base):
    """What a learner is writing in one place of a module: the latest version only."""

    __tablename__ = "work"

    learner: Mapped[str] = mapped_column(Text, _owner(), primary_key=True)
    module: Mapped[str] = mapped_column(Text, primary_key=True)
    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
    saved_at: Mapped[str] = mapped_column(Text)


class Place(Base):
    """Where a learner was in a module; the greatest rank is where they were last."""

    __tablename__ = "place"

    learner: Mapped[str] = mapped_column(Text, _owner(), primary_key=True)
    module: Mapped[str] = mapped_column(Text, primary_key=True)
    step: Mapped[str] = mapped_column(Text)
    rank: Mapped[int] = mapped_column(Number)
    at: Mapped[str] = mapped_column(Text)


class Handin(Base):
    """One hand-in of an assignment, with what became of it."""

    __tablename__ = "handin"
    __table_args__ = (
        Index(None, "learner", "assignment"),
        Index(None, "assignment"),
        Index(None, "status"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    learner: Mapped[str] = mapped_column(Text, _owner())
    assignment: Mapped[str] = mapped_column(Text)
    answers: Mapped[Any] = mapped_column(Json)
    received_at: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(Text)
    reason: Mapped[str | None] = mapped_column(Text)
    results: Mapped[Any] = mapped_column(Json)
    status_at: Mapped[str] = mapped_column(Text)


class Play(Base):
    """One way through a case: how it was begun. The greatest rank is the one its learner was at last."""

    __tablename__ = "play"
    __table_args__ = (
        UniqueConstraint("learner", "key"),
        Index(None, "learner", "case"),
        Index(None, "case"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    learner: Mapped[str] = mapped_column(Text, _owner())
    case: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(Text)
    mode: Mapped[str | None] = mapped_column(Text)
    viewpoint: Mapped[str | None] = mapped_column(Text)
    after: Mapped[Any] = mapped_column(Json)
    team: Mapped[int | None] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(Text)
    rank: Mapped[int] = mapped_column(Number)
    started_at: Mapped[str] = mapped_column(Text)


class Move(Base):
    """One thing done in a play, never changed afterwards. A play has one move by turn."""

    __tablename__ = "move"
    __table_args__ = (UniqueConstraint("play", "key"), Index(None, "learner"))

    play: Mapped[int] = mapped_column(Number, ForeignKey("play.id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(Integer, primary_key=True)
    learner: Mapped[str] = mapped_column(Text, _owner())  # here too, so that export and erasure need no other table
    kind: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(Json)  # any text at all, as canonical ASCII
    key: Mapped[str] = mapped_column(Text)
    at: Mapped[str] = mapped_column(Text)


class LiveSession(Base):
    """One live session: what was planned. A code is used again once its session has ended."""

    __tablename__ = "live_session"
    __table_args__ = (Index(None, "code"),)

    id: Mapped[str] = mapped_column(Text, primary_key=True)
    code: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Json)  # any text at all, as canonical ASCII; `what` below too
    track: Mapped[str | None] = mapped_column(Text)
    agenda: Mapped[Any] = mapped_column(Json)
    created_at: Mapped[str] = mapped_column(Text)
    ended_at: Mapped[str | None] = mapped_column(Text)


def _live() -> ForeignKey:
    """Return the link to the live session a row belongs to: the row goes when the session goes."""
    return ForeignKey("live_session.id", ondelete="CASCADE")


class LivePerson(Base):
    """Somebody who joined a live session, without a name: p1, p2… The link to a learner goes when they go."""

    __tablename__ = "live_person"
    __table_args__ = (
        UniqueConstraint("session", "token_hash"),
        Index(None, "learner"),
    )

    session: Mapped[str] = mapped_column(Text, _live(), primary_key=True)
    id: Mapped[str] = mapped_column(Text, primary_key=True)
    learner: Mapped[str | None] = mapped_column(Text, ForeignKey("learner.public", ondelete="SET NULL"))
    token_hash: Mapped[str] = mapped_column(Text)
    joined_at: Mapped[str] = mapped_column(Text)


class LiveEvent(Base):
    """One thing that happened in a live session, never changed afterwards; its number is its position there."""

    __tablename__ = "live_event"
    __table_args__ = (UniqueConstraint("session", "key"),)

    session: Mapped[str] = mapped_column(Text, _live(), primary_key=True)
    number: Mapped[int] = mapped_column(Number, primary_key=True)
    place: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(Json)
    says: Mapped[Any] = mapped_column(Json)
    key: Mapped[str] = mapped_column(Text)
    at: Mapped[float] = mapped_column(Double)
    given_at: Mapped[str] = mapped_column(Text)


class Setting(Base):
    """One setting of this installation (the trainer's password hash…)."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    value: Mapped[Any] = mapped_column(Json)
