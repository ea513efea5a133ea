"""The working folders of nbgrader: submissions that appear and are replaced in one move."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from passerelles.grading.notebook import write_text

ASIDE = "aside"  # former submissions, while the new one takes their place
INCOMING = "incoming"
WORKING = "working"  # what is being graded now, one folder per run
FINGERPRINTS = "fingerprints"  # of the answers that were graded last
LOG = "nbgrader.log"  # of the last run
ABANDONED = 3600.0  # seconds after which a run without any news was killed
BY_LEARNER = ("submitted", "autograded", "feedback")
BY_ASSIGNMENT = ("source", "release")


def put(root: Path, learner: str, assignment: str, files: Mapping[str, str]) -> None:
    """Make these files a learner's submission. At every moment the former one or the new one is whole on the disk."""
    target, aside = root / "submitted" / learner / assignment, root / ASIDE / learner / assignment
    recover(root, learner, assignment)
    (root / INCOMING).mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(prefix=f"{learner}-", dir=root / INCOMING))
    try:
        for name, text in files.items():
            write_text(new / name, text)
        new.chmod(0o755)
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            aside.parent.mkdir(parents=True, exist_ok=True)
            target.rename(aside)
        new.rename(target)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(aside, ignore_errors=True)


def recover(root: Path, learner: str, assignment: str) -> None:
    """Finish what a killed `put` left: the former submission comes back unless the new one is in place."""
    target, aside = root / "submitted" / learner / assignment, root / ASIDE / learner / assignment
    if aside.exists() and not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        aside.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def new_run(root: Path) -> Path:
    """Return a new folder for a run of grading; those of killed runs are removed."""
    working = root / WORKING
    working.mkdir(parents=True, exist_ok=True)
    for former in working.iterdir():
        if former.stat().st_mtime < time.time() - ABANDONED:
            shutil.rmtree(former, ignore_errors=True)
    return Path(tempfile.mkdtemp(dir=working))


def new_log(root: Path) -> None:
    """Empty the log: it is about the last run only, and names learners."""
    (root / LOG).write_bytes(b"")


def place(root: Path, learner: str, assignment: str, graded: Path) -> None:
    """Put autograded files, made below `graded`, in place of the former ones. None were made: none are left."""
    target = root / "autograded" / learner / assignment
    if target.exists():
        target.rename(graded / "former")
    if (made := graded / learner / assignment).is_dir():
        target.parent.mkdir(parents=True, exist_ok=True)
        made.rename(target)


def fingerprints(root: Path, assignment: str, learner: str) -> Path:
    """Return the file that says which answers were graded last."""
    return root / FINGERPRINTS / assignment / f"{learner}.json"


def set_aside(root: Path, assignment: str, name: str) -> None:
    """Move all the work on an assignment to another name, where nbgrader still finds it; harmless when repeated."""
    for folder in _of_assignment(root, assignment):
        target = folder.with_name(name)
        if not target.exists():
            folder.rename(target)
    state = root / "prepared" / f"{assignment}.json"
    if state.exists():
        shutil.copyfile(state, state.with_name(f"{name}.json"))


def forget(root: Path, learner: str) -> None:
    """Remove every file of a learner."""
    for step in (*BY_LEARNER, ASIDE, "refused"):
        shutil.rmtree(root / step / learner, ignore_errors=True)
    for left in (root / INCOMING).glob(f"{learner}-*"):
        shutil.rmtree(left, ignore_errors=True)
    (root / LOG).unlink(missing_ok=True)
    for left in (root / WORKING).glob(f"*/{learner}-*"):
        shutil.rmtree(left, ignore_errors=True)
    for file in (root / FINGERPRINTS).glob(f"*/{learner}.json"):
        file.unlink(missing_ok=True)


def _of_assignment(root: Path, assignment: str) -> Iterator[Path]:
    """Yield the folders that hold something of an assignment."""
    for step in BY_LEARNER:
        yield from (root / step).glob(f"*/{assignment}")
    for step in (*BY_ASSIGNMENT, FINGERPRINTS):
        if (folder := root / step / assignment).exists():
            yield folder
