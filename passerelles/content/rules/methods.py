"""The sheets of method: each announces the time that its steps take."""

from __future__ import annotations

from collections.abc import Iterator

from .base import Context, Finding

FILE = "corpus/methods.yaml"


def method_sum(context: Context) -> Iterator[Finding]:
    """The minutes of the steps of a sheet, when they are given, are all given, and make those of the sheet."""
    for method in context.course.methods:
        given = [step.minutes for step in method.steps if step.minutes]
        if given and (len(given) < len(method.steps) or sum(given) != method.minutes):
            cause = f"La fiche annonce {method.minutes} minutes, ses étapes en comptent {sum(given)}."
            cure = "Donnez une durée à chaque étape, pour le même total ; ou n’en donnez à aucune."
            yield Finding(FILE, (method.id, "minutes"), cause, cure)
