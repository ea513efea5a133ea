"""The first tables: learners, attempts, works, places, hand-ins, settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PERSONAL = {
    "learner": ("public", "secret_hash", "created_at", "seen_at"),
    "attempt": ("learner", "module", "item", "answer", "verdict", "key", "given_at"),
    "work": ("learner", "module", "name", "value", "saved_at"),
    "place": ("learner", "module", "step", "at"),
    "handin": ("learner", "assignment", "answers", "received_at", "status", "reason", "results", "status_at"),
}


def upgrade() -> None:
    """Create every table."""
    _learner()
    _attempt()
    _work()
    _place()
    _handin()
    op.create_table(
        "setting",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _keep_out_of_statistics()


def _text(*names: str) -> list[sa.Column[str]]:
    """Return required text columns."""
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _owner(table: str) -> sa.ForeignKeyConstraint:
    """Return the link to the learner: the row goes when the learner goes."""
    name = op.f(f"fk_{table}_learner")
    return sa.ForeignKeyConstraint(["learner"], ["learner.public"], name=name, ondelete="CASCADE")


def _learner() -> None:
    """Create the table of learners."""
    op.create_table(
        "learner",
        *_text("public", "secret_hash", "created_at", "seen_at"),
        sa.PrimaryKeyConstraint("public", name=op.f("pk_learner")),
    )


def _attempt() -> None:
    """Create the table of answers."""
    op.create_table(
        "attempt",
        sa.Column("sequence", NUMBER, autoincrement=True, nullable=False),
        *_text("learner", "module", "item", "answer"),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("maximum", sa.Double(), nullable=False),
        *_text("verdict", "key", "given_at"),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_attempt")),
        sa.UniqueConstraint("learner", "key", name=op.f("uq_attempt_learner_key")),
        _owner("attempt"),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_attempt_learner_module_item"), "attempt", ["learner", "module", "item"])
    op.create_index(op.f("ix_attempt_module_item"), "attempt", ["module", "item"])


def _work() -> None:
    """Create the table of writings."""
    op.create_table(
        "work",
        *_text("learner", "module", "name", "value", "saved_at"),
        _owner("work"),
        sa.PrimaryKeyConstraint("learner", "module", "name", name=op.f("pk_work")),
    )


def _place() -> None:
    """Create the table of places."""
    op.create_table(
        "place",
        *_text("learner", "module", "step"),
        sa.Column("rank", NUMBER, nullable=False),
        *_text("at"),
        _owner("place"),
        sa.PrimaryKeyConstraint("learner", "module", name=op.f("pk_place")),
    )


def _handin() -> None:
    """Create the table of hand-ins."""
    op.create_table(
        "handin",
        sa.Column("id", NUMBER, autoincrement=True, nullable=False),
        *_text("learner", "assignment", "answers", "received_at", "status"),
        sa.Column("reason", sa.Text(), nullable=True),
        *_text("results", "status_at"),
        _owner("handin"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handin")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_handin_learner_assignment"), "handin", ["learner", "assignment"])
    op.create_index(op.f("ix_handin_assignment"), "handin", ["assignment"])
    op.create_index(op.f("ix_handin_status"), "handin", ["status"])


def _keep_out_of_statistics() -> None:
    """Forbid the planner's samples: they would keep what an erased learner wrote."""
    for table, columns in PERSONAL.items():
        op.execute(f"ALTER TABLE {table} " + ", ".join(f'ALTER "{name}" SET STATISTICS 0' for name in columns))
