"""Role plays in the kernel API: kept at each deed, nothing private told ahead, refusals in words."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support.small_table import ROLES, table_course
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application

from passerelles.engines.roleplay.alone import WORK
from passerelles.server.api.roleplays import ROUTES
from passerelles.server.learning.roleplays import RolePlays
from passerelles.server.voila.registry import KernelRegistry
from passerelles.server.web.hosts import HostGuard
from passerelles.store import Store, learners


class Api:
    """A server of the API alone, and one learner's page of the role play."""

    def __init__(self, store: Store) -> None:
        self.store, self.registry = store, KernelRegistry()
        self.app = Application(
            [(f"/{pattern}", *rest) for pattern, *rest in ROUTES],
            kernel_manager=SimpleNamespace(registry=self.registry),
            passerelles_guard=HostGuard("127.0.0.1"),
            passerelles_store=store,
            passerelles_roleplays=RolePlays(table_course(), store),
        )
        self.learner = store.learners.create()[:6]
        self.token = self.registry.open("page", self.learner, "table")
        self.loop = asyncio.new_event_loop()

    def ask(self, path: str, body: Any = None, token: str | None = None) -> HTTPResponse:
        """GET, or POST a body as JSON."""
        return self.loop.run_until_complete(self._fetch(path, body, self.token if token is None else token))

    def said(self, path: str, body: Any = None) -> Any:
        """Ask for what is expected to go well; return its JSON."""
        reply = self.ask(path, body)
        assert reply.code == 200, reply.body
        return json.loads(reply.body)

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
def api(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    monkeypatch.setattr(learners, "HASH_COST", 2)
    with Store.open(None, tmp_path / "data") as store:
        made = Api(store)
        yield made
        made.loop.close()


def test_what_is_done_is_kept_and_found_again(api: Api) -> None:
    first = api.said("roleplay")
    assert "secret" not in json.dumps(first)
    assert (first["state"]["role"], first["play"]["slug"]) == (None, "table")
    assert "secret-amo-1" in json.dumps(api.said("roleplay/take", {"role": "amo"}))
    kept = api.said("roleplay/write", {"role": "amo", "words": "Bonjour."})
    assert kept["saved_at"]
    for _ in range(2):  # a reply that never came back is sent again
        told = api.said("roleplay/say", {"exchange": "a-deux", "turn": "t1", "reply": "a"})
        assert len(told["state"]["exchanges"][0]["past"]) == 1
    assert api.said("roleplay")["state"] == told["state"]
    assert api.store.records.works(api.learner, "table")[WORK].value["steps"][1]["words"] == "Bonjour."
    for role in ROLES:
        last = api.said("roleplay/write", {"role": role, "words": "Moi."})
    assert last["state"]["after"]["cards"]["ecole"]["constraint"] == "secret-ecole-1"
    assert api.said("roleplay/again", {"exchange": "a-deux"})["state"]["exchanges"][0]["past"] == []


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("take", {"role": "nul"}, 422, "malformed"),
        ("take", {"role": 1}, 422, "malformed"),
        ("take", {}, 400, "fields"),
        ("write", {"role": "amo", "words": "  "}, 422, "malformed"),
        ("write", {"role": "amo", "words": "a" * 601}, 422, "malformed"),
        ("write", {"role": "amo", "words": "a" * 20_001}, 413, "too-long"),
        ("say", {"exchange": "a-deux", "turn": "t1", "reply": "a"}, 422, "malformed"),
    ],
)
def test_what_is_wrong_is_refused_in_words_and_keeps_nothing(
    api: Api, path: str, body: Any, status: int, code: str
) -> None:
    no = api.ask(f"roleplay/{path}", body)
    said = json.loads(no.body)
    assert (no.code, said["code"]) == (status, code)
    assert said["message"].endswith(".")
    assert api.store.records.works(api.learner, "table") == {}


def test_another_tab_was_faster_is_told_with_where_one_is(api: Api) -> None:
    api.said("roleplay/write", {"role": "amo", "words": "Bonjour."})
    api.said("roleplay/say", {"exchange": "a-deux", "turn": "t1", "reply": "a"})
    late = api.ask("roleplay/say", {"exchange": "a-deux", "turn": "t1", "reply": "b"})
    said = json.loads(late.body)
    assert (late.code, said["code"]) == (409, "moved-on")
    assert said["state"]["exchanges"][0]["now"]["turn"] == "t2"


def test_the_token_of_a_page_opens_its_role_play_only(api: Api) -> None:
    assert api.ask("roleplay", token="x").code == 401
    no = api.ask("roleplay", token=api.registry.open("autre", api.learner, "un-cas"))
    assert (no.code, json.loads(no.body)["code"]) == (404, "unknown-roleplay")
    assert api.ask("roleplay/jump", {}).code == 404
