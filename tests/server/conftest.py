"""A real server in a process of its own, on a small course full of canaries; and a visitor with a cookie jar."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).resolve().parents[2]
CANARY = "CANARI-DE-LA-CLE"  # in every text that must not travel before an answer
SECRET = "CANARI-DE-LENVIRONNEMENT"
SOURCE_CANARY = "CANARI_DU_CODE"

FEEDBACK = {"feedback": f"{CANARY} retour."}
ITEM = {"focus": "situation", "prompt": "Que faites-vous ?", "cites": ["C5-010"], "attempts": 2}


def option(letter: str, correct: bool = False) -> dict[str, Any]:
    return {"id": letter, "text": f"Option {letter}", "correct": correct, **FEEDBACK}


def element(letter: str, **place: Any) -> dict[str, Any]:
    return {"id": letter, "text": f"Élément {letter}", **FEEDBACK, **place}


ITEMS: list[dict[str, Any]] = [
    {"id": "seul", "kind": "single", "options": [option("a"), option("b", True), option("c")]},
    {"id": "plusieurs", "kind": "multiple", "options": [option("a", True), option("b"), option("c", True)]},
    {"id": "trier", "kind": "sort", "categories": [{"id": "x", "text": "X"}, {"id": "y", "text": "Y"}],
     "elements": [element("e1", category="x"), element("e2", category="y"), element("e3", category="x")]},
    {"id": "apparier", "kind": "match", "partners": [{"id": f"p{n}", "text": f"P{n}"} for n in (1, 2, 3)],
     "elements": [element(f"e{n}", partner=f"p{n}") for n in (1, 2, 3)]},
    {"id": "ordonner", "kind": "order", "elements": [element(f"e{n}") for n in (1, 2, 3, 4)]},
    {"id": "court", "kind": "short", "expected": [{"label": f"{CANARY} idée", "accepted": [f"{CANARY} mot"]}],
     "feedback_right": f"{CANARY} oui.", "feedback_wrong": f"{CANARY} non."},
    {"id": "ouvert", "kind": "open", "attempts": None, "model": f"{CANARY} modèle.",
     "rubric": [{"id": "r1", "text": f"{CANARY} un", "points": 2}, {"id": "r2", "text": "Deux", "points": 1}]},
    {"id": "position", "kind": "position", "attempts": None,
     "options": [{"id": i, "text": i, **FEEDBACK} for i in ("oui", "non", "selon")]},
]  # fmt: skip
STATEMENTS = [
    {"id": "C5-010", "section": ["Contraintes externes"], "quote": "La lasagne.", "lines": [1, 1], "kind": "obstacle"},
    {"id": "C5-060", "section": ["Conditions"], "quote": "Du temps.", "lines": [2, 2], "kind": "condition"},
]
BRIDGE = {"obstacle": "C5-010", "level": "equipe", "plain": "Chez nous, la lasagne.", "conditions": ["C5-060"],
          "first_step": "Demander."}  # fmt: skip
SOURCE = {"title": "Texte", "short": "Chantier 5 (2022)", "body": "Un groupe", "year": 2022, "status": "Des avis",
          "absent": "Les jeunes", "rights": "Inconnus"}  # fmt: skip
STEPS = [
    {"id": "lire", "title": "Lire", "minutes": 5, "text": "lire.md", "items": ["seul", "plusieurs", "trier"],
     "tool": "freins"},
    {"id": "faire", "title": "Faire", "minutes": 5, "text": "lire.md", "items": ["apparier", "ordonner", "court"],
     "tool": "engagement"},
    {"id": "remettre", "title": "Remettre", "minutes": 5, "text": "lire.md", "items": ["ouvert", "position"],
     "tool": "remise"},
]  # fmt: skip
TRAP = f"""
import os, sys, anywidget, traitlets
class Trap(anywidget.AnyWidget):
    _esm = "export default {{ render({{ model, el }}) {{ el.textContent = 'piège'; }} }}"
    poke = traitlets.Unicode("").tag(sync=True)
    told = traitlets.Unicode("").tag(sync=True)
    @traitlets.observe("poke")
    def _poked(self, change):
        if change["new"] == "env":
            self.told = repr(sorted(os.environ)) + os.environ.get("PASSERELLES_TOKEN", "") + os.getcwd()
        else:
            print("{SOURCE_CANARY}", file=sys.stderr)
            raise RuntimeError("{SOURCE_CANARY}")  # {SOURCE_CANARY}
Trap()
"""


def notebook(*sources: str) -> dict[str, Any]:
    cells = [
        {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        for n, source in enumerate(sources)
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def write_course(root: Path) -> Path:
    """Write the course: module « essai » with every kind of item, module « piege » whose notebook misbehaves."""
    corpus = {
        "statements": STATEMENTS, "bridges": [BRIDGE], "sectors": [], "actors": [], "glossary": [],
        "sources": [{"id": "C5", **SOURCE}, {"id": "WC", **SOURCE}],
    }  # fmt: skip
    for name, value in corpus.items():
        write_yaml(root / "corpus" / f"{name}.yaml", value)
    for rank, slug in enumerate(("essai", "piege"), 1):
        folder = root / "modules" / slug
        module = {"slug": slug, "rank": rank, "title": f"Module {slug}", "purpose": "Essayer.", "takeaways": ["Rien."]}
        write_yaml(folder / "module.yaml", {**module, "steps": STEPS})
        write_yaml(folder / "items.yaml", [{**ITEM, **item} for item in ITEMS])
        (folder / "lire.md").write_text("Un texte à lire.\n", encoding="utf-8")
    show = [f"page.show('{step['id']}')" for step in STEPS]
    thin = notebook("from passerelles import lesson\npage = lesson('essai')", *show)
    (root / "modules/essai/essai.ipynb").write_text(json.dumps(thin), encoding="utf-8")
    (root / "modules/piege/piege.ipynb").write_text(
        json.dumps(notebook(TRAP, f"1/0  # {SOURCE_CANARY}")), encoding="utf-8"
    )
    for slug, module in (("quiz", "essai"), ("quiz-piege", "piege")):
        quiz = {"slug": slug, "module": module, "title": "Quiz", "items": [item["id"] for item in ITEMS]}
        write_yaml(root / "exercises" / slug / "assignment.yaml", quiz)
    return root


def write_yaml(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")


class Reply:
    """An HTTP answer."""

    def __init__(self, status: int, headers: Any, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)


class Quiet(urllib.request.HTTPRedirectHandler):
    """Does not follow redirections: tests want to see them."""

    def redirect_request(self, *args: Any) -> None:
        return None


class Visitor:
    """A browser without a screen: cookies, forms, and the token of its page's kernel."""

    def __init__(self, server: Server) -> None:
        self.server, self.jar = server, http.cookiejar.CookieJar()
        self.kernels: list[str] = []
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), Quiet)

    def ask(self, method: str, path: str, data: Any = None, **headers: str) -> Reply:
        """Send a request; header names are written with underscores."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = data.encode() if isinstance(data, str) else data
        request = urllib.request.Request(self.server.url + path, data=body, method=method, headers=named)
        try:
            with self._opener.open(request, timeout=60) as reply:
                return Reply(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as error:
            return Reply(error.code, error.headers, error.read())

    def get(self, path: str, **headers: str) -> Reply:
        return self.ask("GET", path, **headers)

    def post(self, path: str, xsrf: bool = True, **form: str) -> Reply:
        """Post a form as one of our pages does."""
        fields = {**form, **({"_xsrf": self.cookie("_xsrf")} if xsrf else {})}
        return self.ask("POST", path, urlencode(fields), Content_Type="application/x-www-form-urlencoded")

    def cookie(self, start: str) -> str:
        return next((c.value or "" for c in self.jar if c.name.startswith(start)), "")

    def cookies(self) -> str:
        return "; ".join(f"{c.name}={c.value}" for c in self.jar)

    def open(self, slug: str = "essai") -> str:
        """Open a module and return the id of its kernel."""
        page = self.get(f"/module/{slug}")
        assert page.status == 200, page.text
        found = re.search(r'data-kernel="([^"]+)"', page.text)
        assert found
        self.page = page.text
        self.kernels.append(found[1])
        return found[1]

    def leave(self) -> None:
        """Close the pages, as a browser does."""
        while self.kernels:
            self.post(f"/voila/api/shutdown/{self.kernels.pop()}")


class Server:
    """A running `passerelles serve`."""

    def __init__(self, folder: Path, course: Path, **environment: str) -> None:
        self.data, self.folder = folder / "data", folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.environment = {**os.environ, "PASSERELLES_COURSE": str(course), "DB_PASSWORD": SECRET,
                            "PYTHONPATH": str(ROOT), **environment}  # fmt: skip
        self.said: list[str] = []
        self.log = folder / "server.log"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def command(self, *words: str, port: bool = True) -> list[str]:
        where = ["--data", str(self.data), *(["--port", str(self.port)] if port else [])]
        return [sys.executable, "-m", "passerelles", "serve", "--no-browser", *where, *words]

    def start(self, *words: str) -> Server:
        """Start and wait until it says it can be stopped: everything was said."""
        self.process = subprocess.Popen(
            self.command(*words), cwd=self.folder, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=self.log.open("a"), start_new_session=True,
        )  # fmt: skip
        assert self.process.stdout
        self.said = []
        for line in self.process.stdout:
            self.said.append(line)
            if "Pour arrêter" in line:
                return self
        raise AssertionError("".join(self.said) + self.log.read_text())

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def stop(self) -> int:
        """Ask it to stop, as a supervisor does; return its exit code."""
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGTERM)
        return self.process.wait(20)

    @property
    def run_file(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.data / "run.json").read_text())
        return found


@pytest.fixture(scope="session")
def course_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory, course_folder: Path) -> Iterator[Server]:
    """The server that most tests share: each is a visitor of its own."""
    running = Server(tmp_path_factory.mktemp("server"), course_folder).start()
    yield running
    running.stop()


@pytest.fixture
def fresh_server(tmp_path: Path, course_folder: Path) -> Iterator[Callable[..., Server]]:
    """Makes servers for a test that breaks them; call it with more environment."""
    made: list[Server] = []

    def make(**environment: str) -> Server:
        folder = tmp_path / str(len(made))
        folder.mkdir()
        made.append(Server(folder, course_folder, **environment))
        return made[-1]

    yield make
    for one in made:
        if hasattr(one, "process"):
            one.stop()


@pytest.fixture(scope="session")
def enter() -> Callable[[Server], Visitor]:
    """Makes a visitor of any server."""
    return Visitor


@pytest.fixture
def visitors(server: Server) -> Iterator[Callable[[], Visitor]]:
    """Makes visitors of the shared server; they close their pages at the end."""
    made: list[Visitor] = []

    def make() -> Visitor:
        made.append(Visitor(server))
        return made[-1]

    yield make
    for one in made:
        one.leave()


@pytest.fixture
def visitor(visitors: Callable[[], Visitor]) -> Visitor:
    return visitors()
