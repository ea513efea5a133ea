"""The debrief of a case in a notebook: what it asks, the path that goes with it, and what nobody can slip into it."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from passerelles.content.course import Course
from passerelles.content.loader import load_course
from passerelles.grading import path_taken
from passerelles.grading.notebook import build, dump
from passerelles.grading.refused import Refused
from passerelles.grading.submission import answers_of, read_answers, rebuild, submission_notebook

MINI = Path(__file__).resolve().parents[2] / "fixtures" / "courses" / "mini"
ASSIGNMENT = "debrief-mini"
PATH = {"choix": ["n1.a", "n2.b", "n1", "n1.b", "n2.a", "n3.a", "n4.b", "n5.c"], "mode": "concerted"}
ANSWERS = {"parcours": PATH, "garder": "Mon adresse, jusqu’au <b>dernier</b> jour."}
LEARNER = "K7M2QP"


@pytest.fixture(scope="module")
def mini_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(MINI, tmp_path_factory.mktemp("cours") / "mini"))


@pytest.fixture(scope="module")
def mini_course(mini_root: Path) -> Course:
    return load_course(mini_root)


@pytest.fixture
def released(mini_course: Course) -> Any:
    return build(mini_course.assignments[ASSIGNMENT], mini_course)


def source(nb: Any, name: str) -> str:
    return str(next(cell.source for cell in nb.cells if cell.id == name))


def filled(released: Any, course: Course, **answers: Any) -> Any:
    return path_taken.tell(submission_notebook(released, {**ANSWERS, **answers}), lambda: course)


def test_it_is_a_valid_notebook_that_says_how_to_play_and_what_is_looked_at(released: Any, mini_course: Course) -> None:
    nbformat.validate(released)
    assert [cell.id for cell in released.cells] == [
        *("titre", "question-parcours", "reponse-parcours", "parcours-en-mots"),
        *("question-garder", "reponse-garder", "fin"),
    ]
    assert "« Un cas minuscule »" in source(released, "titre")
    asked = source(released, "question-garder")
    assert "Qu’avez-vous gardé pour vous" in asked
    assert "- Dit ce qui a été gardé (1 point)\n- Dit pourquoi (2 points)" in asked
    assert dump(build(mini_course.assignments[ASSIGNMENT], mini_course)) == dump(released)


def test_only_the_rubric_gives_points(released: Any) -> None:
    worth = {
        cell.id: cell.metadata.nbgrader.points
        for cell in released.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    assert worth == {"reponse-garder": 3}
    assert not any(cell.cell_type == "code" and "points" in cell.source for cell in released.cells)


def test_the_notebook_tells_nothing_of_what_the_choices_bring(released: Any, mini_course: Course) -> None:
    case, text = mini_course.cases["mini"], dump(released)
    for node in case.nodes:
        for option in node.options:
            assert option.feedback not in text
            assert option.consequence not in text
    assert not any(ending.title in text for ending in case.endings)


def test_the_path_is_told_in_words_to_who_marks(released: Any, mini_course: Course) -> None:
    told = source(filled(released, mini_course), "parcours-en-mots")
    assert "Ensemble" in told
    assert "| 1. Ouvrir | Parler avec Noa d’abord | +1 | +1 | +1 | 2 |" in told
    assert told.count("\n| ") == 7, "five choices that count, and the two lines above them"
    assert "« Ouvrir »" in told, "where one went back to"
    assert "Appeler Karim, sans attendre\u00a0; Attendre la réponse de chacun" in told
    assert "Un peu plus loin" in told
    assert "Noa respire mieux." in told
    assert "9 pour un budget de 4" in told
    assert "Pression 0" in told


def test_answers_and_path_come_back_as_they_were(released: Any, mini_course: Course) -> None:
    nb = filled(released, mini_course)
    assert answers_of(nb, released) == ANSWERS
    assert dump(path_taken.tell(rebuild(nb, released), lambda: mini_course)) == dump(nb)


def test_what_a_learner_writes_in_the_locked_cell_is_never_kept(released: Any, mini_course: Course) -> None:
    nb = filled(released, mini_course)
    forged = copy.deepcopy(nb)
    cell = next(cell for cell in forged.cells if cell.id == "parcours-en-mots")
    cell.source = "Un parcours parfait <script>alert(1)</script>"
    cell.metadata["passerelles"] = {"case": "ailleurs"}
    assert dump(path_taken.tell(rebuild(forged, released), lambda: mini_course)) == dump(nb)
    forged.cells.remove(cell)
    assert dump(path_taken.tell(rebuild(forged, released), lambda: mini_course)) == dump(nb)


def test_no_path_is_allowed_and_said(released: Any, mini_course: Course) -> None:
    nb = filled(released, mini_course, parcours=None)
    path_taken.require(nb, lambda: mini_course)
    assert "Aucun parcours n’est joint" in source(nb, "parcours-en-mots")


IMPOSSIBLE = [
    (["n1.a"], "ne dit pas dans quel mode"),
    ({"choix": ["n1.a"], "mode": "concerted"}, "s’arrête avant une fin"),
    ({"choix": ["n1.<b>"], "mode": "concerted"}, "« n1.<b> »"),
    ("n1.a", "n’a pas la forme prévue"),
]


@pytest.mark.parametrize(("path", "said"), IMPOSSIBLE)
def test_an_impossible_path_is_refused_in_words(path: Any, said: str, released: Any, mini_course: Course) -> None:
    nb = submission_notebook(released, {**ANSWERS, "parcours": path})
    with pytest.raises(Refused) as refused:
        path_taken.require(nb, lambda: mini_course)
    assert said in refused.value.what
    assert "reponse_parcours" in refused.value.cure


@pytest.mark.parametrize(("path", "said"), IMPOSSIBLE)
def test_a_path_that_is_possible_no_more_is_told_as_such(
    path: Any, said: str, released: Any, mini_course: Course
) -> None:
    told = source(filled(released, mini_course, parcours=path), "parcours-en-mots")
    assert said in told.replace("\\", "")
    assert "<b>" not in told.replace("\\<b>", "")


def test_a_quiz_has_no_path(mini_course: Course) -> None:
    quiz = build(mini_course.assignments["mini"], mini_course)
    before = dump(quiz)
    path_taken.require(quiz, lambda: mini_course)
    assert dump(path_taken.tell(quiz, lambda: mini_course)) == before


def test_a_filled_notebook_is_read_and_its_path_checked(
    released: Any, mini_course: Course, mini_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSERELLES_COURSE", str(mini_root))
    file = tmp_path / "rendu.ipynb"
    file.write_text(dump(filled(released, mini_course)), encoding="utf-8")
    assert read_answers(file, ASSIGNMENT) == ANSWERS
    file.write_text(dump(submission_notebook(released, {**ANSWERS, "parcours": ["n1.a"]})), encoding="utf-8")
    with pytest.raises(Refused, match="ne dit pas dans quel mode"):
        read_answers(file, ASSIGNMENT)
