"""The same tests on SQLite and on PostgreSQL: a throw-away cluster, made and removed by the test run."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine, delete, inspect

from passerelles.store import Store, learners
from passerelles.store.migrate import VERSION_TABLE, current, head
from passerelles.store.tables import Base

ADDRESS = "postgresql+psycopg://postgres@/postgres?host={folder}"


@dataclass
class Ticking:
    """A clock that advances one second each time it is read, and can be set."""

    now: datetime = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@dataclass
class Home:
    """One installation: its folder, its database, its clock."""

    data_dir: Path
    url: str | None
    clock: Ticking = field(default_factory=Ticking)

    def open(self, **options: object) -> Store:
        return Store.open(self.url, self.data_dir, self.clock, **options)

    @property
    def file(self) -> Path:
        return self.data_dir / "passerelles.db"


def _binaries() -> Path | None:
    """Return the folder of initdb and pg_ctl: Debian keeps them out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    if found:
        return found[-1].parent
    path = shutil.which("initdb")
    return Path(path).resolve().parent if path else None


def _account() -> dict[str, object]:
    """Return how to run PostgreSQL's programs, which refuse to be root."""
    return {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}


@pytest.fixture(autouse=True)
def quick_codes(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make hashing a code quick, except where its real cost is looked at."""
    if "real_cost" not in request.fixturenames:
        monkeypatch.setattr(learners, "HASH_COST", 2)


@pytest.fixture
def real_cost() -> int:
    """Return the cost of hashing a code, as it is for learners."""
    return learners.HASH_COST


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """Start a PostgreSQL cluster in a temporary folder, without a network port; give its address."""
    binaries = _binaries()
    if binaries is None:
        reason = "PostgreSQL is not installed: apt install postgresql"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    # Not pytest's own folder: it is closed to the account PostgreSQL runs as, and too long for a socket.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    account = _account()
    if account:
        shutil.chown(folder, "postgres", "postgres")

    def run(program: str, *arguments: str) -> None:
        command = [str(binaries / program), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, **account)

    try:
        run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync")
        # The machine is never switched off during a test: no need to wait for its disk.
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c autovacuum=off"
        run("pg_ctl", "-w", "-l", str(folder / "log"), "-o", settings, "start")
        try:
            yield ADDRESS.format(folder=folder)
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Return a folder in memory where there is one: these tests kill programs, not machines, and write a lot."""
    memory = "/dev/shm"  # Linux
    folder = Path(tempfile.mkdtemp(prefix="store-", dir=memory if os.access(memory, os.W_OK) else None)).resolve()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def administrator(cluster: str) -> Iterator[Connection]:
    """Connect to the cluster beside the store."""
    engine = create_engine(cluster, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def postgresql(administrator: Connection, cluster: str, tmp_path: Path) -> Home:
    """Return an installation on a PostgreSQL database without rows; tables are kept unless a test changed them."""
    administrator.exec_driver_sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    if inspect(administrator).has_table(VERSION_TABLE) and current(administrator) == head():
        for table in reversed(Base.metadata.sorted_tables):
            administrator.execute(delete(table))
    else:
        _drop_tables(administrator)
    return Home(tmp_path / "data", cluster)


@pytest.fixture
def without_tables(request: pytest.FixtureRequest) -> Callable[[Home], None]:
    """Return a function that makes an installation one that was never started."""

    def drop(home: Home) -> None:
        if home.url:
            _drop_tables(request.getfixturevalue("administrator"))

    return drop


def _drop_tables(administrator: Connection) -> None:
    administrator.exec_driver_sql("DROP SCHEMA public CASCADE")
    administrator.exec_driver_sql("CREATE SCHEMA public")


@pytest.fixture
def sqlite(tmp_path: Path) -> Home:
    """Return an installation on an SQLite file."""
    return Home(tmp_path / "data", None)


@pytest.fixture(params=["sqlite", "postgresql"])
def home(request: pytest.FixtureRequest) -> Home:
    """Return an installation, on each database in turn."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def store(home: Home) -> Iterator[Store]:
    """Open the store of that installation."""
    with home.open() as opened:
        yield opened


@pytest.fixture
def learner(store: Store) -> str:
    """Return the public code of a new learner."""
    return store.learners.create().partition("-")[0]


@pytest.fixture
def address():
    """Return the address of an installation's database for a tool that knows nothing of the store."""
    return lambda home: home.url or f"sqlite:///{home.file}"
