"""The nbgrader course behind the quizzes: prepare, submit, grade, read the results.

nbgrader itself only ever runs in processes of its own; this module is light enough for the server.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import nbformat
from nbformat import NotebookNode

from passerelles import paths
from passerelles.content.course import Assignment, Course
from passerelles.content.loader import load_course
from passerelles.errors import Refusal
from passerelles.grading import cells, environment, folders, path_taken, refusals
from passerelles.grading.code_exercises import is_code
from passerelles.grading.gradebook import Gradebook, Submission
from passerelles.grading.held import held
from passerelles.grading.notebook import build, dump, write_text
from passerelles.grading.refused import Refused
from passerelles.grading.submission import answers_of, read_notebook, submission_notebook
from passerelles.text import t

LONGEST = 240.0  # seconds for one run of nbgrader; less than what the server waits
LEARNER = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,39}")
_SETTINGS = Path(__file__).resolve().parent / "templates" / "nbgrader_config.py.txt"


class GradingFailed(Refusal):
    """nbgrader did not finish: nothing wrong was recorded, and it can be tried again."""


class GradingCourse:
    """nbgrader's course folder `root`, for the course whose texts are in `course_root` (default: the installed one)."""

    def __init__(self, root: Path, course_root: Path | None = None) -> None:
        """Take the folders as they are; nothing is written before `prepare`."""
        self.root = root.absolute()
        self.course_root = (course_root or paths.course_root()).absolute()
        self.gradebook = Gradebook(self.root / "gradebook.db")

    def prepare(self, *assignments: str) -> list[str]:
        """Make these assignments of the course, or all of them, known to nbgrader; quick when nothing changed.

        When an assignment gets other cells or points, the work already done moves to another name, with its grades.
        Returns these names. Raises GradingFailed.
        """
        settings = _SETTINGS.read_text(encoding="utf-8").format(course=str(self.course_root))
        write_text(self.root / "nbgrader_config.py", settings)
        course = self._course()
        with held(self.root / "prepare.lock", LONGEST):
            wanted = [a for a in course.assignments.values() if not assignments or a.slug in assignments]
            changed, aside = self._write_sources(wanted, course)
            if changed:
                self.gradebook.drop_unborn()
                self._run(", ".join(changed), "passerelles.grading.release", *changed)
            for slug, state in changed.items():
                write_text(self._state(slug), json.dumps(state) + "\n")
            for work in wanted:
                self.gradebook.set_due(work.slug, work.due)
            return aside

    def submit(
        self,
        learner: str,
        assignment: str,
        answers: Mapping[str, object] | None = None,
        at: datetime | None = None,
        *,
        notebook: Path | None = None,
    ) -> None:
        """Write a learner's submission, received at `at` (the server's clock; default now), in place of a former one.

        Give the answers by item, or a notebook filled in JupyterLab. Raises Refused, and then keeps the notebook
        for the trainer; the former submission stays.
        """
        at = at or datetime.now(UTC)
        self._require_names(learner, assignment)
        try:
            released = self.released(assignment)
            if notebook is not None and is_code(self.root, assignment):
                filled = read_notebook(notebook)
            else:
                answers = answers_of(read_notebook(notebook), released) if notebook else answers
                filled = submission_notebook(released, answers or {})
                path_taken.require(filled, self._course)
                filled = path_taken.tell(filled, self._course)
        except Refused as refused:
            refusals.keep(self.root, learner, assignment, refused, notebook)
            raise
        stamp = at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f UTC\n")
        folders.put(self.root, learner, assignment, {f"{assignment}.ipynb": dump(filled), "timestamp.txt": stamp})

    def autograde(self, learner: str, assignment: str) -> dict[str, Any]:
        """Have a submission graded, again if it was already, and return its results (see `results`).

        Raises Refused when the notebook is not made of answers, GradingFailed when nbgrader did not finish.
        """
        self._require_names(learner, assignment)
        folders.recover(self.root, learner, assignment)
        outcome = json.loads(self._run(assignment, "passerelles.grading.service", str(self.root), learner, assignment))
        if "refused" in outcome:
            raise Refused(outcome["refused"])
        if "results" not in outcome:
            raise self._failed(assignment)
        return dict(outcome["results"])

    def results(self, learner: str, assignment: str) -> dict[str, Any]:
        """Return what the gradebook says of a submission; raises KeyError when it holds none.

        `score` is what is known so far; a cell that waits for a person has a `score` of None.
        """
        found = self.gradebook.submission(assignment, learner)
        if found is None:
            raise KeyError((learner, assignment))
        scored = {cells.item_of(g.cell): g for g in found.grades}
        order = [item for item in dict.fromkeys(map(cells.item_of, self._grade_ids(assignment))) if item in scored]
        ordered = [scored[item] for item in order]
        return {
            "score": sum((g.score or 0.0 for g in ordered), 0.0),
            "max_score": sum((g.maximum for g in ordered), 0.0),
            "needs_manual": any(g.needs_manual for g in ordered),
            "late_seconds": _late(found),
            "cells": {
                item: {
                    "score": grade.score,
                    "auto": grade.auto,
                    "manual": grade.manual,
                    "max": grade.maximum,
                    "needs_manual": grade.needs_manual,
                    "comment": found.comments.get(cells.ANSWER + item),
                }
                for item, grade in zip(order, ordered, strict=True)
            },
        }

    def released(self, assignment: str) -> NotebookNode:
        """Return the notebook that learners receive; raises Refused when there is none of that name."""
        named = re.fullmatch(r"[a-z][a-z0-9-]*", assignment)
        found = sorted((self.root / "release" / assignment).glob("*.ipynb")) if named else []
        if not found:  # work set aside keeps its notebook's name under another assignment's
            raise Refused(t("grading.refused-assignment", assignment=assignment), t("grading.cure-assignment"))
        return cast(NotebookNode, nbformat.read(found[0], as_version=4))

    def keep(self, learner: str, assignment: str, refused: Refusal, notebook: Path) -> None:
        """Keep a notebook of a known assignment that could not be read, with the reason, for the trainer."""
        self._require_learner(learner)
        refusals.keep(self.root, learner, assignment, refused, notebook)

    def refused(self) -> list[refusals.RefusedNotebook]:
        """Return the notebooks that a trainer should look at, the last one first."""
        return refusals.kept(self.root)

    def forget(self, learner: str) -> None:
        """Erase a learner: files, grades, and the bytes they took in the gradebook."""
        if not LEARNER.fullmatch(learner):
            return
        folders.forget(self.root, learner)
        self.gradebook.forget(learner)

    def _course(self) -> Course:
        """Return the course whose texts these assignments ask."""
        return load_course(self.course_root)

    def _write_sources(self, wanted: list[Assignment], course: Course) -> tuple[dict[str, dict[str, str]], list[str]]:
        """Write the sources of the assignments that nbgrader does not know as they are now.

        Returns their digests by name, to be kept once they are released, and the names of work set aside.
        """
        changed, aside = {}, []
        for work in wanted:
            nb, before = build(work, course), _read_state(self._state(work.slug))
            state = {"build": _digest(dump(nb)), "cells": _digest(_cells(nb))}
            if before is None:  # before nbgrader knows it: an assignment that is not ours is taken for a code exercise
                write_text(self._state(work.slug), "{}\n")
            if before == state and self._known(work.slug):
                continue
            if before and before.get("cells") != state["cells"]:
                aside.append(self._set_aside(work.slug, str(before.get("build"))[:8]))
            write_text(self.root / "source" / work.slug / f"{work.slug}.ipynb", dump(nb))
            changed[work.slug] = state
        return changed, aside

    def _known(self, slug: str) -> bool:
        """Say whether nbgrader has released an assignment."""
        return self.gradebook.has(slug) and (self.root / "release" / slug).is_dir()

    def _state(self, slug: str) -> Path:
        """Return the file that holds the digests of an assignment as it was prepared last."""
        return self.root / "prepared" / f"{slug}.json"

    def _set_aside(self, slug: str, version: str) -> str:
        """Move an assignment's submissions and grades to a name of their own, and return it."""
        name = f"{slug}--{version}"
        if self.gradebook.has_submissions(slug):
            self.gradebook.rename(slug, name)
        folders.set_aside(self.root, slug, name)
        return name

    def _grade_ids(self, assignment: str) -> list[str]:
        """Return the names of the cells of the released notebook, in order."""
        return [name for cell in self.released(assignment).cells if (name := cells.grade_id(cell))]

    def _require_names(self, learner: str, assignment: str) -> None:
        """Raise Refused unless both can safely be the name of a folder."""
        self._require_learner(learner)
        self.released(assignment)

    def _require_learner(self, learner: str) -> None:
        """Raise Refused unless the code can safely be the name of a folder."""
        if not LEARNER.fullmatch(learner):
            raise Refused(t("grading.refused-learner", learner=learner[:40]), t("grading.cure-learner"))

    def _run(self, assignment: str, module: str, *arguments: str) -> str:
        """Run a module in a clean environment; return what it prints. Raises GradingFailed unless it ends well."""
        folders.new_log(self.root)
        with (self.root / folders.LOG).open("ab") as log:
            try:
                done = subprocess.run(
                    [sys.executable, "-P", "-m", module, *arguments],
                    cwd=self.root,
                    env=environment.clean(self.root, self.course_root),
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    timeout=LONGEST,
                    check=True,
                )
            except subprocess.SubprocessError:
                raise self._failed(assignment) from None
        return done.stdout.decode()

    def _failed(self, assignment: str) -> GradingFailed:
        """Return the refusal of a run that did not end well."""
        named = {"assignment": assignment, "log": self.root / folders.LOG}
        return GradingFailed(t("grading.failed", **named), t("grading.cure-failed", **named))


def _late(found: Submission) -> float:
    """Return by how many seconds a submission came after the deadline."""
    if not found.submitted_at or not found.due:
        return 0.0
    return max(0.0, (found.submitted_at - found.due).total_seconds())


def _cells(nb: NotebookNode) -> str:
    """Return what nbgrader remembers of a notebook and cannot change once there are grades."""
    return json.dumps([cell.metadata["nbgrader"] for cell in nb.cells if "nbgrader" in cell.metadata], sort_keys=True)


def _digest(text: str) -> str:
    """Return a digest of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _read_state(file: Path) -> dict[str, Any] | None:
    """Return what was prepared last; None when nothing was."""
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None
