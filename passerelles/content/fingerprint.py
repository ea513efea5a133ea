"""Proof that the numbered statements are still those that were verified: ids and quotes never change silently."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from .corpus import Statement
from .course import Course

FILE = "corpus/statements.sha256"


def fingerprint(course: Course) -> str:
    """Return the content of the fingerprint file: one line per statement, `digest  id`."""
    return "".join(f"{_digest(s)}  {s.id}\n" for s in course.statements.values())


def differences(course: Course, root: Path) -> Iterator[tuple[str, str]]:
    """Yield (statement id, what happened to it) for all that differs from the fingerprint file of `root`."""
    file = root / FILE
    if not file.is_file():
        yield next(iter(course.statements), ""), f"L’empreinte des énoncés, {FILE}, manque."
        return
    lines = file.read_text(encoding="utf-8").splitlines()
    kept = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name in sorted(kept.keys() - course.statements.keys()):
        yield name, f"L’énoncé {name} a disparu."
    for statement in course.statements.values():
        if statement.id not in kept:
            yield statement.id, f"L’énoncé {statement.id} n’est pas dans l’empreinte {FILE}."
        elif kept[statement.id] != _digest(statement):
            yield statement.id, f"L’énoncé {statement.id} n’a plus les mêmes mots ou les mêmes lignes."


def _digest(statement: Statement) -> str:
    """Return the digest of what a statement says and where."""
    told = f"{statement.id}\0{statement.quote}\0{statement.lines[0]}-{statement.lines[1]}"
    return hashlib.sha256(told.encode()).hexdigest()
