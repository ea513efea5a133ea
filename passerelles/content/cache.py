"""Keeps the loaded course as JSON beside the learner data, so that only a changed course is parsed again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from .. import paths
from .course import Course

_HERE = Path(__file__).resolve().parent
_KEPT = 12  # courses kept: a few checkouts and fixtures on one machine


def key(root: Path, files: Iterable[Path]) -> str:
    """Return a digest of the authored files and of the code that reads them."""
    digest = hashlib.sha256()
    for file in [*sorted(_HERE.glob("*.py")), *files]:
        name = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.name
        content = hashlib.sha256(file.read_bytes()).hexdigest()
        digest.update(f"{name}\0{content}\n".encode())
    return digest.hexdigest()[:32]


def read(digest: str) -> Course | None:
    """Return the course kept under that digest; None when there is none that can be read."""
    try:
        course = Course.model_validate_json(_path(digest).read_bytes())
        _path(digest).touch()  # the last one read is the last one pruned
    except (OSError, ValidationError):
        return None
    return course


def write(digest: str, course: Course) -> None:
    """Keep the course under that digest, in one move; a folder that refuses is no reason to fail."""
    with contextlib.suppress(OSError):
        _write(_path(digest), course.model_dump_json().encode())
        _prune()


def _path(digest: str) -> Path:
    """Return the file of a digest."""
    return paths.cache_dir() / f"course-{digest}.json"


def _write(path: Path, raw: bytes) -> None:
    """Write beside, then rename: a reader sees all or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix="course-", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(raw)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _prune() -> None:
    """Forget all but the courses read last."""
    kept = sorted(paths.cache_dir().glob("course-*.json"), key=lambda file: file.stat().st_mtime)
    for old in kept[:-_KEPT]:
        old.unlink(missing_ok=True)
