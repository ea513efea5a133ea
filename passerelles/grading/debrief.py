"""The notebook of the debrief of a case: how to play it, the path taken, and the questions a person marks."""

from __future__ import annotations

from nbformat import NotebookNode

from passerelles.content.case import Case
from passerelles.content.course import Assignment, Course
from passerelles.engines.case.engine import Event, Play
from passerelles.engines.case.path import VARIABLE, line
from passerelles.grading import cells
from passerelles.grading.path_taken import PATH, TOLD
from passerelles.grading.wording import debrief_question
from passerelles.text import t


def debrief_cells(assignment: Assignment, course: Course) -> list[NotebookNode]:
    """Return the cells of the debrief of the assignment's case, the last one excepted; KeyError without that case.

    No point comes from the path: there is no perfect one.
    """
    case = course.cases[str(assignment.case)]
    made = [
        cells.text_cell("titre", _intro(assignment, case)),
        cells.text_cell(cells.QUESTION + PATH, t("grading.path", variable=VARIABLE, example=_example(case))),
        cells.code_answer_cell(PATH),
        cells.text_cell(TOLD, t("grading.path-later"), case=case.slug),
    ]
    asked = case.marked
    for number, question in enumerate(asked, start=1):
        made += [
            cells.text_cell(cells.QUESTION + question.id, debrief_question(question, number=number, total=len(asked))),
            cells.text_answer_cell(question.id, t("grading.write-here"), question.points),
        ]
    return made


def _intro(assignment: Assignment, case: Case) -> str:
    """Return the first cell: what to do, in which order, and the caution of the case."""
    named = {"case": case.title, "slug": case.slug, "minutes": case.minutes, "variable": VARIABLE}
    intro = t("grading.intro-debrief", title=assignment.title, **named)
    return f"{intro}\n\n> {t(f'caution.{case.caution}')}" if case.caution else intro


def _example(case: Case) -> str:
    """Return a line of the form of a path, made of what is written first in the case: it leads nowhere."""
    done = tuple(Event("chose", f"{node.id}.{node.options[0].id}") for node in case.nodes[:2])
    return line(Play(case.slug, mode=case.modes[0].id if case.modes else None, events=done))
