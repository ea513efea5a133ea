"""Which submissions are to be graded: those handed in that are not graded yet, or no longer as they were."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from passerelles import paths
from passerelles.content import cache
from passerelles.content.loader import authored
from passerelles.grading import folders
from passerelles.grading.gradebook import Gradebook
from passerelles.grading.notebook import write_text

WHOLE = "*"  # beside the digests of the answers, by item: the digest of all that the grades depend on
_LARGEST = 50_000_000  # bytes of a file that are read to see whether it changed


@dataclass(frozen=True)
class Wanted:
    """A submission to be graded, as it was when it was looked at."""

    assignment: str
    learner: str
    digest: str
    done: bool = False


class Plan:
    """The submissions below nbgrader's folder `root`, for the course in `course_root`."""

    def __init__(self, root: Path, course_root: Path) -> None:
        """Look at the course; the submissions are looked at when asked for."""
        self._root = root
        scoring = (paths.PACKAGE / "scoring.py", paths.PACKAGE / "spelling.py")
        self.course = cache.key(course_root, [*authored(course_root), *scoring])

    def submissions(self, assignments: Iterable[str]) -> Iterator[Wanted]:
        """Yield every submission of these assignments, in the order of nbgrader."""
        for assignment in assignments:
            graded = Gradebook(self._root / "gradebook.db").learners(assignment)
            for folder in sorted((self._root / "submitted").glob(f"*/{assignment}")):
                wanted = self.look(assignment, folder.parent.name)
                yield Wanted(assignment, wanted.learner, wanted.digest, self._is_done(wanted, graded))

    def look(self, assignment: str, learner: str) -> Wanted:
        """Return one submission as it is now."""
        digest = hashlib.sha256(self.course.encode())
        for folder in (self._root / "source" / assignment, self._root / "submitted" / learner / assignment):
            for line in _contents(folder):
                digest.update(line)
        return Wanted(assignment, learner, digest.hexdigest())

    def remember(self, wanted: Wanted, fingerprints: Path) -> None:
        """Write down that a submission was graded, with the digests of its answers that nbgrader's step left."""
        try:
            answers = json.loads(fingerprints.read_text(encoding="utf-8"))
        except FileNotFoundError:  # the notebook was not handed in
            answers = {}
        target = folders.fingerprints(self._root, wanted.assignment, wanted.learner)
        write_text(target, json.dumps({**answers, WHOLE: wanted.digest}, indent=1) + "\n")

    def _is_done(self, wanted: Wanted, graded: set[str]) -> bool:
        """Say whether a submission was graded as it is now, to the end."""
        try:
            known = folders.fingerprints(self._root, wanted.assignment, wanted.learner).read_text(encoding="utf-8")
            same = json.loads(known).get(WHOLE) == wanted.digest
        except (OSError, ValueError):
            return False
        placed = (self._root / "autograded" / wanted.learner / wanted.assignment).is_dir()
        return same and placed and wanted.learner in graded


def _contents(folder: Path) -> Iterator[bytes]:
    """Yield what tells one state of a folder from another; nothing is followed nor opened that is not a plain file."""
    if folder.is_symlink():
        yield os.fsencode(folder.readlink())
        return
    for path in sorted(folder.rglob("*")):
        about = path.lstat()
        yield f"{path.relative_to(folder)}\0{about.st_mode}\0{about.st_size}\n".encode(errors="surrogateescape")
        if stat.S_ISREG(about.st_mode):
            with contextlib.suppress(OSError), path.open("rb") as file:  # nbgrader will say that it cannot be read
                yield hashlib.sha256(file.read(_LARGEST)).digest()
