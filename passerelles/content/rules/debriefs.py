"""The debrief of a case as an assignment: it exists, a person can mark it, and there is one per case."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Context, Finding, case_file

PATH = "parcours"  # the name that the path taken has beside the answers


def unknown_case(context: Context) -> Iterator[Finding]:
    """Every debrief is that of a case that exists."""
    for slug, work in context.course.assignments.items():
        if work.case and work.case not in context.course.cases:
            yield _finding(slug, f"Le cas « {work.case} » n’existe pas.", "Corrigez le nom du cas.")


def debrief_without_rubric(context: Context) -> Iterator[Finding]:
    """A debrief that is handed in has at least one question that a person can mark."""
    for slug, work in context.course.assignments.items():
        if work.case in context.course.cases and not context.course.cases[work.case].marked:
            cause = f"Aucune question du débriefing de « {work.case} » n’a de grille : il n’y a rien à noter."
            yield _finding(slug, cause, f"Ajoutez « rubric » à une question de case_studies/{work.case}/case.yaml.")


def debrief_twice(context: Context) -> Iterator[Finding]:
    """A case has one debrief to hand in: its page offers one « Remettre »."""
    seen: dict[str, str] = {}
    for slug, work in context.course.assignments.items():
        if work.case in seen:
            cause = f"« {seen[work.case]} » porte déjà sur le cas « {work.case} »."
            yield _finding(slug, cause, "Gardez un seul travail à remettre par cas.")
        elif work.case:
            seen[work.case] = slug


def question_named_path(context: Context) -> Iterator[Finding]:
    """No question of a debrief takes the name of the path that goes with the answers."""
    for case in context.course.cases.values():
        if PATH in [question.id for question in case.debrief]:
            cause = f"« {PATH} » est le nom de ce qui accompagne la remise : le chemin joué."
            yield Finding(case_file(case), ("debrief", PATH), cause, "Donnez un autre identifiant à cette question.")


def _finding(slug: str, cause: str, cure: str) -> Finding:
    """Return a finding about the case of an assignment."""
    return Finding(f"exercises/{slug}/assignment.yaml", ("case",), cause, cure)
