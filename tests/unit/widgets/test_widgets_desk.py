"""The desk over HTTP, against a real server on the loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from passerelles.widgets.desk import DeskRefused, DeskUnreachable
from passerelles.widgets.desks import case_desk_from_environment, desk_from_environment
from passerelles.widgets.http_desk import TIMEOUT, HttpDesk


class Server:
    """Answers each request with what the test put in `says`, and remembers what was asked."""

    def __init__(self) -> None:
        self.says: tuple[int, bytes] = (200, b"{}")
        self.asked: list[tuple[str, str, str | None, Any]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                token = self.headers.get("Authorization")
                outer.asked.append((self.command, self.path, token, json.loads(body) if body else None))
                status, said = outer.says
                self.send_response(status)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)

            do_POST = do_GET

            def log_message(self, *args: object) -> None:
                pass

        self.http = HTTPServer(("127.0.0.1", 0), Handler)
        self.api = f"http://127.0.0.1:{self.http.server_port}/base/api/kernel"


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    thread = threading.Thread(target=running.http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield running
    running.http.shutdown()
    running.http.server_close()
    thread.join()


def test_each_call_is_the_request_of_the_api(server: Server) -> None:
    desk = HttpDesk(server.api, "secret")
    desk.lesson()
    desk.answer("i", "a", "k")
    desk.save("draft:i", {"x": "é"}, "k")
    desk.place("s")
    desk.hand_in("a")
    desk.handin("a&b")
    desk.case()
    desk.start("novice", None, None, 3, "k")
    desk.choose(1, 0, "a", "k")
    desk.back(1, 2, "n1", "Non.", "k")
    desk.open(1)
    desk.hand_in_case()
    path, bearer = "/base/api/kernel", "Bearer secret"
    how = {"level": "novice", "mode": None, "viewpoint": None, "team": 3}
    assert server.asked == [
        ("GET", f"{path}/lesson", bearer, None),
        ("POST", f"{path}/answers", bearer, {"item": "i", "answer": "a", "key": "k"}),
        ("POST", f"{path}/works", bearer, {"name": "draft:i", "value": {"x": "é"}, "key": "k"}),
        ("POST", f"{path}/place", bearer, {"step": "s"}),
        ("POST", f"{path}/handin", bearer, {"assignment": "a"}),
        ("GET", f"{path}/handin?assignment=a%26b", bearer, None),
        ("GET", f"{path}/case", bearer, None),
        ("POST", f"{path}/case/start", bearer, {**how, "key": "k"}),
        ("POST", f"{path}/case/choose", bearer, {"play": 1, "turn": 0, "option": "a", "key": "k"}),
        ("POST", f"{path}/case/back", bearer, {"play": 1, "turn": 2, "node": "n1", "comment": "Non.", "key": "k"}),
        ("POST", f"{path}/case/open", bearer, {"play": 1}),
        ("POST", f"{path}/case/handin", bearer, {}),
    ]
    assert desk.base_url == "/base/"


def test_an_empty_body_is_fine(server: Server) -> None:
    server.says = (204, b"")
    HttpDesk(server.api, "t").place("s")


def test_a_refusal_keeps_the_servers_words_and_state(server: Server) -> None:
    server.says = (409, json.dumps({"code": "c", "message": "Non.", "state": {"status": "locked"}}).encode())
    with pytest.raises(DeskRefused) as refused:
        HttpDesk(server.api, "t").answer("i", "a", "k")
    assert (refused.value.code, refused.value.message) == ("c", "Non.")
    assert refused.value.state == {"status": "locked"}


@pytest.mark.parametrize(
    ("status", "says"), [(401, "expiré"), (403, "expiré"), (404, "pas accepté"), (422, "pas accepté")]
)
def test_a_refusal_without_words_gets_ours(server: Server, status: int, says: str) -> None:
    server.says = (status, b"<html>")
    with pytest.raises(DeskRefused) as refused:
        HttpDesk(server.api, "t").lesson()
    assert says in refused.value.message


@pytest.mark.parametrize("said", [(500, b"{}"), (503, b""), (429, b""), (200, b"[1]"), (200, b"<html>")])
def test_a_server_in_trouble_may_be_asked_again(server: Server, said: tuple[int, bytes]) -> None:
    server.says = said
    with pytest.raises(DeskUnreachable):
        HttpDesk(server.api, "t").lesson()


def test_nobody_there(server: Server) -> None:
    server.http.server_close()
    with pytest.raises(DeskUnreachable):
        HttpDesk("http://127.0.0.1:9/api/kernel", "t").lesson()


def test_the_environment_chooses_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSERELLES_API", "http://127.0.0.1:9/api/kernel")
    assert isinstance(desk_from_environment("x"), HttpDesk)
    assert isinstance(case_desk_from_environment("x"), HttpDesk)
    assert TIMEOUT < 6
