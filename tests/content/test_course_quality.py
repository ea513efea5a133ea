"""The real course, as it stands in this checkout, keeps every promise."""

import ast
import json
import re
from pathlib import Path

import pytest

from passerelles.content import fingerprint
from passerelles.content.coverage import USES, coverage
from passerelles.content.items import OpenAnswer, Position
from passerelles.content.markdown import render
from passerelles.content.rules import check
from passerelles.content.rules.bridges import ANSWERS, OBSTACLES
from passerelles.engines.tools.rules import TOOL_RULES

ROOT = Path(__file__).parents[2]
FIRST = "pourquoi-difficile"


@pytest.fixture(scope="module")
def quiz(course):
    module = course.modules[FIRST]
    return [module.item(name) for name in course.assignments[FIRST].items]


def test_check_finds_nothing(course):
    found = [problem for problem in check(course, ROOT, more=TOOL_RULES) if problem.severity == "error"]
    assert not found, "\n" + "\n".join(map(str, found))


def test_the_285_statements_stand_under_their_numbers(course):
    assert list(course.statements) == [f"C5-{n:03}" for n in range(1, 155)] + [f"WC-{n:03}" for n in range(1, 132)]
    assert (ROOT / fingerprint.FILE).read_text(encoding="utf-8") == fingerprint.fingerprint(course)


def test_obstacles_and_freins_are_taught_practised_and_assessed(course):
    uses = coverage(course).statements
    numbers = [f"C5-{n:03}" for n in range(10, 48)] + [f"WC-{n:03}" for n in range(9, 24)]
    assert {name for name, s in course.statements.items() if s.kind in OBSTACLES} == set(numbers)
    assert not [(name, use) for name in numbers for use in USES if not uses[name][use]]


def test_no_obstacle_without_a_condition(course):
    bridges = {bridge.obstacle: bridge for bridge in course.bridges}
    for statement in [s for s in course.statements.values() if s.kind in OBSTACLES]:
        assert any(course.statements[c].kind in ANSWERS for c in bridges[statement.id].conditions), statement.id


def test_the_glossary_has_sixty_entries_with_a_future(course):
    assert len(course.terms) >= 60
    assert all(term.source.startswith("[") for term in course.terms)
    assert any(term.to_check for term in course.terms)


def test_the_two_texts_are_cited_as_bodies(course):
    assert set(course.sources) == {"C5", "WC"}
    assert course.sectors
    assert {actor.sector for actor in course.actors} <= {sector.id for sector in course.sectors}


def test_the_first_module_has_a_quiz_of_fourteen_in_balance(course, quiz):
    assert len(quiz) >= 14
    share = {
        focus: sum(item.focus == focus for item in quiz) / len(quiz) for focus in ("situation", "source", "critical")
    }
    assert share == pytest.approx({"situation": 0.60, "source": 0.25, "critical": 0.15}, abs=0.10)


def test_all_eight_kinds_are_met_in_the_first_module(course):
    kinds = {item.kind for item in course.modules[FIRST].items}
    assert kinds == {"single", "multiple", "sort", "match", "order", "short", "open", "position"}


def test_the_three_tools_are_met_in_the_first_module(course):
    tools = [step.tool for step in course.modules[FIRST].module.steps]
    assert {"freins", "engagement", "remise"} <= set(tools)


def test_what_the_sources_leave_open_has_no_key(course):
    left_open = {"C5-033", "C5-034", "C5-035", "WC-128"}
    for module in course.modules.values():
        for item in module.items:
            if not isinstance(item, OpenAnswer | Position):
                assert not left_open & set(item.cites), item.id
                assert not item.open_question, item.id


def test_every_notebook_is_valid_python_that_only_shows_steps(course):
    for slug, module in course.modules.items():
        notebook = json.loads((ROOT / "modules" / slug / f"{slug}.ipynb").read_text(encoding="utf-8"))
        code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        tree = ast.parse("\n".join(code))
        imported = [ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
        assert imported == ["from passerelles import lesson"], slug
        assert len(tree.body) == 2 + len(module.module.steps), slug


def test_every_notebook_of_a_case_says_which_and_no_more(course):
    for slug in course.cases:
        notebook = json.loads((ROOT / "case_studies" / slug / f"{slug}.ipynb").read_text(encoding="utf-8"))
        (cell,) = notebook["cells"]
        assert "".join(cell["source"]) == f'from passerelles import case\n\ncase("{slug}").show()'


def test_every_text_renders_with_headings_in_order_and_nothing_from_elsewhere(course):
    for module in course.modules.values():
        for name, text in module.texts.items():
            html = render(text)
            levels = [int(level) for level in re.findall(r"<h(\d)", html)]
            assert all(after <= before + 1 for before, after in zip([2, *levels], levels, strict=False)), name
            assert not re.search(r'<img src="(?!\w)|<script', html), name
            assert "[C5-" not in html, name
            assert "[WC-" not in html, name


def test_nothing_names_a_machine_or_a_mail_address(course):
    text = course.model_dump_json()
    assert not re.search(r"/home/|/work/|[\w.]+@[\w.]+\.\w+", text)
