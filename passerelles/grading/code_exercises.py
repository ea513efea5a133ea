"""Exercises in which learners write code: whose they are, and whether this machine can run them safely.

A code exercise is an ordinary nbgrader assignment that a trainer or a school put under `source/`. What learners hand in
for it runs in a sandbox (see code_steps) or not at all. This module is light: nbgrader is not imported.
"""

from __future__ import annotations

from pathlib import Path

from nbformat import NotebookNode

from passerelles.grading.literals import to_markdown
from passerelles.grading.refused import Refused
from passerelles.kernels import sandbox_box
from passerelles.text import t


def is_code(root: Path, assignment: str) -> bool:
    """Say whether the nbgrader course in `root` knows an assignment of that name that is not one of our quizzes."""
    named = bool(assignment) and Path(assignment).name == assignment
    known = named and any(any((root / step / assignment).glob("*.ipynb")) for step in ("source", "release"))
    return known and not is_quiz(root, assignment)


def is_quiz(root: Path, assignment: str) -> bool:
    """Say whether an assignment was derived from the items of our course, now or before."""
    return Path(assignment).name == assignment and (root / "prepared" / f"{assignment}.json").is_file()


def refusal() -> str | None:
    """Return in one sentence why code exercises cannot be run on this machine, with the cure; None: they can."""
    why = sandbox_box.unavailable()
    return t(f"grading.sandbox-{why}") if why else None


def bare(nb: NotebookNode, released: set[str]) -> NotebookNode:
    """Return a notebook of code with nothing but the texts and the nbgrader names of its cells; raises Refused.

    Other metadata steer who runs it: a tag could have the tests skipped, which is worth every point. Texts that are not
    among those `released` are no longer Markdown: a trainer's browser must see text.
    """
    if why := refusal():
        raise Refused(why, t("grading.cure-sandbox"))
    for cell in nb.cells:
        cell.metadata = NotebookNode({k: v for k, v in cell.metadata.items() if k == "nbgrader"})
        cell.pop("attachments", None)
        if cell.cell_type != "code" and cell.source not in released:
            cell.cell_type, cell.source = "markdown", to_markdown(cell.source)
    nb.metadata = NotebookNode()
    return nb


def given_files(root: Path, assignment: str) -> dict[str, str]:
    """Return where the files are that a trainer put beside an exercise, by name; its notebooks hold the solutions."""
    folder = (root / "source" / assignment).resolve()
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.suffix != ".ipynb")
    names = {file.relative_to(folder).as_posix(): file for file in files if not file.is_symlink()}
    return {name: str(file) for name, file in names.items() if not any(part[0] == "." for part in name.split("/"))}
