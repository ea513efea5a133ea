"""A tool with every kind of part and field, in a small course; and every value that fits a tool, for hypothesis."""

from __future__ import annotations

import datetime
from typing import Any

from hypothesis import strategies as st

from passerelles.content.corpus import Sector, Statement
from passerelles.content.course import Course, LoadedModule, Module, Step
from passerelles.content.tool import Tool, ToolField, ToolPart
from passerelles.content.tool_value import options_of

CANARY = "CANARI-DE-LA-CLE"
QUOTE = "Le manque de temps."
TRACE = [
    {"id": "qui", "kind": "line", "label": "Qui", "hint": "Une fonction [C5-010], *jamais* un nom."},
    {"id": "quoi", "kind": "text", "label": "Quoi"},
    {"id": "lien", "kind": "choice", "label": "Quel lien", "options": [{"id": "fort", "text": "Fort"},
     {"id": "faible", "text": "Faible"}, {"id": "autre", "text": "Autre"}]},
    {"id": "nom", "kind": "line", "label": "Nommez-le", "when": {"field": "lien", "among": ["autre"]}},
    {"id": "secteurs", "kind": "several", "label": "Quels secteurs", "options_from": "sectors"},
    {"id": "heures", "kind": "number", "label": "Combien d’heures", "most": 40, "step": 0.5, "unit": "heures"},
    {"id": "confiance", "kind": "scale", "label": "Confiance", "most": 5, "low": "aucune", "high": "entière"},
    {"id": "date", "kind": "date", "label": "Vu le"},
]  # fmt: skip
EXAMPLE = {
    "equipe": {"qui": "Une maison de jeunes", "quoi": "Deux\nlignes"},
    "partenaires": [{"id": "r1", "qui": "Une école", "lien": "autre", "nom": "Un fil", "secteurs": ["enseignement"],
                     "heures": 2.5, "confiance": 4, "date": "2026-11-02"}],
    "freins": {"temps": {"lien": "fort"}},
    "ordre": ["c", "a", "b"],
}  # fmt: skip
TOOL: dict[str, Any] = {
    "id": "essai-outil", "title": "Un outil d’essai", "purpose": "Tout essayer [C5-010].", "cites": ["C5-010"],
    "parts": [
        {"id": "equipe", "title": "Notre équipe", "help": "En deux mots.", "fields": TRACE[:2]},
        {"id": "partenaires", "title": "Nos partenaires", "repeat": {"name": "Partenaire", "least": 1, "most": 3},
         "fields": TRACE},
        {"id": "freins", "title": "Nos freins", "fields": TRACE[2:4], "rows": [
            {"id": "temps", "statement": "C5-010", "defensible": ["fort"], "feedback": f"{CANARY} [C5-010]."},
            {"id": "salle", "text": "La salle, *toujours* prise."}]},
        {"id": "ordre", "title": "Par ordre", "ranked": True, "later": True,
         "rows": [{"id": name, "text": f"Le rang de {name}"} for name in "abc"]},
    ],
    "example": EXAMPLE,
}  # fmt: skip


def sample_tool(**changes: Any) -> Tool:
    """Return the tool."""
    return Tool.model_validate(TOOL | changes)


def sample_course(tool: Tool | None = None) -> Course:
    """Return a course of one module that shows this tool."""
    made = tool or sample_tool()
    step = Step(id="outil", title="Outil", minutes=5, text="t.md", tool=made.id)
    module = Module(slug="essai", rank=1, title="Essai", purpose="Essayer.", takeaways=["Rien."], steps=[step])
    statement = Statement(id="C5-010", section=["Freins"], quote=QUOTE, lines=(1, 1), kind="obstacle")
    return Course(
        statements={"C5-010": statement}, sources={}, actors=[], terms=[], bridges=[], assignments={},
        sectors=[Sector(id="enseignement", name="Enseignement", summary="L’école.")],
        modules={"essai": LoadedModule(module=module, items=[], texts={"t.md": "Un texte."}, tools=[made])},
    )  # fmt: skip


def values(tool: Tool, course: Course) -> st.SearchStrategy[Any]:
    """Return every value that fits a tool."""
    return st.fixed_dictionaries({}, optional={part.id: _part(part, course) for part in tool.parts})


def _part(part: ToolPart, course: Course) -> st.SearchStrategy[Any]:
    if part.ranked:
        return st.just([]) | st.permutations([row.id for row in part.rows])
    row = st.fixed_dictionaries({}, optional={field.id: _field(field, course) for field in part.fields})
    if part.repeat:
        many = st.lists(row, max_size=min(3, part.repeat.most))
        return many.map(lambda rows: [{"id": f"r{n}", **row} for n, row in enumerate(rows)])
    return st.fixed_dictionaries({}, optional={given.id: row for given in part.rows}) if part.rows else row


def _field(field: ToolField, course: Course) -> st.SearchStrategy[Any]:
    words = st.sampled_from(["", "  ", "Une école", "*_[x](http://y) <b>&{z}|", "1. un", "é" * 200])
    options = st.sampled_from(sorted(options_of(field, course)) or ["-"])
    kinds: dict[str, st.SearchStrategy[Any]] = {
        "line": words, "text": words.map(lambda text: f"{text}\n{text}"), "choice": options,
        "several": st.lists(options, unique=True, max_size=4), "scale": st.sampled_from(list(field.steps) or [1]),
        "number": st.integers(int(field.least), int(min(field.most, 10_000))) | st.floats(field.least, field.most),
        "date": st.dates(datetime.date(1, 1, 1)).map(str),
    }  # fmt: skip
    return kinds[field.kind]
