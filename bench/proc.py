"""Reading /proc: which processes descend from one, what they cost in processor time and memory. Linux only."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
TICK = os.sysconf("SC_CLK_TCK")
PR_SET_CHILD_SUBREAPER = 36  # <sys/prctl.h>
GONE = (FileNotFoundError, ProcessLookupError, PermissionError, IndexError)


@dataclass(frozen=True)
class Process:
    """A process as it was seen: the start time tells it from a later one with the same number."""

    pid: int
    parent: int
    state: str
    cpu: float  # seconds of processor time, user and system, children not counted
    started: int  # clock ticks since boot


def adopt_orphans() -> None:
    """Become the parent of whatever our servers leave behind, so that it is counted and ended."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def processes() -> list[Process]:
    """Return every process that can be read."""
    return [found for path in PROC.iterdir() if path.name.isdigit() and (found := read(int(path.name)))]


def read(pid: int) -> Process | None:
    """Return a process, None when it is gone."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
        return Process(pid, int(fields[1]), fields[0], (int(fields[11]) + int(fields[12])) / TICK, int(fields[19]))
    except GONE:
        return None


def descendants(pid: int) -> list[Process]:
    """Return the children of a process, their children and so on; zombies are left out."""
    children: dict[int, list[Process]] = {}
    for process in processes():
        children.setdefault(process.parent, []).append(process)
    found, todo = [], [pid]
    while todo:
        below = children.get(todo.pop(), [])
        found += below
        todo += [process.pid for process in below]
    return [process for process in found if process.state != "Z"]


def pss(pid: int) -> float:
    """Return the proportional set size of a process in MiB: shared pages count for each sharer's part. 0 when gone."""
    with contextlib.suppress(*GONE):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def rss(pid: int) -> float:
    """Return the resident set size of a process in MiB. 0 when gone."""
    with contextlib.suppress(*GONE):
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


def available() -> float:
    """Return the memory that can still be given, in MiB."""
    lines = (PROC / "meminfo").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("MemAvailable:"))


def end(wanted: Iterable[Process]) -> None:
    """Kill those very processes, whatever became of their numbers, and reap those that are our children."""
    for process in wanted:
        now = read(process.pid)
        if now and now.started == process.started:
            with contextlib.suppress(*GONE):
                os.kill(process.pid, signal.SIGKILL)
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def wait_until_at_most(pid: int, count: int, seconds: float) -> bool:
    """Wait until a process has no more than `count` descendants; False when it still has after `seconds`."""
    deadline = time.monotonic() + seconds
    while len(descendants(pid)) > count:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def own() -> int:
    """Return the number of this process."""
    return os.getpid()
