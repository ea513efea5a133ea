"""`passerelles grade` and stock `nbgrader autograde` on the same class: the same gradebook and the same files."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from passerelles.grading import environment
from passerelles.grading.course import GradingCourse
from passerelles.grading.notebook import dump
from passerelles.grading.plan import WHOLE
from passerelles.grading.submission import submission_notebook

pytestmark = pytest.mark.timeout(600)  # four gradings of a class, on a machine that others use
ASSIGNMENT = "huit-questions"
DUE = datetime.fromisoformat("2026-12-18T22:59:00+00:00")
MARKS = """
update grade set manual_score = 2.0, extra_credit = 0.5, needs_manual_grade = 0
 where auto_score is null and notebook_id in (
  select n.id from submitted_notebook n join submitted_assignment s on s.id = n.assignment_id
   where s.student_id in ('rewritten', 'same', 'late'))
"""
COMMENTS = """
update comment set manual_comment = 'Clair.' where notebook_id in (select notebook_id from grade where manual_score = 2)
 and cell_id in (select id from base_cell where name = 'reponse-q-open')
"""
FLAG = "update submitted_notebook set flagged = 1 where id in (select notebook_id from grade where manual_score = 2)"
GIVEN = {
    "student": "select * from student",
    "submission": """select s.student_id, a.name, s.timestamp, s.extension from submitted_assignment s
        join assignment a on a.id = s.assignment_id""",
    "file": """select s.student_id, n.notebook_id, n.flagged, round(n.late_submission_penalty, 9)  -- a sum in any order
        from submitted_notebook n
        join submitted_assignment s on s.id = n.assignment_id""",
    "grade": """select s.student_id, c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
        from grade g join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id
        join submitted_assignment s on s.id = n.assignment_id""",
    "comment": """select s.student_id, c.name, o.auto_comment, o.manual_comment from comment o
        join base_cell c on c.id = o.cell_id join submitted_notebook n on n.id = o.notebook_id
        join submitted_assignment s on s.id = n.assignment_id""",
}
ASKED = (
    *("alembic_version", "course", "assignment", "notebook", "base_cell"),
    *("grade_cells", "solution_cells", "task_cells", "source_cell"),
)
Rows = dict[str, list[tuple[Any, ...]]]


def rows(root: Path) -> Rows:
    """Every row of a gradebook, the random ids of what was handed in replaced by what they stand for."""
    sqls = {**GIVEN, **{table: f"select * from {table}" for table in ASKED}}
    with closing(sqlite3.connect(root / "gradebook.db")) as db:
        counts = {t: db.execute(f"select count(*) from {t}").fetchone() for t in ("grade", "comment")}
        assert counts == {t: (len(db.execute(GIVEN[t]).fetchall()),) for t in counts}
        return {name: sorted(db.execute(sql).fetchall(), key=repr) for name, sql in sqls.items()}


def ids(root: Path) -> set[tuple[Any, ...]]:
    with closing(sqlite3.connect(root / "gradebook.db")) as db:
        return set(db.execute("select id, notebook_id, cell_id from grade").fetchall())


def files(root: Path) -> dict[str, Any]:
    """What nbgrader left below `autograded`, without the moments at which cells ran."""
    found: dict[str, Any] = {}
    for file in sorted(path for path in (root / "autograded").rglob("*") if path.is_file()):
        found[file.relative_to(root).as_posix()] = text = file.read_text(encoding="utf-8")
        if file.suffix == ".ipynb":
            nb = json.loads(text)
            for cell in nb["cells"]:
                cell["metadata"].pop("execution", None)
            found[file.relative_to(root).as_posix()] = nb
        assert file.stat().st_mode & 0o777 == 0o444
    for file in sorted((root / "fingerprints").glob("*/*.json")):
        prints = json.loads(file.read_text(encoding="utf-8"))
        prints.pop(WHOLE, None)
        found[file.relative_to(root).as_posix()] = prints
    for file in sorted((root / "refused").glob("*/*/raison.txt")):
        found[file.relative_to(root).as_posix()] = file.read_text(encoding="utf-8")
    return found


@dataclass
class Run:
    """What one command left."""

    code: int
    rows: Rows
    files: dict[str, Any]
    ids: set[tuple[Any, ...]]
    said: dict[str, Any]


@dataclass
class Class:
    """Two copies of one class, and the runs of each, in order."""

    stock: list[Run]
    ours: list[Run]
    kernels: Run | None = None  # the first round once more, with a kernel for each quiz


def stock(root: Path, course: Path) -> Run:
    run = subprocess.run(
        [sys.executable, "-P", "-m", "nbgrader", "autograde", ASSIGNMENT],
        **{"cwd": root, "env": environment.clean(root, course), "capture_output": True, "check": False},
    )
    return Run(run.returncode, rows(root), files(root), ids(root), {})


def ours(root: Path, course: Path, *options: str) -> Run:
    command = [sys.executable, "-m", "passerelles", "grade", "--json", f"--data={root.parent}", f"--course={course}"]
    run = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert run.stdout, run.stderr
    return Run(run.returncode, rows(root), files(root), ids(root), json.loads(run.stdout))


def place(root: Path, who: str, text: str) -> None:
    """Put a notebook where nbgrader finds it, as `nbgrader collect` does."""
    folder = root / "submitted" / who / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{ASSIGNMENT}.ipynb").write_text(text, encoding="utf-8")
    (folder / "timestamp.txt").write_text("2026-12-20 10:00:00 UTC", encoding="utf-8")


def hostile(grading: GradingCourse, answers: dict[str, Any], code: str) -> str:
    nb = submission_notebook(grading.released(ASSIGNMENT), answers)
    nb.cells[2].source = code
    return dump(nb)


def first_round(grading: GradingCourse, levels: dict[str, Any]) -> None:
    for number, level in enumerate(levels):
        grading.submit(level, ASSIGNMENT, levels[level], DUE - timedelta(hours=number))
    for who in ("rewritten", "same", "refused-later"):
        grading.submit(who, ASSIGNMENT, levels["right"], DUE - timedelta(minutes=3, microseconds=250))
    grading.submit("late", ASSIGNMENT, levels["partly"], DUE + timedelta(seconds=90.25))
    place(grading.root, "hostile", hostile(grading, levels["right"], "import os; os._exit(0)"))
    place(grading.root, "robber", hostile(grading, levels["wrong"], f"open('{grading.root}/gradebook.db', 'w')"))
    (grading.root / "submitted" / "empty-folder" / ASSIGNMENT).mkdir(parents=True)
    (grading.root / "submitted" / "point.é+" / ASSIGNMENT).mkdir(parents=True)
    place(grading.root, "point.é+", dump(submission_notebook(grading.released(ASSIGNMENT), levels["partly"])))


def second_round(grading: GradingCourse, levels: dict[str, Any]) -> None:
    """A person marks, three submit again, one of them something hostile; lateness now costs everything."""
    with closing(sqlite3.connect(grading.gradebook.file)) as db:
        assert [db.execute(sql).rowcount for sql in (MARKS, COMMENTS, FLAG)] == [3, 3, 3]
        db.commit()
    right = levels["right"]
    grading.submit("rewritten", ASSIGNMENT, {**right, "q-open": "Autre chose."}, DUE - timedelta(minutes=1))
    grading.submit("same", ASSIGNMENT, {**right, "q-single": "a"}, DUE - timedelta(minutes=1))
    place(grading.root, "refused-later", hostile(grading, right, "1 / 0"))
    settings = grading.root / "jupyter" / "config" / "nbgrader_config.py"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text("c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\n", encoding="utf-8")


@pytest.fixture(scope="module")
def graded(
    prepared: Path, course_root: Path, levels: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Class:
    roots = [shutil.copytree(prepared, tmp_path_factory.mktemp("données") / "grading") for _ in range(2)]
    told = Class([], [])
    for chapter, options in ((first_round, []), (second_round, ["--force"])):
        for root in roots:
            chapter(GradingCourse(root, course_root), levels)
        told.stock.append(stock(roots[0], course_root))
        told.ours.append(ours(roots[1], course_root, *options))
    told.ours.append(ours(roots[1], course_root))
    third = shutil.copytree(prepared, tmp_path_factory.mktemp("données") / "grading")
    first_round(GradingCourse(third, course_root), levels)
    told.kernels = ours(third, course_root, "--kernels")
    return told


@pytest.mark.parametrize("chapter", [0, 1])
@pytest.mark.parametrize("table", [*GIVEN, *ASKED])
def test_the_rows_are_those_of_nbgrader(graded: Class, chapter: int, table: str) -> None:
    expected, found = graded.stock[chapter].rows[table], graded.ours[chapter].rows[table]
    assert found == expected
    assert found or table == "task_cells"


@pytest.mark.parametrize("chapter", [0, 1])
def test_the_files_are_those_of_nbgrader(graded: Class, chapter: int) -> None:
    expected, found = graded.stock[chapter].files, graded.ours[chapter].files
    assert found.keys() == expected.keys()
    assert found == expected
    assert len(found) > 20


def test_the_second_round_says_something(graded: Class) -> None:
    """Marks kept and taken off, penalties, flags: the comparison above is not between empty columns."""
    last = graded.stock[1].rows
    assert {row[3] for row in last["grade"]} >= {None, 2.0}
    assert {row[3] for row in last["comment"]} >= {
        None,
        "Clair.",
        "Clair.\nNote précédente : 2. La réponse a changé depuis.",
    }
    assert {row[2] for row in last["file"]} == {0, 1}
    assert [row for row in last["file"] if row[3]]


def test_grading_again_writes_over_the_same_rows(graded: Class) -> None:
    assert graded.ours[1].ids == graded.ours[0].ids == graded.ours[2].ids


def test_what_was_refused_is_said_and_the_others_are_graded(graded: Class) -> None:
    first, second, third = (run.said for run in graded.ours)
    assert (first["graded"], first["refused"], first["unchanged"]) == (9, 2, 0)
    assert {(left["learner"], left["status"]) for left in second["left"]} == {
        *((who, "refused") for who in ("hostile", "robber", "refused-later")),
        ("empty-folder", "failed"),
    }
    assert all("→" in left["reason"] for left in first["left"] if left["status"] == "refused")
    assert [run.code for run in graded.ours] == [2, 2, 2]
    assert (third["graded"], third["unchanged"], third["refused"]) == (0, 8, 3)


def test_a_third_round_changes_nothing(graded: Class) -> None:
    assert graded.ours[2].rows == graded.ours[1].rows
    assert graded.ours[2].files == graded.ours[1].files


def test_a_kernel_for_each_quiz_comes_to_the_same(graded: Class) -> None:
    assert graded.kernels
    assert graded.kernels.rows == graded.ours[0].rows
    assert graded.kernels.files == graded.ours[0].files
    assert graded.kernels.said["graded"] == graded.ours[0].said["graded"]
