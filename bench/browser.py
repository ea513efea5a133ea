"""One page in real Chromium: when it can be read and answered, and what travels, with a cold and a warm cache."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from bench.pages.quiz import Json
from bench.serving import Server
from passerelles.doctor import BROWSERS

PROBE = Path(__file__).with_name("probe.js")
PATIENCE = 30.0  # seconds until a page that cannot be answered is a failure
QUIET = 0.4  # seconds without traffic until a page is taken as loaded
# Nothing outside this machine is looked up: pages that link a CDN are not charged for its distance.
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
         "--disable-component-update", "--disable-quic", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
         ]  # fmt: skip


@dataclass
class Wire:
    """What went over the wire for one view, websocket messages included."""

    requests: int = 0
    size: int = 0  # bytes, as encoded
    last: float = field(default_factory=time.monotonic)
    urls: dict[str, str] = field(default_factory=dict)

    def watch(self, session: CDPSession) -> None:
        """Count from now on."""
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._begun)
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketCreated", self._socket)
        for way in ("Sent", "Received"):
            session.on(f"Network.webSocketFrame{way}", self._frame)

    def _begun(self, event: Json) -> None:
        """Note the address of a request, without counting it yet."""
        self.urls[event["requestId"]] = event["request"]["url"]
        self.last = time.monotonic()

    def _finished(self, event: Json) -> None:
        """Count a response that came over the wire: from the cache, or out of the page itself, it has no size."""
        self.last = time.monotonic()
        if event["encodedDataLength"] > 0 and self.urls.get(event["requestId"], "").startswith("http"):
            self.requests += 1
            self.size += event["encodedDataLength"]

    def _socket(self, event: Json) -> None:
        """Count the request that opens a websocket."""
        self.requests += 1

    def _frame(self, event: Json) -> None:
        """Count a message of a websocket, as if it was not compressed."""
        frame = event["response"]
        data: str = frame["payloadData"]
        self.size += len(data) * 3 // 4 if frame["opcode"] == 2 else len(data.encode())


@dataclass(frozen=True)
class View:
    """One view of the page: seconds since the navigation began (None: never), and what travelled."""

    readable: float | None
    answered: float | None
    requests: int
    size: int


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the machine's own Chromium. Raises FileNotFoundError when there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise FileNotFoundError("no Chromium here: sudo apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


def views(browser: Browser, server: Server, content: Json) -> tuple[View, View]:
    """View the page as somebody who was never here, then as somebody new in the same browser: cold and warm cache."""
    context = browser.new_context(locale="fr-BE", viewport={"width": 1280, "height": 900})
    context.add_init_script(script(content["probe"], shadow=server.arm.protocol == "bokeh"))
    try:
        cold = _view(context, server)
        context.clear_cookies()
        return cold, _view(context, server)
    finally:
        context.close()


def script(probe: Json, *, shadow: bool) -> str:
    """Return the probe with what it looks for."""
    wanted = json.dumps(probe | {"shadow": shadow}, ensure_ascii=False)
    return PROBE.read_text(encoding="utf-8").replace("BENCH;", f"{wanted};", 1)


def _view(context: BrowserContext, server: Server) -> View:
    """View the page once and leave it as a person does, so that its last word is said."""
    page, wire = context.new_page(), Wire()
    wire.watch(context.new_cdp_session(page))
    page.goto(server.url + server.arm.path, wait_until="commit", timeout=PATIENCE * 1000)
    told = _told(page)
    while time.monotonic() - wire.last < QUIET:
        page.wait_for_timeout(50)
    view = View(_seconds(told["readable"]), _seconds(told["answered"]), wire.requests, wire.size)
    page.goto("about:blank")
    page.close()
    return view


def _told(page: Page) -> Json:
    """Return what the probe noted, once it is done or patience is at an end."""
    deadline = time.monotonic() + PATIENCE
    while True:
        page.wait_for_timeout(50)
        told: Any = page.evaluate("window.__bench ?? { readable: null, answered: null }")
        if told["answered"] is not None or time.monotonic() > deadline:
            return dict(told)


def _seconds(milliseconds: float | None) -> float | None:
    """Return milliseconds as seconds."""
    return None if milliseconds is None else milliseconds / 1000
