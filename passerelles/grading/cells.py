"""Names and nbgrader metadata of the cells of a quiz notebook. A cell's id is its grade_id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nbformat import NotebookNode

ANSWER = "reponse-"
GRADE = "correction-"
QUESTION = "question-"
OURS = "passerelles"  # where a cell's metadata say what nbgrader has no word for
SCHEMA = 3  # of nbgrader's metadata


def variable(item_id: str) -> str:
    """Return the name that the answer to an item is assigned to."""
    return (ANSWER + item_id).replace("-", "_")


def item_of(grade_id: str) -> str:
    """Return the item that an answer or grade cell belongs to."""
    return grade_id.removeprefix(ANSWER).removeprefix(GRADE)


def grade_id(cell: Mapping[str, Any]) -> str | None:
    """Return the nbgrader name of a cell; None when it has none, or something that is not a name."""
    name = _nbgrader(cell).get("grade_id")
    return name if isinstance(name, str) else None


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Say whether a cell of a notebook *of ours* takes an answer."""
    return bool(_nbgrader(cell).get("solution"))


def answer_cells(nb: NotebookNode) -> dict[str, NotebookNode]:
    """Return the answer cells of a source or released notebook by item, in order."""
    return {item_of(str(grade_id(cell))): cell for cell in nb.cells if is_answer(cell)}


def text_cell(name: str, source: str, **about: str) -> NotebookNode:
    """Return a Markdown cell that JupyterLab shows as read-only; `about` says what it is about, see `case_of`."""
    ours = {OURS: about} if about else {}
    return _cell("markdown", name, source, {"editable": False, "deletable": False, **ours})


def case_of(cell: NotebookNode) -> str:
    """Return the case that a text cell of a notebook *of ours* is about."""
    return str(cell.metadata[OURS]["case"])


def code_answer_cell(item_id: str) -> NotebookNode:
    """Return the code cell that takes the answer to an item, as a literal."""
    return _cell("code", ANSWER + item_id, f"{variable(item_id)} = None", _meta(ANSWER + item_id, solution=True))


def text_answer_cell(item_id: str, source: str, points: int) -> NotebookNode:
    """Return the Markdown cell that takes an open answer, marked by a person."""
    return _cell("markdown", ANSWER + item_id, source, _meta(ANSWER + item_id, solution=True, points=points))


def grade_cell(item_id: str, source: str, points: int) -> NotebookNode:
    """Return the locked code cell whose last value is the score."""
    return _cell("code", GRADE + item_id, source, _meta(GRADE + item_id, points=points, locked=True))


def _cell(kind: str, name: str, source: str, metadata: dict[str, Any]) -> NotebookNode:
    """Return a cell of nbformat 4.5."""
    outputs: dict[str, Any] = {"outputs": [], "execution_count": None} if kind == "code" else {}
    return NotebookNode(cell_type=kind, id=name, source=source, metadata=_node(metadata), **outputs)


def _meta(name: str, *, solution: bool = False, locked: bool = False, points: int | None = None) -> dict[str, Any]:
    """Return nbgrader's metadata; a cell with points is a grade cell."""
    marks = {} if points is None else {"points": points}
    about = {"grade": points is not None, "grade_id": name, "locked": locked, "solution": solution, "task": False}
    return {"nbgrader": {**about, **marks, "schema_version": SCHEMA}}


def _nbgrader(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return nbgrader's part of the metadata, empty when there is none or when it is not an object."""
    metadata = cell.get("metadata")
    about = metadata.get("nbgrader") if isinstance(metadata, Mapping) else None
    return about if isinstance(about, Mapping) else {}


def _node(value: dict[str, Any]) -> NotebookNode:
    """Return a dictionary as nbformat's attribute dictionary, at every depth."""
    return NotebookNode({k: _node(v) if isinstance(v, dict) else v for k, v in value.items()})
