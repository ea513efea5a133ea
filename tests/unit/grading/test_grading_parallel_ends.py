"""A grading that is killed, interrupted, hung or doubled: nothing half written, and the next one ends it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psutil
import pytest

from passerelles.grading import rows
from passerelles.grading.course import GradingCourse
from passerelles.grading.held import held
from passerelles.grading.parallel import LOCK
from passerelles.grading.plan import Wanted
from passerelles.grading.pool import Task, Worker
from passerelles.grading.worker import Job, Place

pytestmark = pytest.mark.timeout(600)
ASSIGNMENT = "huit-questions"
LEARNERS = [f"L{number:02}" for number in range(12)]
FORK_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes as Linux shows them")

Grade = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def grading(prepared: Path, course_root: Path, levels: dict[str, Any], tmp_path: Path) -> GradingCourse:
    """Twelve submissions, none graded."""
    grading = GradingCourse(shutil.copytree(prepared, tmp_path / "grading"), course_root)
    for number, who in enumerate(LEARNERS):
        grading.submit(who, ASSIGNMENT, levels[("right", "partly", "wrong")[number % 3]])
    return grading


@pytest.fixture
def grade(grading: GradingCourse) -> Iterator[Grade]:
    """Start `passerelles grade`; what is still there at the end is killed."""
    started = []

    def start(*options: str) -> subprocess.Popen[str]:
        words = ["grade", "--json", f"--data={grading.root.parent}", f"--course={grading.course_root}", *options]
        pipes: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        started.append(subprocess.Popen([sys.executable, "-m", "passerelles", *words], **pipes))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def ended(process: subprocess.Popen[str]) -> tuple[int, dict[str, Any]]:
    out, err = process.communicate(timeout=400)
    assert out, err
    return process.returncode, json.loads(out)


def until_some_are_graded(process: subprocess.Popen[str]) -> None:
    """Wait for the first line of progress."""
    assert process.stderr
    assert any(re.match(r"\d+ sur 12", line) for line in process.stderr)


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The forks that grade: they bear the command line of their parent."""
    mine = psutil.Process(process.pid)
    return [child for child in mine.children() if child.cmdline() == mine.cmdline()]


def written(grading: GradingCourse) -> dict[str, list[Any]]:
    """By learner in the gradebook, every automatic score."""
    sql = """select s.student_id, c.name, g.auto_score from grade g join base_cell c on c.id = g.cell_id
        join submitted_notebook n on n.id = g.notebook_id join submitted_assignment s on s.id = n.assignment_id
        order by 1, 2"""
    found: dict[str, list[Any]] = {}
    with closing(sqlite3.connect(grading.gradebook.file)) as db:
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)
        for who, cell, score in db.execute(sql):
            found.setdefault(who, []).append((cell, score))
    return found


def assert_whole(grading: GradingCourse) -> set[str]:
    """Whoever is in the gradebook is there with every score; return who is."""
    found = written(grading)
    for who, scores in found.items():
        assert len(scores) == 7, who
        assert [cell for cell, score in scores if score is None] == ["reponse-q-open"], who
    return set(found)


def test_a_killed_grading_is_taken_up_where_it_was(grading: GradingCourse, grade: Grade) -> None:
    first = grade("--workers=2")
    until_some_are_graded(first)
    there = family(first)
    first.send_signal(signal.SIGKILL)
    first.wait()
    gone, alive = psutil.wait_procs(there, timeout=60)
    assert gone
    assert alive == []
    done = assert_whole(grading)
    assert 0 < len(done) < len(LEARNERS)
    before = written(grading)
    code, said = ended(grade("--workers=2"))
    assert code == 0
    assert said["graded"] + said["unchanged"] == len(LEARNERS)
    assert said["unchanged"] in (len(done), len(done) - 1)  # killed between the last rows and the word that it was done
    assert assert_whole(grading) == set(LEARNERS)
    assert {who: scores for who, scores in written(grading).items() if who in before} == before
    code, said = ended(grade())
    assert (code, said["graded"], said["unchanged"]) == (0, 0, len(LEARNERS))


def test_ctrl_c_ends_it_at_once_and_leaves_nothing(grading: GradingCourse, grade: Grade) -> None:
    process = grade("--workers=2")
    until_some_are_graded(process)
    there = family(process)
    process.send_signal(signal.SIGINT)
    code, said = ended(process)
    assert (code, said["interrupted"]) == (130, True)
    assert psutil.wait_procs(there, timeout=60)[1] == []
    assert len(assert_whole(grading)) == said["graded"] < len(LEARNERS)
    assert list((grading.root / "working").iterdir()) == []
    code, said = ended(grade("--workers=2"))
    assert (code, said["graded"] + said["unchanged"]) == (0, len(LEARNERS))


@FORK_ONLY
def test_a_killed_worker_costs_one_submission_at_most(grading: GradingCourse, grade: Grade) -> None:
    process = grade("--workers=2")
    until_some_are_graded(process)
    workers(process)[0].kill()  # which may have had nothing to do just then
    code, said = ended(process)
    left = said["left"]
    assert len(left) <= 1
    assert (code, said["failed"], said["graded"]) == (2 if left else 0, len(left), len(LEARNERS) - len(left))
    assert all("Rien n’est enregistré" in one["reason"] for one in left)
    assert assert_whole(grading) == set(LEARNERS) - {one["learner"] for one in left}
    code, said = ended(grade())
    assert (code, said["graded"], said["unchanged"]) == (0, len(left), len(LEARNERS) - len(left))


@FORK_ONLY
def test_a_worker_that_died_while_idle_takes_nothing(grading: GradingCourse, tmp_path: Path) -> None:
    before = psutil.Process().children()
    worker = Worker(Place(grading.root, tmp_path), [])
    [child] = set(psutil.Process().children()) - set(before)
    child.kill()
    psutil.wait_procs([child], timeout=60)
    job = Job(ASSIGNMENT, "L00", rows.copy(grading.gradebook.file, ASSIGNMENT, "L00"), "")
    assert not worker.take(Task(Wanted(ASSIGNMENT, "L00", ""), job, 0.0, 1))
    assert worker.connection.closed


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_one_that_hangs_does_not_stop_the_others(grading: GradingCourse, grade: Grade) -> None:
    """A named pipe in place of a notebook: whoever opens it waits for ever."""
    folder = grading.root / "submitted" / "pipe" / ASSIGNMENT
    folder.mkdir(parents=True)
    os.mkfifo(folder / f"{ASSIGNMENT}.ipynb")
    code, said = ended(grade("--workers=2", "--limit=40"))
    assert (code, said["graded"]) == (2, len(LEARNERS))
    assert [left["learner"] for left in said["left"]] == ["pipe"]
    assert written(grading).keys() - {"pipe"} == set(LEARNERS)


def test_a_submission_that_takes_too_long_is_not_recorded(grading: GradingCourse, grade: Grade) -> None:
    code, said = ended(grade("--limit=0"))
    assert (code, said["failed"], said["graded"]) == (2, len(LEARNERS), 0)
    assert written(grading) == {}
    assert not (grading.root / "autograded").exists()


def test_two_at_once_is_one_too_many(grading: GradingCourse, grade: Grade) -> None:
    with held(grading.root / LOCK):
        process = grade()
        _, err = process.communicate(timeout=200)
    assert process.returncode == 2
    assert err.splitlines()[-2] == "Une autre correction de classe est en cours dans ce dossier de données."
    assert "Traceback" not in err
    assert written(grading) == {}


def test_a_hand_in_graded_meanwhile_by_the_server_is_graded_once(grading: GradingCourse, grade: Grade) -> None:
    process = grade("--workers=1")
    until_some_are_graded(process)
    results = [grading.autograde(who, ASSIGNMENT) for who in LEARNERS[-2:]]
    code, said = ended(process)
    assert (code, said["graded"]) == (0, len(LEARNERS))
    assert assert_whole(grading) == set(LEARNERS)
    assert [grading.results(who, ASSIGNMENT) for who in LEARNERS[-2:]] == results


def test_what_changed_is_graded_again_and_the_rest_is_not(
    grading: GradingCourse, grade: Grade, levels: dict[str, Any]
) -> None:
    ended(grade())
    grading.submit(LEARNERS[2], ASSIGNMENT, levels["right"])
    shutil.rmtree(grading.root / "autograded" / LEARNERS[3])
    grading.forget(LEARNERS[4])
    code, said = ended(grade(ASSIGNMENT))
    assert (code, said["graded"], said["unchanged"]) == (0, 2, len(LEARNERS) - 3)
    assert written(grading)[LEARNERS[2]] == written(grading)[LEARNERS[0]]
    code, said = ended(grade("--force"))
    assert (code, said["graded"], said["unchanged"]) == (0, len(LEARNERS) - 1, 0)


def test_an_unknown_assignment_is_one_sentence(grading: GradingCourse, grade: Grade) -> None:
    process = grade("inconnu")
    _, err = process.communicate(timeout=200)
    assert process.returncode == 2
    assert err.splitlines()[-2:] == ["Aucun devoir ne s’appelle « inconnu ».", f"→ Devoirs connus : {ASSIGNMENT}."]
