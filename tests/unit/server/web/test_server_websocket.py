"""When a page's websocket counts as open: at the kernel's first word, or when upstream's nudge says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
import zmq
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from passerelles.server.web import websocket
from passerelles.server.web.websocket import ScrubbedConnection


class Stream:
    """A stream of messages that a test speaks on."""

    def __init__(self) -> None:
        self.heard: Callable[[Any], None] | None = None
        self.topics: list[bytes] = []
        self.gone = False

    def setsockopt(self, option: int, value: bytes) -> None:
        assert option == zmq.SUBSCRIBE
        self.topics.append(value)

    def on_recv(self, heard: Callable[[Any], None]) -> None:
        self.heard = heard

    def stop_on_recv(self) -> None:
        assert not self.gone
        self.heard = None

    def closed(self) -> bool:
        return self.gone


@pytest.fixture
def nudged(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Whom upstream nudged."""
    calls: list[Any] = []

    def nudge(self: Any) -> asyncio.Future[None]:
        calls.append(self)
        done: asyncio.Future[None] = asyncio.Future()
        done.set_result(None)
        return done

    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "nudge", nudge)
    return calls


def connection(stream: Stream, *, fresh: bool = True) -> ScrubbedConnection:
    """A connection whose channels were just made, or kept since the page was last connected."""
    made = ScrubbedConnection.__new__(ScrubbedConnection)
    made.channels = {"iopub": stream}
    made._subscribing = fresh
    return made


async def after(stream: Stream, one: ScrubbedConnection, happens: Callable[[], None]) -> bool:
    """Open, let something happen once it listens, wait; say whether it waited for that."""
    opening = one.nudge()
    while stream.heard is None:
        await asyncio.sleep(0)
    early = opening.done()
    happens()
    await asyncio.wait_for(opening, 30)
    return not early


def test_the_first_word_opens_the_socket(nudged: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "WELCOME", 600.0)
    stream = Stream()
    assert asyncio.run(after(stream, connection(stream), lambda: stream.heard and stream.heard([b""])))
    assert nudged == []
    assert stream.heard is None
    assert len(stream.topics) == 1


def test_each_connection_asks_for_a_welcome_of_its_own(nudged: list[Any]) -> None:
    streams = [Stream(), Stream()]
    for stream in streams:
        asyncio.run(after(stream, connection(stream), lambda stream=stream: stream.heard([b""])))
    assert streams[0].topics != streams[1].topics


def test_a_silent_kernel_is_nudged_as_upstream_does(nudged: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "WELCOME", 0.01)
    stream = Stream()
    one = connection(stream)
    asyncio.run(after(stream, one, lambda: None))
    assert nudged == [one]


def test_a_page_that_left_meanwhile_is_not_nudged(nudged: list[Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(websocket, "WELCOME", 0.01)
    stream = Stream()
    asyncio.run(after(stream, connection(stream), lambda: setattr(stream, "gone", True)))
    assert nudged == []


def test_channels_that_were_kept_open_are_open(nudged: list[Any]) -> None:
    stream = Stream()

    async def reopened() -> None:
        await asyncio.wait_for(connection(stream, fresh=False).nudge(), 30)

    asyncio.run(reopened())
    assert (nudged, stream.topics) == ([], [])
