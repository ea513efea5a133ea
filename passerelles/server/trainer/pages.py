"""The trainer's pages: progress of the group, results by item, grades and their files."""

from __future__ import annotations

from pathlib import Path

from tornado.web import HTTPError

from passerelles.content.course import Assignment
from passerelles.engines.feedback import SMALLEST_GROUP
from passerelles.grading import refusals
from passerelles.grading.refusals import RefusedNotebook
from passerelles.server.pages.progress import modules

from .base import TrainerHandler
from .cohort import cohort
from .exports import csv_bytes, xlsx_bytes
from .grades import averages, grades, setbacks
from .items import item_results
from .marking import bring_back

MIME = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class CohortHandler(TrainerHandler):
    """`/formateur`."""

    def get(self) -> None:
        """Show who is where."""
        self.page("trainer/cohort.html", cohort=cohort(self.course, self.store), section="groupe")


class ItemsHandler(TrainerHandler):
    """`/formateur/items?module=…`."""

    def get(self) -> None:
        """Show what was answered to each item of a module, the first one by default."""
        known = modules(self.course)
        wanted = self.get_query_argument("module", known[0].slug if known else "")
        chosen = next((module for module in known if module.slug == wanted), None)
        if chosen is None:
            raise HTTPError(404)
        self.page(
            "trainer/items.html",
            section="questions",
            modules=known,
            module=chosen,
            results=item_results(self.course, self.store, wanted),
            smallest=SMALLEST_GROUP,
            graded={name for a in self.course.assignments.values() if a.module == wanted for name in a.items},
        )


class AssignmentHandler(TrainerHandler):
    """A page about one assignment, the first one by default."""

    @property
    def grading_root(self) -> Path:
        """The folder of the nbgrader course."""
        return Path(self.settings["passerelles_app"].data_dir_path) / "grading"

    def assignment(self) -> Assignment:
        """Return the assignment that is asked for, else the one handed in last; 404 when there is none."""
        known = self.course.assignments
        wanted = self.get_query_argument("devoir", "") or max(known, key=self._handed_in, default="")
        if wanted not in known:
            raise HTTPError(404)
        return known[wanted]

    def _handed_in(self, assignment: str) -> str:
        """Return when an assignment was handed in last; an empty text when it never was."""
        return max((row.received_at for row in self.store.handins.all(assignment)), default="")


class GradesHandler(AssignmentHandler):
    """`/formateur/notes?devoir=…`."""

    def get(self) -> None:
        """Show the grades, and the hand-ins that were refused."""
        assignment = self.assignment()
        frame = grades(self.course, self.store, assignment)
        self.page(
            "trainer/grades.html",
            section="notes",
            assignments=list(self.course.assignments.values()),
            assignment=assignment,
            brought=self._brought(),
            columns=[str(name) for name in frame.columns],
            lines=frame.to_numpy().tolist(),
            averages=averages(frame),
            setbacks=setbacks(self.store.handins.all(assignment.slug), self._kept(assignment.slug)),
        )

    def _kept(self, assignment: str) -> list[RefusedNotebook]:
        """Return the notebooks of that assignment that the bridge to nbgrader refused and kept."""
        return [one for one in refusals.kept(self.grading_root) if one.assignment == assignment]

    def _brought(self) -> int | None:
        """Return how many grades were just brought back; None on an ordinary visit."""
        said = self.get_query_argument("repris", "")
        return int(said) if said.isdecimal() and len(said) < 6 else None


class MarksHandler(AssignmentHandler):
    """`/formateur/notes/reprendre`, POST only: bring back the marks given in nbgrader."""

    async def post(self) -> None:
        """Read nbgrader's gradebook, then show the grades again with how many changed."""
        assignment = self.assignment()
        changed = await bring_back(self.store, self.grading_root, assignment.slug)
        self.go(f"formateur/notes?devoir={assignment.slug}&repris={changed}")


class GradesFileHandler(AssignmentHandler):
    """`/formateur/notes.csv` and `/formateur/notes.xlsx`."""

    def get(self, kind: str) -> None:
        """Send the grades as a file."""
        assignment = self.assignment()
        frame = grades(self.course, self.store, assignment)
        body = csv_bytes(frame) if kind == "csv" else xlsx_bytes(frame, assignment.title)
        self.send_file(body, f"notes-{assignment.slug}.{kind}", MIME[kind])
