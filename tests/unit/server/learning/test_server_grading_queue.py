"""The grading queue with a worker of our own: results, refusals, deaths, leftovers of a killed server."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from passerelles.server.learning.grading import TRIES, GradingQueue
from passerelles.store import Store
from passerelles.store.rows import HandinRow

WORKER = """
import json, os, sys
folder = os.path.dirname(sys.argv[1])
for line in sys.stdin:
    with open(os.path.join(folder, "runs"), "a") as runs:
        runs.write("x")
    what = json.loads(line)["answers"]["do"]
    if what == "die":
        os._exit(9)
    if what == "babble":
        print("pas du JSON")
        break
    if what == "wait":
        open(os.path.join(folder, "waiting"), "w").close()
        while not os.path.exists(os.path.join(folder, "erased")):
            pass
    if what == "refuse":
        print(json.dumps({"refused": "non"}), flush=True)
    elif what == "fail":
        print(json.dumps({"failed": "trop long"}), flush=True)
    else:
        print("bavardage")
        print(json.dumps({"results": {"score": 1.5, "grader": os.getpid()}}), flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(None, tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def grade(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], tuple[HandinRow, int]]:
    """Hands `{"do": what}` in, grades it, and returns the row and how often the worker ran."""
    (tmp_path / "faux_correcteur.py").write_text(WORKER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    learner = store.learners.create()[:6]

    async def graded(what: str) -> HandinRow:
        queue = GradingQueue(store, tmp_path, "faux_correcteur")
        row = store.handins.add(learner, "quiz", {"do": what})
        queue.start()  # finds what is pending, as after a restart
        async with asyncio.timeout(60):
            while (now := store.handins.get(row.id)) and now.status in ("received", "grading"):
                await asyncio.sleep(0)
        await queue.stop()
        assert now
        return now

    def run(what: str) -> tuple[HandinRow, int]:
        row = asyncio.run(graded(what))
        return row, len((tmp_path / "runs").read_text())

    return run


def test_results_are_recorded(grade: Callable[[str], tuple[HandinRow, int]]) -> None:
    row, runs = grade("grade")
    assert row.results
    assert (row.status, row.results["score"], runs) == ("graded", 1.5, 1)


def test_a_refusal_is_recorded_with_its_reason(grade: Callable[[str], tuple[HandinRow, int]]) -> None:
    row, runs = grade("refuse")
    assert (row.status, row.reason, runs) == ("refused", "non", 1)


@pytest.mark.parametrize("what", ["die", "babble", "fail"])
def test_a_worker_that_fails_is_tried_again_then_given_up(
    grade: Callable[[str], tuple[HandinRow, int]], what: str
) -> None:
    row, runs = grade(what)
    assert (row.status, runs) == ("failed", TRIES)
    assert row.reason
    assert row.results is None


def test_a_learner_erased_while_being_graded_leaves_no_grade(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grade: Callable[[str], tuple[HandinRow, int]]
) -> None:
    forgotten: list[str] = []
    monkeypatch.setattr(
        "passerelles.server.learning.grading.forget_grades", lambda data_dir, learner: forgotten.append(learner)
    )
    learner = store.learners.create()[:6]
    store.handins.add(learner, "quiz", {"do": "wait"})

    async def erased_meanwhile() -> None:
        queue = GradingQueue(store, tmp_path, "faux_correcteur")
        queue.start()
        async with asyncio.timeout(60):
            while not (tmp_path / "waiting").exists():
                await asyncio.sleep(0)
            store.privacy.erase(learner)
            (tmp_path / "erased").touch()
            while not forgotten:
                await asyncio.sleep(0)
        await queue.stop()

    asyncio.run(erased_meanwhile())
    assert forgotten == [learner]
    assert store.handins.all("quiz") == []


def test_the_grader_stays_for_the_next_hand_in_and_goes_when_it_rests(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grade: Callable[[str], tuple[HandinRow, int]]
) -> None:
    learners = [store.learners.create()[:6] for _ in range(2)]
    rows = [store.handins.add(learner, "quiz", {"do": "grade"}).id for learner in learners]

    async def both() -> list[int]:
        queue = GradingQueue(store, tmp_path, "faux_correcteur")
        queue.start()
        async with asyncio.timeout(60):
            while any((row := store.handins.get(n)) and row.status != "graded" for n in rows):
                await asyncio.sleep(0)
            graders = [row.results["grader"] for n in rows if (row := store.handins.get(n)) and row.results]
            monkeypatch.setattr("passerelles.server.learning.grading.REST", 0.0)
            queue.add(store.handins.add(learners[0], "quiz", {"do": "grade"}))
            while is_alive(graders[0]):
                await asyncio.sleep(0)
        await queue.stop()
        return graders

    first, second = asyncio.run(both())
    assert first == second


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
