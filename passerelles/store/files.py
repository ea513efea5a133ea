"""Files written whole or not at all, and the names of the copies kept aside."""

from __future__ import annotations

import itertools
import os
from pathlib import Path

from passerelles.store.clock import utcnow
from passerelles.store.errors import StoreUnwritable

ASIDE = "passerelles-avant-*"


def private(path: Path) -> None:
    """Make an empty file that only its owner can read; raises StoreUnwritable."""
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreUnwritable(where=path.parent, reason=error.strerror) from None


def put_in_place(temporary: Path, target: Path) -> None:
    """Give a finished file its name, durably."""
    with temporary.open("rb+") as handle:
        os.fsync(handle.fileno())
    temporary.replace(target)
    if os.name == "posix":  # elsewhere a folder cannot be synchronised
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def remove(path: Path) -> None:
    """Remove a half-made database with its journals."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def aside_name(data_dir: Path, event: str, suffix: str) -> Path:
    """Return a new name for a copy made before that event (a restore, a migration)."""
    stem = f"passerelles-avant-{event}-{utcnow():%Y%m%dT%H%M%SZ}"
    names = (data_dir / f"{stem}-{count}{suffix}" for count in itertools.count(1))
    return next(path for path in names if not path.exists())
