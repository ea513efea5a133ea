"""What happens to one learner's work: resubmitted, marked by a person, half graded, refused, late, changed."""

from __future__ import annotations

import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from passerelles.content.loader import load_course
from passerelles.grading import environment
from passerelles.grading.course import GradingCourse, GradingFailed
from passerelles.grading.notebook import dump
from passerelles.grading.refused import Refused
from passerelles.grading.submission import submission_notebook

pytestmark = pytest.mark.timeout(400)  # several runs of nbgrader, on a machine that others use
ASSIGNMENT = "huit-questions"
LEARNER = "234567"  # a code may happen to hold digits only
MARK = "update grade set manual_score = 2.0, needs_manual_grade = 0 where auto_score is null"
COMMENT = """update comment set manual_comment = 'Clair.' where notebook_id in (
  select notebook_id from grade where manual_score = 2.0) and cell_id in (
  select id from base_cell where name = 'reponse-q-open')"""


@dataclass
class Story:
    """What the results were at each chapter."""

    grading: GradingCourse
    chapters: dict[str, dict[str, Any]] = field(default_factory=dict)
    refusal: str = ""


def killed_while_grading(grading: GradingCourse) -> None:
    """Start stock nbgrader and kill it once it is executing the notebook."""
    command = [sys.executable, "-P", "-m", "nbgrader", "autograde", ASSIGNMENT, f"--student={LEARNER}"]
    clean = environment.clean(grading.root, grading.course_root)
    with subprocess.Popen(command, cwd=grading.root, env=clean, stderr=subprocess.PIPE, text=True) as grader:
        assert grader.stderr
        assert any("Autograding" in line for line in grader.stderr)
        grader.send_signal(signal.SIGKILL)
        assert grader.wait() == -signal.SIGKILL


@pytest.fixture(scope="module")
def story(prepared: Path, course_root: Path, levels: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Story:
    tmp = tmp_path_factory.mktemp("histoire")
    grading = GradingCourse(shutil.copytree(prepared, tmp / "grading"), course_root)
    told, first = Story(grading), levels["right"]
    grading.submit(LEARNER, ASSIGNMENT, first)
    told.chapters["first"] = grading.autograde(LEARNER, ASSIGNMENT)
    with closing(sqlite3.connect(grading.gradebook.file)) as db:
        assert db.execute(MARK).rowcount == 1
        assert db.execute(COMMENT).rowcount == 1
        db.commit()
    told.chapters["marked"] = grading.results(LEARNER, ASSIGNMENT)
    grading.submit(LEARNER, ASSIGNMENT, {**first, "q-single": "a"})
    killed_while_grading(grading)
    told.chapters["again"] = grading.autograde(LEARNER, ASSIGNMENT)
    grading.submit(LEARNER, ASSIGNMENT, {**first, "q-open": "Une autre réponse."})
    told.chapters["rewritten"] = grading.autograde(LEARNER, ASSIGNMENT)
    hostile = submission_notebook(grading.released(ASSIGNMENT), first)
    hostile.cells[2].source = "import os; os._exit(0)"
    (tmp / "rempli.ipynb").write_text(dump(hostile), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        grading.submit(LEARNER, ASSIGNMENT, notebook=tmp / "rempli.ipynb")
    told.refusal = str(refused.value)
    told.chapters["refused"] = grading.results(LEARNER, ASSIGNMENT)
    return told


def test_a_mark_given_by_a_person_counts(story: Story) -> None:
    before, after = story.chapters["first"], story.chapters["marked"]
    assert (before["needs_manual"], before["score"]) == (True, 10.0)
    assert (after["needs_manual"], after["score"]) == (False, 12.0)
    assert after["cells"]["q-open"] == {
        **{"score": 2.0, "auto": None, "manual": 2.0, "max": 3.0},
        **{"needs_manual": False, "comment": "Clair."},
    }


def test_after_a_killed_grader_a_second_run_is_complete_and_the_mark_stays(story: Story) -> None:
    again = story.chapters["again"]
    assert again["cells"]["q-single"]["score"] == 0.0
    assert again["cells"]["q-open"] == story.chapters["marked"]["cells"]["q-open"]
    assert (again["needs_manual"], again["score"]) == (False, 11.0)


def test_a_rewritten_answer_waits_for_a_new_mark_and_the_former_one_is_told(story: Story) -> None:
    cell = story.chapters["rewritten"]["cells"]["q-open"]
    assert (cell["score"], cell["needs_manual"]) == (None, True)
    assert cell["comment"] == "Clair.\nNote précédente : 2. La réponse a changé depuis."
    assert story.chapters["rewritten"]["score"] == 10.0


def test_a_refused_notebook_changes_nothing_and_is_kept(story: Story) -> None:
    assert story.chapters["refused"] == story.chapters["rewritten"]
    [kept] = story.grading.refused()
    assert (kept.learner, kept.assignment, kept.reason) == (LEARNER, ASSIGNMENT, story.refusal)
    assert kept.notebook is not None
    assert "os._exit" in kept.notebook.read_text(encoding="utf-8")
    submitted = story.grading.root / "submitted" / LEARNER / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    assert "Une autre réponse." in submitted.read_text(encoding="utf-8")


def forbid_nbgrader(grading: GradingCourse, patch: pytest.MonkeyPatch) -> None:
    def never(*_: str) -> None:
        raise AssertionError("nbgrader must not run")

    patch.setattr(grading, "_run", never)


def test_preparing_again_runs_nothing(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    forbid_nbgrader(story.grading, monkeypatch)
    assert story.grading.prepare() == []


def test_a_changed_quiz_never_loses_a_grade(
    story: Story, write_course: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = shutil.copytree(story.grading.root, tmp_path / "grading")
    reworded = write_course(tmp_path / "a", {"q-single": {"prompt": "Et maintenant ?"}})
    grading = GradingCourse(copied, reworded)
    assert grading.prepare() == []
    assert "Et maintenant ?" in dump(grading.released(ASSIGNMENT))
    before = grading.results(LEARNER, ASSIGNMENT)
    assert before == story.chapters["refused"]

    dearer = GradingCourse(copied, write_course(tmp_path / "b", {"q-single": {"points": 5}}))
    [aside] = dearer.prepare()
    assert dearer.results(LEARNER, aside) == before
    with pytest.raises(KeyError):
        dearer.results(LEARNER, ASSIGNMENT)
    assert (copied / "submitted" / LEARNER / aside / f"{ASSIGNMENT}.ipynb").is_file()
    with closing(sqlite3.connect(dearer.gradebook.file)) as db:
        maxima = "select max_score from grade_cells join base_cell using (id) where name = 'correction-q-single'"
        assert sorted(db.execute(maxima).fetchall()) == [(1.0,), (5.0,)]
    forbid_nbgrader(dearer, monkeypatch)
    assert dearer.prepare() == []


def test_a_score_that_was_not_computed_is_not_recorded(
    grading: GradingCourse, trainer: Callable[..., Any], levels: dict[str, Any]
) -> None:
    """`--no-execute` makes nbgrader give every point to everybody."""
    grading.submit("sans-calcul", ASSIGNMENT, levels["wrong"])
    run = trainer("autograde", ASSIGNMENT, "--student=sans-calcul", "--no-execute")
    assert run.returncode == 1
    assert "Aucun score n’a été calculé pour la cellule « correction-q-single »" in run.stderr
    assert grading.results("sans-calcul", ASSIGNMENT)["score"] == 0.0


def test_feedback_pages_ask_nothing_of_the_network(story: Story) -> None:
    story.grading._run(ASSIGNMENT, "nbgrader", "generate_feedback", ASSIGNMENT)
    page = story.grading.root / "feedback" / LEARNER / ASSIGNMENT / f"{ASSIGNMENT}.html"
    html = page.read_text(encoding="utf-8")
    assert "Une autre réponse." in html
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//[^"'> ]*""", html)
    assert "MathJax" not in html


def test_a_failure_of_nbgrader_is_said_and_logged(story: Story) -> None:
    with pytest.raises(GradingFailed, match="n’est pas allée jusqu’au bout"):
        story.grading.autograde("INCONNU", ASSIGNMENT)
    assert "No notebooks were matched" in (story.grading.root / "nbgrader.log").read_text(encoding="utf-8")


def test_without_passerelles_nbgrader_stops_before_anything(tmp_path: Path, narrow_path: dict[str, str]) -> None:
    """traitlets only warns about a configuration that fails: nbgrader would go on without protection."""
    repository = Path(__file__).resolve().parents[3]
    shutil.copyfile(repository / "grading" / "nbgrader_config.py", tmp_path / "nbgrader_config.py")
    (tmp_path / "broken" / "passerelles").mkdir(parents=True)
    (tmp_path / "broken" / "passerelles" / "__init__.py").write_text("raise ImportError('absent')", encoding="utf-8")
    run = subprocess.run(
        [sys.executable, "-P", "-m", "nbgrader", "autograde", ASSIGNMENT],
        cwd=tmp_path,
        env={**narrow_path, "PYTHONPATH": str(tmp_path / "broken")},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert run.returncode == 1
    assert "nbgrader s’arrête avant toute correction : absent" in run.stderr


def test_nbgrader_is_asked_once_for_all_and_what_it_did_not_make_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    grading, asked = GradingCourse(tmp_path / "grading", Path(__file__).resolve().parents[3]), []

    def fails(_: str, module: str, *names: str) -> str:
        asked.append((module, len(names)))
        raise GradingFailed("arrêt", "recommencer")

    monkeypatch.setattr(grading, "_run", fails)
    for _ in range(2):
        with pytest.raises(GradingFailed):
            grading.prepare()
    assert asked == [("passerelles.grading.release", len(load_course().assignments))] * 2
