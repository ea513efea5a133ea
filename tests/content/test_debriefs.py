"""A debrief of the real course: handed in from the page or from JupyterLab, marked by a person, told to its learner."""

from __future__ import annotations

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from passerelles.content.case_walk import offered
from passerelles.content.course import Course
from passerelles.content.loader import load_course
from passerelles.engines.case.engine import back, choose, is_over, moments, played, start
from passerelles.engines.case.path import line
from passerelles.grading import cells
from passerelles.grading.course import GradingCourse
from passerelles.grading.refused import Refused
from passerelles.server.learning.cases import Cases
from passerelles.server.pages.results import results
from passerelles.server.trainer.grades import grades
from passerelles.server.trainer.marking import bring_back
from passerelles.store import Store
from passerelles.store.rows import HandinRow

pytestmark = pytest.mark.timeout(400)  # several runs of nbgrader, on a machine that others use
ROOT = Path(__file__).resolve().parents[2]
CASE, SLUG, QUESTION = "huit-services", "debrief-huit-services", "couche"
TEXT = "Nous avons ajouté <une> réunion.\n\nElle rassurait ; la retirer coûte du temps au CPAS."
LAB = "LABLAB"
MARK = "update grade set manual_score = 4.0, needs_manual_grade = 0 where auto_score is null"


@dataclass
class Handed:
    """What was done, and what came of it."""

    course: Course
    store: Store
    cases: Cases
    grading: GradingCourse
    learner: str
    queue: list[HandinRow]
    line: str


def first_way(cases: Cases, learner: str, mode: str) -> int:
    """Play the case from its page, always taking what is written first; go back once. Return the number of the play."""
    said = cases.start(learner, CASE, "novice", mode, None, None, "k-start")
    number = said["state"]["play"]
    case = cases.course.cases[CASE]
    gone = False
    while said["state"]["scene"]["now"]:
        scene = said["state"]["scene"]
        turn, node = scene["turn"], case.node(scene["now"]["id"])
        if turn == 3 and not gone:
            said, gone = cases.back(learner, CASE, number, turn, scene["back_to"][1], "Pour voir.", "k-back"), True
            continue
        shown = {option["id"] for option in scene["now"]["options"]}
        option = next(option.id for option in node.options if option.id in shown)
        said = cases.choose(learner, CASE, number, turn, option, f"k-{turn}")
    return int(number)


def same_way_in_lab(course: Course, mode: str) -> str:
    """Return the line that the case shows at the end of that same play in JupyterLab."""
    case = course.cases[CASE]
    play = start(case, mode=mode)
    while not is_over(case, play):
        state = moments(case, play)[-1]
        if play.turn == 3 and len(play.choices) == 3:
            play = back(case, play, play.choices[1].partition(".")[0])
            continue
        play = choose(case, play, offered(played(case, play), state)[0].id)
    return line(play)


def typed(line: str, text: str, target: Path) -> Path:
    """Fill the committed notebook as somebody does in JupyterLab, and save it elsewhere."""
    nb = nbformat.read(ROOT / "exercises" / SLUG / f"{SLUG}.ipynb", as_version=4)
    answers = cells.answer_cells(nb)
    answers["parcours"].source = f"{line}  # collé"
    answers[QUESTION].source = text
    nbformat.write(nb, target)
    return target


@pytest.fixture(scope="module")
def handed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handed]:
    data = tmp_path_factory.mktemp("données")
    course = load_course(ROOT)
    queue: list[HandinRow] = []
    mode = course.cases[CASE].modes[0].id
    with Store.open(None, data) as store:
        learner = store.learners.verify(store.learners.create())
        assert learner
        cases = Cases(course, store, queue.append)
        first_way(cases, learner, mode)
        cases.save(learner, CASE, f"debrief:{QUESTION}", TEXT)
        cases.save(learner, CASE, "debrief:usure", "Ceci reste à moi.")
        cases.hand_in(learner, CASE)
        grading = GradingCourse(data / "grading", ROOT)
        grading.prepare(SLUG)
        grading.submit(learner, SLUG, queue[0].answers)
        notebook = typed(same_way_in_lab(course, mode), TEXT.replace("<", "\\<"), data / "rendu.ipynb")
        grading.submit(LAB, SLUG, notebook=notebook)
        store.handins.set_status(queue[0].id, "graded", results=grading.autograde(learner, SLUG))
        grading.autograde(LAB, SLUG)
        yield Handed(course, store, cases, grading, learner, queue, line)


def graded(handed: Handed, learner: str) -> Any:
    file = handed.grading.root / "autograded" / learner / SLUG / f"{SLUG}.ipynb"
    return nbformat.read(file, as_version=4)


def test_what_is_handed_in_is_the_marked_text_and_the_path(handed: Handed) -> None:
    [row] = handed.queue
    assert set(row.answers) == {QUESTION, "parcours"}
    assert row.answers[QUESTION] == TEXT
    assert row.answers["parcours"]["mode"] == handed.course.cases[CASE].modes[0].id
    assert sum("." not in move for move in row.answers["parcours"]["choix"]) == 1, "one going back"
    assert "Pour voir." not in json.dumps(row.answers)


def test_the_same_work_from_the_page_and_from_jupyterlab_gives_the_same_rows(handed: Handed) -> None:
    here, there = (handed.grading.results(who, SLUG) for who in (handed.learner, LAB))
    assert here == there
    assert list(here["cells"]) == [QUESTION]
    assert (here["score"], here["max_score"], here["needs_manual"]) == (0.0, 5.0, True)
    ours, theirs = (graded(handed, who) for who in (handed.learner, LAB))
    assert [cell.source for cell in ours.cells] == [cell.source for cell in theirs.cells]


def test_who_marks_reads_the_path_in_words_before_the_text(handed: Handed) -> None:
    case = handed.course.cases[CASE]
    ids = [cell.id for cell in graded(handed, LAB).cells]
    assert ids.index("parcours-en-mots") < ids.index(f"reponse-{QUESTION}")
    told = next(cell.source for cell in graded(handed, LAB).cells if cell.id == "parcours-en-mots")
    assert case.modes[0].title in told
    assert case.nodes[0].title in told
    assert "Retour à «" in told
    assert any(f"**{ending.title}**" in told for ending in case.endings)


def test_handing_in_the_same_work_again_counts_once_and_another_text_counts(handed: Handed) -> None:
    again = handed.cases.hand_in(handed.learner, CASE)["handin"]
    assert (again["id"], len(handed.queue)) == (handed.queue[0].id, 1)
    assert "answers" not in again
    assert handed.cases.handin(handed.learner, CASE, SLUG)["handin"]["status"] == "graded"


def test_a_path_that_the_case_does_not_allow_is_refused_and_kept(handed: Handed, tmp_path: Path) -> None:
    before = handed.grading.results(LAB, SLUG)
    wrong = typed('reponse_parcours = ["nulle.part"]', "Un autre texte.", tmp_path / "rendu.ipynb")
    with pytest.raises(Refused, match="mode"):
        handed.grading.submit(LAB, SLUG, notebook=wrong)
    [kept] = [one for one in handed.grading.refused() if one.learner == LAB]
    assert kept.notebook
    assert "Un autre texte." in kept.notebook.read_text(encoding="utf-8")
    assert handed.grading.results(LAB, SLUG) == before


def test_a_class_is_graded_without_a_kernel_to_the_same_rows(handed: Handed) -> None:
    before = {who: handed.grading.results(who, SLUG) for who in (handed.learner, LAB)}
    where = {"PASSERELLES_DATA": str(handed.grading.root.parent), "PASSERELLES_COURSE": str(ROOT)}
    command = [sys.executable, "-m", "passerelles", "grade", SLUG, "--force", "--json"]
    run = subprocess.run(command, env={**os.environ, **where}, capture_output=True, text=True, timeout=300, check=False)
    assert run.returncode == 0, run.stderr
    assert {who: handed.grading.results(who, SLUG) for who in before} == before


def test_points_come_back_to_the_trainer_and_to_the_learner(handed: Handed) -> None:
    assignment = handed.course.assignments[SLUG]
    with closing(sqlite3.connect(handed.grading.gradebook.file)) as db:
        assert db.execute(MARK).rowcount == 2
        db.commit()
    assert asyncio.run(bring_back(handed.store, handed.grading.root, SLUG)) == 1
    frame = grades(handed.course, handed.store, assignment)
    assert frame.to_dict("records")[0][QUESTION] == 4.0
    told = results(handed.course, handed.store, handed.learner, assignment)
    assert told is not None
    assert [(one.item.id, one.score, one.standing) for one in told.items] == [(QUESTION, 4.0, "read")]
    assert told.path
    assert handed.course.cases[CASE].nodes[0].title in told.path


def test_a_learner_takes_everything_away_and_is_forgotten(handed: Handed) -> None:
    copy = json.dumps(handed.store.privacy.export(handed.learner), ensure_ascii=False)
    assert "parcours" in copy
    assert "rassurait" in copy
    handed.grading.forget(handed.learner)
    with pytest.raises(KeyError):
        handed.grading.results(handed.learner, SLUG)
    left = [p for p in handed.grading.root.rglob("*") if handed.learner in str(p)]
    assert left == []
