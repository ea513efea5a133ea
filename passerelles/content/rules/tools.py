"""The tools of modules: each shown once, whole, and with an example that fits its own form.

What its reading says of the example is proved in `engines/tools/rules.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from string import Formatter

from ..course import LoadedModule
from ..tool import Tool, ToolPart
from ..tool_value import misfits, options_of
from ..yaml import Place
from .base import Context, Finding, module_file

SHARED = ("freins", "engagement", "remise")  # tools that any module may show
_MOST_STEPS = 11  # of a scale


def unknown_tool(context: Context) -> Iterator[Finding]:
    """Every tool a step names exists."""
    for module in context.course.modules.values():
        known = [*SHARED, *(tool.id for tool in module.tools)]
        for step in module.module.steps:
            if step.tool and step.tool not in known:
                cause = f"L’étape montre l’outil « {step.tool} », qui n’existe pas."
                cure = f"Ajoutez-le dans {module_file(module, 'tools.yaml')}, ou choisissez parmi : {', '.join(known)}."
                yield Finding(module_file(module), ("steps", step.id, "tool"), cause, cure)


def unshown_tool(context: Context) -> Iterator[Finding]:
    """Every tool is shown by one step, and no tool is shown twice in a module."""
    for module in context.course.modules.values():
        shown = [step.tool for step in module.module.steps if step.tool]
        for tool in module.tools:
            if tool.id not in shown:
                cause = f"Aucune étape ne montre l’outil « {tool.id} »."
                yield _of(module, tool, (), cause, "Ajoutez « tool: » à une étape de module.yaml, ou supprimez-le.")
        for index, step in enumerate(module.module.steps):
            if step.tool and step.tool in [other.tool for other in module.module.steps[:index]]:
                cause = f"L’outil « {step.tool} » est déjà montré plus haut."
                yield Finding(module_file(module), ("steps", step.id, "tool"), cause, "Gardez-le une seule fois.")


def repeated_tool(context: Context) -> Iterator[Finding]:
    """A tool has a name of its own in the whole course."""
    seen = dict.fromkeys(SHARED, "le cours")
    for slug, module in context.course.modules.items():
        for tool in module.tools:
            if tool.id in seen:
                cause = f"Un outil s’appelle déjà « {tool.id} » ({seen[tool.id]})."
                yield _of(module, tool, ("id",), cause, "Donnez-lui un autre nom, ici et dans module.yaml.")
            seen.setdefault(tool.id, slug)


def unknown_choice(context: Context) -> Iterator[Finding]:
    """What can be argued for, and what a field waits for, are options that exist."""
    for module, tool, part in _parts(context):
        fields = {field.id: set(options_of(field, context.course)) for field in part.fields}
        first = next(iter(fields.values()), set())
        for row in part.rows:
            for name in [name for name in row.defensible if name not in first]:
                cause = f"« {name} » n’est pas une option du premier champ de cette partie."
                place = ("parts", part.id, "rows", row.id, "defensible", name)
                yield _of(module, tool, place, cause, f"Choisissez parmi : {', '.join(sorted(first)) or '(aucune)'}.")
        for field in part.fields:
            asked = fields.get(field.when.field, set()) if field.when else set()
            for name in [name for name in (field.when.among if field.when else []) if name not in asked]:
                cause = f"Ce champ attend « {name} », que le champ « {field.when and field.when.field} » n’offre pas."
                cure = f"Choisissez parmi : {', '.join(sorted(asked)) or '(aucune)'}."
                yield _of(module, tool, ("parts", part.id, "fields", field.id, "when"), cause, cure)


def endless_scale(context: Context) -> Iterator[Finding]:
    """A scale says where it ends, and can be seen at once."""
    for module, tool, part in _parts(context):
        for field in part.fields:
            if field.kind == "scale" and not 2 <= len(field.steps) <= _MOST_STEPS:
                cause = f"L’échelle a {len(field.steps)} degrés."
                cure = f"Donnez `most` (par exemple 5) : de 2 à {_MOST_STEPS} degrés."
                yield _of(module, tool, ("parts", part.id, "fields", field.id), cause, cure)


def example_misfit(context: Context) -> Iterator[Finding]:
    """The example is something a learner could have filled in."""
    for module in context.course.modules.values():
        for tool in module.tools:
            for place in misfits(tool, tool.example, context.course):
                cause = f"L’exemple ne convient pas au formulaire : {' → '.join(place)}."
                cure = "Vérifiez les noms des parties, lignes, champs et options, les bornes et les longueurs."
                yield _of(module, tool, ("example", *place), cause, cure)


def broken_sentence(context: Context) -> Iterator[Finding]:
    """The braces of a sentence go in pairs, with a name between them."""
    for module in context.course.modules.values():
        for tool in module.tools:
            for key, sentence in tool.says.items():
                try:
                    names = [name for _, name, _, _ in Formatter().parse(sentence) if name is not None]
                except ValueError:
                    names = [""]
                if not all(name.isidentifier() for name in names):
                    cause = "Une accolade de cette phrase est seule, ou ne contient pas un nom."
                    yield _of(module, tool, ("says", key), cause, "Écrivez {nom}, ou retirez l’accolade.")


def _parts(context: Context) -> Iterator[tuple[LoadedModule, Tool, ToolPart]]:
    """Yield every part of every tool."""
    for module in context.course.modules.values():
        for tool in module.tools:
            yield from ((module, tool, part) for part in tool.parts)


def _of(module: LoadedModule, tool: Tool, place: Place, cause: str, cure: str) -> Finding:
    """Return a finding at a place inside a tool."""
    return Finding(module_file(module, "tools.yaml"), (tool.id, *place), cause, cure)
