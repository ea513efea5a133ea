"""The nbgrader notebook of an assignment, derived from what it asks: same course, same bytes."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from passerelles.content.course import Assignment, Course
from passerelles.content.items import Item, OpenAnswer, Position
from passerelles.content.loader import load_course
from passerelles.grading import cells
from passerelles.grading.debrief import debrief_cells
from passerelles.grading.wording import question
from passerelles.text import t

KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def build(assignment: Assignment, course: Course) -> NotebookNode:
    """Return the source notebook of an assignment. It holds no key, no feedback and no model answer.

    Raises KeyError when the assignment names a module, an item or a case that is not in the course.
    """
    made = debrief_cells(assignment, course) if assignment.case else _quiz(assignment, course)
    made.append(cells.text_cell("fin", t("grading.end", assignment=assignment.slug)))
    metadata = NotebookNode(kernelspec=NotebookNode(KERNEL), language_info=NotebookNode(name="python"))
    return NotebookNode(nbformat=4, nbformat_minor=5, metadata=metadata, cells=made)


def dump(nb: NotebookNode) -> str:
    """Return a notebook as text, always the same for the same notebook."""
    return str(nbformat.writes(nb)).rstrip("\n") + "\n"


def build_all(root: Path) -> list[Path]:
    """Write `exercises/<slug>/<slug>.ipynb` for each assignment of the course at `root`; return these files."""
    course = load_course(root)
    written = []
    for slug, assignment in course.assignments.items():
        target = root / "exercises" / slug / f"{slug}.ipynb"
        write_text(target, dump(build(assignment, course)))
        written.append(target)
    return written


def write_text(target: Path, text: str) -> None:
    """Write beside, then rename: a reader sees the former text or the new one, never a half."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise


def _quiz(assignment: Assignment, course: Course) -> list[NotebookNode]:
    """Return the cells of a quiz, the last one excepted."""
    items = [course.modules[str(assignment.module)].item(name) for name in assignment.items]
    intro = t("grading.intro", title=assignment.title, total=len(items), assignment=assignment.slug)
    made = [cells.text_cell("titre", intro)]
    for number, item in enumerate(items, start=1):
        asked = question(item, course, seed=assignment.slug, number=number, total=len(items))
        made += [cells.text_cell(cells.QUESTION + item.id, asked), *_answered(assignment.slug, item)]
    return made


def _answered(assignment: str, item: Item) -> list[NotebookNode]:
    """Return what follows a question: where to answer, and what grades it."""
    if isinstance(item, OpenAnswer):
        return [cells.text_answer_cell(item.id, t("grading.write-here"), item.points)]
    answer = cells.code_answer_cell(item.id)
    if isinstance(item, Position):
        return [answer]
    return [answer, cells.grade_cell(item.id, _test(assignment, item.id), item.points)]


def _test(assignment: str, item_id: str) -> str:
    """Return the code of a grade cell: nbgrader removes the hidden part from what learners receive."""
    return "\n".join(
        [
            f"# {t('grading.locked')}",
            "### BEGIN HIDDEN TESTS",
            "from passerelles.grading import points",
            "",
            f'points("{assignment}", "{item_id}", {cells.variable(item_id)})',
            "### END HIDDEN TESTS",
        ]
    )
