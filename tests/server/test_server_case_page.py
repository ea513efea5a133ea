"""The page of a case: its beginning before any script, our client or Voilà's, nothing told ahead, one's own kernel."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from support.small_case import FILE

STATES = re.compile(r'<script id="passerelles-etats"[^>]*>(.*?)</script>', re.S)
NOTEBOOK = Path("case_studies/mini/mini.ipynb")
TOLD_LATER = ("la réunion se termine ainsi", "Ce choix se défend", "Noa respire mieux", "Un peu plus loin")


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory, course_folder: Path, server: Any) -> Iterator[Any]:
    """A server on the small course with a case, and one whose notebook shows a widget that is not ours."""
    folder = tmp_path_factory.mktemp("cases")
    course = Path(shutil.copytree(course_folder, folder / "course"))
    for slug, more in (("mini", ""), ("curseur", "\nimport ipywidgets\nipywidgets.IntSlider()")):
        write(course, slug, f"from passerelles import case\ncase('{slug}').show(){more}")
    running = type(server)(folder, course).start()
    yield running
    running.stop()


def write(course: Path, slug: str, source: str) -> None:
    """Write the small case under that name, with such a notebook."""
    home = course / "case_studies" / slug
    home.mkdir(parents=True)
    rank = 1 + len(list(home.parent.iterdir()))
    text = (
        FILE.read_text(encoding="utf-8").replace("slug: mini", f"slug: {slug}").replace("rank: 1", f"rank: {rank}", 1)
    )
    (home / "case.yaml").write_text(text, encoding="utf-8")
    cell = {"cell_type": "code", "id": "cas", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
    notebook = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (home / f"{slug}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")


@pytest.fixture
def player(serving: Any, enter: Callable[[Any], Any]) -> Iterator[Any]:
    """A visitor, who closes the pages at the end."""
    someone = enter(serving)
    yield someone
    someone.leave()


def opened(player: Any, slug: str = "mini") -> str:
    """Open a case and return its page."""
    page = player.get(f"/cas/{slug}")
    assert page.status == 200, page.text
    player.kernels.append(re.search(r'data-kernel="([^"]+)"', page.text)[1])  # type: ignore[index]
    return str(page.text)


def client(page: str) -> str:
    """Whose client a page is for."""
    return re.search(r'data-client="(\w+)"', page)[1]  # type: ignore[index]


def test_the_beginning_stands_on_the_page_before_its_view(player: Any) -> None:
    page = opened(player)
    assert client(page) == "light"
    told = (
        "<h1>Un cas minuscule</h1>",
        "Noa, 16 ans",
        "Noa attend devant la porte.",
        "p-lesson__view",
        "passerelles-etats",
    )
    places = [page.index(said) for said in told]
    assert places == sorted(places)
    assert page.endswith("</html>")


def test_the_view_has_the_case_and_nothing_that_is_told_later(player: Any) -> None:
    page = opened(player)
    (text,) = STATES.findall(page)
    (model,) = json.loads(text)["state"].values()
    assert model["state"]["case"]["case"]["slug"] == "mini"
    assert [said for said in TOLD_LATER if said in page] == []


def test_a_page_fetches_what_its_kind_needs_and_no_more(player: Any) -> None:
    case = opened(player)
    player.open("essai")
    linked = [set(re.findall(r'<link [^>]*href="[^"]*/vues/\w+/([a-z]+\.\w+)"', page)) for page in (case, player.page)]
    assert linked[0] == {"views.css", "case.js", "case.css", "client.js"}
    assert linked[1] == {"views.css", "item.js", "client.js"}


def test_widgets_that_are_not_ours_are_left_to_voila(player: Any) -> None:
    first = opened(player, "curseur")
    assert '<meta http-equiv="refresh" content="0">' in first
    again = opened(player, "curseur")
    assert client(again) == "voila"
    assert "Noa attend devant la porte." in again
    assert "application/vnd.voila.cell-output+json" in again


@pytest.mark.parametrize("path", ["/cas/rien", "/cas/essai", "/module/mini", "/cas/", "/cas/Mini", "/cas/../cas/mini"])
def test_what_is_not_a_case_is_not_there(player: Any, path: str) -> None:
    assert player.get(path).status == 404


def test_the_kernel_of_a_case_is_its_learners(serving: Any, player: Any, enter: Callable[[Any], Any]) -> None:
    opened(player)
    asked = f"/api/pouls?kernel={player.kernels[-1]}"
    assert player.get(asked).json()["kernel"] == "alive"
    assert enter(serving).get(asked).json()["kernel"] == "gone"
