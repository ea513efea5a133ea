"""Bring the tables to the version this code knows, inside one transaction.

To change a table: edit `tables.py`, declare new columns in `register.py`, add the next file in
`migrations/versions/` (copy the newest one); a test says whether the files still lead to the same tables. There
is no way down: the copy kept aside before a migration is the way back.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from passerelles.store.errors import StoreCorrupt, StoreTooNew
from passerelles.store.tables import Base
from passerelles.text import t

SCRIPTS = Path(__file__).resolve().parent / "migrations"
# Not Alembic's default: a PostgreSQL schema may be shared with another product that uses it.
VERSION_TABLE = "passerelles_version"


def head(scripts: Path = SCRIPTS) -> str:
    """Return the newest revision this code knows."""
    return str(_directory(scripts).get_current_head())


def current(connection: Connection) -> str | None:
    """Return the revision of the tables in this database, None when it has none of ours."""
    return MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE}).get_current_revision()


def require_known(connection: Connection, where: object, scripts: Path = SCRIPTS) -> str | None:
    """Return the revision of this database.

    Raises StoreTooNew when a later version wrote it, StoreCorrupt when tables are there without a version.
    """
    revision = current(connection)
    if revision is None and tables(connection):
        raise StoreCorrupt(where=where, reason=t("store.reason-not-ours"))
    if revision is not None:
        require_revision(revision, where, scripts)
    return revision


def require_revision(revision: str, where: object, scripts: Path = SCRIPTS) -> None:
    """Raise StoreTooNew when this code does not know that revision."""
    if revision not in {script.revision for script in _directory(scripts).walk_revisions()}:
        raise StoreTooNew(where=where, revision=revision)


def tables(connection: Connection) -> set[str]:
    """Return the tables in use here: all of an SQLite file (it is ours alone), ours in a PostgreSQL schema."""
    names = set(inspect(connection).get_table_names()) - {VERSION_TABLE}
    return names if connection.dialect.name == "sqlite" else names & set(Base.metadata.tables)


def upgrade(connection: Connection, where: object, scripts: Path = SCRIPTS, target: str = "head") -> None:
    """Run the migrations that are missing; the caller's transaction makes them all or nothing.

    Raises what `require_known` raises.
    """
    require_known(connection, where, scripts)
    directory = _directory(scripts)

    def steps(revision: Any, _context: MigrationContext) -> Any:
        """Return the steps from there to the target."""
        return directory._upgrade_revs(target, revision)

    with EnvironmentContext(Config(), directory, fn=steps, destination_rev=target) as environment:
        environment.configure(connection=connection, version_table=VERSION_TABLE, transactional_ddl=True)
        environment.run_migrations()


@cache
def _directory(scripts: Path) -> ScriptDirectory:
    """Return the migrations of that folder, read once."""
    return ScriptDirectory(str(scripts))
