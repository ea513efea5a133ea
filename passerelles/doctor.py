"""What this machine needs to run the course, and the cure for what it lacks."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from passerelles.text import t

ROOM_NEEDED = 200 * 2**20  # bytes; below, a class would soon fill the disk
DEFAULT_PORT = 8866
CLASS = 20  # people
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_BROWSER = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")

Level = Literal["fine", "notice", "stop"]


@dataclass(frozen=True)
class Finding:
    """One thing looked at: `stop` is to be mended before the course is opened, `notice` can wait."""

    name: str
    level: Level
    text: str


def examine(root: Path, data: Path, port: int = DEFAULT_PORT) -> list[Finding]:
    """Look at everything that start and tests need; nothing is left behind."""
    return [
        python_version(),
        sqlite_version(),
        data_folder(data),
        free_room(data),
        free_port(port),
        course(root),
        seats(),
        browser(),
        postgresql(),
        sandbox(),
    ]


def python_version() -> Finding:
    """Python 3.11 or newer."""
    return _finding("python", sys.version_info >= (3, 11), "stop", version=sys.version.split()[0])


def sqlite_version() -> Finding:
    """An SQLite that keeps what it acknowledges."""
    import sqlite3

    from passerelles.store import sqlite_warning

    warning = sqlite_warning()
    return Finding(
        "sqlite", "notice" if warning else "fine", warning or t("doctor.sqlite.fine", version=sqlite3.sqlite_version)
    )


def data_folder(data: Path) -> Finding:
    """A folder of learner data that can be written, or made."""
    existing = next(place for place in (data, *data.parents) if place.exists())
    return _finding("data", existing.is_dir() and os.access(existing, os.W_OK | os.X_OK), "stop", folder=data)


def free_room(data: Path) -> Finding:
    """Room enough for the records to grow."""
    existing = next(place for place in (data, *data.parents) if place.exists())
    free = shutil.disk_usage(existing).free
    return _finding("room", free >= ROOM_NEEDED, "stop", free=free // 2**20, needed=ROOM_NEEDED // 2**20)


def free_port(port: int) -> Finding:
    """The usual port, free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return _finding("port", False, "notice", port=port)
    return _finding("port", True, "notice", port=port)


def course(root: Path) -> Finding:
    """A course that loads."""
    from passerelles.content.loader import load_course
    from passerelles.content.problems import CourseError

    try:
        modules = load_course(root).modules
    except CourseError as error:
        return Finding("course", "stop", t("doctor.course.stop", folder=root, first=error.problems[0].cause))
    return Finding("course", "fine", t("doctor.course.fine", folder=root, modules=len(modules)))


def seats() -> Finding:
    """Memory and processors enough for a class; those beyond wait for their turn."""
    from passerelles.server.voila.capacity import places

    return _finding("seats", places() >= CLASS, "notice", places=places())


def browser() -> Finding:
    """A Chromium for the tests; learners may use any browser."""
    return _finding("browser", any(map(shutil.which, BROWSERS)) or MAC_BROWSER.exists(), "notice")


def postgresql() -> Finding:
    """PostgreSQL's programs, for the tests."""
    found = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return _finding("postgresql", bool(found), "notice")


def sandbox() -> Finding:
    """A sandbox for the exercises in which learners write code; the rest of the course does without."""
    from passerelles.kernels.sandbox_box import unavailable

    why = unavailable()
    return _finding("sandbox", why is None, "notice", cure=t(f"doctor.sandbox.{why}") if why else "")


def _finding(name: str, good: bool, otherwise: Level, **values: object) -> Finding:
    """Return the finding with the sentence of its level."""
    level: Level = "fine" if good else otherwise
    return Finding(name, level, t(f"doctor.{name}.{level}", **values))


def as_json(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the findings as a stable JSON object."""
    return {"ok": all(f.level != "stop" for f in findings), "findings": [asdict(f) for f in findings]}


def as_text(findings: Sequence[Finding]) -> str:
    """Return one line per finding."""
    return "\n".join(f"{t(f'doctor.{f.level}')} {f.text}" for f in findings)
