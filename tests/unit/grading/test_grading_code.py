"""A code exercise of a trainer, graded by stock `nbgrader autograde`: honest learners, hostile ones, and no sandbox."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from support.sandbox import SECRET, require_sandbox
from traitlets.config import Config

from passerelles.grading import code_exercises
from passerelles.grading.code_exercises import given_files, is_code, refusal
from passerelles.grading.code_steps import ExecuteSafely
from passerelles.grading.course import GradingCourse
from passerelles.kernels.sandbox import SandboxKernelManager, SandboxProvisioner
from passerelles.text import t

pytestmark = pytest.mark.timeout(400)  # one run of nbgrader, twelve kernels, on a machine that others use
NAME = "carres"
Notebook = dict[str, Any]
SOLVED = "def carres(n):\n    return [i**2 for i in range(n)]"
CODE = {
    "honest": f"{SOLVED}\nfrom IPython.display import HTML\nHTML('<script>vol()</script><b>gras</b>')",
    "half": "def carres(n):\n    return [0, 1, 4]",
    "thief": """
import glob, os
print([open(f, errors='replace').read() for f in glob.glob('{root}/**', recursive=True) if os.path.isfile(f)])
for name in ('{root}/gradebook.db', '/proc/1/root{root}/gradebook.db', '{root}/submitted/honest/carres/carres.ipynb'):
    try:
        print(open(name, errors='replace').read())
    except OSError as error:
        print(type(error).__name__)
print(os.environ)
carres = None""",
    "vandal": """
import os, sqlite3
for place in ('{root}', '/tmp', os.getcwd()):
    try:
        open(place + '/canari', 'w').close()
    except OSError:
        pass
sqlite3.connect('{root}/gradebook.db').execute('update grade set manual_score = 5')
carres = None""",
    "loop": "while True: pass",
    "quitter": "import os\nos._exit(0)",
    "killer": "import os, signal\nos.kill(0, signal.SIGKILL)",
    "talker": "while True: print('x' * 1000, flush=True)",
    "flood": "while True: print('x' * 2**23, flush=True)",  # each larger than a message may be
    "bomb": "import os, time\nwhile True:\n    if os.fork() == 0:\n        time.sleep(600)",
}
CHANGED = ("skipped", "tampered", "deleted", "linked")
UNGRADED = {"quitter": {"died"}, "killer": {"died"}, "talker": {"output"}, "flood": {"output", "died"}}


def cell(name: str, source: str, **about: Any) -> Notebook:
    """A code cell with nbgrader's metadata."""
    kept = {"grade": False, "locked": False, "solution": False, "task": False, "schema_version": 3, "grade_id": name}
    known = {"cell_type": "code", "id": name, "outputs": [], "execution_count": None}
    return {**known, "source": source, "metadata": {"nbgrader": {**kept, **about}}}


def exercise() -> Notebook:
    """What a trainer writes: a solution, a test, and a test that is hidden and reads the trainer's files."""
    hidden = "### BEGIN HIDDEN TESTS\nassert carres(1) == [0]\n### END HIDDEN TESTS"
    given = "import aide\nassert open('donnees/nombres.txt').read() == aide.NOMBRES"
    kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    cells = [
        cell("carres", f"### BEGIN SOLUTION\n{SOLVED}\n### END SOLUTION", solution=True),
        cell("un", "assert carres(3) == [0, 1, 4]", grade=True, locked=True, points=2),
        cell("deux", f"{hidden}\n{given}", grade=True, locked=True, points=3),
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": kernel, "cells": cells}


def put(root: Path, who: str, nb: Notebook) -> Path:
    """Put a notebook where nbgrader finds it, as `nbgrader collect` does."""
    folder = root / "submitted" / who / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.ipynb").write_text(json.dumps(nb), encoding="utf-8")
    return folder


def changed(nb: Notebook) -> Notebook:
    """A copy to be changed."""
    copy: Notebook = json.loads(json.dumps(nb))
    return copy


def hand_in(root: Path) -> None:
    """Hand in every notebook, the hostile ones as their authors would."""
    released = json.loads((root / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    for who, code in CODE.items():
        nb = changed(released)
        nb["cells"][0]["source"] = code.replace("{root}", str(root))
        nb["cells"].append({"cell_type": "markdown", "id": "m", "metadata": {}, "source": "<script>vol()</script>"})
        put(root, who, nb)
    for who in CHANGED:
        nb = changed(released)
        if who == "skipped":
            for locked in nb["cells"][1:]:
                locked["metadata"]["tags"] = ["skip-execution", "raises-exception"]
        if who == "tampered":
            nb["cells"][1]["source"], nb["cells"][1]["metadata"]["nbgrader"]["points"] = "pass", 100
        if who == "deleted":
            nb["cells"] = nb["cells"][:1]
        if who == "linked":
            nb["cells"][0]["source"] = SOLVED
        folder = put(root, who, nb)
        if who == "linked":
            (folder / "notes.txt").symlink_to(root / "gradebook.db")
            (folder / "donnees").symlink_to("/etc")
    folder = put(root, "zero", released)
    (folder / f"{NAME}.ipynb").unlink()
    (folder / f"{NAME}.ipynb").symlink_to("/dev/zero")


@dataclass(frozen=True)
class Run:
    """One course with its exercise, and what nbgrader said."""

    root: Path
    call: Callable[..., subprocess.CompletedProcess[str]]
    said: str = ""


@pytest.fixture(scope="module")
def course_with_code(
    prepared: Path, course_root: Path, narrow_path: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Run:
    """A course whose trainer has put an exercise under `source/` and generated it."""
    root = tmp_path_factory.mktemp("code") / "grading"
    shutil.copytree(prepared, root)

    def call(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [Path(sysconfig.get_path("scripts"), "nbgrader"), *arguments],
            cwd=root,
            env={**narrow_path, "PASSERELLES_COURSE": str(course_root), "PASSERELLES_TOKEN": SECRET, **environment},
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    source = root / "source" / NAME
    (source / "donnees").mkdir(parents=True)
    (source / f"{NAME}.ipynb").write_text(json.dumps(exercise()), encoding="utf-8")
    (source / "donnees" / "nombres.txt").write_text("0 1 4", encoding="utf-8")
    (source / "aide.py").write_text("NOMBRES = '0 1 4'", encoding="utf-8")
    generated = call("generate_assignment", NAME)
    assert generated.returncode == 0, generated.stderr
    hand_in(root)
    return Run(root, call)


@pytest.fixture(scope="module")
def graded(course_with_code: Run) -> Run:
    """Everybody graded in one run, by somebody whose settings ask for ordinary kernels."""
    require_sandbox()
    run = course_with_code.call(
        "autograde", NAME, "--Execute.timeout=8", JUPYTER_DEFAULT_PROVISIONER_NAME="local-provisioner"
    )
    return Run(course_with_code.root, course_with_code.call, run.stderr)


def scores(root: Path, who: str) -> dict[str, float | None]:
    """What the gradebook holds of a learner, marks of a person included."""
    sql = """select c.name, coalesce(g.manual_score, g.auto_score) from grade g
      join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id
      join submitted_assignment s on s.id = n.assignment_id where s.student_id = ?"""
    with closing(sqlite3.connect(root / "gradebook.db")) as db:
        return dict(db.execute(sql, (who,)).fetchall())


def test_learners_receive_neither_solution_nor_hidden_test(course_with_code: Run) -> None:
    text = (course_with_code.root / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert "ÉCRIVEZ VOTRE CODE ICI" in text
    assert "i**2" not in text
    assert "carres(1)" not in text


@pytest.mark.parametrize(("who", "one", "two"), [("honest", 2, 3), ("half", 2, 0), ("linked", 2, 3)])
def test_an_honest_submission_gets_its_points(who: str, one: float, two: float, graded: Run) -> None:
    assert scores(graded.root, who) == {"un": one, "deux": two}, graded.said


@pytest.mark.parametrize("who", ["thief", "vandal", "loop", "skipped", "tampered", "deleted"])
def test_a_hostile_submission_gains_nothing(who: str, graded: Run) -> None:
    assert scores(graded.root, who) == {"un": 0, "deux": 0}


@pytest.mark.parametrize("who", UNGRADED)
def test_a_program_that_ends_its_kernel_is_not_graded_and_the_trainer_is_told(who: str, graded: Run) -> None:
    assert scores(graded.root, who) == {"un": None, "deux": None}
    [refused] = [r for r in GradingCourse(graded.root).refused() if r.learner == who]
    assert refused.reason.splitlines()[0] in {t(f"grading.code-{why}") for why in UNGRADED[who]}
    assert refused.notebook is not None
    assert refused.reason.splitlines()[0] in graded.said


def test_a_fork_bomb_is_worth_nothing_and_stops_nobody(graded: Run) -> None:
    assert set(scores(graded.root, "bomb").values()) <= {0, None}


def test_nothing_was_read_nor_written_outside(graded: Run) -> None:
    said = (graded.root / "autograded" / "thief" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8")
    assert "FileNotFoundError" in said
    assert SECRET not in said
    assert "SQLite format" not in said
    assert "autres-carnets" not in said
    assert "canari" not in {file.name for file in graded.root.rglob("*")}
    assert not Path("/tmp/canari").exists()


def test_links_of_a_submission_are_not_followed(graded: Run) -> None:
    files = {f.name for f in (graded.root / "autograded" / "linked" / NAME).rglob("*") if f.is_file()}
    assert files == {f"{NAME}.ipynb", "nombres.txt"}
    assert scores(graded.root, "zero") == {"un": None, "deux": None}
    [refused] = [r for r in GradingCourse(graded.root).refused() if r.learner == "zero"]
    assert "lien" in refused.reason


def test_no_script_of_a_learner_is_in_the_pages_made_of_a_notebook(graded: Run) -> None:
    assert graded.call("generate_feedback", NAME, "--student=honest").returncode == 0
    page = (graded.root / "feedback" / "honest" / NAME / f"{NAME}.html").read_text(encoding="utf-8")
    assert "<b>gras</b>" in page
    assert "<script>vol()" not in page


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere another sentence says so, see test_every_refusal")
def test_without_a_sandbox_nothing_runs_and_one_sentence_says_so(
    course_with_code: Run, tmp_path_factory: pytest.TempPathFactory
) -> None:
    empty = tmp_path_factory.mktemp("rien")
    canary, root = empty / "canari", course_with_code.root
    released = json.loads((root / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    released["cells"][0]["source"] = f"open({str(canary)!r}, 'w')"
    put(root, "later", released)
    run = course_with_code.call("autograde", NAME, "--student=later", PATH=str(empty))
    assert run.returncode != 0
    assert scores(root, "later") == {"un": None, "deux": None}
    assert not canary.exists()
    [refused] = [r for r in GradingCourse(root).refused() if r.learner == "later"]
    assert "bubblewrap n’est pas installé" in refused.reason.splitlines()[0]
    assert refused.reason.splitlines()[0] in run.stderr


def test_a_notebook_of_code_is_handed_in_as_it_is(course_with_code: Run, tmp_path: Path) -> None:
    root = course_with_code.root
    nb = json.loads((root / "release" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    nb["cells"][0]["source"] = SOLVED
    (tmp_path / "rendu.ipynb").write_text(json.dumps(nb), encoding="utf-8")
    GradingCourse(root).submit("K7M2QP", NAME, notebook=tmp_path / "rendu.ipynb")
    kept = json.loads((root / "submitted" / "K7M2QP" / NAME / f"{NAME}.ipynb").read_text(encoding="utf-8"))
    assert "".join(kept["cells"][0]["source"]) == SOLVED


def test_what_is_a_code_exercise(course_with_code: Run) -> None:
    root = course_with_code.root
    assert is_code(root, NAME)
    assert not is_code(root, "huit-questions")
    assert [is_code(root, name) for name in ("inconnu", "", "..", "../grading")] == [False] * 4
    assert set(given_files(root, NAME)) == {"aide.py", "donnees/nombres.txt"}


def test_a_file_given_by_link_stays_outside(tmp_path: Path) -> None:
    folder = tmp_path / "source" / NAME
    folder.mkdir(parents=True)
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    (folder / "lien.txt").symlink_to(tmp_path / "secret")
    (folder / ".cache").mkdir()
    (folder / ".cache" / "x").touch()
    assert given_files(tmp_path, NAME) == {}


@pytest.mark.parametrize("known", [True, False])
def test_only_a_quiz_runs_outside_a_sandbox(known: bool, course_with_code: Run) -> None:
    step = ExecuteSafely(root=str(course_with_code.root) if known else "")
    step.nb = nbformat.v4.new_notebook()
    for name in (NAME, "inconnu", "../prepared/huit-questions") if known else (NAME, "huit-questions"):
        step._assignment = name
        assert isinstance(step.create_kernel_manager(), SandboxKernelManager), name
    step._assignment = "huit-questions"
    assert isinstance(step.create_kernel_manager(), SandboxKernelManager) == (not known)


def test_every_refusal_has_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for why in ("missing", "system", "forbidden"):
        monkeypatch.setattr(code_exercises.sandbox_box, "unavailable", lambda why=why: why)
        said = refusal()
        assert said is not None
        assert said.count(".") == 1
        assert said.endswith("rien n’a été exécuté.")
    monkeypatch.setattr(code_exercises.sandbox_box, "unavailable", lambda: None)
    assert refusal() is None


def test_the_settings_of_a_trainer_reach_the_sandbox(course_with_code: Run) -> None:
    config = Config({"SandboxProvisioner": {"lifetime": 7.0}})
    step = ExecuteSafely(root=str(course_with_code.root), config=config)
    step.nb = nbformat.v4.new_notebook()
    step._assignment = NAME
    provisioner = SandboxProvisioner(parent=step.create_kernel_manager())
    assert provisioner.lifetime == 7.0
    assert set(provisioner.files) == {"aide.py", "donnees/nombres.txt"}
    assert str(course_with_code.root) in provisioner.hidden
    assert os.environ.get("PASSERELLES_COURSE") is None or os.environ["PASSERELLES_COURSE"] in provisioner.hidden
