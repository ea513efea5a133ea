"""The derived notebook: readable, the same each time, and silent about the key."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from passerelles.content.course import Course
from passerelles.content.items import Item
from passerelles.content.loader import load_course
from passerelles.grading import cells
from passerelles.grading.notebook import build, build_all, dump
from passerelles.scoring import is_wellformed, score

ASSIGNMENT = "huit-questions"
CLOSED = ("single", "multiple", "sort", "match", "order", "short")


@pytest.fixture(scope="module")
def nb(course: Course) -> Any:
    return build(course.assignments[ASSIGNMENT], course)


def source(nb: Any, name: str) -> str:
    return next(cell.source for cell in nb.cells if cell.id == name)


def test_it_is_a_valid_notebook_whose_cell_ids_are_grade_ids(nb: Any) -> None:
    nbformat.validate(nb)
    named = [(cell.id, cells.grade_id(cell)) for cell in nb.cells if cells.grade_id(cell)]
    assert named
    assert all(cell_id == grade_id for cell_id, grade_id in named)


def test_same_course_same_bytes(course_root: Path, nb: Any) -> None:
    [written] = build_all(course_root)
    first = written.read_bytes()
    assert build_all(course_root) == [written]
    assert written.read_bytes() == first == dump(nb).encode()
    assert written == course_root / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"


def test_another_assignment_lists_things_in_another_order(course: Course, nb: Any) -> None:
    other = course.assignments[ASSIGNMENT].model_copy(update={"slug": "autre-devoir"})
    shown = [line for line in dump(nb).splitlines() if '"- `' in line]
    assert shown != [line for line in dump(build(other, course)).splitlines() if '"- `' in line]


def test_nothing_betrays_the_key(nb: Any) -> None:
    text = dump(nb)
    for secret in ("Retour", "correct:", "aide à la jeunesse", "santé mentale", "Une réponse possible", "Il y en a"):
        assert secret not in text.replace("Il y en a un ou plusieurs", "")


KEYS: dict[str, dict[str, Any]] = {
    "q-single": {"options": lambda options: [o.model_copy(update={"correct": o.id == "c"}) for o in options]},
    "q-multiple": {"options": lambda options: [o.model_copy(update={"correct": not o.correct}) for o in options]},
    "q-sort": {"elements": lambda found: [e.model_copy(update={"category": "int", "also": []}) for e in found]},
    "q-match": {"elements": lambda found: [e.model_copy(update={"partner": "p4"}) for e in found]},
}


@pytest.mark.parametrize("name", KEYS)
def test_another_key_gives_the_same_bytes(
    name: str, nb: Any, eight: dict[str, Item], write_course: Callable[..., Path], tmp_path: Path
) -> None:
    [(field, change)] = KEYS[name].items()
    changed = {name: {field: change(getattr(eight[name], field))}}
    assert changed[name][field] != getattr(eight[name], field)
    other = load_course(write_course(tmp_path, changed))
    assert dump(build(other.assignments[ASSIGNMENT], other)) == dump(nb)


def test_an_order_is_never_shown_in_the_right_order(course: Course, nb: Any, eight: dict[str, Item]) -> None:
    right = [e.id for e in eight["q-order"].elements]
    for slug in (ASSIGNMENT, *"abcdefghij"):
        made = build(course.assignments[ASSIGNMENT].model_copy(update={"slug": slug}), course)
        lines = source(made, "question-q-order").splitlines()
        assert [line[3:5] for line in lines if line.startswith("- `")] != right


@pytest.mark.parametrize("kind", [*CLOSED, "position"])
def test_the_example_is_a_line_that_can_be_typed(kind: str, nb: Any, eight: dict[str, Item]) -> None:
    item = eight[f"q-{kind}"]
    line = source(nb, f"question-{item.id}").rpartition("```python\n")[2].removesuffix("\n```")
    [assigned] = ast.parse(line).body
    assert isinstance(assigned, ast.Assign)
    assert ast.unparse(assigned.targets[0]) == cells.variable(item.id)
    example = ast.literal_eval(assigned.value)
    assert is_wellformed(item, example)
    assert kind == "position" or score(item, example).verdict != "malformed"


@pytest.mark.parametrize("kind", CLOSED)
def test_a_closed_question_has_an_answer_cell_and_a_locked_grade_cell(kind: str, nb: Any) -> None:
    position = next(n for n, cell in enumerate(nb.cells) if cell.id == f"question-q-{kind}")
    answer, grade = nb.cells[position + 1 : position + 3]
    assert (answer.source, answer.metadata.nbgrader.solution) == (f"reponse_q_{kind} = None", True)
    assert not answer.metadata.nbgrader.grade
    assert grade.metadata.nbgrader.grade
    assert grade.metadata.nbgrader.locked
    assert f'points("{ASSIGNMENT}", "q-{kind}", reponse_q_{kind})' in grade.source
    assert grade.source.startswith("# Correction automatique")


def test_an_open_question_shows_its_rubric_and_is_marked_by_hand(nb: Any) -> None:
    cell = next(cell for cell in nb.cells if cell.id == "reponse-q-open")
    about = cell.metadata.nbgrader
    assert (cell.cell_type, about.grade, about.solution, about.points) == ("markdown", True, True, 3)
    asked = source(nb, "question-q-open")
    assert "Un fait (2 points)" in asked
    assert "Une demande (1 point)" in asked


def test_a_position_is_never_graded(nb: Any) -> None:
    assert [cell.id for cell in nb.cells if cell.id.endswith("q-position")] == [
        "question-q-position",
        "reponse-q-position",
    ]


def test_a_quoted_statement_is_quoted_with_its_source(nb: Any) -> None:
    assert "« La lasagne institutionnelle <b> » (Chantier 5 (2022), C5-010)" in source(nb, "question-q-sort")


def test_notebooks_are_plain_json_of_the_usual_shape(nb: Any) -> None:
    content = json.loads(dump(nb))
    assert content["metadata"]["kernelspec"]["name"] == "python3"
    assert dump(nb).endswith("}\n")
