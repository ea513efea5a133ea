"""The addresses of a case in the kernel API, asked over HTTP with the token of a page."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.small_case import WALK, small_course
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application

from passerelles.server.api.course import ROUTES
from passerelles.server.learning.cases import Cases
from passerelles.server.learning.lessons import Lessons
from passerelles.server.voila.registry import KernelRegistry
from passerelles.server.web.hosts import HostGuard
from passerelles.store import Store


class Api:
    """A server of the API alone, and one learner's page of the case."""

    def __init__(self, store: Store) -> None:
        self.store, self.registry, course = store, KernelRegistry(), small_course()
        self.app = Application(
            [(f"/{pattern}", *rest) for pattern, *rest in ROUTES],
            kernel_manager=SimpleNamespace(registry=self.registry),
            passerelles_guard=HostGuard("127.0.0.1"),
            passerelles_store=store,
            passerelles_lessons=Lessons(course, store, lambda _row: None),
            passerelles_cases=Cases(course, store, lambda _row: None),
        )
        self.learner = store.learners.create()[:6]
        self.token = self.registry.open("page", self.learner, "mini")
        self.loop = asyncio.new_event_loop()

    def ask(self, path: str, body: Any = None, token: str | None = None) -> HTTPResponse:
        """GET, or POST a body as JSON."""
        return self.loop.run_until_complete(self._fetch(path, body, self.token if token is None else token))

    async def _fetch(self, path: str, body: Any, token: str) -> HTTPResponse:
        sock, port = bind_unused_port()
        server = HTTPServer(self.app)
        server.add_socket(sock)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        sent = {} if body is None else {"method": "POST", "body": json.dumps(body)}
        try:
            client = AsyncHTTPClient(force_instance=True)
            url = f"http://127.0.0.1:{port}/api/kernel/{path}"
            return await client.fetch(url, raise_error=False, headers=headers, **sent)
        finally:
            server.stop()
            await server.close_all_connections()


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    with Store.open(None, tmp_path / "data") as store:
        made = Api(store)
        yield made
        made.loop.close()


START = {"level": "novice", "mode": "concerted", "viewpoint": None, "team": None, "key": "debut"}


def test_a_case_is_played_told_and_opened_again(api: Api) -> None:
    assert json.loads(api.ask("case").body)["current"] is None
    state = json.loads(api.ask("case/start", START).body)["state"]
    play = state["play"]
    for turn, choice in enumerate(WALK):
        move = {"play": play, "turn": turn, "option": choice.partition(".")[2], "key": f"coup-{turn}"}
        reply = api.ask("case/choose", move)
        assert (reply.code, json.loads(reply.body)["state"]["scene"]["turn"]) == (200, turn + 1)
    assert json.loads(reply.body)["state"]["after"]["cast"]
    back = {"play": play, "turn": 5, "node": "n5", "comment": "Pour voir.", "key": "retour"}
    assert json.loads(api.ask("case/back", back).body)["state"]["scene"]["now"]["id"] == "n5"
    other = json.loads(api.ask("case/start", {**START, "team": 4, "key": "autre"}).body)["state"]
    assert (other["team"], other["play"] != play) == (4, True)
    assert json.loads(api.ask("case/open", {"play": play}).body)["state"]["scene"]["turn"] == 6
    assert api.ask("works", {"name": "debrief:garder", "value": "Rien.", "key": "k"}).code == 200
    page = json.loads(api.ask("case").body)
    assert (page["current"]["play"], page["works"], len(page["plays"])) == (play, {"debrief:garder": "Rien."}, 2)


def test_refusals_are_words_with_the_play_as_it_stands(api: Api) -> None:
    play = json.loads(api.ask("case/start", START).body)["state"]["play"]
    late = api.ask("case/choose", {"play": play, "turn": 3, "option": "a", "key": "k"})
    assert (late.code, json.loads(late.body)["code"]) == (409, "moved-on")
    assert json.loads(late.body)["state"]["scene"]["turn"] == 0


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("case/start", {**START, "team": 41}, 422, "malformed"),
        ("case/start", {**START, "team": "1"}, 422, "malformed"),
        ("case/start", {**START, "key": ""}, 422, "malformed"),
        ("case/start", {**START, "level": 1}, 422, "malformed"),
        ("case/start", {"level": "novice"}, 400, "fields"),
        ("case/start", {**START, "learner": "AAAAAA"}, 400, "fields"),
        ("case/choose", {"play": "1", "turn": 0, "option": "a", "key": "k"}, 422, "malformed"),
        ("case/choose", {"play": 1, "turn": 0, "option": "a", "key": "k"}, 404, "unknown-play"),
        ("case/back", {"play": 1, "turn": 0, "node": "n1", "comment": None, "key": "k"}, 422, "malformed"),
        ("case/open", {"play": 9}, 404, "unknown-play"),
        ("case/handin", {}, 404, "unknown-assignment"),
        ("works", {"name": "draft:seul", "value": "", "key": "k"}, 404, "unknown-work"),
    ],
)
def test_what_is_wrong_is_refused_in_words(api: Api, path: str, body: Any, status: int, code: str) -> None:
    no = api.ask(path, body)
    said = json.loads(no.body)
    assert (no.code, said["code"]) == (status, code)
    assert said["message"].endswith(".")
    assert api.store.plays.group("mini") == []


def test_the_token_of_a_page_opens_its_case_only(api: Api) -> None:
    assert api.ask("case", token="x").code == 401
    elsewhere = api.registry.open("autre", api.learner, "module-sans-cas")
    no = api.ask("case", token=elsewhere)
    assert (no.code, json.loads(no.body)["code"]) == (404, "unknown-case")
    assert api.ask("case/jump", {}).code == 404


def test_an_erased_learner_is_out(api: Api) -> None:
    api.ask("case/start", START)
    api.store.privacy.erase(api.learner)
    assert api.ask("case/start", {**START, "key": "encore"}).code == 401
