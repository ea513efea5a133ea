"""The register of stored data says everything that is stored, and the migrations make exactly those tables."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, MetaData, Table, Text, create_engine

from passerelles.store import migrate
from passerelles.store import sqlite as file_store
from passerelles.store.register import REGISTER, TITLES, declared, differences
from passerelles.store.tables import Base

VERSION = {f"{migrate.VERSION_TABLE}.version_num"}


@pytest.fixture
def engine(home, address):
    home.open().close()
    engine = create_engine(address(home))
    yield engine
    engine.dispose()


def test_every_column_of_the_database_is_declared_and_no_other(engine):
    there = MetaData()
    there.reflect(engine, only=lambda name, _: not name.startswith("sqlite_"))
    assert differences(there) == []
    assert set(differences(Base.metadata)) == VERSION


def test_an_undeclared_column_is_found():
    changed = MetaData()
    for table in Base.metadata.tables.values():
        table.to_metadata(changed)
    changed.tables["learner"].append_column(Column("shoe_size", Text))
    Table("diary", changed, Column("page", Text))
    changed.remove(changed.tables["setting"])
    assert set(differences(changed)) - VERSION == {"learner.shoe_size", "diary.page", "setting.name", "setting.value"}


def test_every_line_is_a_sentence_under_a_title():
    assert set(TITLES) == set(REGISTER)
    for line in declared():
        for text in (line.entry.purpose, line.entry.retention):
            assert re.fullmatch(r"[A-ZÀ-Ý].{10,}\.", text), (line.table, line.column)


def test_the_migrations_make_exactly_the_tables(engine):
    with engine.connect() as connection:
        options = {"version_table": migrate.VERSION_TABLE, "compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata) == []


def test_the_migrations_write_the_same_sql_as_the_tables(sqlite, tmp_path):
    """Compare what Alembic does not: primary keys, AUTOINCREMENT, cascades, names."""
    sqlite.open().close()
    direct = create_engine(f"sqlite:///{tmp_path}/direct.db")
    Base.metadata.create_all(direct)
    direct.dispose()
    assert schema(sqlite.file) == schema(tmp_path / "direct.db")


def schema(path):
    with sqlite3.connect(path) as connection:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    connection.close()
    return {name: " ".join(sql.split()) for name, sql in rows if name != migrate.VERSION_TABLE}


NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "next", "{head}"
def upgrade():
    op.add_column("learner", sa.Column("shoe_size", sa.Text()))
    op.execute("UPDATE learner SET shoe_size = '42'")
    {last}
"""


@pytest.fixture
def newer(tmp_path):
    """Return a function making a folder of migrations with one more."""

    def make(last):
        versions = tmp_path / "migrations" / "versions"
        versions.mkdir(parents=True)
        for script in (migrate.SCRIPTS / "versions").glob("v*.py"):
            (versions / script.name).write_text(script.read_text())
        (versions / "v9999_next.py").write_text(NEXT.format(head=migrate.head(), last=last))
        return versions.parent

    return make


def columns(engine):
    there = MetaData()
    there.reflect(engine, only=["learner"])
    return set(there.tables["learner"].columns.keys())


def test_a_migration_is_all_or_nothing(home, address, newer):
    with home.open() as store:
        code = store.learners.create()
    engine = _strict(home, address)
    with pytest.raises(ZeroDivisionError), engine.begin() as connection:
        migrate.upgrade(connection, "here", newer("1 / 0"))
    assert "shoe_size" not in columns(engine)
    engine.dispose()
    with home.open() as store:
        assert store.learners.verify(code) == code[:6]


def test_a_migration_that_works_moves_the_version(home, address, newer):
    home.open().close()
    engine = _strict(home, address)
    with engine.begin() as connection:
        migrate.upgrade(connection, "here", newer("pass"))
        assert migrate.current(connection) == "next"
    assert "shoe_size" in columns(engine)
    engine.dispose()


def _strict(home, address):
    """Return an engine whose transactions hold table changes too, as the store's own does."""
    return create_engine(address(home)) if home.url else file_store.connect(home.file, read_only=False)


def test_a_copy_is_kept_before_a_migration(sqlite, newer, monkeypatch):
    with sqlite.open() as store:
        code = store.learners.create()
    scripts = newer("pass")
    monkeypatch.setattr(migrate.upgrade, "__defaults__", (scripts, "head"))
    monkeypatch.setattr(migrate.require_known, "__defaults__", (scripts,))
    monkeypatch.setattr(migrate.head, "__defaults__", (scripts,))
    with sqlite.open() as store:
        assert store.learners.verify(code) == code[:6]
        kept = list(sqlite.data_dir.glob("passerelles-avant-migration-*.db"))
        assert len(kept) == 1
        assert code[:6].encode() in Path(kept[0]).read_bytes()
        store.privacy.erase(code[:6])
        assert code[:6].encode() not in Path(kept[0]).read_bytes()
