"""A page is about a module or a case, never about something else that has the same name."""

from __future__ import annotations

from pathlib import Path

import pytest

from passerelles.content.loader import load_course
from passerelles.server.learning.subjects import Kind, subject
from passerelles.widgets import served

MINI = Path(__file__).parents[3] / "fixtures" / "courses" / "mini"


@pytest.mark.parametrize(
    ("kind", "slug", "file"),
    [
        ("module", "lecon", "modules/lecon/lecon.ipynb"),
        ("cas", "mini", "case_studies/mini/mini.ipynb"),
        ("jeu", "table", "case_studies/table/jeu.ipynb"),
    ],
)
def test_a_module_and_a_case_have_their_title_and_their_notebook(
    kind: Kind, slug: str, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PASSERELLES_COURSE", str(MINI))
    found = subject(load_course(MINI), kind, slug)
    assert found
    assert (found.kind, found.slug) == (kind, slug)
    assert found.title
    assert found.purpose
    assert found.notebook == MINI / file
    assert found.notebook.is_file()


@pytest.mark.parametrize(("kind", "slug"), [("module", "mini"), ("cas", "lecon"), ("jeu", "mini"), ("jeu", "rien")])
def test_what_is_of_the_other_kind_is_not_there(kind: Kind, slug: str) -> None:
    assert subject(load_course(MINI), kind, slug) is None


def test_what_the_page_of_a_case_needs_first_is_served_and_no_module_needs_it() -> None:
    course = load_course(MINI)
    case, module = subject(course, "cas", "mini"), subject(course, "module", "lecon")
    assert case
    assert module
    assert set(case.views) <= set(served.files())
    assert not set(case.views) & set(module.views)
