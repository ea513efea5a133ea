"""A page's websocket to its kernel, in both protocols, and the token the kernel was given."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1
from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

V1 = "v1.kernel.websocket.jupyter.org"
Message = dict[str, Any]


class Socket:
    """One websocket. Everything received is kept in `received`, and its bytes in `raw`."""

    def __init__(self, loop: asyncio.AbstractEventLoop, visitor: Any, kernel: str, protocol: str | None = None) -> None:
        self.loop, self.visitor, self.kernel, self.protocol = loop, visitor, kernel, protocol
        self.session = uuid.uuid4().hex
        self.received: list[Message] = []
        self.raw = b""

    def open(self, **headers: str) -> Socket:
        """Connect as a page of ours does; give another header, or an empty one to leave it out."""
        server = self.visitor.server
        named = {"Cookie": self.visitor.cookies(), "Origin": server.url, **headers}
        url = f"ws://127.0.0.1:{server.port}/api/kernels/{self.kernel}/channels?session_id={self.session}"
        request = HTTPRequest(url, headers={name: value for name, value in named.items() if value})
        protocols = [self.protocol] if self.protocol else None
        self.connection: WebSocketClientConnection = self.run(websocket_connect, request, subprotocols=protocols)
        return self

    def run(self, act: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """Call something of tornado's inside the loop, and wait for it."""

        async def acted() -> Any:
            return await asyncio.wait_for(act(*args, **options), 30)

        return self.loop.run_until_complete(acted())

    def close(self) -> None:
        """Close, inside the loop as tornado wants."""

        async def closed() -> None:
            self.connection.close()

        self.run(closed)

    def write(self, frame: str | bytes) -> None:
        """Send a frame as it is."""
        self.run(self.connection.write_message, frame, binary=isinstance(frame, bytes))

    def send(self, kind: str, content: Message, channel: str = "shell") -> str:
        """Send a kernel message and return its id."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "session": self.session, "username": "",
                  "date": datetime.now(UTC).isoformat(), "version": "5.3"}  # fmt: skip
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "buffers": []}
        if self.protocol == V1:
            self.write(serialize_msg_to_ws_v1(message, channel, pack=lambda part: json.dumps(part).encode()))
        else:
            self.write(json.dumps({**message, "channel": channel}))
        return str(header["msg_id"])

    def next(self) -> Message | None:
        """Return the next message, None when the connection is closed."""
        raw = self.run(self.connection.read_message)
        if raw is None:
            return None
        if isinstance(raw, bytes):
            self.raw += raw
            channel, parts = deserialize_msg_from_ws_v1(raw)
            names = ("header", "parent_header", "metadata", "content")
            message = {name: json.loads(part) for name, part in zip(names, parts, strict=False)} | {"channel": channel}
        else:
            self.raw += raw.encode()
            message = json.loads(raw)
        self.received.append(message)
        return message

    def until(self, wanted: Callable[[Message], bool]) -> Message:
        """Read on to the first message that is wanted."""
        while (message := self.next()) is not None:
            if wanted(message):
                return message
        raise AssertionError("closed before the message came")

    def settled(self) -> None:
        """Read until the kernel has dealt with all that was sent: it answers in order."""
        asked = self.send("kernel_info_request", {})
        self.until(lambda m: m["header"]["msg_type"] == "kernel_info_reply" and m["parent_header"]["msg_id"] == asked)
        asked = self.send("kernel_info_request", {})
        done = {"execution_state": "idle"}
        self.until(lambda m: m["content"] == done and m["parent_header"].get("msg_id") == asked)

    def poke(self, model: str, value: str) -> None:
        """Set the trap's trait, as a page would."""
        data = {"method": "update", "state": {"poke": value}, "buffer_paths": []}
        self.send("comm_msg", {"comm_id": model, "data": data})

    def told(self, model: str) -> str:
        """Ask the trap what its environment is."""
        self.poke(model, "env")
        update = self.until(lambda m: "told" in m["content"].get("data", {}).get("state", {}))
        return str(update["content"]["data"]["state"]["told"])


def model_of(page: str) -> str:
    """Return the id of the trap in a page."""
    found = re.search(r'data-model="([0-9a-f]+)"', page)
    assert found, page
    return found[1]


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    running = asyncio.new_event_loop()
    yield running
    running.close()


@pytest.fixture(scope="module", params=[None, V1], ids=["legacy", "v1"])
def trapped(request: pytest.FixtureRequest, server: Any, enter: Callable[[Any], Any]) -> Iterator[tuple[Socket, str]]:
    """A socket to one page of the module that misbehaves, in each protocol, and the id of its trap."""
    visitor, loop = enter(server), asyncio.new_event_loop()
    kernel = visitor.open("piege")
    socket = Socket(loop, visitor, kernel, request.param).open()
    yield socket, model_of(visitor.page)
    socket.close()
    visitor.leave()
    loop.close()


@pytest.fixture
def trap(trapped: tuple[Socket, str]) -> tuple[Socket, str]:
    """The same, with nothing received yet."""
    socket, model = trapped
    socket.received, socket.raw = [], b""
    return socket, model


@pytest.fixture
def socket(loop: asyncio.AbstractEventLoop) -> Callable[..., Socket]:
    """Makes sockets: (visitor, kernel)."""
    return lambda visitor, kernel, protocol=None: Socket(loop, visitor, kernel, protocol)


class Api:
    """The kernel API, asked as the kernel of a page does."""

    def __init__(self, visitor: Any, token: str) -> None:
        self.visitor, self.token = visitor, token

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request with the token; a body is sent as JSON."""
        named = {"Authorization": f"Bearer {self.token}", "Content_Type": "application/json", **headers}
        sent = body if body is None or isinstance(body, bytes | str) else json.dumps(body)
        return self.visitor.ask(method, f"/api/kernel/{path}", sent, **named)

    def answer(self, item: str, answer: Any, key: str = "") -> Any:
        """Give an answer in."""
        return self.ask("POST", "answers", {"item": item, "answer": answer, "key": key or uuid.uuid4().hex})

    def state(self, item: str) -> Any:
        """Return where the learner stands with an item."""
        return self.ask("GET", "lesson").json()["states"][item]


@pytest.fixture(scope="session")
def api_of() -> Callable[..., Api]:
    """Opens a page of the module that misbehaves and takes the token of its kernel."""

    def take(visitor: Any) -> Api:
        loop = asyncio.new_event_loop()
        socket = Socket(loop, visitor, visitor.open("piege")).open()
        told = socket.told(model_of(visitor.page))
        socket.close()
        after = told[told.index("]") + 1 :]
        loop.close()
        return Api(visitor, after[: after.index("/")])

    return take


@pytest.fixture
def api(visitor: Any, api_of: Callable[..., Api]) -> Api:
    """The API of a new learner."""
    return api_of(visitor)
