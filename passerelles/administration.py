"""What the command line does with the records: itself when no server runs, else through the running server.

Only one process writes. `run.json` in the data folder says where the running server is.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from passerelles import store as records
from passerelles.content.loader import load_course
from passerelles.errors import Refusal
from passerelles.store import Store
from passerelles.store.errors import StoreBusy, UnknownLearner
from passerelles.store.rows import SessionRow
from passerelles.text import t

PATIENCE = 30.0  # seconds for one request to the running server
GRADING_PATIENCE = 300.0  # seconds for one hand-in to be graded
POLL = 0.5  # seconds between two looks at a hand-in


@dataclass(frozen=True)
class Records:
    """Where the records are: the data folder, and the database's address when it is not a file there."""

    data: Path
    url: str | None = None

    def open(self, *, read_only: bool = False) -> Store:
        """Open the records; raises StoreError."""
        return Store.open(self.url, self.data, read_only=read_only)


def export(where: Records, course: Path, learner: str, folder: Path) -> list[Path]:
    """Write everything recorded about a learner, as JSON and as a readable page; return both files."""
    from passerelles.documents.workbook import workbook, workbook_html

    with where.open(read_only=True) as store:
        try:
            copy = json.dumps(store.privacy.export(learner), ensure_ascii=False, indent=2)
        except UnknownLearner:
            raise _no_learner(learner) from None
        page = workbook_html(workbook(load_course(course), store, learner))
    written = [folder / f"passerelles-{learner}.json", folder / f"passerelles-{learner}.html"]
    for path, text in zip(written, (copy, page), strict=True):
        path.write_text(text, encoding="utf-8")
    return written


def erase(where: Records, learner: str) -> None:
    """Erase a learner everywhere: records, journal, hand-ins and grades."""
    from passerelles.grading.course import GradingCourse

    try:
        with where.open() as store:
            GradingCourse(where.data / "grading").forget(learner)  # records last: who is interrupted can ask again
            found = store.privacy.erase(learner)
    except StoreBusy as busy:
        found = _ask(where.data, busy, "erase", {"learner": learner})["erased"]
    if not found:
        raise _no_learner(learner)


def backup(where: Records, target: Path) -> list[Path]:
    """Copy every record to `target`, server running or not, the key of attestations beside it; return both files."""
    from passerelles.server.signature import keep_key

    target = target.expanduser().resolve()
    with where.open(read_only=True) as store:
        store.backup(target)
    key = keep_key(where.data, target)
    return [target, key] if key else [target]


def restore(where: Records, source: Path) -> tuple[Path | None, bool]:
    """Put a copy in place; return where the former records are kept, and whether the key of attestations is back.

    Refused while a server runs.
    """
    from passerelles.server.signature import take_key_back

    source = source.expanduser().resolve()
    kept = records.restore(source, where.data, where.url)
    return kept, take_key_back(source, where.data)


def old_sessions(where: Records, days: int) -> list[SessionRow]:
    """Return the live sessions that ended more than so many days ago."""
    with where.open(read_only=True) as store:
        return store.live.ended_before(records.utcnow() - timedelta(days=days))


def forget(where: Records, sessions: Sequence[SessionRow]) -> None:
    """Erase live sessions whole, server running or not."""
    try:
        with where.open() as store:
            for one in sessions:
                store.live.erase(one.id)
    except StoreBusy as busy:
        for one in sessions:
            _ask(where.data, busy, "forget", {"session": one.id})


def submit(where: Records, course: Path, learner: str, assignment: str, notebook: Path) -> dict[str, Any]:
    """Hand in a notebook filled in JupyterLab and return its results.

    Raises Refusal for an unknown learner or assignment, and for a notebook whose answers are not plain literals.
    """
    if assignment not in (known := load_course(course).assignments):
        raise Refusal(
            t("cli.no-assignment", assignment=assignment), t("cli.no-assignment.cure", known=", ".join(known))
        )
    answers = _answers(where, learner, assignment, notebook)
    try:
        with where.open() as store:
            return _grade_here(where, store, learner, assignment, answers)
    except StoreBusy as busy:
        body = {"learner": learner, "assignment": assignment, "answers": answers}
        return _wait(where.data, busy, _ask(where.data, busy, "submit", body)["handin"])


def _answers(where: Records, learner: str, assignment: str, notebook: Path) -> dict[str, Any]:
    """Read the answers of a notebook without running it; a refused one is kept for the trainer."""
    from passerelles.grading.course import GradingCourse
    from passerelles.grading.refused import Refused
    from passerelles.grading.submission import read_answers

    try:
        return read_answers(notebook, assignment)
    except Refused as refused:
        GradingCourse(where.data / "grading").keep(learner, assignment, refused, notebook)
        raise


def _grade_here(where: Records, store: Store, learner: str, assignment: str, answers: dict[str, Any]) -> dict[str, Any]:
    """Record a hand-in in this process, and have it graded."""
    from passerelles.grading.course import GradingCourse
    from passerelles.grading.refused import Refused

    try:
        row = store.handins.add(learner, assignment, answers)
    except UnknownLearner:
        raise _no_learner(learner) from None
    course = GradingCourse(where.data / "grading")
    try:
        course.prepare(assignment)
        course.submit(learner, assignment, answers, datetime.fromisoformat(row.received_at))
        results = course.autograde(learner, assignment)
    except Refused as refused:
        store.handins.set_status(row.id, "refused", reason=str(refused))
        raise
    store.handins.set_status(row.id, "graded", results=results)
    return results


def _wait(data: Path, busy: StoreBusy, handin: dict[str, Any]) -> dict[str, Any]:
    """Wait until the running server has graded a hand-in; return its results."""
    end = time.monotonic() + GRADING_PATIENCE
    while time.monotonic() < end:
        now = _ask(data, busy, f"submit?number={handin['id']}")["handin"]
        if now["status"] == "graded":
            return dict(now["results"])
        if now["status"] in ("refused", "failed"):
            raise Refusal(now["reason"])
        time.sleep(POLL)
    raise Refusal(t("cli.still-grading"), t("cli.still-grading.cure"))


def _ask(data: Path, busy: StoreBusy, what: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """Send a request to the running server, found through run.json; its refusals become ours."""
    try:
        run = json.loads((data / "run.json").read_text(encoding="utf-8"))
        headers = {"Authorization": f"Bearer {run['token']}", "Content-Type": "application/json"}
        sent = json.dumps(body).encode() if body is not None else None
        request = Request(f"{run['api']}/{what}", data=sent, headers=headers)  # noqa: S310 - our own address
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310
            return dict(json.load(answer))
    except HTTPError as error:
        raise Refusal(json.load(error).get("message", str(error))) from None
    except (OSError, URLError, ValueError, KeyError):
        raise Refusal(str(busy), t("cli.no-server-answer.cure")) from None


def _no_learner(learner: str) -> Refusal:
    """Return the refusal of a code that nobody has."""
    return Refusal(t("cli.no-learner", learner=learner), t("cli.no-learner.cure"))
