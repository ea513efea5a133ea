"""The parts of a parallel grading: copied rows, the lock, the progress line."""

from __future__ import annotations

import io
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from passerelles.grading import rows
from passerelles.grading.held import Taken, held
from passerelles.grading.progress import Progress

ASSIGNMENT = "huit-questions"


@pytest.fixture
def gradebook(prepared: Path, tmp_path: Path) -> Path:
    """A gradebook that knows the assignment and nobody."""
    return Path(shutil.copyfile(prepared / "gradebook.db", tmp_path / "gradebook.db"))


def graded(before: rows.Copy) -> rows.Tables:
    """What a worker could make of an empty copy."""
    [assignment] = before.asked["assignment"]
    student = {"id": "L1", "first_name": None, "last_name": None, "email": None, "lms_user_id": None}
    times = {"timestamp": None, "extension": None}
    submitted = {"id": "s1", "assignment_id": assignment["id"], "student_id": "L1", **times}
    return {**before.given, "student": [student], "submitted_assignment": [submitted]}


def test_rows_go_out_and_come_back(gradebook: Path) -> None:
    before = rows.copy(gradebook, ASSIGNMENT, "L1")
    with closing(before.open()) as private:
        assert rows.made(private, ASSIGNMENT, "L1") == before.given
        [(cells,)] = private.execute("select count(*) from base_cell").fetchall()
        assert cells == len(before.asked["base_cell"]) == 15
    after = graded(before)
    rows.write(gradebook, ASSIGNMENT, "L1", before, after, lambda: None)
    assert rows.copy(gradebook, ASSIGNMENT, "L1").given == after


@pytest.mark.parametrize(
    "change",
    ["insert into student (id) values ('L1')", "update assignment set duedate = '2026-01-01 00:00:00.000000'"],
)
def test_rows_that_somebody_else_changed_are_not_written_over(gradebook: Path, change: str) -> None:
    before = rows.copy(gradebook, ASSIGNMENT, "L1")
    with closing(sqlite3.connect(gradebook)) as db:
        db.execute(change)
        db.commit()
    now = rows.copy(gradebook, ASSIGNMENT, "L1")
    with pytest.raises(rows.Changed):
        rows.write(gradebook, ASSIGNMENT, "L1", before, graded(before), lambda: pytest.fail("too late"))
    assert rows.copy(gradebook, ASSIGNMENT, "L1") == now


def test_nothing_is_written_when_the_files_cannot_be_placed(gradebook: Path) -> None:
    def refuse() -> None:
        raise BlockingIOError

    before = rows.copy(gradebook, ASSIGNMENT, "L1")
    with pytest.raises(BlockingIOError):
        rows.write(gradebook, ASSIGNMENT, "L1", before, graded(before), refuse)
    assert rows.copy(gradebook, ASSIGNMENT, "L1") == before


def test_a_lock_is_held_by_one_and_given_back(tmp_path: Path) -> None:
    file = tmp_path / "nouveau" / "verrou"
    for _ in range(2):
        with held(file), pytest.raises(Taken), held(file):
            pytest.fail("held twice")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def steps(out: io.StringIO, total: int) -> str:
    """Count to the end on a clock where each step takes two seconds."""
    now = [0.0]
    progress = Progress(total, out, lambda: now[0])
    for _ in range(total):
        now[0] += 2.0
        progress.step()
    progress.close()
    return out.getvalue()


def test_progress_is_a_line_each_tenth_where_nobody_watches() -> None:
    lines = steps(io.StringIO(), 200).splitlines()
    assert len(lines) == 10
    assert (lines[0], lines[8]) == ("20 sur 200 (10 %), encore 6 min", "180 sur 200 (90 %), encore 40 s")
    assert lines[-1] == "200 sur 200 (100 %), encore 0 s"


def test_progress_moves_on_one_line_of_a_terminal() -> None:
    said = steps(Terminal(), 4)
    assert said.count("\n") == 1
    shown = said.split("\r")[1:]
    assert len(shown) == 4
    assert shown[1].startswith("█" * 12 + "░" * 12 + " 2 sur 4 (50 %), encore 4 s")


def test_no_step_leaves_no_line() -> None:
    assert steps(Terminal(), 0) == steps(io.StringIO(), 0) == ""
