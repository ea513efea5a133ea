"""A process that grades submissions one after the other, each with nbgrader's own converter on a private gradebook.

It knows nothing of the real gradebook: rows and files go back to the one process that writes.
"""

from __future__ import annotations

import functools
import gc
import glob
import os
import re
import signal
import sys
import tempfile
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import nbgrader.api
from nbformat.validator import get_validator
from nbgrader.apps.autogradeapp import AutogradeApp
from nbgrader.converters import Autograde

from passerelles.grading import quiz_step, rows, scores
from passerelles.grading.folders import FINGERPRINTS, LOG
from passerelles.grading.refused import Refused

# Each Gradebook of nbgrader makes an engine, which compiles every statement again: ten times per submission.
nbgrader.api.create_engine = functools.cache(nbgrader.api.create_engine)

_STEPS = {"passerelles.grading.code_steps.ExecuteSafely": f"{quiz_step.__name__}.{quiz_step.ScoreQuiz.__name__}"}


@dataclass(frozen=True)
class Job:
    """One submission to grade, with a copy of its rows."""

    assignment: str
    learner: str
    before: rows.Copy
    course: str  # a digest of the course that scores it


@dataclass(frozen=True)
class Result:
    """What became of it: its rows, the folder that holds its files, and why it failed, if it did."""

    after: rows.Tables
    folder: Path
    failure: str | None = None
    refused: bool = False


def warm_up() -> None:
    """Do once, before forking, what each worker would do at its first submission. Nothing here starts a thread."""
    nbgrader.api.Base.registry.configure()
    get_validator(4, 5)
    gc.collect()
    gc.freeze()


@dataclass(frozen=True)
class Place:
    """Where a worker works: nbgrader's folder, the one for results, and whether each quiz gets a kernel."""

    root: Path
    run: Path
    kernels: bool = False


def serve(jobs: Connection, others: Iterable[Connection], place: Place) -> None:
    """Grade the jobs that come, until the connection is closed. `others` are ends that a fork inherits for nothing."""
    for other in others:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that writes
    gc.set_threshold(100_000, 50, 100)
    _log_to(place.root / LOG)
    grader = Grader(place)
    try:
        while True:
            jobs.send(grader.grade(jobs.recv()))
    except (EOFError, OSError):
        return


class Grader:
    """nbgrader's command `autograde`, kept ready."""

    def __init__(self, place: Place) -> None:
        """Read nbgrader's settings for the course, as its command would."""
        os.chdir(place.root)
        self._place, self._course = place, ""
        self._app = AutogradeApp()
        self._app.initialize([])
        settings = self._app.config
        settings.ScoreQuiz.kernels = place.kernels
        settings.AsyncKernelManager.client_class = "passerelles.kernels.client.WelcomeClient"
        steps = settings.Autograde.autograde_preprocessors
        settings.Autograde.autograde_preprocessors = [_STEPS.get(step, step) for step in steps]

    def grade(self, job: Job) -> Result:
        """Grade one submission. What goes wrong is in the result."""
        if job.course != self._course:
            scores.forget_course()
            self._course = job.course
        name = re.sub(r"[^\w-]", "_", job.learner)  # nbgrader puts the path in a regular expression
        folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self._place.run))
        with closing(job.before.open()) as private:
            failure = self._convert(job, folder)
            after = rows.made(private, job.assignment, job.learner)
        said = None if failure is None else str(failure) or type(failure).__name__
        return Result(after, folder, said, isinstance(failure, Refused))

    def _convert(self, job: Job, folder: Path) -> BaseException | None:
        """Run nbgrader's converter on the private gradebook; return what stopped it."""
        where: Any = self._app.coursedir
        where.db_url, where.assignment_id, where.student_id = rows.PRIVATE_URL, job.assignment, glob.escape(job.learner)
        where.autograded_directory = folder.relative_to(self._place.root).as_posix()
        self._app.config.KeepMarks.outbox = str(folder / FINGERPRINTS)
        converter = _Autograde(coursedir=where, parent=self._app)
        try:
            converter.start()
        except (Exception, SystemExit) as error:
            return converter.stopped_by or error
        return None


class _Autograde(Autograde):
    """nbgrader's converter, which remembers the exception that it only logs."""

    stopped_by: Exception | None = None

    def convert_single_notebook(self, notebook_filename: str) -> None:
        """Sanitize and grade a notebook. See BaseConverter."""
        try:
            super().convert_single_notebook(notebook_filename)
        except Exception as error:
            self.stopped_by = error
            raise


def _log_to(file: Path) -> None:
    """Send all that this process and its kernels say to a file."""
    sys.stdout.flush()
    sys.stderr.flush()
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.close(handle)
