"""The rules of tools, each proved by a mini-course with one change; and what fits a form."""

from datetime import date

import pytest
from support.broken import Broken, add, swap

from passerelles.content.loader import load_course
from passerelles.content.rules import RULES, check
from passerelles.content.tool import Tool, ToolField
from passerelles.content.tool_value import fits, misfits, options_of

MODULE, TOOLS = "modules/lecon/module.yaml", "modules/lecon/tools.yaml"
FIELDS = {"id": "nom", "kind": "line", "label": "Qui"}
FIELD = "{id: nom, kind: line, label: Qui}"


def field(text):
    return swap(TOOLS, FIELD, f"{FIELD}\n        - {text}")


BROKEN = [
    Broken("tool-unknown", MODULE, "tool: grilles", swap(MODULE, "tool: grille", "tool: grilles")),
    Broken("tool-unshown", TOOLS, "id: grille", swap(MODULE, "    tool: grille\n", "")),
    Broken("tool-unshown", MODULE, "tool: grille", swap(MODULE, "tool: freins", "tool: grille")),
    Broken("tool-repeated", TOOLS, "id: freins", swap(TOOLS, "- id: grille", "- id: freins")),
    Broken(
        "tool-unknown-choice",
        TOOLS,
        "when:",
        field("{id: si, kind: line, label: Si, when: {field: nom, among: [non]}}"),
    ),
    Broken(
        "tool-unknown-choice",
        TOOLS,
        "defensible",
        swap(
            TOOLS,
            "  example:",
            """    - id: tri
      title: Un tri
      rows: [{id: un, text: Une ligne, defensible: [peut-etre], feedback: À voir.}]
      fields: [{id: f, kind: choice, label: Lequel, options: [{id: oui, text: Oui}, {id: non, text: Non}]}]
  example:""",
        ),
    ),
    Broken("tool-endless-scale", TOOLS, "kind: scale", field("{id: note, kind: scale, label: Note}")),
    Broken("tool-example", TOOLS, "nom: Une maison", swap(TOOLS, "gain: De nouveaux", "gains: De nouveaux")),
    Broken("tool-broken-sentence", TOOLS, "vide: ", add(TOOLS, "  says: {vide: 'Il manque {nom.'}\n")),
]


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: f"{case.code}-{case.at}")
def test_a_broken_tool_is_refused_on_its_line(mini, case):
    case.change(mini)
    found = [p for p in check(load_course(mini), mini, date(2027, 1, 15)) if (p.code, p.file) == (case.code, case.file)]
    assert found, "the rule saw nothing"
    lines = (mini / case.file).read_text(encoding="utf-8").splitlines()
    assert any(case.at in lines[problem.line - 1] for problem in found)


def test_every_rule_of_tools_has_a_broken_course():
    assert {case.code for case in BROKEN} == {rule.code for rule in RULES if rule.code.startswith("tool-")}


@pytest.mark.parametrize(
    ("row", "told"),
    [({"text": "Réserver", "days": -7}, "à partir d’un jour"), ({"statement": "C5-104", "days": -7}, "va avec `text`")],
)
def test_days_are_counted_from_a_day_and_said_in_words(row, told):
    parts = [{"id": "a", "title": "A", "rows": [{"id": "r", **row}], "fields": [FIELDS]}]
    with pytest.raises(ValueError, match=told):
        Tool.model_validate(
            {"id": "t", "title": "T", "purpose": "P", "cites": ["C5-104"], "parts": parts, "example": {}}
        )


@pytest.fixture
def course(mini):
    return load_course(mini)


def test_the_stories_that_learners_meet_can_be_chosen(mini):
    told = ToolField.model_validate({"id": "quoi", "kind": "choice", "label": "Laquelle", "options_from": "stories"})
    assert options_of(told, load_course(mini)) == {"mini": "Un cas minuscule", "table": "Autour de la table"}
    swap("case_studies/mini/case.yaml", "place: Valbrume", "place: À ÉCRIRE")(mini)
    assert list(options_of(told, load_course(mini))) == ["table"]


def test_the_example_and_nothing_fit(course):
    tool = course.modules["lecon"].tools[0]
    assert fits(tool, tool.example, course)
    assert fits(tool, {}, course)
    assert fits(tool, {"partenaires": [{"id": "r9"}]}, course)


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ([], ()),
        ({"autre": {}}, ("autre",)),
        ({"partenaires": {}}, ("partenaires",)),
        ({"partenaires": [{"id": f"r{n}"} for n in range(4)]}, ("partenaires",)),
        ({"partenaires": [{"id": "r1"}, {"id": "r1"}]}, ("partenaires",)),
        ({"partenaires": [{"id": "R 1"}]}, ("partenaires",)),
        ({"partenaires": [{"nom": "Sans nom à elle"}]}, ("partenaires",)),
        ({"partenaires": [{"id": "r1", "non": "x"}]}, ("partenaires", "r1", "non")),
        ({"partenaires": [{"id": "r1", "nom": "x\ny"}]}, ("partenaires", "r1", "nom")),
        ({"partenaires": [{"id": "r1", "nom": None}]}, ("partenaires", "r1", "nom")),
        ({"partenaires": [{"id": "r1", "gain": "x" * 2001}]}, ("partenaires", "r1", "gain")),
    ],
)
def test_what_does_not_fit_is_named(course, value, place):
    assert list(misfits(course.modules["lecon"].tools[0], value, course))[:1] == [place]
