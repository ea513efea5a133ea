"""Three steps of our own inside stock `nbgrader autograde`."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, cast

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode

from passerelles.grading import cells, refusals
from passerelles.grading.notebook import write_text
from passerelles.grading.submission import Refused, rebuild
from passerelles.text import t

Resources = dict[str, Any]


class RebuildSubmission(NbGraderPreprocessor):
    """Replaces a submitted notebook by the released one with the answers read from it: nothing else is kept.

    A notebook that does not consist of answers is refused: nothing runs, and the reason is written for the trainer.
    """

    root = Unicode(help="The course's working folder.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the rebuilt notebook; raises Refused."""
        about = resources["nbgrader"]
        folder = Path(resources["metadata"]["path"]).absolute()
        file = folder / f"{resources['metadata']['name']}.ipynb"
        try:
            if any(path.is_symlink() for path in (file, folder, folder.parent)):
                raise Refused(t("grading.refused-link"), t("grading.cure-link"))
            return rebuild(nb, self._released(about["assignment"], about["notebook"])), resources
        except Refused as refused:
            refusals.keep(Path(self.root), about["student"], about["assignment"], refused, file)
            raise

    def _released(self, assignment: str, notebook: str) -> NotebookNode:
        """Return the notebook that was handed out; raises Refused when it is not a quiz of ours."""
        file = Path(self.root, "release", assignment, f"{notebook}.ipynb")
        known = Path(self.root, "prepared", f"{assignment}.json")
        if not self.root or not known.is_file() or not file.is_file():
            named = {"assignment": assignment}
            raise Refused(t("grading.refused-assignment", **named), t("grading.cure-assignment"))
        return cast(NotebookNode, nbformat.read(file, as_version=4))


class RequireScores(NbGraderPreprocessor):
    """Stops unless each grade cell computed one score: nbgrader would give every point to a cell that says nothing."""

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> tuple[NotebookNode, Resources]:
        """Return the cell unchanged; raises RuntimeError when its score is missing or out of bounds."""
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("grade") and not _is_score(cell.outputs, float(about["points"])):
            raise RuntimeError(t("grading.not-computed", cell=about["grade_id"]))
        return cell, resources


class KeepMarks(NbGraderPreprocessor):
    """Keeps a trainer's mark while the answer is the same, and takes it off, saying so, when the answer changed.

    nbgrader alone would ask for every mark again and, meanwhile, count the old mark for the new answer.
    """

    root = Unicode(help="The course's working folder.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the notebook unchanged, once the gradebook is right."""
        about = resources["nbgrader"]
        place = (about["notebook"], about["assignment"], about["student"])
        file = Path(self.root, "fingerprints", about["assignment"], f"{about['student']}.json")
        before, now = _read(file), _fingerprints(nb)
        with Gradebook(about["db_url"]) as gradebook:
            for cell in nb.cells:
                if cell.metadata.get("nbgrader", {}).get("grade"):
                    item = cells.item_of(str(cells.grade_id(cell)))
                    self._review(gradebook, cell, place, before.get(item), now.get(item))
            gradebook.db.commit()
        write_text(file, json.dumps(now, indent=1) + "\n")
        return nb, resources

    def _review(
        self, gradebook: Any, cell: NotebookNode, place: tuple[str, str, str], before: str | None, now: str | None
    ) -> None:
        """Settle one cell that a person has marked."""
        grade = gradebook.find_grade(cells.grade_id(cell), *place)
        if grade.manual_score is None or before is None:
            return
        if before == now:
            grade.needs_manual_grade = False
            return
        comment = gradebook.find_comment(cells.ANSWER + cells.item_of(str(cells.grade_id(cell))), *place)
        former = t("grading.former-mark", mark=f"{grade.manual_score:g}")
        comment.manual_comment = "\n".join(filter(None, [comment.manual_comment, former]))
        grade.manual_score, grade.needs_manual_grade = None, grade.auto_score is None


def _is_score(outputs: list[NotebookNode], maximum: float) -> bool:
    """Say whether the outputs of a grade cell are one number from 0 to the maximum."""
    if len(outputs) != 1 or outputs[0].output_type != "execute_result":
        return False
    try:
        return 0.0 <= float(outputs[0].data["text/plain"]) <= maximum
    except (KeyError, TypeError, ValueError):
        return False


def _fingerprints(nb: NotebookNode) -> dict[str, str]:
    """Return a digest of each answer by item."""
    answers = cells.answer_cells(nb)
    return {item: hashlib.sha256(cell.source.encode()).hexdigest() for item, cell in answers.items()}


def _read(file: Path) -> dict[str, str]:
    """Return the digests written at the last grading, none when there are none."""
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}
