"""Killed kernels, killed servers, killed graders, a full disk: what was acknowledged is there, once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from support.kernel_process import kernel_pid
from support.waiting import until

QUIZ = "quiz-piege"
ITEMS = ("seul", "plusieurs", "trier", "apparier", "ordonner", "court", "ouvert", "position")


def pids(*words: str) -> list[int]:
    """Return the processes whose command line holds all these words."""
    if Path("/proc/self/cmdline").exists():
        lines = [(int(f.parent.name), read(f)) for f in Path("/proc").glob("[0-9]*/cmdline")]
    else:
        listed = subprocess.run(["ps", "-A", "-ww", "-o", "pid=,args="], capture_output=True, text=True, check=True)
        lines = [(int(line.split()[0]), line) for line in listed.stdout.splitlines()]
    return [pid for pid, line in lines if all(word in line for word in words)]


def read(path: Path) -> str:
    """Return a file of a process, empty when it just ended."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def grader_pids(server: Any) -> list[int]:
    """Return the graders of that server: its data folder is on their command line."""
    return pids("grading.service", str(server.data))


def test_a_killed_kernel_is_said_to_be_gone_and_nothing_is_lost(visitor: Any, api: Any, api_of: Any) -> None:
    api.answer("seul", "a", "k1")
    kernel = visitor.kernels[-1]
    os.kill(kernel_pid(visitor.server, kernel), signal.SIGKILL)
    until(lambda: visitor.get(f"/api/pouls?kernel={kernel}").json()["kernel"] == "gone")
    until(lambda: api.ask("GET", "lesson").status == 401)
    again = api_of(visitor)
    assert again.state("seul")["attempts_used"] == 1
    assert again.answer("seul", "a", "k1").json()["state"]["attempts_used"] == 1


@pytest.fixture
def own(fresh_server: Callable[..., Any], enter: Callable[[Any], Any]) -> Any:
    """A server of our own and a visitor of it."""
    server = fresh_server().start()
    return server, enter(server)


def test_a_killed_server_keeps_every_answer_once(own: Any, api_of: Any) -> None:
    server, visitor = own
    api = api_of(visitor)
    process, home = kernel_pid(server, visitor.kernels[-1]), visitor.get("/").text
    acknowledged = {}
    for item, answer in {"seul": "a", "ouvert": "Un texte.", "court": "essai"}.items():
        acknowledged[item] = api.answer(item, answer, f"cle-{item}").json()["saved_at"]
    api.ask("POST", "works", {"name": "draft:trier", "value": {"e1": "x"}, "key": "k"})
    server.kill()
    until(lambda: not psutil.pid_exists(process))
    server.start()
    assert visitor.get("/").status == 200
    assert home.split("mon-code")[0] == visitor.get("/").text.split("mon-code")[0]
    again = api_of(visitor)
    states = again.ask("GET", "lesson").json()["states"]
    assert {item: states[item]["saved_at"] for item in acknowledged} == acknowledged
    assert states["trier"]["draft"] == {"e1": "x"}
    for item, answer in {"seul": "a", "ouvert": "Un texte.", "court": "essai"}.items():
        assert again.answer(item, answer, f"cle-{item}").json()["state"]["attempts_used"] == 1
    assert api.ask("GET", "lesson").status == 401


def test_a_full_disk_is_said_and_the_answer_is_kept_by_the_page(own: Any, api_of: Any) -> None:
    if sys.platform != "linux":
        pytest.skip("limits of a running process can only be changed on Linux")
    server, visitor = own
    api = api_of(visitor)
    pid = str(server.process.pid)
    subprocess.run(["prlimit", "--pid", pid, "--fsize=1:"], check=True)
    refused = api.answer("seul", "a", "k1")
    assert (refused.status, refused.json()["code"]) == (503, "not-saved")
    assert refused.headers["Retry-After"]
    assert "Non enregistré" in refused.json()["message"]
    assert visitor.get("/api/pouls").status == 200
    subprocess.run(["prlimit", "--pid", pid, "--fsize=unlimited:"], check=True)
    assert api.answer("seul", "a", "k1").json()["state"]["attempts_used"] == 1


def test_a_hand_in_is_graded_by_nbgrader_even_when_grader_and_server_are_killed(own: Any, api_of: Any) -> None:
    server, visitor = own
    api = api_of(visitor)
    right = {"seul": "b", "plusieurs": ["a"], "ouvert": "Mon texte.", "position": "non"}
    points = sum(api.answer(item, answer).json()["state"]["feedback"]["points"] for item, answer in right.items())
    first = api.ask("POST", "handin", {"assignment": QUIZ})
    assert first.status == 202
    number = first.json()["handin"]["id"]
    until(lambda: grader_pids(server))
    for pid in grader_pids(server):
        os.kill(pid, signal.SIGKILL)
    until(lambda: grader_pids(server))
    server.kill()
    server.start()
    again = api_of(visitor)
    until(lambda: again.ask("GET", f"handin?assignment={QUIZ}").json()["handin"]["status"] == "graded", 120)
    row = again.ask("GET", f"handin?assignment={QUIZ}").json()["handin"]
    assert (row["id"], row["results"]["score"]) == (number, points)
    assert row["results"]["cells"]["ouvert"]["needs_manual"]
    assert again.ask("POST", "handin", {"assignment": QUIZ}).json()["handin"]["id"] == number
    late = again.answer("ouvert", "Un autre texte.")
    assert (late.status, late.json()["state"]["status"]) == (409, "locked")
    run = server.run_file
    body = json.dumps({"learner": row["learner"], "assignment": QUIZ, "answers": {"seul": "a"}})
    sent = {"Authorization": f"Bearer {run['token']}", "Content_Type": "application/json"}
    taken = visitor.ask("POST", "/api/admin/submit", body, **sent)
    assert (taken.status, taken.json()["handin"]["status"]) == (202, "received")
