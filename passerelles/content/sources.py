"""Proof against the two texts themselves: every quote stands word for word at its lines, nothing was left out.

The texts are not part of the course (their rights are unknown); whoever holds them can run this proof.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from .corpus import Statement
from .course import Course
from .problems import Problem
from .yaml import read_yaml

TEXTS = {"C5": "chantier_5_2022.txt", "WC": "world_cafe_2011.txt"}
# lines that hold no statement: calendar, names left out of our copy, a lone bullet « … »
FURNITURE = {"C5": [range(50, 67), range(78, 83), range(120, 185), range(401, 402)], "WC": []}

_STATEMENTS = "corpus/statements.yaml"
_BULLET = re.compile(r"^\s*[o-]\s+")


class _Text:
    """A source as one run of words, with the line of each character."""

    def __init__(self, raw: str) -> None:
        """Read the raw text of a source."""
        chars: list[str] = []
        self.at: list[int] = []
        for number, line in enumerate(raw.split("\n"), 1):
            for word in _clean(line).split():
                chars += f" {word}"
                self.at += [number] * (len(word) + 1)
        self.words = "".join(chars)
        self.told = [not char.isalnum() for char in chars]  # punctuation need not be quoted

    def find(self, quote: str, lines: tuple[int, int], start: int) -> int | None:
        """Return where a quote stands, whole words, exactly on those lines, after `start`; None when it does not."""
        before, after = (r"(?<!\w)" if quote[0].isalnum() else ""), (r"(?!\w)" if quote[-1].isalnum() else "")
        for match in re.compile(before + re.escape(quote) + after).finditer(self.words, start):
            if (self.at[match.start()], self.at[match.end() - 1]) == lines:
                return match.start()
        return None

    def tell(self, start: int, length: int) -> None:
        """Mark these characters as held by a statement or a heading."""
        self.told[start : start + length] = [True] * length

    def untold_lines(self) -> list[int]:
        """Return the lines with a word that nothing holds."""
        return sorted({line for line, told in zip(self.at, self.told, strict=True) if not told})


def verify_sources(course: Course, folder: Path, root: Path | None = None) -> list[Problem]:
    """Return what differs between the statements and the texts in `folder`; empty when all is proved.

    `root` is the course's folder: problems then name the line of the statement. A missing text is a problem too.
    """
    lines = _lines(root) if root else {}
    found: list[Problem] = []
    for source, name in TEXTS.items():
        statements = [s for s in course.statements.values() if s.source == source]
        if not (folder / name).is_file():
            found.append(_problem(1, f"Le texte {name} n’est pas dans le dossier donné.", "Donnez le bon dossier."))
            continue
        text = _Text((folder / name).read_text(encoding="utf-8"))
        found += [
            _problem(lines.get(s.id, 1), cause, "Recopiez la source mot à mot.")
            for s, cause in _wrong(statements, text)
        ]
        found += _left_out(source, statements, text)
    return found


def _lines(root: Path) -> dict[str, int]:
    """Return the line of each statement in the statements file."""
    document = read_yaml(root / _STATEMENTS, _STATEMENTS)
    return {row["id"]: document.line((index,)) for index, row in enumerate(document.value)}


def _wrong(statements: list[Statement], text: _Text) -> Iterator[tuple[Statement, str]]:
    """Yield the statements that do not stand where they say, marking those that do."""
    place = 0
    for statement in statements:
        quote = " ".join(_clean(statement.quote).split())
        found = text.find(quote, statement.lines, place)
        if found is None:
            first, last = statement.lines
            yield statement, f"{statement.id} ne figure pas mot à mot aux lignes {first} à {last}, après le précédent."
        else:
            text.tell(found, len(quote))
            place = found + len(quote)
    for before, after in pairwise(statements):
        if int(after.id[3:]) != int(before.id[3:]) + 1:
            yield after, f"La numérotation saute de {before.id} à {after.id}."


def _left_out(source: str, statements: list[Statement], text: _Text) -> Iterator[Problem]:
    """Yield a problem per line of the text that is in no statement, no heading and no declared furniture."""
    for heading in {" ".join(_clean(part).split()) for s in statements for part in s.section}:
        for match in re.finditer(re.escape(heading), text.words):
            text.tell(match.start(), len(heading))
    for line in text.untold_lines():
        if not any(line in lines for lines in FURNITURE[source]):
            cause = f"La ligne {line} de {TEXTS[source]} contient des mots qu’aucun énoncé ne reprend."
            yield _problem(1, cause, "Ajoutez l’énoncé qui manque, à la fin de la numérotation.")


def _clean(line: str) -> str:
    """Return a line without bullet and private characters, in composed Unicode."""
    line = unicodedata.normalize("NFC", line)
    line = "".join(" " if unicodedata.category(char) == "Co" else char for char in line)
    return _BULLET.sub(" ", line)


def _problem(line: int, cause: str, cure: str) -> Problem:
    """Return a problem of the statements file."""
    return Problem("source-mismatch", _STATEMENTS, line, cause, cure)
