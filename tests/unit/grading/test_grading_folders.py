"""Submissions appear whole, in one move; names cannot leave the folder; the server stays light."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import sysconfig
from contextlib import closing
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from passerelles.content.course import Course
from passerelles.grading import environment, folders
from passerelles.grading.course import GradingCourse
from passerelles.grading.gradebook import Gradebook
from passerelles.grading.notebook import build, dump, write_text
from passerelles.grading.refused import Refused

ASSIGNMENT = "huit-questions"


@pytest.fixture
def grading(course: Course, course_root: Path, tmp_path: Path) -> GradingCourse:
    """A folder with a handed-out notebook, and nbgrader never called."""
    text = dump(build(course.assignments[ASSIGNMENT], course))
    write_text(tmp_path / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", text)
    return GradingCourse(tmp_path, course_root)


def submitted(grading: GradingCourse) -> dict[str, str]:
    folder = grading.root / "submitted" / "K7M2QP" / ASSIGNMENT
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


def test_a_submission_is_a_notebook_and_the_time_of_the_server(grading: GradingCourse) -> None:
    at = datetime(2026, 12, 18, 23, 59, 7, 250, tzinfo=timezone(timedelta(hours=1)))
    grading.submit("K7M2QP", ASSIGNMENT, {"q-single": "b"}, at)
    files = submitted(grading)
    assert set(files) == {f"{ASSIGNMENT}.ipynb", "timestamp.txt"}
    assert files["timestamp.txt"] == "2026-12-18 22:59:07.000250 UTC\n"
    assert "reponse_q_single = 'b'" in files[f"{ASSIGNMENT}.ipynb"]


def test_a_new_submission_replaces_the_former_and_leaves_nothing(grading: GradingCourse) -> None:
    for answer in ("a", "b"):
        grading.submit("K7M2QP", ASSIGNMENT, {"q-single": answer})
    assert "reponse_q_single = 'b'" in submitted(grading)[f"{ASSIGNMENT}.ipynb"]
    assert [f for step in ("aside", "incoming") for f in (grading.root / step).rglob("*") if f.is_file()] == []


@pytest.mark.parametrize("survived", [0, 1, 2])
def test_a_submission_killed_at_any_move_leaves_a_whole_one(
    survived: int, grading: GradingCourse, monkeypatch: pytest.MonkeyPatch
) -> None:
    grading.submit("K7M2QP", ASSIGNMENT, {"q-single": "a"})
    rename, done = Path.rename, []

    def killed(self: Path, target: Path) -> Path:
        if len(done) == survived:
            raise KeyboardInterrupt
        done.append(target)
        return rename(self, target)

    def not_reached(*_: Any, **__: Any) -> None:
        """A killed process cleans nothing."""

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", killed)
        patch.setattr(folders.shutil, "rmtree", not_reached)
        if survived < 2:
            with pytest.raises(KeyboardInterrupt):
                grading.submit("K7M2QP", ASSIGNMENT, {"q-single": "b"})
        else:
            grading.submit("K7M2QP", ASSIGNMENT, {"q-single": "b"})
    folders.recover(grading.root, "K7M2QP", ASSIGNMENT)
    files = submitted(grading)
    assert set(files) == {f"{ASSIGNMENT}.ipynb", "timestamp.txt"}
    assert f"reponse_q_single = '{'b' if survived == 2 else 'a'}'" in files[f"{ASSIGNMENT}.ipynb"]
    assert not (grading.root / "aside" / "K7M2QP" / ASSIGNMENT).exists()


TABLES = "create table student (id text);"


@pytest.mark.parametrize(
    ("sql", "kept"),
    [
        ("", False),
        (TABLES, False),
        (TABLES + "insert into student values ('K7M2QP')", True),
        (TABLES + "create table alembic_version (version_num text)", True),
    ],
)
def test_only_a_gradebook_that_was_never_born_is_dropped(sql: str, kept: bool, tmp_path: Path) -> None:
    book = Gradebook(tmp_path / "gradebook.db")
    book.drop_unborn()
    with closing(sqlite3.connect(book.file)) as db:
        db.executescript(sql)
    book.drop_unborn()
    assert book.file.exists() == kept


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "-student", "*", "é", "a" * 41, "a\n"])
def test_a_learner_is_a_plain_name(name: str, grading: GradingCourse) -> None:
    with pytest.raises(Refused, match="n’est pas un code"):
        grading.submit(name, ASSIGNMENT, {})
    grading.forget(name)
    assert not (grading.root / "submitted").exists()


@pytest.mark.parametrize("name", ["", "..", "inconnu", "../release/huit-questions", "Huit"])
def test_an_assignment_is_one_of_ours(name: str, grading: GradingCourse) -> None:
    with pytest.raises(Refused, match="n’est pas un quiz"):
        grading.submit("K7M2QP", name, {})
    assert not (grading.root / "submitted").exists()


def test_a_grader_sees_little_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, course_root: Path
) -> None:
    for name in ("DATABASE_URL", "PASSERELLES_TOKEN", "PYTHONSTARTUP", "JUPYTER_PATH", "NBGRADER_X", "PASSERELLES_API"):
        monkeypatch.setenv(name, "secret")
    monkeypatch.setenv("PATH", os.defpath)
    seen = environment.clean(tmp_path, course_root)
    assert "secret" not in seen.values()
    assert seen["PATH"] == sysconfig.get_path("scripts") + os.pathsep + os.defpath
    assert seen["PASSERELLES_COURSE"] == str(course_root)
    assert all(seen[f"JUPYTER_{kind}_DIR"].startswith(str(tmp_path)) for kind in ("CONFIG", "DATA", "RUNTIME"))


def test_nothing_but_the_grader_imports_nbgrader() -> None:
    modules = ", ".join(f"passerelles.grading.{name}" for name in ("course", "submission", "notebook", "scores"))
    code = f"import sys, {modules}; print([m for m in sys.modules if 'nbgrader' in m])"
    root = Path(__file__).resolve().parents[3]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
