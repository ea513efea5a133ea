"""Grades hand-ins one after the other, outside this process: a killed grader or server only delays the result.

The grader stays for a while when there is nothing to do: it needs seconds to start, and one to grade.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from passerelles.paths import PACKAGE
from passerelles.server.pages.erasure import forget_grades
from passerelles.server.web.security import event
from passerelles.store import Store
from passerelles.store.errors import StoreError, UnknownHandin
from passerelles.store.rows import HandinRow
from passerelles.text import t

LONGEST = 300.0  # seconds for one hand-in
TRIES = 3  # for one hand-in, before a person must look
REST = 120.0  # seconds after which a grader without work gives its memory back
WORKER = "passerelles.grading.service"


class GradingQueue:
    """The queue and its one worker. Results go into the store; `add` may be called at any moment."""

    def __init__(self, store: Store, data_dir: Path, worker: str = WORKER) -> None:
        """Results go into `store`; nbgrader works below `data_dir`; `worker` is the module that grades hand-ins."""
        self._store, self._data_dir, self._module = store, data_dir, worker
        self._worker: subprocess.Popen[bytes] | None = None
        self._rest: asyncio.TimerHandle | None = None
        self._waiting: asyncio.Queue[int] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Take up what an earlier server left, then work."""
        for row in self._store.handins.pending():
            self._waiting.put_nowait(row.id)
        self._task = asyncio.create_task(self._work())

    def add(self, row: HandinRow) -> None:
        """Have a hand-in graded in its turn."""
        self._waiting.put_nowait(row.id)

    async def stop(self) -> None:
        """Stop at once; what was being graded will be taken up at the next start."""
        if self._task:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
        self._dismiss()

    async def _work(self) -> None:
        """Grade for ever."""
        while True:
            number = await self._waiting.get()
            try:
                await self._grade(number)
            except UnknownHandin:
                pass  # the learner was erased meanwhile
            except StoreError as error:
                event(f"a grade could not be recorded: {error.code}", error)
            except Exception as error:
                event("grading failed", error)

    async def _grade(self, number: int) -> None:
        """Grade one hand-in and record the outcome."""
        row = self._store.handins.set_status(number, "grading")
        outcome: dict[str, Any] | None = None
        for _ in range(TRIES):
            outcome = await self._run(row)
            if outcome is not None:
                break
        try:
            self._record(number, outcome)
        except UnknownHandin:  # erased while it was being graded: the grade goes too
            await asyncio.to_thread(forget_grades, self._data_dir, row.learner)

    def _record(self, number: int, outcome: dict[str, Any] | None) -> None:
        """Record what became of a hand-in."""
        handins = self._store.handins
        if outcome is None:
            handins.set_status(number, "failed", reason=t("server.grading-failed"))
        elif "refused" in outcome:
            handins.set_status(number, "refused", reason=str(outcome["refused"]))
        else:
            handins.set_status(number, "graded", results=outcome["results"])

    async def _run(self, row: HandinRow) -> dict[str, Any] | None:
        """Give a hand-in to the grader; return what it says, None when it died or took too long."""
        if self._rest:
            self._rest.cancel()
        if not self._worker or self._worker.poll() is not None:
            self._dismiss()
            self._worker = self._start()
        loop, worker, outcome = asyncio.get_running_loop(), self._worker, None
        overdue = loop.call_later(LONGEST, _kill, worker)
        try:
            outcome = await asyncio.to_thread(_talk, worker, json.dumps(asdict(row)).encode() + b"\n")
        finally:
            overdue.cancel()
            if outcome is None:
                self._dismiss()
        self._rest = loop.call_later(REST, self._dismiss)
        return outcome

    def _start(self) -> subprocess.Popen[bytes]:
        """Start a grader. It ends with its stdin, which stays open while we live."""
        return subprocess.Popen(
            [sys.executable, "-m", self._module, str(self._data_dir / "grading")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=PACKAGE.parent,  # Python looks for modules there: never where the server happened to be started
            start_new_session=True,
        )

    def _dismiss(self) -> None:
        """End the grader, if there is one."""
        if self._rest:
            self._rest.cancel()
        if self._worker:
            _kill(self._worker)
        self._worker = None


def _talk(worker: subprocess.Popen[bytes], row: bytes) -> dict[str, Any] | None:
    """Give the grader a row and return what it says of it, None when it died or failed."""
    assert worker.stdin is not None  # noqa: S101 - asked for when it was started
    assert worker.stdout is not None  # noqa: S101 - same
    try:
        worker.stdin.write(row)
        worker.stdin.flush()
        said = (_read(line) for line in worker.stdout)
        outcome = next(filter(None, said), None)
    except (OSError, ValueError):  # it died, or was dismissed meanwhile
        return None
    return outcome if outcome and "failed" not in outcome else None


def _read(line: bytes) -> dict[str, Any] | None:
    """Return a line of a grader as an object, None when it is something else."""
    try:
        outcome = json.loads(line)
    except ValueError:
        return None
    known = isinstance(outcome, dict) and any(word in outcome for word in ("results", "refused", "failed"))
    return outcome if known else None


def _kill(worker: subprocess.Popen[bytes]) -> None:
    """End the worker and whatever it started; nothing happens when they are gone."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if sys.platform == "win32":
            worker.kill()
        else:
            os.killpg(worker.pid, signal.SIGKILL)
    with contextlib.suppress(OSError):
        if worker.stdin:
            worker.stdin.close()
    worker.wait()
    if worker.stdout:
        worker.stdout.close()
