"""`lesson()`: what it shows, and that nothing that goes wrong is ever a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import passerelles
from passerelles.content.course import Course
from passerelles.widgets.desk import DeskUnreachable
from passerelles.widgets.handin_view import HandinView
from passerelles.widgets.item_view import ItemView
from passerelles.widgets.lesson import Lesson, lesson
from passerelles.widgets.local_desk import LocalDesk
from passerelles.widgets.view import View


def opened(desk: Any, *steps: str) -> list[Any]:
    shown: list[Any] = []
    page = lesson("essai", desk=desk, show=shown.append)
    for step in steps:
        page.show(step)
    return shown


def words(thing: Any) -> str:
    return " ".join(str(thing.data).split())


def test_the_package_offers_what_notebooks_call_and_nothing_else() -> None:
    assert passerelles.__all__ == ["case", "lesson", "roleplay", "session_analysis"]
    assert passerelles.lesson is lesson
    with pytest.raises(AttributeError):
        _ = passerelles.lessons


def test_a_step_is_its_text_then_its_views(desk: Any) -> None:
    text, *views = opened(desk, "questions")
    assert '<h2 id="etape-questions-titre" tabindex="-1">Questions</h2>' in words(text)
    assert "<em>texte</em>" in words(text)
    assert [view.item["kind"] for view in views] == list(desk.lesson()["items"])
    assert [view.item["rank"] for view in views] == list(range(1, 9))


def test_what_is_optional_is_outside_the_count_of_steps(course: Course) -> None:
    loaded = course.modules["essai"]
    steps = [*loaded.module.steps[:-1], loaded.module.steps[-1].model_copy(update={"optional": True})]
    module = loaded.module.model_copy(update={"steps": steps})
    desk = LocalDesk(course, loaded.model_copy(update={"module": module}))
    first, *_, more = (thing for thing in opened(desk, "questions", "s-remise") if not isinstance(thing, View))
    assert "Étape 1 sur 3, environ 5 min" in words(first)
    assert "data-optional" not in words(first)
    assert "Pour aller plus loin, facultatif, environ 1 min" in words(more)
    assert 'data-optional="true"' in words(more)
    assert module.minutes == 7


def test_each_tool_has_its_view(desk: Any) -> None:
    views = [thing for thing in opened(desk, "s-freins", "s-engagement", "s-remise") if isinstance(thing, View)]
    assert [type(view).__name__ for view in views] == ["FreinsView", "CommitmentView", "HandinView"]


def test_the_handin_follows_the_answers_given_on_the_page(desk: Any) -> None:
    shown = opened(desk, "questions", "s-remise")
    single = next(v for v in shown if isinstance(v, ItemView) and v.item["id"] == "single")
    handin = next(v for v in shown if isinstance(v, HandinView))
    assert [m["anchor"] for m in handin.tool["missing"]] == ["item-single", "item-short"]
    single.set_state({"request": {"key": "k", "type": "answer", "value": "a"}})
    assert [m["label"] for m in handin.tool["missing"]] == ["Questions, question 6"]
    assert (handin.tool["answered"], handin.tool["total"]) == (1, 2)


def test_the_place_is_told_once_when_the_learner_does_something(desk: Any) -> None:
    shown = opened(desk, "questions", "s-freins")
    assert desk.places == []
    for view in shown[1:4]:
        view.set_state({"request": {"key": view.item["id"], "type": "draft", "value": ""}})
    assert desk.places == ["questions"]


def test_the_place_where_one_was_is_marked(desk: Any) -> None:
    desk._place = "s-freins"
    first, *_, last = opened(desk, "questions", "s-freins")[:-1]
    assert "data-place" not in words(first)
    assert 'data-place="true"' in words(last)


def test_an_unknown_module_is_a_sentence(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PASSERELLES_API", raising=False)
    monkeypatch.setattr("passerelles.widgets.local_desk.course_on_disk", lambda: course)
    shown: list[Any] = []
    page = lesson("<b>rien</b>", show=shown.append)
    page.show("questions")
    assert "Il n’y a pas de module « &lt;b&gt;rien&lt;/b&gt; »" in words(shown[0])
    assert "ne peut pas être montrée" in words(shown[1])


def test_an_unknown_step_names_the_known_ones(desk: Any) -> None:
    (box,) = opened(desk, "question")
    assert "« question »" in words(box)
    assert "questions, s-freins" in words(box)


def test_an_unreachable_server_is_a_sentence(desk: Any) -> None:
    class Away(LocalDesk):
        def lesson(self) -> dict[str, Any]:
            raise DeskUnreachable

    shown: list[Any] = []
    lesson("essai", desk=Away(desk._course, desk._loaded), show=shown.append)
    assert "le serveur ne répond pas" in words(shown[0])


def test_data_that_makes_no_sense_is_a_sentence(desk: Any, heard: list[str]) -> None:
    class Odd(LocalDesk):
        def lesson(self) -> dict[str, Any]:
            return {**super().lesson(), "states": {}}

    shown: list[Any] = []
    page = lesson("essai", desk=Odd(desk._course, desk._loaded), show=shown.append)
    assert isinstance(page, Lesson)
    page.show("questions")
    assert "Un problème est survenu" in words(shown[-1])
    assert "KeyError" in heard[-1]


def test_opening_a_view_imports_neither_the_course_nor_the_records() -> None:
    code = (
        "import sys; from passerelles import lesson; import passerelles.widgets.handin_view\n"
        "heavy = {'pydantic', 'ruamel', 'sqlalchemy', 'pandas', 'nbformat', 'markdown_it', 'passerelles.content'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(passerelles.__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
