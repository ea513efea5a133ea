"""Steps of our own inside stock `nbgrader autograde`; those that run something are in code_steps."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, cast

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import CheckCellMetadata, NbGraderPreprocessor
from traitlets import Unicode

from passerelles.grading import cells, folders, refusals
from passerelles.grading.code_exercises import bare, is_code, is_quiz
from passerelles.grading.notebook import write_text
from passerelles.grading.path_taken import tell
from passerelles.grading.refused import Refused
from passerelles.grading.submission import rebuild
from passerelles.text import t

Resources = dict[str, Any]


class RebuildSubmission(NbGraderPreprocessor):
    """Replaces a submitted notebook by the released one with the answers read from it: nothing else is kept.

    The path of a debrief is played again and told in words, whatever the notebook said of it.
    A notebook that does not consist of answers is refused: nothing runs, and the reason is written for the trainer.
    Of a code exercise the text of every cell is kept, if there is a sandbox to run it in.
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
            if is_code(Path(self.root), about["assignment"]):
                return bare(nb, _texts(Path(self.root, "release", about["assignment"]))), resources
            return tell(rebuild(nb, self._released(about["assignment"], about["notebook"]))), resources
        except Refused as refused:
            refusals.keep(Path(self.root), about["student"], about["assignment"], refused, file)
            raise

    def _released(self, assignment: str, notebook: str) -> NotebookNode:
        """Return the notebook that was handed out; raises Refused when it is not a quiz of ours."""
        file = Path(self.root, "release", assignment, f"{notebook}.ipynb")
        if not self.root or not is_quiz(Path(self.root), assignment) or not file.is_file():
            named = {"assignment": assignment}
            raise Refused(t("grading.refused-assignment", **named), t("grading.cure-assignment"))
        return cast(NotebookNode, nbformat.read(file, as_version=4))


class CheckMetadata(CheckCellMetadata):
    """Checks nbgrader's metadata in a code exercise. Those of a quiz are the released ones, and were checked then."""

    root = Unicode(help="The course's working folder.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the notebook unchanged; raises ValidationError."""
        if is_quiz(Path(self.root), resources["nbgrader"]["assignment"]):
            return nb, resources
        checked: tuple[NotebookNode, Resources] = super().preprocess(nb, resources)
        return checked


class RequireScores(NbGraderPreprocessor):
    """Stops unless each grade cell computed one score: nbgrader would give every point to a cell that says nothing.

    In a code exercise a test that passes says nothing; it must have been run.
    """

    root = Unicode(help="The course's working folder.").tag(config=True)

    def preprocess_cell(self, cell: NotebookNode, resources: Resources, index: int) -> tuple[NotebookNode, Resources]:
        """Return the cell unchanged; raises RuntimeError when its score is missing or out of bounds."""
        about = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and about.get("grade") and not self._is_computed(cell, resources):
            raise RuntimeError(t("grading.not-computed", cell=about["grade_id"]))
        return cell, resources

    def _is_computed(self, cell: NotebookNode, resources: Resources) -> bool:
        """Say whether a grade cell did its work, or waits for a person."""
        if is_quiz(Path(self.root), resources["nbgrader"]["assignment"]):
            return _is_score(cell.outputs, float(cell.metadata.nbgrader["points"]))
        return bool(cells.is_answer(cell) or cell.outputs or cell.get("execution_count"))


class KeepMarks(NbGraderPreprocessor):
    """Keeps a trainer's mark while the answer is the same, and takes it off, saying so, when the answer changed.

    nbgrader alone would ask for every mark again and, meanwhile, count the old mark for the new answer: it still does
    in a code exercise, whose cells have no names that we know.
    """

    root = Unicode(help="The course's working folder.").tag(config=True)
    outbox = Unicode(help="File for the new fingerprints, when somebody else puts them in place.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Resources) -> tuple[NotebookNode, Resources]:
        """Return the notebook unchanged, once the gradebook is right."""
        about = resources["nbgrader"]
        if not is_quiz(Path(self.root), about["assignment"]):
            return nb, resources
        place = (about["notebook"], about["assignment"], about["student"])
        file = folders.fingerprints(Path(self.root), about["assignment"], about["student"])
        before, now = _read(file), _fingerprints(nb)
        with Gradebook(about["db_url"]) as gradebook:
            for cell in nb.cells:
                item = cells.item_of(str(cells.grade_id(cell)))
                if cell.metadata.get("nbgrader", {}).get("grade") and item in before:
                    self._review(gradebook, cell, place, before[item] == now.get(item))
            gradebook.db.commit()
        write_text(Path(self.outbox or file), json.dumps(now, indent=1) + "\n")
        return nb, resources

    def _review(self, gradebook: Any, cell: NotebookNode, place: tuple[str, str, str], same: bool) -> None:
        """Settle one cell that a person has marked, if one has."""
        grade = gradebook.find_grade(cells.grade_id(cell), *place)
        if grade.manual_score is None:
            return
        if same:
            grade.needs_manual_grade = False
            return
        comment = gradebook.find_comment(cells.ANSWER + cells.item_of(str(cells.grade_id(cell))), *place)
        former = t("grading.former-mark", mark=f"{grade.manual_score:g}")
        comment.manual_comment = "\n".join(filter(None, [comment.manual_comment, former]))
        grade.manual_score, grade.needs_manual_grade = None, grade.auto_score is None


def _texts(folder: Path) -> set[str]:
    """Return the texts of all cells that were handed out."""
    notebooks = [nbformat.read(file, as_version=4) for file in folder.glob("*.ipynb")]
    return {cell.source for nb in notebooks for cell in nb.cells}


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
