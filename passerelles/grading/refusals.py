"""Notebooks that were not graded, kept with the reason until a trainer has looked: `refused/<learner>/<devoir>/`."""

from __future__ import annotations

import shutil
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from passerelles.errors import Refusal
from passerelles.grading.notebook import write_text

REASON = "raison.txt"
_LARGEST = 20_000_000  # bytes of a refused notebook that is kept


@dataclass(frozen=True)
class RefusedNotebook:
    """One refusal, as a trainer sees it."""

    learner: str
    assignment: str
    reason: str
    at: datetime
    notebook: Path | None


def keep(root: Path, learner: str, assignment: str, refused: Refusal, notebook: Path | None) -> None:
    """Write the reason, beside a copy of the notebook when it is a plain file of bearable size.

    The last refusal of a learner for an assignment replaces the one before.
    """
    folder = root / "refused" / learner / assignment
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if notebook and _is_plain(notebook):
        shutil.copyfile(notebook, folder / f"{assignment}.ipynb")
    write_text(folder / REASON, f"{refused}\n")


def kept(root: Path) -> list[RefusedNotebook]:
    """Return every refusal, the last one first."""
    found = [_read(file) for file in (root / "refused").glob(f"*/*/{REASON}")]
    return sorted(found, key=lambda refusal: refusal.at, reverse=True)


def _read(file: Path) -> RefusedNotebook:
    """Return the refusal whose reason is in that file."""
    notebook = file.with_name(f"{file.parent.name}.ipynb")
    return RefusedNotebook(
        learner=file.parent.parent.name,
        assignment=file.parent.name,
        reason=file.read_text(encoding="utf-8").strip(),
        at=datetime.fromtimestamp(file.stat().st_mtime, UTC),
        notebook=notebook if notebook.is_file() else None,
    )


def _is_plain(path: Path) -> bool:
    """Say whether a path is a regular file, reached without a link at its end, and not too big."""
    try:
        found = path.lstat()
    except OSError:
        return False
    linked = path.parent.is_symlink() or path.parent.parent.is_symlink()
    return stat.S_ISREG(found.st_mode) and not linked and found.st_size <= _LARGEST
