"""`passerelles grade` on a class that handed in a quiz and a code exercise."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from support.sandbox import require_sandbox

from passerelles.grading import environment
from passerelles.grading.course import GradingCourse

pytestmark = pytest.mark.timeout(600)
QUIZ, CODE = "huit-questions", "carres"
WRITTEN = {
    "honest": "def carres(n):\n    return [i * i for i in range(n)]",
    "wrong": "def carres(n):\n    return [0, 1]",
    "quitter": "import os\nos._exit(0)",
    "thief": "import sqlite3\nsqlite3.connect('{root}/gradebook.db').execute('update grade set manual_score = 5')",
}


def cell(name: str, source: str, **about: Any) -> dict[str, Any]:
    kept = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3, "grade_id": name}
    plain = {"cell_type": "code", "id": name, "outputs": [], "execution_count": None, "source": source}
    return {**plain, "metadata": {"nbgrader": {**kept, **about}}}


@pytest.fixture(scope="module")
def grading(
    prepared: Path, course_root: Path, levels: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> GradingCourse:
    """A course whose trainer added an exercise, and what four learners handed in for both."""
    grading = GradingCourse(shutil.copytree(prepared, tmp_path_factory.mktemp("code") / "grading"), course_root)
    solution = f"### BEGIN SOLUTION\n{WRITTEN['honest']}\n### END SOLUTION"
    test = cell("test", "assert carres(3) == [0, 1, 4]", grade=True, locked=True, points=2)
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nb = {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": [cell("f", solution, solution=True), test]}
    (grading.root / "source" / CODE).mkdir()
    (grading.root / "source" / CODE / f"{CODE}.ipynb").write_text(json.dumps(nb), encoding="utf-8")
    grading._run(CODE, "nbgrader", "generate_assignment", CODE)
    released = json.loads((grading.root / "release" / CODE / f"{CODE}.ipynb").read_text(encoding="utf-8"))
    for who, code in WRITTEN.items():
        grading.submit(who, QUIZ, levels["right"])
        released["cells"][0]["source"] = code.replace("{root}", str(grading.root))
        (grading.root / "submitted" / who / CODE).mkdir()
        file = grading.root / "submitted" / who / CODE / f"{CODE}.ipynb"
        file.write_text(json.dumps(released), encoding="utf-8")
    return grading


def grade(grading: GradingCourse, *names: str, **environ: str) -> tuple[int, dict[str, Any]]:
    words = ["grade", "--json", *names, f"--data={grading.root.parent}", f"--course={grading.course_root}"]
    known = {**environment.clean(grading.root, grading.course_root), **environ}
    command = [sys.executable, "-m", "passerelles", *words]
    run = subprocess.run(command, capture_output=True, text=True, env=known, check=False)
    assert run.stdout, run.stderr
    return run.returncode, json.loads(run.stdout)


def rows(root: Path) -> list[tuple[Any, ...]]:
    sql = """select s.student_id, c.name, g.auto_score, g.manual_score, g.needs_manual_grade from grade g
        join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id
        join submitted_assignment s on s.id = n.assignment_id"""
    with closing(sqlite3.connect(root / "gradebook.db")) as db:
        return sorted(db.execute(sql).fetchall(), key=repr)


def test_code_runs_in_the_sandbox_with_the_rows_of_nbgrader(grading: GradingCourse, tmp_path: Path) -> None:
    require_sandbox()
    stock = shutil.copytree(grading.root, tmp_path / "grading")
    for name in (CODE, QUIZ):
        known = environment.clean(stock, grading.course_root)
        command = [sys.executable, "-P", "-m", "nbgrader", "autograde", name]
        subprocess.run(command, cwd=stock, env=known, capture_output=True, check=False)
    code, said = grade(grading)
    assert rows(grading.root) == rows(stock)
    assert {row[0]: row[2] for row in rows(grading.root) if row[1] == "test"} == {
        **{"honest": 2.0, "wrong": 0.0, "thief": 0.0, "quitter": None}
    }
    assert (code, said["graded"]) == (2, 7)
    assert [(left["learner"], left["status"]) for left in said["left"]] == [("quitter", "refused")]


def test_without_a_sandbox_code_is_left_and_quizzes_are_graded(grading: GradingCourse, tmp_path: Path) -> None:
    copied = GradingCourse(shutil.copytree(grading.root, tmp_path / "grading"), grading.course_root)
    code, said = grade(copied, "--force", PATH=str(tmp_path))
    assert (code, said["graded"], said["refused"]) == (2, 4, 4)
    assert all("bubblewrap n’est pas installé" in left["reason"] for left in said["left"])
