"""What must be read again, what is known only from memory, and the size of the glossary."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..corpus import Actor, Term
from .base import Context, Finding, case_file, roleplay_file

FEWEST_TERMS = 60
_READ_AGAIN = "Faites-le relire par quelqu’un du secteur, puis fixez une nouvelle date."
_MEMORY = re.compile(r"\[?mémoire\s*:?", re.IGNORECASE)


def small_glossary(context: Context) -> Iterator[Finding]:
    """The glossary is large enough to be useful."""
    if (count := len(context.course.terms)) < FEWEST_TERMS:
        cause = f"Le glossaire compte {count} entrées."
        yield Finding("corpus/glossary.yaml", 1, cause, f"Il en faut au moins {FEWEST_TERMS}.")


def review_overdue(context: Context) -> Iterator[Finding]:
    """Every entry and every case is read again in time."""
    for file, entry in _entries(context):
        if entry.review_on < context.today:
            cause = f"« {entry.id} » devait être relu le {entry.review_on:%d/%m/%Y}."
            yield Finding(file, (entry.id, "review_on"), cause, _READ_AGAIN)
    for case in context.course.cases.values():
        if case.review_on < context.today:
            cause = f"Ce cas devait être relu le {case.review_on:%d/%m/%Y}."
            yield Finding(case_file(case), ("review_on",), cause, _READ_AGAIN)
    for play in context.course.roleplays.values():
        if play.review_on < context.today:
            cause = f"Ce jeu de rôle devait être relu le {play.review_on:%d/%m/%Y}."
            yield Finding(roleplay_file(play), ("review_on",), cause, _READ_AGAIN)


def memory_not_flagged(context: Context) -> Iterator[Finding]:
    """What comes from memory is shown with that caution."""
    for file, entry in _entries(context):
        if _MEMORY.search(entry.source) and not entry.to_check:
            cause = f"« {entry.id} » vient de mémoire et n’est pas signalé comme tel."
            yield Finding(file, (entry.id, "source"), cause, "Ajoutez « to_check: true ».")


def _entries(context: Context) -> Iterator[tuple[str, Actor | Term]]:
    """Yield the entries that carry a source and a review date."""
    for actor in context.course.actors:
        yield "corpus/actors.yaml", actor
    for term in context.course.terms:
        yield "corpus/glossary.yaml", term
