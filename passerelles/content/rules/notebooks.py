"""The notebook of a module, of a case or of a role play stays thin: it only shows the steps, the case, or the play."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from .base import Context, Finding, case_file, module_file, roleplay_file

MOST_CELLS = 12
MOST_LINES = 5

_RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?")
_STEP = re.compile(r"""\.show\(\s*["']([^"']+)["']""")
_CASE = re.compile(r"""\bcase\(\s*["']([^"']+)["']\s*\)\.show\(\s*\)""")
_ROLEPLAY = re.compile(r"""\broleplay\(\s*["']([^"']+)["']\s*\)\.show\(\s*\)""")


@dataclass(frozen=True)
class _Notebook:
    """A notebook that learners open, and what it must show."""

    root: Path
    file: str
    call: re.Pattern[str]  # what shows something, by its name
    wanted: list[str]
    cure: str

    @cached_property
    def text(self) -> str:
        """What the file holds; empty when it is not there."""
        try:
            return (self.root / self.file).read_text(encoding="utf-8")
        except (OSError, ValueError):
            return ""

    @cached_property
    def cells(self) -> list[dict[str, Any]]:
        """Its cells, none when it cannot be read."""
        try:
            return [cell for cell in json.loads(self.text)["cells"] if isinstance(cell, dict)]
        except (ValueError, TypeError, KeyError):
            return []

    @property
    def code(self) -> list[dict[str, Any]]:
        """Its cells of code."""
        return [cell for cell in self.cells if cell.get("cell_type") == "code"]

    def finding(self, cause: str, cure: str, cell: dict[str, Any] | None = None) -> Finding:
        """Return a finding about the notebook, on the line where a cell gives its id when one is named."""
        name = f'"id": "{cell.get("id")}"' if cell else ""
        return Finding(self.file, self.text.count("\n", 0, max(0, self.text.find(name))) + 1, cause, cure)


def notebook_missing(context: Context) -> Iterator[Finding]:
    """Every module, case and role play has the notebook learners open, and it can be read."""
    for notebook in _notebooks(context):
        if not notebook.cells:
            cause = "Le carnet manque, est illisible ou n’a aucune cellule."
            yield notebook.finding(cause, "Copiez celui d’un autre dossier et changez les noms qui s’y trouvent.")


def notebook_too_long(context: Context) -> Iterator[Finding]:
    """A notebook has few cells."""
    for notebook in _notebooks(context):
        if (count := len(notebook.cells)) > MOST_CELLS:
            cause = f"Le carnet a {count} cellules ; la limite est de {MOST_CELLS}."
            yield notebook.finding(cause, "Mettez les textes dans les étapes et regroupez-les.")


def notebook_long_cell(context: Context) -> Iterator[Finding]:
    """A code cell has few lines."""
    for notebook in _notebooks(context):
        for cell in notebook.code:
            if (count := len(_source(cell).splitlines())) > MOST_LINES:
                cause = f"La cellule « {cell.get('id')} » a {count} lignes de code ; la limite est de {MOST_LINES}."
                yield notebook.finding(cause, "Déplacez ce code dans la bibliothèque passerelles.", cell)


def notebook_outputs(context: Context) -> Iterator[Finding]:
    """No output is kept: the same bytes whoever ran it."""
    for notebook in _notebooks(context):
        for cell in notebook.cells:
            if cell.get("outputs") or cell.get("execution_count"):
                cause = f"La cellule « {cell.get('id')} » garde des résultats d’exécution."
                cure = "Dans JupyterLab : « Effacer les sorties de toutes les cellules », puis enregistrez."
                yield notebook.finding(cause, cure, cell)


def notebook_random_id(context: Context) -> Iterator[Finding]:
    """Cell ids are chosen, not drawn: a rebuilt notebook has the same."""
    for notebook in _notebooks(context):
        seen: set[str] = set()
        for cell in notebook.cells:
            name = str(cell.get("id", ""))
            if not name or name in seen or _RANDOM_ID.fullmatch(name):
                cause = f"L’identifiant de cellule « {name} » est absent, répété ou tiré au hasard."
                cure = "Donnez à la cellule le nom de ce qu’elle montre (clé « id » du fichier .ipynb)."
                yield notebook.finding(cause, cure, cell)
            seen.add(name)


def notebook_steps(context: Context) -> Iterator[Finding]:
    """The notebook of a module shows every step once, in order; the others show their case or their role play."""
    for notebook in _notebooks(context):
        shown = notebook.call.findall("\n".join(map(_source, notebook.code)))
        if notebook.cells and shown != notebook.wanted:
            yield notebook.finding(f"Le carnet montre : {', '.join(shown) or '(rien)'}.", notebook.cure)


def _notebooks(context: Context) -> Iterator[_Notebook]:
    """Yield the notebook of each module, case and role play."""
    for slug, module in context.course.modules.items():
        steps = [step.id for step in module.module.steps]
        cure = f"Une cellule par étape, dans l’ordre de module.yaml : {', '.join(steps)}."
        yield _Notebook(context.root, module_file(module, f"{slug}.ipynb"), _STEP, steps, cure)
    for slug, case in context.course.cases.items():
        cure = f'Une seule cellule, qui dit « case("{slug}").show() ».'
        yield _Notebook(context.root, case_file(case, f"{slug}.ipynb"), _CASE, [slug], cure)
    for slug, play in context.course.roleplays.items():
        cure = f'Une seule cellule, qui dit « roleplay("{slug}").show() ».'
        yield _Notebook(context.root, roleplay_file(play, "jeu.ipynb"), _ROLEPLAY, [slug], cure)


def _source(cell: dict[str, Any]) -> str:
    """Return the source of a cell, which the format keeps as a text or as a list of lines."""
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)
