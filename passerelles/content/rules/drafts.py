"""A case that is being written: what is left to write is a reminder, not an error."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from ..case import TO_WRITE
from .base import Context, Finding
from .words import case_prose, plain


def to_write(context: Context) -> Iterator[Finding]:
    """No text still says « À ÉCRIRE »."""
    for case in context.course.cases.values():
        for prose in case_prose(case):
            if TO_WRITE in prose.text:
                left = plain(prose.text).replace(TO_WRITE, "").lstrip(" .,")
                cause = f"À écrire : « {shorten(left, 70, placeholder=' …')} »"
                cure = f"Remplacez tout le passage par votre texte, sans les mots « {TO_WRITE} »."
                yield prose.finding(prose.text.index(TO_WRITE), cause, cure)
