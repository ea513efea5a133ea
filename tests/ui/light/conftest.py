"""A bench for the light client: the real frame and scripts in Chromium, and a kernel's websocket played by the test."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from playwright.sync_api import Browser, Page, Route, WebSocketRoute

from passerelles.server.learning.subjects import Subject
from passerelles.server.pages import STATIC, page_environment
from passerelles.server.web.security import lesson_policy
from passerelles.widgets import served

SITE = "http://127.0.0.1:9/"
CONTROL = "jupyter.widget.control"
Json = dict[str, Any]

SUBJECT = Subject("module", "banc", "Banc", "Essayer.")


class Kernel:
    """The other end of the page's websocket. `said` holds every message of the page, over all its connections.

    It answers as a kernel does: what it is told is kept, echoed, and followed by « idle ». A test can make it `deaf`
    (it does nothing), `mute` (it takes messages in, its answers are lost) or `dead` (it refuses connections).
    """

    def __init__(self) -> None:
        self.said: list[Json] = []
        self.connections: list[WebSocketRoute] = []
        self.states: dict[str, Json] = {}
        self.deaf = self.mute = self.dead = False
        self.attempts = 0
        self.before_idle: Callable[[Json], None] = lambda message: None

    def connect(self, socket: WebSocketRoute) -> None:
        """Take a connection of the page."""
        self.attempts += 1
        if self.dead:
            socket.close()
            return
        self.connections.append(socket)
        socket.on_message(self._hear)

    def cut(self) -> None:
        """Cut the line."""
        self.connections[-1].close()

    def of(self, model: str, method: str) -> list[Json]:
        """The comm messages of a kind about a model, in order."""
        about = [m for m in self.said if m["type"] == "comm_msg" and m["content"]["comm_id"] == model]
        return [m for m in about if m["content"]["data"]["method"] == method]

    def update(self, model: str, buffers: tuple[bytes, ...] = (), paths: tuple[Any, ...] = (), **state: Any) -> None:
        """Change a model, and tell the page."""
        self.states[model] |= state
        data = {"method": "update", "state": state, "buffer_paths": list(paths)}
        self.tell("comm_msg", {"comm_id": model, "data": data}, buffers=buffers)

    def custom(self, model: str, content: Any, *buffers: bytes) -> None:
        """Send a custom message."""
        data = {"method": "custom", "content": content}
        self.tell("comm_msg", {"comm_id": model, "data": data}, buffers=buffers)

    def tell(self, kind: str, content: Json, parent: Json | None = None, buffers: tuple[bytes, ...] = ()) -> None:
        """Send a message to the page, framed by the server's own code."""
        if self.mute:
            return
        parts = [{"msg_id": "k", "msg_type": kind}, parent or {}, {}, content]
        frame = serialize_msg_to_ws_v1([*(json.dumps(part).encode() for part in parts), *buffers], "iopub")
        self.connections[-1].send(frame)

    def _hear(self, frame: bytes | str) -> None:
        """Take a frame of the page, read by the server's own code."""
        if self.deaf:
            return
        assert isinstance(frame, bytes)
        channel, parts = deserialize_msg_from_ws_v1(frame)
        header, _, metadata, content = (json.loads(part) for part in parts[:4])
        message = {"channel": channel, "type": header["msg_type"], "header": header, "metadata": metadata,
                   "content": content, "buffers": parts[4:]}  # fmt: skip
        self.said.append(message)
        self.tell("status", {"execution_state": "busy"}, header)
        self._obey(message)
        self.before_idle(message)
        self.tell("status", {"execution_state": "idle"}, header)

    def _obey(self, message: Json) -> None:
        content, header = message["content"], message["header"]
        data = content.get("data") or {}
        if data.get("method") == "update":
            self.states[content["comm_id"]] |= data["state"]
            echo = {"method": "echo_update", "state": data["state"], "buffer_paths": []}
            if not message["buffers"]:
                self.tell("comm_msg", {"comm_id": content["comm_id"], "data": echo}, header)
        elif data.get("method") == "request_states":
            states = {name: {"model_module": "anywidget", "state": state} for name, state in self.states.items()}
            told = {"method": "update_states", "states": states, "buffer_paths": []}
            self.tell("comm_msg", {"comm_id": content["comm_id"], "data": told}, header)


class Bench:
    """A page of the light client. `pulse` is what the server answers when asked about the kernel; None: nothing."""

    def __init__(self, page: Page) -> None:
        self.page, self.kernel = page, Kernel()
        self.pulse: Json | None = {"server": True, "kernel": "alive", "learner": True}
        self.pulses = self.loads = 0
        self.errors: list[str] = []
        self.files: dict[str, str] = {}
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.route(f"{SITE}**", self._serve)
        page.route_web_socket("**/channels?**", self.kernel.connect)

    def open(
        self, *views: str, cells: str = "", embedded: Json | None = None, wait: bool = True, **models: Json
    ) -> Page:
        """Open a page that shows `views` (ids of models) after `cells`; `models` are their states by id."""
        self.kernel.states = {name: dict(state) for name, state in models.items()}
        self._html = self._document(views, cells, {name: {"state": s} for name, s in models.items()} | (embedded or {}))
        self.page.goto(SITE)
        if wait:
            self.page.locator("#passerelles-ouverture").wait_for(state="detached")
        return self.page

    def until(self, happened: Callable[[], Any]) -> Any:
        """Let the page live until something has happened; return what `happened` then says."""
        limit = time.monotonic() + 10
        while not (found := happened()):
            assert time.monotonic() < limit, "it did not happen"
            self.page.evaluate("fetch('/static/logo.svg')")
        return found

    def _document(self, views: tuple[str, ...], cells: str, states: Json) -> str:
        frame: Any = page_environment().get_template("_lesson.html").module
        lesson = {"subject": SUBJECT, "learner": "AAAAAAAA", "kernel": "le-noyau", "views": served.version()}
        shown = [frame.shown({"output_type": "display_data", "data": {}}, f' data-model="{view}"') for view in views]
        embedded = json.dumps({"version_major": 2, "version_minor": 0, "state": states}).replace("<", "\\u003c")
        block = f'<script id="passerelles-etats" type="application/vnd.jupyter.widget-state+json">{embedded}</script>'
        script = f"/vues/{served.version()}/{served.LIGHT}"
        return str(frame.top(lesson, "/", "light")) + cells + "".join(shown) + str(frame.bottom("/", script, block))

    def _serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        name = path.rsplit("/", 1)[-1]
        if path == "/":
            self.loads += 1
            policy = {"Content-Security-Policy": lesson_policy("127.0.0.1:9")}
            route.fulfill(body=self._html, content_type="text/html; charset=utf-8", headers=policy)
        elif path == "/api/pouls":
            self.pulses += 1
            route.abort() if self.pulse is None else route.fulfill(json=self.pulse)
        elif path.startswith("/vues/") and name in self.files | served.files():
            kind = "text/css" if name.endswith(".css") else "text/javascript"
            route.fulfill(body=(served.files() | self.files)[name], content_type=f"{kind}; charset=utf-8")
        elif path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
        else:
            route.fulfill(status=404)


@pytest.fixture
def light(chromium: Browser) -> Iterator[Bench]:
    """A bench in a fresh context at 375 px; an error of the page that no test expected is a failure."""
    context = chromium.new_context(viewport={"width": 375, "height": 800}, locale="fr-BE")
    context.set_default_timeout(10_000)
    made = Bench(context.new_page())
    yield made
    context.close()
    assert made.errors == []
