"""Worker processes, and the one process that writes: submissions in, outcomes out, as they come."""

from __future__ import annotations

import multiprocessing
import shutil
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Literal, cast

from passerelles.grading import folders, rows
from passerelles.grading.plan import Plan, Wanted
from passerelles.grading.worker import Job, Place, Result, serve, warm_up
from passerelles.text import t

LIMIT = 120.0  # seconds for one submission
TRIES = 3  # for a submission whose rows or files change while it is graded

Status = Literal["graded", "unchanged", "refused", "failed"]


@dataclass(frozen=True)
class Outcome:
    """What became of one submission; the reason, when it was not graded, is for the trainer."""

    assignment: str
    learner: str
    status: Status
    reason: str | None = None


@dataclass(frozen=True)
class Task:
    """A submission in the hands of a worker."""

    wanted: Wanted
    job: Job
    deadline: float
    tries: int


class Worker:
    """A worker process as its parent sees it."""

    def __init__(self, place: Place, others: list[Connection]) -> None:
        """Start it, by forking where that can be done; `others` are our ends of the other workers' connections."""
        forks = sys.platform == "linux"  # elsewhere libraries start threads that a fork would break
        context: Any = multiprocessing.get_context("fork" if forks else "spawn")
        self.connection, theirs = context.Pipe()
        inherited = [*others, self.connection] if forks else []
        self._process = context.Process(target=serve, args=(theirs, inherited, place), daemon=True)
        self._process.start()
        theirs.close()
        self.task: Task | None = None

    def take(self, task: Task) -> bool:
        """Start on a task; False when the process died while it had nothing to do: it is ended then."""
        try:
            self.connection.send(task.job)
        except OSError:
            self.kill()
            return False
        self.task = task
        return True

    def answer(self) -> Result | None:
        """Return what became of the task, None when it took too long or the process died: it is ended then."""
        self.task = None
        try:
            if self.connection.poll():
                return cast(Result, self.connection.recv())
        except (EOFError, OSError):
            pass
        self.kill()
        return None

    def kill(self) -> None:
        """End it now; its kernel ends with it."""
        self._process.kill()
        self._process.join()
        self.connection.close()


class Pool:
    """A few workers, started when there is work for them."""

    def __init__(
        self,
        root: Path,
        plan: Plan,
        workers: int,
        limit: float = LIMIT,
        *,
        kernels: bool = False,
        lifeline: int | None = None,
    ) -> None:
        """Grade in nbgrader's folder `root` with at most `workers` processes, a submission within `limit` seconds.

        With `kernels`, each quiz gets one, as with nbgrader's own command; otherwise only code exercises do.
        While there is work, `grade` raises EOFError as soon as the descriptor `lifeline` has anything to read, or ends.
        """
        self.plan = plan
        self._root, self._most, self._limit = root, workers, limit
        self._lifeline = [] if lifeline is None or sys.platform == "win32" else [lifeline]
        self._gradebook = root / "gradebook.db"
        self._workers: list[Worker] = []
        self._here = Place(root, folders.new_run(root), kernels)
        folders.new_log(root)
        warm_up()

    def __enter__(self) -> Pool:
        """Use it in a `with` block, which ends its workers."""
        return self

    def __exit__(self, *_: object) -> None:
        """End everything at once; what was being graded is not recorded."""
        for worker in self._workers:
            worker.kill()
        self._workers.clear()
        shutil.rmtree(self._here.run, ignore_errors=True)

    def grade(self, submissions: Iterable[Wanted]) -> Iterator[Outcome]:
        """Grade submissions side by side; yield what became of each as soon as it is written."""
        waiting = deque((wanted, TRIES) for wanted in submissions)
        while waiting or self._busy():
            while waiting and len(self._busy()) < self._most:
                self._start(*waiting.popleft())
            for worker in self._ready():
                task, result = worker.task, worker.answer()
                assert task  # noqa: S101 - only busy workers are ready
                if outcome := self._outcome(task, result):
                    yield outcome
                else:
                    waiting.append((self.plan.look(task.wanted.assignment, task.wanted.learner), task.tries - 1))

    def _start(self, wanted: Wanted, tries: int) -> None:
        """Give a submission to an idle worker, a new one if need be."""
        named = (wanted.assignment, wanted.learner)
        job = Job(*named, rows.copy(self._gradebook, *named), self.plan.course)
        task = Task(wanted, job, time.monotonic() + self._limit, tries)
        while not self._idle().take(task):
            self._bury()

    def _idle(self) -> Worker:
        """Return a worker that has nothing to do, a new one if need be."""
        for worker in self._workers:
            if not worker.task:
                return worker
        self._workers.append(Worker(self._here, [worker.connection for worker in self._workers]))
        return self._workers[-1]

    def _bury(self) -> None:
        """Forget the workers that were ended."""
        self._workers = [worker for worker in self._workers if not worker.connection.closed]

    def _busy(self) -> list[Worker]:
        """Return the workers that have a task."""
        return [worker for worker in self._workers if worker.task]

    def _ready(self) -> list[Worker]:
        """Wait until a worker has an answer, has died or has had its time; return these."""
        deadlines = {worker: worker.task.deadline for worker in self._workers if worker.task}
        left = max(0.0, min(deadlines.values()) - time.monotonic())
        said = wait([*(worker.connection for worker in deadlines), *self._lifeline], left)
        if any(descriptor in said for descriptor in self._lifeline):
            raise EOFError
        now = time.monotonic()
        return [worker for worker, deadline in deadlines.items() if worker.connection in said or deadline <= now]

    def _outcome(self, task: Task, result: Result | None) -> Outcome | None:
        """Write what became of a task; None when the submission changed meanwhile and must be graded again."""
        named = (task.wanted.assignment, task.wanted.learner)
        if result is None:
            self._bury()
            return Outcome(*named, "failed", t("grading.killed", limit=f"{self._limit:g}"))
        try:
            rows.write(self._gradebook, *named, task.job.before, result.after, lambda: self._place(task.wanted, result))
            if result.failure is None:
                self.plan.remember(task.wanted, result.folder / folders.FINGERPRINTS)
        except rows.Changed:
            return None if task.tries > 1 else Outcome(*named, "failed", t("grading.restless"))
        finally:
            shutil.rmtree(result.folder, ignore_errors=True)
        if result.failure is None:
            return Outcome(*named, "graded")
        return Outcome(*named, "refused" if result.refused else "failed", result.failure)

    def _place(self, wanted: Wanted, result: Result) -> None:
        """Put the graded files in place, or remove the former ones after a failure; raises Changed when too late."""
        if self.plan.look(wanted.assignment, wanted.learner) != wanted:
            raise rows.Changed
        folders.place(self._root, wanted.learner, wanted.assignment, result.folder)
