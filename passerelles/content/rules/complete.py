"""Nothing of the two texts is lost: each statement is taught, each that a mechanism rests on is practised and assessed.

What is expected of each use is defined by `coverage.expected`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..coverage import Use, coverage
from .base import Context, Finding

FILE = "corpus/statements.yaml"


def untaught_statement(context: Context) -> Iterator[Finding]:
    """Every statement is taught by some step."""
    cure = "Expliquez-le dans un texte, avec son numéro, et ajoutez-le au `teaches` de cette étape."
    yield from _missing(context, "taught", "n’est plus enseigné nulle part", cure)


def unpractised_statement(context: Context) -> Iterator[Finding]:
    """Every statement that a mechanism rests on is practised: by an item outside the quiz, a tool or a case."""
    cure = "Citez-le dans une question d’entraînement, un outil ou un cas que l’on voit."
    yield from _missing(context, "practised", "n’est plus exercé nulle part", cure)


def unassessed_statement(context: Context) -> Iterator[Finding]:
    """Every such statement that can be asked about is assessed: by an item of a quiz, or a debrief with a rubric."""
    cure = "Citez-le dans une question du quiz d’un module (exercises/…/assignment.yaml)."
    yield from _missing(context, "assessed", "n’est plus évalué nulle part", cure)


def _missing(context: Context, use: Use, cause: str, cure: str) -> Iterator[Finding]:
    """Yield the statements that lack that use."""
    for name in coverage(context.course).missing(use):
        yield Finding(FILE, (name,), f"L’énoncé {name} {cause}.", cure)
