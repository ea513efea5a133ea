"""A visitor without a screen: cookies of its own, page fetches, one websocket read as it comes."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from bench.pages.quiz import Json

REFRESH = re.compile(r'<meta[^>]*http-equiv="refresh"[^>]*content="(\d+)', re.IGNORECASE)
LARGEST = 64 * 2**20  # bytes of one response or message
CLIENTS = 2000  # connections at once

Frame = str | bytes


class Unusable(Exception):
    """A page that came, but is not the page that was asked for; the message says why."""


def http_client() -> AsyncHTTPClient:
    """Return a client that opens as many connections as asked for."""
    return AsyncHTTPClient(force_instance=True, max_clients=CLIENTS, max_body_size=LARGEST)


@dataclass
class Visitor:
    """One person. `seconds` bounds each wait; `cookies` are theirs alone."""

    client: AsyncHTTPClient
    url: str
    seconds: float
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str) -> HTTPResponse:
        """Fetch a page whole. Raises OSError or tornado's HTTPError."""
        request = HTTPRequest(
            self.url + path, headers=self._headers(), request_timeout=self.seconds, connect_timeout=self.seconds,
            decompress_response=True,
        )  # fmt: skip
        return self._kept(await self.client.fetch(request))

    async def page(self, path: str) -> str:
        """Fetch a page, and again when it says to come back: a waiting page moves on by itself, here too."""
        deadline = time.monotonic() + self.seconds
        while True:
            text = (await self.get(path)).body.decode()
            again = REFRESH.search(without_noscript(text))
            if not again or time.monotonic() > deadline:
                return text
            await asyncio.sleep(int(again[1]))

    async def post(self, path: str, **form: str) -> None:
        """Send a form as a page of the same site does, with its XSRF token."""
        await self.client.fetch(self._form(path, form))

    async def submit(self, path: str, **form: str) -> str:
        """Send a form whose answer gives cookies; return where it leads. Raises Unusable when it leads nowhere."""
        request = self._form(path, form)
        request.follow_redirects = False
        response = self._kept(await self.client.fetch(request, raise_error=False))
        if "Location" not in response.headers:
            raise Unusable(f"{path} answered {response.code}")
        return response.headers["Location"]

    async def connect(self, path: str, subprotocols: list[str] | None = None) -> Line:
        """Open a websocket."""
        headers = self._headers() | {"Origin": self.url}
        address = "ws" + self.url.removeprefix("http") + path
        request = HTTPRequest(address, headers=headers, connect_timeout=self.seconds, request_timeout=self.seconds)
        line = Line(self.seconds)
        line.socket = await websocket_connect(
            request, on_message_callback=line.received, subprotocols=subprotocols, max_message_size=LARGEST
        )
        return line

    def _form(self, path: str, form: dict[str, str]) -> HTTPRequest:
        """Return the request that sends a form."""
        token = self.cookies.setdefault("_xsrf", uuid.uuid4().hex)  # a pair that agrees is what the servers check
        fields = urlencode({"_xsrf": token, **form})
        headers = self._headers() | {"Origin": self.url, "Content-Type": "application/x-www-form-urlencoded"}
        return HTTPRequest(self.url + path, method="POST", body=fields, headers=headers, request_timeout=self.seconds)

    def _headers(self) -> dict[str, str]:
        """Return the headers that say who this is."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies} if cookies else {}

    def _kept(self, response: HTTPResponse) -> HTTPResponse:
        """Keep the cookies of a response."""
        for header in response.headers.get_list("Set-Cookie"):
            name, _, value = header.partition(";")[0].partition("=")
            self.cookies[name.strip()] = value.strip()
        return response


class Line:
    """A websocket whose messages are looked at as they come; one wait at a time."""

    socket: WebSocketClientConnection

    def __init__(self, seconds: float) -> None:
        """`seconds` bounds each wait."""
        self._seconds = seconds
        self.latest: Frame = ""
        self._wanted: Callable[[Frame], bool] = bool
        self._found: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def received(self, frame: Frame | None) -> None:
        """Look at a message; None means that the other end closed."""
        self.latest = frame or self.latest
        if self._found.done():
            return
        if frame is None:
            self._found.set_exception(ConnectionError("the websocket was closed"))
        elif self._wanted(frame):
            self._found.set_result(None)

    async def first(self) -> None:
        """Wait for the first message, which may have come already. Raises TimeoutError or OSError."""
        await asyncio.wait_for(self._found, self._seconds)

    async def ask(self, frames: list[Frame], wanted: Callable[[Frame], bool]) -> None:
        """Send messages and wait for the one that `wanted` recognises. Raises TimeoutError or OSError."""
        self._wanted, self._found = wanted, asyncio.get_running_loop().create_future()
        for frame in frames:
            await self.socket.write_message(frame, binary=isinstance(frame, bytes))
        await asyncio.wait_for(self._found, self._seconds)

    def close(self) -> None:
        """Close the websocket."""
        self._found.cancel()
        self.socket.close()


@dataclass
class Opened:
    """A page that is open. `complete`: seconds until its last byte; `live`: until its websocket answered.

    `flaw` says what it lacks, if anything: its times count all the same, to its arm's advantage, and so does a failure.
    """

    visitor: Visitor
    line: Line
    complete: float
    live: float
    data: Json = field(default_factory=dict)
    flaw: str = ""


class Protocol:
    """How pages of an arm are opened, answered and closed without a browser."""

    answers = False  # whether `answer` is possible

    async def open(self, visitor: Visitor, path: str) -> Opened:
        """Open a page. Raises Unusable, OSError, TimeoutError or tornado's HTTPError."""
        raise NotImplementedError

    async def answer(self, page: Opened) -> None:
        """Answer the first item and wait until it is acknowledged. Raises as `open` does."""
        raise NotImplementedError

    async def close(self, page: Opened) -> None:
        """Leave a page as a browser does."""
        page.line.close()


def without_noscript(text: str) -> str:
    """Return a page without what only browsers without scripts read."""
    return re.sub(r"<noscript>.*?</noscript>", "", text, flags=re.DOTALL)
