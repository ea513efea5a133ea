"""The debrief of a case handed in: the texts that a person marks, with the path taken through the case."""

from __future__ import annotations

from collections.abc import Mapping

from passerelles.content.case import Case
from passerelles.content.course import Assignment, Course
from passerelles.engines.case.engine import Play
from passerelles.engines.case.path import path_of
from passerelles.grading.path_taken import PATH
from passerelles.server.learning.handin import handin_json
from passerelles.server.learning.service import Json
from passerelles.store import Store
from passerelles.store.rows import WorkRow


def debrief_of(course: Course, case: str) -> Assignment | None:
    """Return the assignment about a case, None when it has none."""
    return next((work for work in course.assignments.values() if work.case == case), None)


def standing(course: Course, store: Store, learner: str, case: str) -> Json | None:
    """Return what « Remettre » shows: the assignment and the last hand-in."""
    assignment = debrief_of(course, case)
    if assignment is None:
        return None
    return {
        "assignment": assignment.slug,
        "title": assignment.title,
        "handin": handin_json(store.handins.latest(learner, assignment.slug)),
    }


def answers(case: Case, works: Mapping[str, WorkRow], play: Play) -> Json:
    """Return what is handed in: each text that was written and has a rubric, and the path; empty without any text."""
    written = {asked.id: works[f"debrief:{asked.id}"].value for asked in case.marked if f"debrief:{asked.id}" in works}
    texts = {name: text for name, text in written.items() if text.strip()}
    return {**texts, PATH: path_of(play)} if texts else {}
