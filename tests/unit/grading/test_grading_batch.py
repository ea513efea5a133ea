"""One batch of stock `nbgrader autograde`, typed by a trainer: sixteen learners, and a few who cheat.

Everybody is graded in one run, since each run of nbgrader takes seconds; the tests only read what came out.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from passerelles.content.items import Item
from passerelles.grading import cells
from passerelles.grading.course import GradingCourse
from passerelles.scoring import score

pytestmark = pytest.mark.timeout(400)  # one run of nbgrader, seventeen kernels, on a machine that others use
ASSIGNMENT = "huit-questions"
LEVELS = ("right", "partly", "wrong", "empty")
ODD: dict[str, Any] = {
    "shapes": {"q-single": ["b"], "q-multiple": "a", "q-sort": ["e1"], "q-match": 3, "q-order": {"e1": "e2"}},
    "unknown": {"q-single": "z", "q-multiple": ["a", "a"], "q-sort": {"e9": "ext"}, "q-order": ["e1"], "q-short": []},
    "thirds": {"q-multiple": ["a", "b", "c"], "q-sort": {"e2": "ext"}, "q-match": {"e3": "p3"}, "q-short": "CLI — çà"},
    "nearly": {
        "q-order": ["e1", "e3", "e2", "e4"],
        "q-match": {"e1": "p1", "e2": "p2", "e3": "p4"},
        "q-short": 'l"SAJ"',
    },
}
WAYS = ("voila", "lab")


@dataclass(frozen=True)
class Batch:
    """What came out of the run."""

    answers: dict[str, dict[str, Any]]  # by learner
    late: dict[str, float]
    exit_code: int
    said: str
    canaries: Path


def learner(level: str, way: str) -> str:
    return f"{level}-{way}"


def typed(value: Any) -> str:
    """An answer as a person may type it."""
    if isinstance(value, dict):
        return json.dumps(dict(reversed(value.items())), ensure_ascii=False, indent=2)
    return json.dumps(value, ensure_ascii=False) + "   # ma réponse"


def fill_by_hand(released: Path, answers: dict[str, Any]) -> dict[str, Any]:
    """The released notebook as JupyterLab saves it once somebody has typed these answers, run it, and taken notes."""
    nb = json.loads(released.read_text(encoding="utf-8"))
    for cell in nb["cells"]:
        name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
        value = answers.get(cells.item_of(name))
        if name.startswith(cells.ANSWER) and cell["cell_type"] == "code" and value is not None:
            lines = f"{cells.variable(cells.item_of(name))} = {typed(value)}".splitlines(keepends=True)
            cell.update(source=lines, execution_count=7)
        elif name.startswith(cells.ANSWER) and value:
            cell["source"] = [value]
    nb["cells"].insert(2, {"cell_type": "markdown", "id": "notes", "metadata": {}, "source": ["À relire"]})
    return dict(nb)


HOSTILE = {
    "exit": "open({canary!r}, 'w'); import os; os._exit(0)",
    "gradebook": "import sqlite3\nwith sqlite3.connect({db!r}) as c: c.execute('update grade set manual_score = 5')",
    "transformer": "import ast\nget_ipython().ast_transformers.append(type('T', (ast.NodeTransformer,), {{}})())",
    "shell": "!touch {canary}",
    "magic": "%%bash\ntouch {canary}",
    "equal": "reponse_q_single = type('Any', (), {{'__eq__': lambda s, o: True}})()\nopen({canary!r}, 'w')",
}


def hostile_notebooks(honest: dict[str, Any], canaries: Path, db: Path) -> dict[str, dict[str, Any]]:
    """By learner, a notebook that must not run."""
    made = {}
    for name, template in HOSTILE.items():
        made[name] = nb = json.loads(json.dumps(honest))
        answer(nb)["source"] = template.format(canary=str(canaries / name), db=str(db))
    made["deleted"] = nb = json.loads(json.dumps(honest))
    nb["cells"] = [cell for cell in nb["cells"] if not cell["id"].startswith(("reponse", "correction"))]
    nb["cells"].append(script(canaries / "deleted"))
    made["doubled"] = nb = json.loads(json.dumps(honest))
    nb["cells"].append({**answer(nb), "id": "double", "source": script(canaries / "doubled")["source"]})
    return made


def answer(nb: dict[str, Any]) -> dict[str, Any]:
    return next(cell for cell in nb["cells"] if cell["id"] == "reponse-q-single")


def script(canary: Path) -> dict[str, Any]:
    source = f"open({str(canary)!r}, 'w')"
    return {"cell_type": "code", "id": "x", "source": source, "metadata": {}, "outputs": [], "execution_count": None}


def tampered(honest: dict[str, Any], canaries: Path) -> dict[str, Any]:
    """A notebook whose locked cells run something and are worth a hundred times more, with a huge output."""
    nb: dict[str, Any] = json.loads(json.dumps(honest))
    for cell in nb["cells"]:
        if cell["id"].startswith("correction"):
            cell["source"] = script(canaries / "tampered")["source"]
            cell["metadata"]["nbgrader"] |= {"points": 100, "locked": False, "grade": False}
    answer(nb)["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 3_000_000}]
    nb["metadata"]["kernelspec"] = {"name": "evil", "display_name": "Evil", "language": "python"}
    return nb


def place(root: Path, who: str, nb: dict[str, Any]) -> Path:
    """Put a notebook where nbgrader finds it, without our `submit`, as `nbgrader collect` does."""
    folder = root / "submitted" / who / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / f"{ASSIGNMENT}.ipynb").write_text(json.dumps(nb), encoding="utf-8")
    (folder / "timestamp.txt").write_text("2026-12-01 10:00:00 UTC", encoding="utf-8")
    return folder


def submit_everybody(grading: GradingCourse, answers: dict[str, Any], tmp: Path, due: datetime) -> dict[str, float]:
    """Hand in the same answers both ways; return by how many seconds each is late."""
    late = {}
    released = grading.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    for number, who in enumerate(answers):
        at = due + timedelta(seconds=90.25 if who.startswith("partly") else -3600 * (number // 2))
        late[who] = max(0.0, (at - due).total_seconds())
        if who.endswith("voila"):
            grading.submit(who, ASSIGNMENT, answers[who], at)
            continue
        file = tmp / f"{who}.ipynb"
        file.write_text(json.dumps(fill_by_hand(released, answers[who]), indent=2), encoding="utf-8")
        grading.submit(who, ASSIGNMENT, at=at, notebook=file)
    return late


@pytest.fixture(scope="module")
def batch(
    grading: GradingCourse,
    levels: dict[str, Any],
    trainer: Callable[..., Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> Batch:
    canaries, tmp = tmp_path_factory.mktemp("canaris"), tmp_path_factory.mktemp("carnets")
    answers = {learner(name, way): given for name, given in {**levels, **ODD}.items() for way in WAYS}
    due = datetime.fromisoformat("2026-12-18T22:59:00+00:00")
    late = submit_everybody(grading, answers, tmp, due)
    released = grading.root / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    honest = fill_by_hand(released, levels["partly"])
    for who, nb in hostile_notebooks(honest, canaries, grading.root / "gradebook.db").items():
        place(grading.root, who, nb)
    folder = place(grading.root, "tampered", tampered(honest, canaries))
    for name in ("passerelles.py", "sitecustomize.py", "ast.py", "traitlets.py"):
        (folder / name).write_text(script(canaries / name)["source"], encoding="utf-8")
    (grading.root / "submitted" / "link").mkdir()
    (grading.root / "submitted" / "link" / ASSIGNMENT).symlink_to(f"../right-voila/{ASSIGNMENT}")
    run = trainer("autograde", ASSIGNMENT)
    return Batch(answers, late, run.returncode, run.stderr, canaries)


def rows(grading: GradingCourse, who: str) -> list[tuple[Any, ...]]:
    """Every column of a learner's grades and comments that is not a random id."""
    grades = """select 'grade', c.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade
      from grade g join base_cell c on c.id = g.cell_id join submitted_notebook n on n.id = g.notebook_id
      join submitted_assignment s on s.id = n.assignment_id where s.student_id = ?"""
    comments = """select 'comment', c.name, o.auto_comment, o.manual_comment, n.flagged, n.late_submission_penalty
      from comment o join base_cell c on c.id = o.cell_id join submitted_notebook n on n.id = o.notebook_id
      join submitted_assignment s on s.id = n.assignment_id where s.student_id = ?"""
    submitted = "select 'submission', timestamp, extension, 0, 0, 0 from submitted_assignment where student_id = ?"
    with closing(sqlite3.connect(grading.root / "gradebook.db")) as db:
        return [row for sql in (grades, comments, submitted) for row in sorted(db.execute(sql, (who,)).fetchall())]


@pytest.mark.parametrize("level", [*LEVELS, *ODD])
def test_both_ways_give_the_same_bytes_and_the_same_rows(level: str, batch: Batch, grading: GradingCourse) -> None:
    one, other = (learner(level, way) for way in WAYS)
    files = [grading.root / "submitted" / who / ASSIGNMENT / f"{ASSIGNMENT}.ipynb" for who in (one, other)]
    assert files[0].read_bytes() == files[1].read_bytes()
    assert len(rows(grading, one)) > 14
    assert rows(grading, one) == rows(grading, other)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("level", [*LEVELS, *ODD])
def test_nbgrader_gives_the_instant_scores_to_the_last_digit(
    level: str, way: str, batch: Batch, grading: GradingCourse, eight: dict[str, Item]
) -> None:
    who = learner(level, way)
    results = grading.results(who, ASSIGNMENT)
    instant = {name: score(item, batch.answers[who].get(name)) for name, item in eight.items()}
    closed = [name for name in eight if name not in ("q-open", "q-position")]
    assert {name: results["cells"][name]["auto"] for name in closed} == {n: instant[n].points for n in closed}
    assert {n: cell["max"] for n, cell in results["cells"].items()} == {
        n: outcome.maximum for n, outcome in instant.items() if n != "q-position"
    }
    assert results["score"] == sum((instant[name].points for name in closed), 0.0)
    assert results["late_seconds"] == batch.late[who]


def test_the_levels_are_what_they_say(batch: Batch, grading: GradingCourse) -> None:
    totals = [grading.results(learner(level, "voila"), ASSIGNMENT)["score"] for level in LEVELS]
    assert totals == sorted(totals, reverse=True)
    assert totals[0] > totals[1] > totals[2] == totals[3] == 0.0


def test_an_open_answer_waits_for_a_person_and_an_empty_one_does_not(batch: Batch, grading: GradingCourse) -> None:
    given, empty = (grading.results(learner(level, "lab"), ASSIGNMENT) for level in ("wrong", "empty"))
    assert (given["needs_manual"], given["cells"]["q-open"]["score"]) == (True, None)
    assert (empty["needs_manual"], empty["cells"]["q-open"]["score"]) == (False, 0.0)


def test_learners_receive_the_source_without_the_hidden_tests(batch: Batch, grading: GradingCourse) -> None:
    path = f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"
    source, release = (json.loads((grading.root / step / path).read_text())["cells"] for step in ("source", "release"))
    changed = {
        a["id"]: "".join(b["source"]) for a, b in zip(source, release, strict=True) if a["source"] != b["source"]
    }
    assert set(changed) == {cell["id"] for cell in source if cell["id"].startswith("correction-")}
    assert set(changed.values()) == {"# Correction automatique : ne modifiez pas cette cellule."}


def test_nothing_that_learners_wrote_was_run(batch: Batch) -> None:
    assert list(batch.canaries.iterdir()) == []
    assert batch.exit_code == 1  # the trainer is told


@pytest.mark.parametrize("who", [*HOSTILE, "deleted", "doubled", "link"])
def test_a_hostile_notebook_gains_nothing_and_is_kept(who: str, batch: Batch, grading: GradingCourse) -> None:
    assert [row[2:5] for row in rows(grading, who) if row[0] == "grade"] == [(None, None, None)] * 7
    [refused] = [refusal for refusal in grading.refused() if refusal.learner == who]
    assert refused.reason.splitlines()[0] in batch.said
    assert "→" in refused.reason
    assert (refused.notebook is None) == (who == "link")
    assert not (grading.root / "autograded" / who / ASSIGNMENT).exists()


def test_what_can_be_repaired_is_worth_its_answers(batch: Batch, grading: GradingCourse) -> None:
    honest, repaired = ([r for r in rows(grading, who) if r[0] == "grade"] for who in ("partly-lab", "tampered"))
    assert repaired == honest


def test_the_gradebook_can_be_upgraded_later(batch: Batch, grading: GradingCourse) -> None:
    with closing(sqlite3.connect(grading.root / "gradebook.db")) as db:
        assert db.execute("select count(*) from alembic_version").fetchone() == (1,)
        assert db.execute("pragma integrity_check").fetchone() == ("ok",)


def test_a_learner_is_forgotten_to_the_last_byte(batch: Batch, grading: GradingCourse, tmp_path: Path) -> None:
    copy = GradingCourse(shutil.copytree(grading.root, tmp_path / "copie", symlinks=True), grading.course_root)
    assert b"thirds-lab" in copy.gradebook.file.read_bytes()
    (copy.root / "nbgrader.log").write_text("thirds-lab", encoding="utf-8")
    copy.forget("thirds-lab")
    with pytest.raises(KeyError):
        copy.results("thirds-lab", ASSIGNMENT)
    assert rows(copy, "thirds-voila") == rows(grading, "thirds-voila")
    left = [
        f for f in copy.root.rglob("*") if "thirds-lab" in str(f) or (f.is_file() and b"thirds-lab" in f.read_bytes())
    ]
    assert left == []
