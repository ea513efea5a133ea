"""A small course, a real store, and our pages in a plain tornado application."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from http.cookies import SimpleCookie
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from support.activities import Clockwork, Echo
from support.sample_tool import TOOL
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from passerelles.content.corpus import Actor, Bridge, Sector, Source, Statement, Term
from passerelles.content.course import Assignment, Course, LoadedModule, Module
from passerelles.content.items import Item
from passerelles.content.mechanism import Mechanism
from passerelles.content.method import Method
from passerelles.content.track import Track
from passerelles.scoring import score
from passerelles.server import pages, sessions, trainer
from passerelles.server.pages.throttle import Throttle
from passerelles.server.sessions.hub import Hub
from passerelles.store import Store

KEY_MARK = "MARQUE-DE-LA-CLE"  # in every feedback: must never be seen before an answer
EVIL = "<img src=x onerror=alert(1)>"
READ_ON = date(2027, 3, 1)
BASE = {"focus": "situation", "cites": ["C5-010"], "attempts": 1}


def _option(name: str, correct: bool = False) -> dict[str, Any]:
    return {"id": name, "text": f"Option {name}", "feedback": f"{KEY_MARK} {name}.", "correct": correct}


def _element(name: str, **place: str) -> dict[str, Any]:
    return {"id": name, "text": f"Élément {name}", "feedback": KEY_MARK, **place}


ITEMS: list[dict[str, Any]] = [
    {**BASE, "id": "choix", "kind": "single", "prompt": "Que faites-vous d’abord ?", "points": 2,
     "options": [_option("a", True), _option("b"), _option("c")]},
    {**BASE, "id": "coches", "kind": "multiple", "prompt": "Que cochez-vous ?", "points": 2, "attempts": 2,
     "options": [_option("a", True), _option("b", True), _option("c")]},
    {**BASE, "id": "tri", "kind": "sort", "prompt": "Triez.", "points": 3,
     "categories": [{"id": "x", "text": "Externe"}, {"id": "y", "text": "Interne"}],
     "elements": [_element(f"e{n}", category="xyx"[n]) for n in range(3)]},
    {**BASE, "id": "ordre", "kind": "order", "prompt": "Mettez en ordre.", "points": 3,
     "elements": [_element(f"p{n}") for n in range(3)]},
    {**BASE, "id": "court", "kind": "short", "prompt": "Que veut dire AMO ?",
     "expected": [{"label": "milieu ouvert", "accepted": ["milieu ouvert"]}],
     "feedback_right": "Oui.", "feedback_wrong": KEY_MARK},
    {**BASE, "id": "ouverte", "kind": "open", "prompt": "Racontez.", "attempts": None, "model": KEY_MARK,
     "rubric": [{"id": "un", "text": "Dit qui", "points": 1}, {"id": "deux", "text": "Dit quand", "points": 1}]},
    {**BASE, "id": "avis", "kind": "position", "prompt": "Où vous situez-vous ?", "attempts": None,
     "options": [{"id": i, "text": f"Avis {i}", "feedback": "Soit."} for i in ("oui", "non", "bof")]},
]  # fmt: skip


def mini_course() -> Course:
    """A course of one module, seven items, one assignment, three glossary entries."""
    statements = {
        i: Statement(id=i, section=["Obstacles"], quote=f"Phrase {i}", lines=(1, 1), kind="obstacle")
        for i in ("C5-010", "C5-011", "WC-009")
    }
    source = {"title": "Un texte", "body": "Un groupe", "year": 2022, "status": "Des avis", "absent": "Les jeunes",
              "rights": "Inconnus"}  # fmt: skip
    entry = {"source": "[vu: ailleurs]", "review_on": READ_ON}
    step = {"minutes": 5, "text": "t.md"}
    names = [raw["id"] for raw in ITEMS]
    module = Module.model_validate(
        {"slug": "essai", "rank": 3, "title": "Module d’essai", "purpose": "Essayer.", "takeaways": ["Une idée"],
         "steps": [{**step, "id": "un", "title": "Première étape", "items": names[:4], "tool": "freins",
                    "mechanisms": ["M01"]},
                   {**step, "id": "deux", "title": "Seconde étape", "items": names[4:], "tool": "remise"}]}
    )  # fmt: skip
    bridge = Bridge(obstacle="C5-010", level="moi", plain="Je cours.", conditions=["C5-011"], first_step="Un café.")
    return Course(
        statements=statements,
        sources={i: Source.model_validate({"id": i, "short": i, **source}) for i in ("C5", "WC")},
        sectors=[Sector(id="aide", name="Aide à la jeunesse", summary="…")],
        actors=[Actor.model_validate({**entry, "id": "amo", "acronym": "AMO", "name": "Action en milieu ouvert",
                "sector": "aide", "mission": "Prévenir.", "mandate": "Hors mandat.", "can": ["Accompagner"],
                "cannot": ["Imposer"], "misunderstanding": "« L’AMO place »", "false_friend": "Un autre AMO"})],
        terms=[Term.model_validate({**entry, "id": "equipe", "term": "Équipe mobile", "definition": f"Là. {EVIL}",
                "confusion": "Pas l’équipe de rue", "to_check": True}),
               Term.model_validate({**entry, "id": "reseau", "term": "Réseau", "definition": "Des liens.",
                "cites": ["WC-009"]})],
        bridges=[bridge],
        modules={"essai": LoadedModule.model_validate(
            {"module": module, "items": ITEMS, "texts": {"t.md": "Texte"}, "tools": [TOOL]})},
        assignments={"essai": Assignment(slug="essai", module="essai", title="Quiz d’essai", items=names)},
        mechanisms={name: Mechanism(id=name, title=title, deed="On essaie.", statements=["C5-010", "WC-009"])
                    for name, title in (("M01", "Un premier"), ("M02", "Un second"))},
        methods=[Method.model_validate(
            {"id": "tour", "title": "Un tour", "aim": "Parler.", "minutes": 5, "people": "Dix",
             "material": [f"Rien {EVIL}"], "steps": [{"text": f"Étape {n}", "minutes": n} for n in (1, 2, 2)],
             "variant": "Écrire.", "watch": "Personne n’est forcé.", "cites": ["WC-009"]})],
        tracks={"soir": track()},
    )  # fmt: skip


def track() -> Track:
    """A track of two sessions: a step, a pause, the other step, and a module that is not written yet."""
    return Track.model_validate(
        {"slug": "soir", "rank": 1, "title": "Un soir", "audience": "Deux personnes", "purpose": "Essayer ensemble.",
         "minutes": 30, "reaches": ["M01"], "sessions": [
             {"title": "Avant", "start": "18:50", "minutes": 15, "sequences": [
                 {"title": "Ouvrir", "minutes": 5, "text": "On se présente.", "leave": "Une carte"},
                 {"title": "Repas", "minutes": 20, "text": "On mange.", "apart": True},
                 {"title": "Choisir", "minutes": 10, "module": "essai", "steps": ["un"]}]},
             {"title": "Après", "minutes": 15, "sequences": [
                 {"title": "Écrire", "minutes": 10, "module": "essai", "steps": ["deux"]},
                 {"title": "Plus tard", "minutes": 5, "module": "demain"}]}]}
    )  # fmt: skip


def item(course: Course, name: str) -> Item:
    return course.modules["essai"].item(name)


@pytest.fixture(scope="session")
def course() -> Course:
    return mini_course()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(None, tmp_path) as opened:
        yield opened


@dataclass(frozen=True)
class FakeLearner:
    public: str
    code: str


@dataclass
class FakeIdentity:
    """The identity room's interface, over a plain cookie."""

    store: Store

    def current(self, handler: RequestHandler) -> FakeLearner | None:
        code = getattr(handler, "_fresh", None) or handler.get_cookie("qui")
        public = self.store.learners.verify(code) if code else None
        return FakeLearner(public, code) if public and code else None

    def welcome(self, handler: RequestHandler) -> FakeLearner:
        known = self.current(handler)
        return known or self.enter(handler, self.store.learners.create())  # type: ignore[return-value]

    def enter(self, handler: RequestHandler, code: str) -> FakeLearner | None:
        if public := self.store.learners.verify(code):
            handler.set_cookie("qui", code)
            handler._fresh = code  # type: ignore[attr-defined]
            return FakeLearner(public, code)
        return None

    def leave(self, handler: RequestHandler) -> None:
        handler.clear_cookie("qui")


@dataclass
class Answer:
    status: int
    headers: Any
    body: bytes

    @property
    def text(self) -> str:
        """The body, with ordinary spaces: typography has its own test."""
        return self.body.decode("utf-8-sig").replace("\u00a0", " ").replace("\u202f", " ")


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass
class Browser:
    """A very small browser: cookies, forms, no redirect followed."""

    root: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        return self._send(Request(self.root + path))

    def post(self, path: str, xsrf: bool = True, **fields: str) -> Answer:
        if xsrf and "_xsrf" not in self.cookies:
            self.get("reprendre")
        token = {"_xsrf": self.cookies["_xsrf"]} if xsrf else {}
        return self._send(Request(self.root + path, data=urlencode({**fields, **token}).encode()))

    def _send(self, request: Request) -> Answer:
        request.add_header("Cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        try:
            with build_opener(_Stay).open(request, timeout=20) as reply:
                answer = Answer(reply.status, reply.headers, reply.read())
        except HTTPError as error:
            answer = Answer(error.code, error.headers, error.read())
        for raw in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(raw).items():
                self.cookies[name] = morsel.value
                if not morsel.value:
                    del self.cookies[name]
        return answer


@dataclass
class Site:
    """The pages, served."""

    root: str
    store: Store
    course: Course
    app: Application

    def visitor(self, code: str | None = None) -> Browser:
        return Browser(self.root, {"qui": code} if code else {})

    def learner(self, **answers: Any) -> str:
        """A new learner who gave these answers; returns the whole code."""
        code = self.store.learners.create()
        for name, value in answers.items():
            out = score(item(self.course, name), value)
            self.store.records.add_attempt(code[:6], "essai", name, value, out.points, out.maximum, out.verdict, name)
        return code

    def trainer(self, password: str = "une petite phrase") -> Browser:
        """A browser signed in as the trainer, with a password chosen for the occasion."""
        trainer.Access(self.store).set_password(password)
        browser = self.visitor()
        assert browser.post("formateur/connexion", mot=password).status == 303
        return browser


@pytest.fixture
def site(store: Store, course: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The pages under `/sous/`, in a thread with its own loop, so that tests speak plain HTTP."""
    monkeypatch.setattr(Throttle.__init__, "__defaults__", (10, 60.0, lambda: 0.0))  # slow tries count too
    settings = {
        "base_url": "/sous/",
        "cookie_secret": "secret de test",
        "passerelles_course": course,
        "passerelles_store": store,
        "passerelles_identity": FakeIdentity(store),
        "passerelles_pages": pages.page_environment(),
        "passerelles_app": SimpleNamespace(data_dir_path=tmp_path, ip="127.0.0.1"),
        "passerelles_guard": lambda handler: None,
        "passerelles_sessions": Hub(store, "secret de test", kinds={"gather": Echo(), "pairs": Clockwork()}),
        "log_function": lambda handler: None,
        "default_handler_class": pages.NotFoundHandler,
    }
    routes = pages.handlers("/sous/") + trainer.handlers("/sous/") + sessions.handlers("/sous/")
    app = Application(routes, **settings)
    sock, port = bind_unused_port()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    server = asyncio.run_coroutine_threadsafe(_start(app, sock), loop).result(10)
    yield Site(f"http://127.0.0.1:{port}/sous/", store, course, app)
    asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


async def _start(app: Application, sock: Any) -> HTTPServer:
    server = HTTPServer(app)
    server.add_socket(sock)
    return server


async def _stop(server: HTTPServer) -> None:
    server.stop()
    await server.close_all_connections()
