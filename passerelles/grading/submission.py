"""From answers to a submitted notebook, and back, without running anything.

A submission is always the released notebook plus answers. From a notebook filled in JupyterLab only the answers
are taken. Repaired in silence, since nothing but the released notebook is kept: locked cells that were changed,
moved, doubled or deleted, points and other metadata, outputs, attachments, added text cells, added empty cells.
Refused, with a reason, since a person must look: an answer cell that is missing, doubled, of another type or that
holds anything but one literal, and any code in a cell that we did not release.
"""

from __future__ import annotations

import copy
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import nbformat
from nbformat import NotebookNode

from passerelles.grading import cells, literals
from passerelles.grading.literals import Unreadable, clean_text, from_markdown, to_markdown
from passerelles.grading.refused import Refused
from passerelles.scoring import MAX_TEXT
from passerelles.text import t

MAX_NOTEBOOK = 2_000_000  # bytes
TEXTS = ("markdown", "raw")


def submission_notebook(released: NotebookNode, answers: Mapping[str, object]) -> NotebookNode:
    """Return the released notebook with these answers (by item) in it; items not in the notebook are ignored.

    Raises Refused for a value that is not JSON or is too big. A JSON value of the wrong shape is written as it is:
    it will be worth 0.
    """
    nb = copy.deepcopy(released)
    for item, cell in cells.answer_cells(nb).items():
        try:
            cell.source = _source(item, cell, answers.get(item))
        except Unreadable as error:
            raise _refused(error.why, item) from None
    return nb


def read_answers(path: Path, assignment: str) -> dict[str, Any]:
    """Return the answers of a notebook file filled in for an assignment of the installed course.

    Raises Refused as `read_notebook`, `answers_of` and `path_taken.require` do.
    """
    from passerelles.content.loader import load_course
    from passerelles.grading.notebook import build
    from passerelles.grading.path_taken import require

    course = load_course()
    released = build(course.assignments[assignment], course)
    answers = answers_of(read_notebook(path), released)
    require(submission_notebook(released, answers), lambda: course)
    return answers


def read_notebook(path: Path) -> NotebookNode:
    """Return a notebook file; raises Refused for a link, a special file, a big file, bad JSON or another format."""
    try:
        raw = _read_regular(path)
    except OSError:
        raise _refused("file") from None
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError):
        raise _refused("json") from None
    if not isinstance(content, dict) or content.get("nbformat") != 4 or not isinstance(content.get("cells"), list):
        raise _refused("format")
    return cast(NotebookNode, nbformat.from_dict(content))


def answers_of(nb: Mapping[str, Any], released: NotebookNode) -> dict[str, Any]:
    """Return the answer to each item of the released (or source) notebook; raises Refused."""
    expected = {str(cells.grade_id(cell)): cell for cell in cells.answer_cells(released).values()}
    ours = {cells.grade_id(cell) for cell in released.cells} - {None}
    found: dict[str, Mapping[str, Any]] = {}
    strange: list[int] = []
    for number, cell in enumerate(_cells(nb), start=1):
        name = cells.grade_id(cell)
        if name in found:
            raise _refused("twice", cells.item_of(name))
        if name in expected:
            found[name] = cell
        elif name not in ours and cell.get("cell_type") not in TEXTS and _text(cell).strip():
            strange.append(number)
    if lost := [name for name in expected if name not in found]:
        raise _refused("missing", cells.item_of(lost[0]))
    if strange:
        raise _refused("unknown", number=strange[0])
    return {cells.item_of(name): _answer(name, found[name], cell) for name, cell in expected.items()}


def rebuild(nb: Mapping[str, Any], released: NotebookNode) -> NotebookNode:
    """Return the released notebook with the answers of `nb`, and nothing else of it; raises Refused."""
    return submission_notebook(released, answers_of(nb, released))


def _source(item: str, cell: NotebookNode, answer: object) -> str:
    """Return the canonical content of an answer cell; an open cell without a text stays as released."""
    if cell.cell_type == "code":
        return f"{cells.variable(item)} = {literals.write(answer)}"
    text = clean_text(answer) if isinstance(answer, str) else ""
    if len(text) > MAX_TEXT:
        raise Unreadable("size")
    return to_markdown(text) or str(cell.source)


def _answer(name: str, cell: Mapping[str, Any], released: NotebookNode) -> Any:
    """Return what an answer cell says; raises Refused."""
    item, source = cells.item_of(name), _text(cell)
    if cell.get("cell_type") != released.cell_type:
        raise _refused("type", item)
    try:
        if released.cell_type == "code":
            return literals.read(source, cells.variable(item))
        text = clean_text(from_markdown(_without(source, released.source)))
        if len(text) > MAX_TEXT:
            raise Unreadable("size")
        return text or None
    except Unreadable as error:
        raise _refused(error.why, item) from None


def _without(source: str, invitation: str) -> str:
    """Return what was written before or after the sentence that invites to write, which some leave in place."""
    return source.strip().removeprefix(invitation).removesuffix(invitation)


def _cells(nb: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the cells of a notebook from anywhere; raises Refused when they are not cells."""
    found = nb.get("cells")
    if not isinstance(found, list) or not all(isinstance(cell, Mapping) for cell in found):
        raise _refused("format")
    return found


def _text(cell: Mapping[str, Any]) -> str:
    """Return the source of a cell, a text or a list of lines; raises Refused for anything else."""
    source = cell.get("source", "")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        return "".join(source)
    if not isinstance(source, str):
        raise _refused("format")
    return source


def _read_regular(path: Path) -> bytes:
    """Return the bytes of a plain file of bearable size; raises OSError or Refused. A link is never followed."""
    if path.is_symlink():
        raise _refused("link")
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise _refused("file")
        raw = file.read(MAX_NOTEBOOK + 1)
    if len(raw) > MAX_NOTEBOOK:
        raise _refused("big", limit=MAX_NOTEBOOK // 1_000_000)
    return raw


def _refused(why: str, item: str = "", **values: object) -> Refused:
    """Return the refusal of that reason."""
    where = {"item": item, "name": cells.variable(item), **values}
    return Refused(t(f"grading.refused-{why}", **where), t(f"grading.cure-{why}", **where))
