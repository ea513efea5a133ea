"""Live sessions, who joined them, and what happened there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PERSONAL = {
    "live_session": ("code", "title", "track", "agenda", "created_at", "ended_at"),
    "live_person": ("learner", "token_hash", "joined_at"),
    "live_event": ("place", "kind", "who", "what", "says", "key", "given_at"),
}


def upgrade() -> None:
    """Create the three tables."""
    _session()
    _person()
    _event()
    if op.get_bind().dialect.name == "postgresql":
        _keep_out_of_statistics()


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    """Return text columns, required unless `nullable`."""
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _live(table: str) -> sa.ForeignKeyConstraint:
    """Return the link to the session: the row goes when the session goes."""
    name = op.f(f"fk_{table}_session")
    return sa.ForeignKeyConstraint(["session"], ["live_session.id"], name=name, ondelete="CASCADE")


def _session() -> None:
    """Create the table of sessions."""
    op.create_table(
        "live_session",
        *_text("id", "code", "title"),
        *_text("track", nullable=True),
        *_text("agenda", "created_at"),
        *_text("ended_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_live_session")),
    )
    op.create_index(op.f("ix_live_session_code"), "live_session", ["code"])


def _person() -> None:
    """Create the table of people."""
    op.create_table(
        "live_person",
        *_text("session", "id"),
        *_text("learner", nullable=True),
        *_text("token_hash", "joined_at"),
        sa.PrimaryKeyConstraint("session", "id", name=op.f("pk_live_person")),
        sa.UniqueConstraint("session", "token_hash", name=op.f("uq_live_person_session_token_hash")),
        _live("live_person"),
        sa.ForeignKeyConstraint(
            ["learner"], ["learner.public"], name=op.f("fk_live_person_learner"), ondelete="SET NULL"
        ),
    )
    op.create_index(op.f("ix_live_person_learner"), "live_person", ["learner"])


def _event() -> None:
    """Create the table of events."""
    op.create_table(
        "live_event",
        *_text("session"),
        sa.Column("number", NUMBER, nullable=False),
        *_text("place", "kind", "who", "what", "says", "key"),
        sa.Column("at", sa.Double(), nullable=False),
        *_text("given_at"),
        sa.PrimaryKeyConstraint("session", "number", name=op.f("pk_live_event")),
        sa.UniqueConstraint("session", "key", name=op.f("uq_live_event_session_key")),
        _live("live_event"),
    )


def _keep_out_of_statistics() -> None:
    """Forbid the planner's samples: they would keep what was said in an erased session."""
    for table, columns in PERSONAL.items():
        altered = ", ".join(f'ALTER "{name}" SET STATISTICS 0' for name in columns)
        op.execute(f'ALTER TABLE "{table}" {altered}')
