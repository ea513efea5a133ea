"""The page of a lesson: what our own client shows, what it leaves to Voilà's, and what neither says."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CANARY = "CANARI-DE-LA-CLE"
SOURCE_CANARY = "CANARI_DU_CODE"
STATES = re.compile(
    r'<script id="passerelles-etats" type="application/vnd.jupyter.widget-state\+json">(.*?)</script>', re.S
)
WIDGET = """
import anywidget, traitlets, ipywidgets
class Note(anywidget.AnyWidget):
    _esm = "export default {}"
    text = traitlets.Unicode("").tag(sync=True)
    part = traitlets.Any(None).tag(sync=True, **ipywidgets.widget_serialization)
"""
SLIDER = "import ipywidgets; ipywidgets.IntSlider()"
HIDDEN = "</script><script>alert(1)</script><!--"
DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABpfZFQAAAAABJRU5ErkJggg=="


class Lessons:
    """A server on a course of its own, whose notebook a test writes; each page is opened by somebody new."""

    def __init__(self, server: Any, enter: Callable[[Any], Any], notebook: Path) -> None:
        self.server, self._enter, self._notebook = server, enter, notebook
        self._visitors: list[Any] = []
        self._written = 0

    def write(self, *cells: str | dict[str, Any]) -> None:
        """Write the notebook: a text is the source of code; it is newer than whatever was written before."""
        code = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
        made = [{**code, "source": c} if isinstance(c, str) else {"metadata": {}, **c} for c in cells]
        whole = [{"id": f"c{n}", **cell} for n, cell in enumerate(made)]
        text = json.dumps({"cells": whole, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        self._notebook.write_text(text, encoding="utf-8")
        self._written += 1
        os.utime(self._notebook, (2_000_000_000 + self._written,) * 2)

    def page(self) -> str:
        """Open the page and return it."""
        self._visitors.append(self._enter(self.server))
        kernel = self._visitors[-1].open()
        self.alive = self._visitors[-1].get(f"/api/pouls?kernel={kernel}").json()["kernel"] == "alive"
        return str(self._visitors[-1].page)

    def leave(self) -> None:
        """Close every page."""
        while self._visitors:
            self._visitors.pop().leave()


@pytest.fixture(scope="module")
def serving(
    tmp_path_factory: pytest.TempPathFactory, course_folder: Path, server: Any, enter: Callable[[Any], Any]
) -> Iterator[Lessons]:
    folder = tmp_path_factory.mktemp("lessons")
    course = Path(shutil.copytree(course_folder, folder / "course"))
    running = type(server)(folder, course).start()
    yield Lessons(running, enter, course / "modules/essai/essai.ipynb")
    running.stop()


@pytest.fixture
def lessons(serving: Lessons) -> Iterator[Lessons]:
    yield serving
    serving.leave()


def states(page: str) -> dict[str, Any]:
    """The widgets' states that a page holds."""
    (text,) = STATES.findall(page)
    found: dict[str, Any] = json.loads(text)["state"]
    return found


def client(page: str) -> str:
    """Whose client a page is for."""
    found = re.search(r'data-client="(\w+)"', page)
    assert found
    return found[1]


def test_a_lesson_can_be_read_before_any_script_runs(visitor: Any) -> None:
    visitor.open()
    page = visitor.page
    assert client(page) == "light"
    places = [page.index(part) for part in ("Un texte à lire.", "Cette activité se prépare", 'id="passerelles-etats"')]
    assert places == sorted(places)
    assert places[-1] < page.index("</script>", places[-1]) < page.rindex('<script type="module" src="')
    assert page.endswith("</html>")
    assert CANARY not in page


def test_every_view_of_a_lesson_has_its_state_and_nothing_else_has(visitor: Any) -> None:
    visitor.open()
    shown = re.findall(r'class="p-lesson__view" data-model="(\w+)" aria-busy="true"', visitor.page)
    held = states(visitor.page)
    assert len(shown) == 11  # eight items, three tools
    assert set(shown) == set(held)
    assert {model["model_module"] for model in held.values()} == {"anywidget"}
    assert all("/vues/" in model["state"]["_esm"] or "vues/" in model["state"]["_esm"] for model in held.values())


@contextmanager
def begun(lessons: Lessons) -> Iterator[tuple[http.client.HTTPConnection, http.client.HTTPResponse, str, Path]]:
    """Open a page whose first cell waits for a file; give the connection, the answer, its start, and the file."""
    mark = lessons.server.folder / uuid.uuid4().hex
    lessons.write(f"import os, time\nwhile not os.path.exists({str(mark)!r}): time.sleep(0.01)", "print('couru')")
    connection = http.client.HTTPConnection("127.0.0.1", lessons.server.port, timeout=60)
    connection.request("GET", "/module/essai")
    reply, start = connection.getresponse(), b""
    while b"Le module s" not in start:
        start += reply.read1()
    yield connection, reply, start.decode(), mark
    connection.close()


def test_the_frame_is_sent_before_the_cells_have_run(lessons: Lessons) -> None:
    with begun(lessons) as (_, reply, start, mark):
        mark.touch()
        assert "couru" not in start
        assert b"couru" in reply.read()


def test_whoever_leaves_before_the_end_leaves_no_kernel(lessons: Lessons, visitor: Any) -> None:
    with begun(lessons) as (connection, reply, start, mark):
        cookies = "; ".join(one.partition(";")[0] for one in reply.headers.get_all("Set-Cookie") or [])
        kernel = re.search(r'data-kernel="([^"]+)"', start)
        assert kernel
        visitor.server, asked = lessons.server, f"/api/pouls?kernel={kernel[1]}"

        def state() -> str:
            return str(visitor.get(asked, Cookie=cookies).json()["kernel"])

        assert state() == "alive"
        reply.close()
        connection.close()
        mark.touch()
        end = time.monotonic() + 30
        while state() == "alive":
            assert time.monotonic() < end


@pytest.mark.parametrize(
    "source", [SLIDER, WIDGET + "Note(part=ipywidgets.IntSlider())", WIDGET + "display(Note(), ipywidgets.HTML('x'))"]
)
def test_other_widgets_are_left_to_voila(lessons: Lessons, source: str) -> None:
    lessons.write("print('texte')", source)
    first = lessons.page()
    assert '<meta http-equiv="refresh" content="0">' in first
    assert "data-model" not in first
    assert not lessons.alive
    again = lessons.page()
    assert client(again) == "voila"
    assert lessons.alive
    assert "application/vnd.voila.cell-output+json" in again
    assert "voila.js" in again
    assert "texte" in again
    assert "refresh" not in again
    assert STATES.findall(again) == []


def test_a_notebook_that_changed_is_looked_at_anew(lessons: Lessons) -> None:
    lessons.write(SLIDER)
    lessons.page()
    assert client(lessons.page()) == "voila"
    lessons.write("print('sans activité')")
    page = lessons.page()
    assert client(page) == "light"
    assert "sans activité" in page


def test_a_widget_that_nobody_sees_does_not_matter(lessons: Lessons) -> None:
    lessons.write(WIDGET + "hidden = ipywidgets.IntSlider()\nNote(text='vue')")
    page = lessons.page()
    assert [model["state"]["text"] for model in states(page).values()] == ["vue"]


def test_no_text_of_a_widget_becomes_markup(lessons: Lessons) -> None:
    lessons.write(WIDGET + f"Note(text={HIDDEN!r})")
    page = lessons.page()
    assert [model["state"]["text"] for model in states(page).values()] == [HIDDEN]
    assert "alert(1)</script>" not in page


def test_outputs_of_every_kind_are_on_the_page(lessons: Lessons) -> None:
    picture = f"display({{'image/png': '{DOT}', 'text/plain': '<Figure>'}}, raw=True"
    lessons.write(
        {"cell_type": "markdown", "source": "Un **texte** <b>à</b> nous."},
        {"cell_type": "raw", "source": "brut"},
        "from IPython.display import HTML, SVG, display\nimport sys",
        "print('imprimé <b>')\nprint('CACHÉ', file=sys.stderr)",
        "HTML('<p class=\"x\">du HTML</p>')",
        'SVG(\'<svg xmlns="http://www.w3.org/2000/svg" id="dessin"></svg>\')',
        picture + ")",
        picture + ", metadata={'image/png': {'alt': 'Un \"point\"'}})",
        picture.replace("image/png", "image/jpeg") + ", metadata={'alt': 'Un autre'})",
        "'<i>simple</i>'",
        "",
    )
    page = lessons.page()
    for wanted in (
        "Un <strong>texte</strong> &lt;b&gt;à&lt;/b&gt; nous.", '<pre class="p-lesson__text">imprimé &lt;b&gt;\n</pre>',
        '<p class="x">du HTML</p>', 'id="dessin"', f'<img src="data:image/png;base64,{DOT}" alt="&lt;Figure&gt;">',
        'alt="Un &#34;point&#34;"', f'<img src="data:image/jpeg;base64,{DOT}" alt="Un autre">',
        "&#39;&lt;i&gt;simple&lt;/i&gt;&#39;",
    ):  # fmt: skip
        assert wanted in page
    assert "CACHÉ" not in page
    assert "brut" not in page


@pytest.mark.parametrize("shown", ["", SLIDER])
def test_a_failing_cell_tells_nothing_whoever_shows_the_page(lessons: Lessons, shown: str) -> None:
    lessons.write(shown, "print('avant')", f"raise ValueError('{SOURCE_CANARY}')  # {SOURCE_CANARY}", "print('après')")
    pages = [lessons.page() for _ in range(2)]
    assert [client(page) for page in pages] == ["light", "voila" if shown else "light"]
    for page in pages:
        assert SOURCE_CANARY not in page
    assert "avant" in pages[1]
    assert "Cette partie de la page n’a pas pu s’ouvrir" in pages[1]
    assert "après" in pages[1] or shown
    assert SOURCE_CANARY not in lessons.server.log.read_text()


def test_a_kernel_that_dies_ends_the_page_with_a_sentence(lessons: Lessons) -> None:
    lessons.write("print('avant')", "import os; os._exit(1)", "print('après')")
    page = lessons.page()
    assert re.search(r'role="alert"[^>]*>Une erreur s’est produite dans cette page \(numéro [0-9a-f]{8}\)', page)
    assert not lessons.alive
