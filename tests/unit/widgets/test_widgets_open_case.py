"""`case()`: what it shows, and that nothing that goes wrong is ever a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from support.small_case import small_course

import passerelles
from passerelles.widgets.case import NoCase, case
from passerelles.widgets.case_desk import LocalCaseDesk
from passerelles.widgets.case_view import CaseView
from passerelles.widgets.desk import DeskUnreachable


class OddDesk(LocalCaseDesk):
    """A desk of a page of ours that returns or raises what the test puts in `odd`."""

    base_url: str | None = "/"
    odd: dict[str, Any] | Exception | None = None

    def case(self) -> dict[str, Any]:
        if isinstance(self.odd, Exception):
            raise self.odd
        found = super().case()
        return found | {"case": found["case"] | (self.odd or {})}


@pytest.fixture
def desk() -> OddDesk:
    return OddDesk.of("mini", small_course())  # type: ignore[return-value]


def opened(desk: OddDesk) -> list[Any]:
    shown: list[Any] = []
    case("mini", desk=desk, show=shown.append).show()
    return shown


def test_the_package_offers_it() -> None:
    assert passerelles.case is case


def test_the_beginning_can_be_read_and_then_comes_the_view(desk: OddDesk) -> None:
    beginning, view = opened(desk)
    for said in ("Valbrume", "Noa, 16 ans", "9 minutes", "Vous êtes éducatrice", "Noa attend devant la porte."):
        assert said in beginning.data, said
    assert "p-note--caution" not in beginning.data
    assert isinstance(view, CaseView)
    assert (view.scope, view.case["case"]["slug"]) == ("passerelles:libre:mini:cas", "mini")


def test_jupyterlab_where_nothing_hides_the_beginning_shows_the_view_alone(desk: OddDesk) -> None:
    desk.base_url = None
    (view,) = opened(desk)
    assert isinstance(view, CaseView)
    assert "Noa attend devant la porte." in view.case["case"]["opening"]


def test_a_caution_comes_first(desk: OddDesk) -> None:
    desk.odd = {"caution": "Information <em>pédagogique</em>."}
    text = opened(desk)[0].data
    assert text.index("<em>pédagogique</em>") < text.index("Vous êtes") < text.index("Noa attend")


def test_names_are_text_and_never_markup(desk: OddDesk) -> None:
    desk.odd = {"place": "<b>Ici</b>"}
    assert "&lt;b&gt;Ici" in opened(desk)[0].data


def test_an_unknown_case_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PASSERELLES_API", raising=False)
    monkeypatch.setattr("passerelles.widgets.case_desk.course_on_disk", small_course)
    shown: list[Any] = []
    page = case("<b>rien</b>", show=shown.append)
    page.show()
    assert isinstance(page, NoCase)
    (box,) = shown
    assert "Il n’y a pas de cas « &lt;b&gt;rien&lt;/b&gt; »" in " ".join(box.data.split())


def test_a_server_that_serves_something_else_or_nothing_is_a_sentence(desk: OddDesk, heard: list[str]) -> None:
    for odd, said in (
        ({"slug": "autre"}, "Il n’y a pas de cas"),
        (DeskUnreachable(), "le serveur ne répond pas"),
        (KeyError("slug"), "Un problème est survenu"),
    ):
        desk.odd = odd  # type: ignore[assignment]
        (box,) = opened(desk)
        assert said in " ".join(box.data.split())
    assert "KeyError" in heard[-1]


def test_opening_a_case_imports_neither_the_course_nor_the_records() -> None:
    code = (
        "import sys; from passerelles import case; import passerelles.widgets.case_view\n"
        "heavy = {'pydantic', 'ruamel', 'sqlalchemy', 'pandas', 'nbformat', 'markdown_it', 'passerelles.content'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    root = Path(passerelles.__file__).resolve().parents[1]
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert done.stdout.strip() == "[]"
