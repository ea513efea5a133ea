"""The trainer's pages: progress of the group, results by item, grades and their files."""

from __future__ import annotations

from tornado.web import HTTPError

from passerelles.content.course import Assignment
from passerelles.engines.feedback import SMALLEST_GROUP
from passerelles.server.pages.progress import modules

from .base import TrainerHandler
from .cohort import cohort
from .exports import csv_bytes, xlsx_bytes
from .grades import averages, grades, refused
from .items import item_results

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

    def assignment(self) -> Assignment:
        """Return the assignment that is asked for; 404 when there is none."""
        known = self.course.assignments
        wanted = self.get_query_argument("devoir", next(iter(known), ""))
        if wanted not in known:
            raise HTTPError(404)
        return known[wanted]


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
            columns=[str(name) for name in frame.columns],
            lines=frame.to_numpy().tolist(),
            averages=averages(frame),
            refused=refused(self.store.handins.all(assignment.slug)),
        )


class GradesFileHandler(AssignmentHandler):
    """`/formateur/notes.csv` and `/formateur/notes.xlsx`."""

    def get(self, kind: str) -> None:
        """Send the grades as a file."""
        assignment = self.assignment()
        frame = grades(self.course, self.store, assignment)
        body = csv_bytes(frame) if kind == "csv" else xlsx_bytes(frame, assignment.title)
        self.send_file(body, f"notes-{assignment.slug}.{kind}", MIME[kind])
