"""Everything cites, and nothing cites what does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from ..coverage import tool_cites
from ..fingerprint import FILE as FINGERPRINT
from ..fingerprint import differences
from ..markdown import STATEMENT_ID
from ..yaml import Place
from .base import Context, Finding, case_file, module_file, roleplay_file
from .words import all_prose

_FIELDS = {"cites", "teaches", "conditions", "statement", "statements", "obstacle"}
_CURE = "Cherchez le bon numéro dans corpus/statements.yaml (C5-001 à C5-154, WC-001 à WC-131)."
CORPUS = ("sources", "sectors", "actors", "glossary", "bridges", "debriefs", "safeguards")
_NEAR_MISS = re.compile(r"\b(?:C5|WC)[- ]?\d{1,4}\b")


def unknown_statement(context: Context) -> Iterator[Finding]:
    """Every statement cited, taught, quoted or bridged exists."""
    for file, thing, place in _authored(context):
        for where, statement in _cited(thing, place):
            if statement not in context.course.statements:
                yield Finding(file, where, f"L’énoncé {statement} n’existe pas.", _CURE)


def unknown_statement_in_text(context: Context) -> Iterator[Finding]:
    """Every statement number written in a text exists and is well formed."""
    for prose in all_prose(context):
        for match in _NEAR_MISS.finditer(prose.text):
            if match.group() not in context.course.statements:
                cause = f"Le texte renvoie à {match.group()}, qui n’existe pas."
                yield prose.finding(match.start(), cause, _CURE)


def corpus_file_missing(context: Context) -> Iterator[Finding]:
    """The corpus is whole."""
    for name in CORPUS:
        if not (context.root / "corpus" / f"{name}.yaml").is_file():
            cure = "Créez-le (une liste) ou reprenez-le dans la version précédente du cours."
            yield Finding(f"corpus/{name}.yaml", 1, "Ce fichier du corpus manque.", cure)


def statement_changed(context: Context) -> Iterator[Finding]:
    """The words and numbers of the sources are those that were verified."""
    for statement, cause in differences(context.course, context.root):
        cure = f"Rétablissez l’énoncé ; sinon, vérifiez-le contre sa source, puis refaites {FINGERPRINT}."
        yield Finding("corpus/statements.yaml", (statement,), cause, cure)


def unknown_sector(context: Context) -> Iterator[Finding]:
    """Every actor stands in a sector that exists."""
    known = {sector.id for sector in context.course.sectors}
    for actor in context.course.actors:
        if actor.sector not in known:
            cause = f"Le secteur « {actor.sector} » n’existe pas."
            cure = f"Choisissez parmi : {', '.join(sorted(known))}."
            yield Finding("corpus/actors.yaml", (actor.id, "sector"), cause, cure)


def unused_teaching(context: Context) -> Iterator[Finding]:
    """A step teaches what its text or its items show: coverage is not a wish."""
    for module in context.course.modules.values():
        items = {item.id: item for item in module.items}
        for step in module.module.steps:
            shown = set(STATEMENT_ID.findall(module.texts.get(step.text, "")))
            shown |= {s for name in step.items if name in items for _, s in _cited(items[name], ())}
            if tool := module.tool(step.tool or ""):
                shown |= set(tool_cites(tool))
            if step.tool == "freins":
                shown |= {b.obstacle for b in context.course.bridges}
                shown |= {c for b in context.course.bridges for c in b.conditions}
            for statement in [s for s in step.teaches if s not in shown]:
                cause = f"L’étape dit enseigner {statement}, que ni son texte ni ses questions ne montrent."
                cure = f"Écrivez [{statement}] là où le texte l’explique, ou retirez-le de `teaches`."
                yield Finding(module_file(module), ("steps", step.id, "teaches", statement), cause, cure)


def _authored(context: Context) -> Iterator[tuple[str, BaseModel, Place]]:
    """Yield every authored object that may cite, with its file and place."""
    course = context.course
    for module in course.modules.values():
        yield module_file(module), module.module, ()
        for item in module.items:
            yield module_file(module, "items.yaml"), item, (item.id,)
        for tool in module.tools:
            yield module_file(module, "tools.yaml"), tool, (tool.id,)
    for case in course.cases.values():
        yield case_file(case), case, ()
    for play in course.roleplays.values():
        yield roleplay_file(play), play, ()
    lists = (
        ("actors", course.actors),
        ("glossary", course.terms),
        ("safeguards", course.safeguards),
        ("mechanisms", course.mechanisms.values()),
        ("methods", course.methods),
    )
    for name, things in lists:
        for thing in things:
            yield f"corpus/{name}.yaml", thing, (thing.id,)
    for bridge in course.bridges:
        yield "corpus/bridges.yaml", bridge, (bridge.obstacle,)


def _cited(thing: BaseModel, place: Place) -> Iterator[tuple[Place, str]]:
    """Yield the statements a model names, with the place of each."""
    for name in type(thing).model_fields:
        value: Any = getattr(thing, name)
        inner = list(enumerate(value)) if isinstance(value, list) else []
        for index, element in inner:
            if isinstance(element, BaseModel):
                yield from _cited(element, (*place, name, index))
            elif name in _FIELDS:
                yield (*place, name, index), element
        if name in _FIELDS and isinstance(value, str):
            yield (*place, name), value
