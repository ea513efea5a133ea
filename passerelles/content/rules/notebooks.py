"""The notebook of a module stays thin: it only shows the steps."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..course import LoadedModule
from .base import Context, Finding, module_file

MOST_CELLS = 12
MOST_LINES = 5

_RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})?")
_SHOW = re.compile(r"""\.show\(\s*["']([^"']+)["']""")


def notebook_missing(context: Context) -> Iterator[Finding]:
    """Every module has the notebook learners open, and it can be read."""
    for module in context.course.modules.values():
        if not _cells(context, module):
            cause = "Le carnet du module manque, est illisible ou n’a aucune cellule."
            cure = "Copiez celui d’un autre module et changez le nom du module et des étapes."
            yield Finding(_file(module), 1, cause, cure)


def notebook_too_long(context: Context) -> Iterator[Finding]:
    """A notebook has few cells."""
    for module, cells in _notebooks(context):
        if len(cells) > MOST_CELLS:
            cause = f"Le carnet a {len(cells)} cellules ; la limite est de {MOST_CELLS}."
            yield Finding(_file(module), 1, cause, "Mettez les textes dans les étapes et regroupez-les.")


def notebook_long_cell(context: Context) -> Iterator[Finding]:
    """A code cell has few lines."""
    for module, cells in _notebooks(context):
        for cell in [cell for cell in cells if cell.get("cell_type") == "code"]:
            if (count := len(_source(cell).splitlines())) > MOST_LINES:
                cause = f"La cellule « {cell.get('id')} » a {count} lignes de code ; la limite est de {MOST_LINES}."
                cure = "Déplacez ce code dans la bibliothèque passerelles."
                yield Finding(_file(module), _line(context, module, cell), cause, cure)


def notebook_outputs(context: Context) -> Iterator[Finding]:
    """No output is kept: the same bytes whoever ran it."""
    for module, cells in _notebooks(context):
        for cell in cells:
            if cell.get("outputs") or cell.get("execution_count"):
                cause = f"La cellule « {cell.get('id')} » garde des résultats d’exécution."
                cure = "Dans JupyterLab : « Effacer les sorties de toutes les cellules », puis enregistrez."
                yield Finding(_file(module), _line(context, module, cell), cause, cure)


def notebook_random_id(context: Context) -> Iterator[Finding]:
    """Cell ids are chosen, not drawn: a rebuilt notebook has the same."""
    for module, cells in _notebooks(context):
        seen: set[str] = set()
        for cell in cells:
            name = str(cell.get("id", ""))
            if not name or name in seen or _RANDOM_ID.fullmatch(name):
                cause = f"L’identifiant de cellule « {name} » est absent, répété ou tiré au hasard."
                cure = "Donnez à la cellule le nom de son étape (clé « id » du fichier .ipynb)."
                yield Finding(_file(module), _line(context, module, cell), cause, cure)
            seen.add(name)


def notebook_steps(context: Context) -> Iterator[Finding]:
    """The notebook shows every step once, in order."""
    for module, cells in _notebooks(context):
        code = "\n".join(_source(cell) for cell in cells if cell.get("cell_type") == "code")
        shown, wanted = _SHOW.findall(code), [step.id for step in module.module.steps]
        if cells and shown != wanted:
            cause = f"Le carnet montre les étapes {', '.join(shown) or '(aucune)'}."
            cure = f"Une cellule par étape, dans l’ordre de module.yaml : {', '.join(wanted)}."
            yield Finding(_file(module), 1, cause, cure)


def _file(module: LoadedModule) -> str:
    """Return the path of the notebook of a module."""
    return module_file(module, f"{module.module.slug}.ipynb")


def _notebooks(context: Context) -> Iterator[tuple[LoadedModule, list[dict[str, Any]]]]:
    """Yield each module with the cells of its notebook."""
    for module in context.course.modules.values():
        yield module, _cells(context, module)


def _cells(context: Context, module: LoadedModule) -> list[dict[str, Any]]:
    """Return the cells of a module's notebook, none when it cannot be read."""
    try:
        notebook = json.loads((context.root / _file(module)).read_text(encoding="utf-8"))
        return [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    except (OSError, ValueError, TypeError, KeyError):
        return []


def _source(cell: dict[str, Any]) -> str:
    """Return the source of a cell, which the format keeps as a text or as a list of lines."""
    source = cell.get("source", "")
    return "".join(source) if isinstance(source, list) else str(source)


def _line(context: Context, module: LoadedModule, cell: dict[str, Any]) -> int:
    """Return the line of the notebook file where a cell gives its id."""
    text = (context.root / _file(module)).read_text(encoding="utf-8")
    return text.count("\n", 0, max(0, text.find(f'"id": "{cell.get("id")}"'))) + 1
