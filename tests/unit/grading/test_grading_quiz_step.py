"""What is read from the cells of a quiz instead of being run, and what is left to a kernel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from passerelles.content.items import Item
from passerelles.grading import scores
from passerelles.grading.cells import variable
from passerelles.grading.quiz_step import Answer, Points, meaning, outputs
from passerelles.scoring import score

ASSIGNMENT = "huit-questions"
CALL = "from passerelles.grading import points\n\npoints({0!r}, {1!r}, {2})"


@pytest.fixture(autouse=True)
def installed(course_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The small course is the installed one."""
    monkeypatch.setenv("PASSERELLES_COURSE", str(course_root))
    monkeypatch.setenv("PASSERELLES_CACHE", str(tmp_path))
    scores.forget_course()
    yield
    scores.forget_course()


@pytest.mark.parametrize("value", [None, "b", ["a", "é"], {"e1": "p1"}, 3, -1.5, True])
def test_an_answer_is_read(value: object) -> None:
    assert meaning(f"reponse_q = {value!r}  # ma réponse") == Answer("reponse_q", value)


def test_a_score_is_read() -> None:
    assert meaning(CALL.format("a", "q", "reponse_q")) == Points("a", "q", "reponse_q")


@pytest.mark.parametrize(
    "source",
    [
        "reponse_q = print('x')",
        "reponse_q = autre = 'a'",
        "reponse_q: str = 'a'",
        "reponse_q = 'a'; print(1)",
        "reponse_q",
        "import os",
        "from passerelles.grading import points",
        "from passerelles.grading import points as p\np('a', 'q', x)",
        "from . import points\npoints('a', 'q', x)",
        "from passerelles.grading import points\npoints('a', 'q', x, key=1)",
        "from passerelles.grading import points\npoints('a', 'q', 'x')",
        "from passerelles.grading import points\npoints('a', 'q', x) + 1",
        "from passerelles.grading import points\npoints('a', 'q', x)\nprint(1)",
        "%%bash\ntouch x",
        "!touch x",
    ],
)
def test_nothing_else_is_read(source: str) -> None:
    with pytest.raises((ValueError, SyntaxError)):
        meaning(source)


def test_scores_are_those_of_the_items(eight: dict[str, Item], levels: dict[str, dict[str, Any]]) -> None:
    closed = [name for name in eight if name not in ("q-open", "q-position")]
    for answers in levels.values():
        cells = [new_markdown_cell("Question"), new_code_cell("  ")]
        for name in closed:
            cells += [new_code_cell(f"{variable(name)} = {answers[name]!r}")]
            cells += [new_code_cell(CALL.format(ASSIGNMENT, name, variable(name)))]
        said = outputs(new_notebook(cells=cells))
        assert said is not None
        expected = [[None, score(eight[name], answers[name]).points] for name in closed]
        assert [value for _, value in said] == [value for pair in expected for value in pair]
        assert [cell for cell, _ in said] == cells[2:]


@pytest.mark.parametrize(
    "source",
    [
        CALL.format(ASSIGNMENT, "q-single", "nulle_part"),
        CALL.format(ASSIGNMENT, "inconnue", "x"),
        "1 / 0",
        "x = " + "(" * 999,
    ],
)
def test_what_goes_wrong_is_left_to_a_kernel(source: str) -> None:
    assert outputs(new_notebook(cells=[new_code_cell("x = 1"), new_code_cell(source)])) is None
