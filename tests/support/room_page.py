"""A page of a live session in a browser, whose server is played by the test."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route, WebSocketRoute

from passerelles.documents.templating import compose
from passerelles.engines.live.screen import Block, Screen
from passerelles.server.pages import STATIC, page_environment
from passerelles.server.web.security import lesson_policy
from passerelles.widgets import served

SITE = "http://127.0.0.1:9/"
Json = dict[str, Any]


class RoomPage:
    """The other end of the line. `deeds`: all that the page sent, in order; it is `deaf` (nothing gets an answer) or
    `dead` (no connection) when a test says so, and else keeps what it is sent, or answers what `answer` returns.
    """

    def __init__(self, page: Page, role: str = "phone") -> None:
        self.page, self.role = page, role
        self.deeds: list[Json] = []
        self.errors: list[str] = []
        self.deaf = self.dead = False
        self.answer: Callable[[Json], Json] = lambda deed: {"done": deed["key"], "late": False}
        self.told: Json | None = None
        self._sockets: list[WebSocketRoute] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.route(f"{SITE}**", self._serve)
        page.route_web_socket("**/ligne", self._connect)

    def open(self, *blocks: Block, **frame: Any) -> Page:
        """Open the page; it shows those blocks."""
        self.frame(*blocks, **frame)
        self.page.goto(SITE)
        self.page.locator(f".r-room--{self.role}").wait_for()
        return self.page

    def frame(self, *blocks: Block, now: float = 1000.0, **frame: Any) -> None:
        """Show those blocks from now on."""
        plain = {"title": "Journée du 14", "code": "KRZ4PW", "place": "vote", "timer": None, "aside": [], "me": None,
                 "here": 12, "notice": ""}  # fmt: skip
        screen = Screen(frame.pop("heading", "Le vote"), blocks).told()
        self.told = {"now": now, "frame": plain | {"screen": screen} | frame}
        if self._sockets:
            self.tell(self.told)

    def tell(self, message: Json) -> None:
        """Send a message to the page."""
        self._sockets[-1].send(json.dumps(message))

    def cut(self) -> None:
        """Cut the line; nobody answers any more."""
        self.dead = True
        self._sockets.pop().close()

    def until(self, happened: Callable[[], Any]) -> Any:
        """Let the page live until something has happened; return what `happened` then says."""
        limit = time.monotonic() + 10
        while not (found := happened()):
            assert time.monotonic() < limit, "it did not happen"
            self.page.evaluate("fetch('/static/logo.svg')")
        return found

    def _connect(self, socket: WebSocketRoute) -> None:
        if self.dead:
            socket.close()
            return
        self._sockets.append(socket)
        socket.on_message(self._hear)
        self.tell(self.told or {})

    def _hear(self, text: str | bytes) -> None:
        said = json.loads(text)
        if "ping" in said:
            self.tell({"now": self.told["now"] if self.told else 0})
            return
        self.deeds.append(said)
        if not self.deaf:
            self.tell(self.answer(said))

    def _serve(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        name = path.rsplit("/", 1)[-1]
        if path == "/":
            policy = {"Content-Security-Policy": lesson_policy("127.0.0.1:9")}
            route.fulfill(body=self._html(), content_type="text/html; charset=utf-8", headers=policy)
        elif path.startswith("/vues/") and name in served.files():
            kind = "text/css" if name.endswith(".css") else "text/javascript"
            route.fulfill(body=served.files()[name], content_type=f"{kind}; charset=utf-8")
        elif path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
        else:
            route.fulfill(status=404)

    def _html(self) -> str:
        values: Json = {"base_url": "/", "active": "seance", "learner": None, "xsrf": lambda: "", "title": "Journée"}
        values |= {"line": "seance/s/ligne", "scope": "s:p1", "views": f"/vues/{served.version()}/", "session": "s"}
        values |= {"code": "KRZ 4PW", "address": "http://x/rejoindre", "invitation": "http://x/rejoindre/KRZ4PW-AAA",
                   "second": "", "alone": False, "hours": ["3 h 30", "3 h 30"]}  # fmt: skip
        return compose(page_environment(), f"room/{self.role}.html", **values)


def aside(place: str, label: str, blocks: Iterable[Block]) -> Json:
    """Return something that stands beside the slots."""
    return {"place": place, "label": label, "screen": Screen(label, tuple(blocks)).told()}
