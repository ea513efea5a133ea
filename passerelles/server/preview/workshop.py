"""One case being written: its text as it stands, the last version that could be played, and what `check` says of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from passerelles.content.case import Case
from passerelles.content.case_proof import prove
from passerelles.content.case_references import is_sound
from passerelles.content.course import Course
from passerelles.content.loader import read_case, read_course
from passerelles.content.problems import Problem
from passerelles.content.rules import check_case
from passerelles.errors import Refusal
from passerelles.server.preview import tools
from passerelles.server.preview.desk import PreviewDesk
from passerelles.text import t

Stamp = dict[str, tuple[int, int]]  # file -> time of change, size


@dataclass
class Examined:
    """What is wrong with a version, and what its author sees of it from above: see `tools.overview`."""

    problems: list[Problem]
    overview: dict[str, Any] = field(default_factory=lambda: tools.overview([]))


class Workshop:
    """Reads a case again as it changes. `desk` is None until a first version could be played."""

    def __init__(self, root: Path, slug: str) -> None:
        """Read the course at `root` and its case `slug`. Raises Refusal when it has no such folder."""
        self.root, self.slug = root.resolve(), slug
        self.folder, self.file = self.root / "case_studies" / slug, f"case_studies/{slug}/case.yaml"
        if not (self.folder / "case.yaml").is_file():
            known = ", ".join(sorted(file.parent.name for file in self.root.glob("case_studies/*/case.yaml")))
            raise Refusal(t("cli.no-case", slug=slug), t("cli.no-case.cure", known=known or "—"))
        self.desk: PreviewDesk | None = None
        self.shown: Case | None = None  # the last version that could be played
        self.read_course()

    def read_course(self) -> None:
        """Read the corpus and the other cases again, then this one."""
        self._course = read_course(self.root)[0]
        self.read_case()

    def read_case(self) -> None:
        """Read the case again; one that cannot be played leaves the last version in place."""
        self._read, self._refused = read_case(self.root, self.slug)
        if self._read and is_sound(self._read):
            self.shown = self._read
            course = self._with(self._read)
            if self.desk is None:
                self.desk = PreviewDesk(course, self._read)
            else:
                self.desk.renew(course, self._read)

    @property
    def fresh(self) -> bool:
        """Whether what is shown is the text as it stands."""
        return self.shown is not None and self.shown is self._read

    def examine(self) -> Examined:
        """Return what `check` says of the text as it stands, and its paths; takes a moment."""
        case = self._read
        if case is None:
            return Examined(self._refused)
        problems = check_case(self._with(case), self.root, self.slug)
        return Examined(problems, tools.overview(prove(case) if is_sound(case) else []))

    def stamp(self) -> tuple[Stamp, Stamp]:
        """Return what tells that the case, or the corpus, has changed."""
        return _stamp(self.folder, "*"), _stamp(self.root / "corpus", "*.yaml")

    def _with(self, case: Case) -> Course:
        """Return the course with that version of the case."""
        return self._course.model_copy(update={"cases": {**self._course.cases, self.slug: case}})


def _stamp(folder: Path, pattern: str) -> Stamp:
    """Return when the files of a folder last changed, and their sizes; a file that is being replaced is left out."""
    found: Stamp = {}
    for file in folder.glob(pattern):
        try:
            told = file.stat()
        except OSError:
            continue
        found[file.name] = (told.st_mtime_ns, told.st_size)
    return found
