"""Plays of branching cases, and their moves."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PERSONAL = {
    "play": ("learner", "case", "level", "mode", "viewpoint", "after", "key", "started_at"),
    "move": ("learner", "kind", "what", "comment", "key", "at"),
}


def upgrade() -> None:
    """Create both tables."""
    _play()
    _move()
    if op.get_bind().dialect.name == "postgresql":
        _keep_out_of_statistics()


def _text(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    """Return text columns, required unless `nullable`."""
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _owner(table: str) -> sa.ForeignKeyConstraint:
    """Return the link to the learner: the row goes when the learner goes."""
    name = op.f(f"fk_{table}_learner")
    return sa.ForeignKeyConstraint(["learner"], ["learner.public"], name=name, ondelete="CASCADE")


def _play() -> None:
    """Create the table of plays."""
    op.create_table(
        "play",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        *_text("learner", "case", "level"),
        *_text("mode", "viewpoint", nullable=True),
        *_text("after"),
        sa.Column("team", sa.Integer(), nullable=True),
        *_text("key"),
        sa.Column("rank", NUMBER, nullable=False),
        *_text("started_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_play")),
        sa.UniqueConstraint("learner", "key", name=op.f("uq_play_learner_key")),
        _owner("play"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_play_learner_case"), "play", ["learner", "case"])
    op.create_index(op.f("ix_play_case"), "play", ["case"])


def _move() -> None:
    """Create the table of moves."""
    op.create_table(
        "move",
        sa.Column("play", NUMBER, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        *_text("learner", "kind", "what", "comment", "key", "at"),
        sa.PrimaryKeyConstraint("play", "turn", name=op.f("pk_move")),
        sa.UniqueConstraint("play", "key", name=op.f("uq_move_play_key")),
        sa.ForeignKeyConstraint(["play"], ["play.id"], name=op.f("fk_move_play"), ondelete="CASCADE"),
        _owner("move"),
    )
    op.create_index(op.f("ix_move_learner"), "move", ["learner"])


def _keep_out_of_statistics() -> None:
    """Forbid the planner's samples: they would keep what an erased learner did."""
    for table, columns in PERSONAL.items():
        altered = ", ".join(f'ALTER "{name}" SET STATISTICS 0' for name in columns)
        op.execute(f'ALTER TABLE "{table}" {altered}')
