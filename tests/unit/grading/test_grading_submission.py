"""A submission is the released notebook plus answers; anything else is repaired or refused, never run."""

from __future__ import annotations

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelles.content.course import Course
from passerelles.grading import cells
from passerelles.grading.notebook import build, dump
from passerelles.grading.refused import Refused
from passerelles.grading.submission import (
    MAX_NOTEBOOK,
    answers_of,
    read_answers,
    read_notebook,
    rebuild,
    submission_notebook,
)
from passerelles.scoring import MAX_TEXT

ASSIGNMENT = "huit-questions"
LEVELS = ("right", "partly", "wrong", "empty")


@pytest.fixture(scope="module")
def released(course: Course) -> Any:
    return build(course.assignments[ASSIGNMENT], course)


def find(nb: Any, name: str) -> Any:
    return next(cell for cell in nb.cells if cell.id == name)


def code(source: str, **metadata: Any) -> Any:
    return {"cell_type": "code", "id": "extra", "source": source, "metadata": metadata, "outputs": []}


@pytest.mark.parametrize("level", LEVELS)
def test_answers_come_back_as_they_were(level: str, released: Any, levels: dict[str, Any]) -> None:
    filled = submission_notebook(released, levels[level])
    assert answers_of(filled, released) == {item: levels[level].get(item) for item in cells.answer_cells(released)}
    assert dump(rebuild(filled, released)) == dump(filled)


def test_only_answer_cells_change(released: Any, levels: dict[str, Any]) -> None:
    filled = submission_notebook(released, levels["right"])
    changed = [a.id for a, b in zip(filled.cells, released.cells, strict=True) if a != b]
    assert changed == [f"reponse-{item}" for item in levels["right"]]


SCRIPT = st.sampled_from(["<script>alert(1)</script>", "![x](http://ailleurs.test/a.png)", "[x](javascript:1)", "<b>"])


@given(before=st.text(max_size=8), script=SCRIPT, after=st.text(max_size=8))
@settings(deadline=None)
def test_an_open_answer_is_text_for_whoever_reads_it(before: str, script: str, after: str, released: Any) -> None:
    filled = submission_notebook(released, {"q-open": before + script + after})
    shown = find(filled, "reponse-q-open").source
    for sign in "<[":
        assert all(shown[n - 1] == "\\" for n, found in enumerate(shown) if found == sign)
    assert dump(rebuild(filled, released)) == dump(filled)


def test_the_invitation_to_write_is_not_an_answer(released: Any) -> None:
    nb = copy.deepcopy(released)
    open_cell = find(nb, "reponse-q-open")
    assert answers_of(nb, released)["q-open"] is None
    open_cell.source += "\n\nMa réponse."
    assert answers_of(nb, released)["q-open"] == "Ma réponse."
    open_cell.source = " \n"
    assert dump(rebuild(nb, released)) == dump(released)


WRONG_SHAPES: list[Any] = [3, True, 1.5, [], ["a", 1], {"a": None}, [["a"]], "inconnu", "\ud800", "x" * MAX_TEXT]


@pytest.mark.parametrize("value", WRONG_SHAPES, ids=lambda value: repr(value)[:20])
def test_an_answer_of_the_wrong_shape_is_kept_as_it_is(value: Any, released: Any) -> None:
    everywhere = dict.fromkeys(cells.answer_cells(released), value)
    filled = submission_notebook(released, {**everywhere, "q-inconnu": 1})
    found = answers_of(json.loads(dump(filled)), released)
    assert all(answer == value for item, answer in found.items() if item != "q-open")


@pytest.mark.parametrize("value", ["x" * (MAX_TEXT + 1), 1])
def test_an_open_answer_has_a_limit(value: Any, released: Any) -> None:
    if isinstance(value, str):
        with pytest.raises(Refused, match="trop longue"):
            submission_notebook(released, {"q-open": value})
    else:
        assert dump(submission_notebook(released, {"q-open": value})) == dump(released)


@pytest.mark.parametrize("value", [float("nan"), {"a"}, [[[[[[1]]]]]]])
def test_what_is_not_json_is_refused(value: Any, released: Any) -> None:
    with pytest.raises(Refused, match="« q-single »"):
        submission_notebook(released, {"q-single": value})


def tamper_locked(nb: Any) -> None:
    for cell in nb.cells:
        if cell.id.startswith("correction-"):
            cell.source = "import os; os._exit(0)"
            cell.metadata.nbgrader.update(points=100, locked=False)


def drop_locked(nb: Any) -> None:
    nb.cells = [cell for cell in nb.cells if not cell.id.startswith(("correction-", "question-"))]


def double_locked(nb: Any) -> None:
    nb.cells += copy.deepcopy([cell for cell in nb.cells if cell.id.startswith("correction-")])


def change_points(nb: Any) -> None:
    for cell in nb.cells:
        cell.metadata.setdefault("nbgrader", {})["points"] = 100
        cell.metadata["nbgrader"]["checksum"] = "0" * 32


def add_notes(nb: Any) -> None:
    nb.cells[3:3] = [code("  \n"), {"cell_type": "markdown", "source": "Mes notes", "metadata": {}}]


def add_outputs(nb: Any) -> None:
    for cell in nb.cells:
        cell.outputs = [{"output_type": "stream", "name": "stdout", "text": "x" * 1000}]
        cell.attachments = {"a.png": {"image/png": "eA=="}}
    nb.metadata.kernelspec = {"name": "evil", "display_name": "Evil"}


def shuffle(nb: Any) -> None:
    nb.cells.reverse()


REPAIRED: list[Callable[[Any], None]] = [
    *(tamper_locked, drop_locked, double_locked, change_points),
    *(add_notes, add_outputs, shuffle),
]


@pytest.mark.parametrize("harm", REPAIRED, ids=lambda harm: harm.__name__)
def test_what_is_repaired_in_silence(harm: Any, released: Any, levels: dict[str, Any]) -> None:
    honest = submission_notebook(released, levels["partly"])
    harmed = copy.deepcopy(honest)
    harm(harmed)
    assert dump(rebuild(harmed, released)) == dump(honest)


ANSWER = "reponse-q-single"


def hidden_in_answer(nb: Any) -> None:
    find(nb, ANSWER).source = "reponse_q_single = 'b'\nimport os; os._exit(0)"


def without_quotes(nb: Any) -> None:
    find(nb, ANSWER).source = "reponse_q_single = b"


def other_name(nb: Any) -> None:
    find(nb, ANSWER).source = "reponse = 'b'"


def deleted(nb: Any) -> None:
    nb.cells.remove(find(nb, ANSWER))


def stripped(nb: Any) -> None:
    find(nb, ANSWER).metadata.pop("nbgrader")


def odd_metadata(nb: Any) -> None:
    find(nb, ANSWER).metadata.nbgrader = ["grade_id"]


def renamed(nb: Any) -> None:
    find(nb, ANSWER).metadata.nbgrader.grade_id = "reponse-q-autre"


def doubled(nb: Any) -> None:
    nb.cells.append(copy.deepcopy(find(nb, ANSWER)))


def other_type(nb: Any) -> None:
    find(nb, ANSWER).cell_type = "markdown"


def scratch(nb: Any) -> None:
    nb.cells.insert(0, code("open('/tmp/x', 'w')"))


def scratch_with_id(nb: Any) -> None:
    nb.cells.append(code("1", nbgrader={"grade_id": "bonus", "grade": True, "points": 99, "solution": False}))


def no_text(nb: Any) -> None:
    find(nb, ANSWER).source = 12


def odd_cell(nb: Any) -> None:
    nb.cells.append("reponse_q_single = 'b'")


REFUSED = {
    hidden_in_answer: "« q-single » n’est pas une simple réponse",
    without_quotes: "manque les guillemets",
    other_name: "doit commencer par reponse_q_single =",
    deleted: "« q-single » a disparu",
    stripped: "« q-single » a disparu",
    odd_metadata: "« q-single » a disparu",
    renamed: "« q-single » a disparu",
    doubled: "existe en double",
    other_type: "a changé de type",
    scratch: "La cellule n° 1 contient du code",
    scratch_with_id: "contient du code",
    no_text: "n’a pas la forme",
    odd_cell: "n’a pas la forme",
}


@pytest.mark.parametrize("harm", REFUSED, ids=lambda harm: harm.__name__)
def test_what_is_refused_with_a_reason_and_a_cure(harm: Any, released: Any, levels: dict[str, Any]) -> None:
    harmed = submission_notebook(released, levels["right"])
    harm(harmed)
    with pytest.raises(Refused, match=REFUSED[harm]) as refusal:
        rebuild(harmed, released)
    assert refusal.value.cure


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "abîmé"),
        (b"\xff\xfe", "abîmé"),
        (b"[" * 100_000, "abîmé"),
        (b"[]", "format 4"),
        (b'{"nbformat": 3, "worksheets": []}', "format 4"),
        (b'{"nbformat": 4}', "format 4"),
        (b'{"nbformat": 4, "cells": {}}', "format 4"),
        (b'{"nbformat": 4, "cells": []}', "a disparu"),
        (b'{"nbformat": 4, "cells": [[]]}', "format 4"),
        (b" " * (MAX_NOTEBOOK + 1), "dépasse 2 Mo"),
    ],
    ids=lambda value: str(value[:12]),
)
def test_files_that_are_not_such_a_notebook(content: bytes, reason: str, tmp_path: Path, released: Any) -> None:
    file = tmp_path / "a.ipynb"
    file.write_bytes(content)
    with pytest.raises(Refused, match=reason):
        rebuild(read_notebook(file), released)


def test_a_file_of_the_largest_size_is_read(tmp_path: Path, released: Any) -> None:
    file, text = tmp_path / "a.ipynb", dump(released)
    file.write_text(text + " " * (MAX_NOTEBOOK - len(text.encode())), encoding="utf-8")
    assert file.stat().st_size == MAX_NOTEBOOK
    assert set(answers_of(read_notebook(file), released).values()) == {None}


@pytest.mark.parametrize("kind", ["absent", "folder", "pipe", "link"])
def test_what_is_not_a_plain_file(kind: str, tmp_path: Path, released: Any) -> None:
    file = tmp_path / "a.ipynb"
    if kind == "folder":
        file.mkdir()
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "link":
        (tmp_path / "b.ipynb").write_text(dump(released), encoding="utf-8")
        file.symlink_to("b.ipynb")
    with pytest.raises(Refused, match="est un lien" if kind == "link" else "ne peut pas être lu"):
        read_notebook(file)


def test_answers_of_a_file_for_the_installed_course(
    course_root: Path, released: Any, levels: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSERELLES_COURSE", str(course_root))
    monkeypatch.setenv("PASSERELLES_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "rempli.ipynb"
    file.write_text(dump(submission_notebook(released, levels["partly"])), encoding="utf-8")
    assert read_answers(file, ASSIGNMENT) == levels["partly"]
