"""What the arms serve: the same content for all, notebooks that run, feedback that a probe can find."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import execute

from bench import browser, content
from bench.pages import quiz
from passerelles.content.loader import load_course

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content and the notebooks of the peers."""
    return content.prepare(tmp_path_factory.mktemp("bench"))


@pytest.fixture
def shown(prepared: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The content, as a page's process finds it."""
    monkeypatch.setenv(quiz.VARIABLE, str(prepared))
    return quiz.load()


def test_peers_show_every_step_and_item(shown: dict[str, Any]) -> None:
    module = load_course().modules[content.MODULE]
    assert [step["id"] for step in shown["steps"]] == [step.id for step in module.module.steps]
    assert list(shown["items"]) == list(shown["keys"]) == [item.id for item in module.items]


def test_the_probe_looks_for_what_stands_in_one_place(shown: dict[str, Any]) -> None:
    probe = shown["probe"]
    assert probe["prompt"] in shown["items"][probe["item"]]["html"]
    before = json.dumps([shown["steps"], shown["items"], shown["tools"]], ensure_ascii=False)
    assert probe["feedback"] not in before
    assert probe["feedback"] in quiz.judged(shown, probe["item"], probe["option"])
    assert before.count(probe["prompt"]) == 1


def test_right_answers_are_judged_right_and_others_are_not(shown: dict[str, Any]) -> None:
    for item, key in shown["keys"].items():
        if isinstance(key, dict):
            assert quiz.judged(shown, item, key) == f"<p>{len(key)} sur {len(key)}.</p>"
            assert quiz.judged(shown, item, {}).startswith("<p>0 ")
        elif isinstance(key, list):
            assert quiz.judged(shown, item, key) != quiz.judged(shown, item, [])


@pytest.mark.parametrize("name", list(content.NOTEBOOKS))
def test_the_notebooks_of_stock_voila_run(prepared: Path, shown: dict[str, Any], name: str) -> None:
    notebook = nbformat.read(prepared.parent / f"{name}.ipynb", as_version=4)
    execute(notebook, cwd=str(ROOT), kernel_name="python3", timeout=120)
    outputs = [output for cell in notebook.cells for output in cell.outputs]
    views = [one for one in outputs if "application/vnd.jupyter.widget-view+json" in one.get("data", {})]
    assert len(views) == len(shown["items"]) + len(shown["tools"])


def test_a_click_on_the_stock_page_shows_the_feedback(shown: dict[str, Any]) -> None:
    from bench.pages.stock import Page

    item = shown["items"][shown["probe"]["item"]]
    choice, button, feedback = Page(shown)._form(item).children
    choice.value = shown["probe"]["option"]
    button.click()
    assert shown["probe"]["feedback"] in feedback.value


def test_the_probe_knows_what_to_look_for(shown: dict[str, Any]) -> None:
    script = browser.script(shown["probe"], shadow=True)
    assert shown["probe"]["prompt"] in script
    assert "BENCH" not in script
