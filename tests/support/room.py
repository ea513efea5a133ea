"""Lines of a live session for tests: websockets on a loop of their own, used from plain functions."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tornado.httpclient import HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

PATIENCE = 20.0  # seconds, far more than any answer takes
_numbers = itertools.count(1)


class Lines:
    """Opens lines; close it at the end."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def open(self, address: str, cookies: dict[str, str], origin: str | None = None) -> Line:
        """Open a line to an address that starts with http."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
        if origin != "":
            headers["Origin"] = origin or "/".join(address.split("/")[:3])
        request = HTTPRequest(address.replace("http", "ws", 1), headers=headers)
        return Line(self, self.wait(lambda: websocket_connect(request)))

    def wait(self, asked: Callable[[], Any]) -> Any:
        """Ask for something on the loop and wait for it."""

        async def waited() -> Any:
            return await asyncio.wait_for(asked(), PATIENCE)

        return asyncio.run_coroutine_threadsafe(waited(), self.loop).result(PATIENCE + 5)

    def close(self) -> None:
        """Stop the loop."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(10)
        self.loop.close()


class Line:
    """One page's line."""

    def __init__(self, lines: Lines, connection: WebSocketClientConnection) -> None:
        self._lines, self._connection = lines, connection
        self.frame: dict[str, Any] = {}

    def hear(self) -> dict[str, Any]:
        """Return the next message, and keep the frame it may hold; {"closed": code} at the end."""
        text = self._lines.wait(self._connection.read_message)
        if text is None:
            return {"closed": self._connection.close_code}
        said: dict[str, Any] = json.loads(text)
        self.frame = said.get("frame", self.frame)
        return said

    def until(self, seen: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
        """Return the first frame of which this is true, the one there is included."""
        while not (self.frame and seen(self.frame)):
            said = self.hear()
            assert "closed" not in said, said
        return self.frame

    def send(self, message: Any) -> None:
        """Send something, whatever it is."""
        text = message if isinstance(message, str) else json.dumps(message)
        self._lines.wait(lambda: self._connection.write_message(text))

    def do(self, place: str, kind: str, what: str = "", *says: str, key: str = "") -> dict[str, Any]:
        """Do a deed and return what became of it: done, refused or again."""
        key = key or f"k{next(_numbers)}"
        self.send({"key": key, "place": place, "kind": kind, "what": what, "says": list(says)})
        while True:
            said = self.hear()
            if key in (said.get("done"), said.get("refused"), said.get("again")) or "closed" in said or "over" in said:
                return said

    def close(self) -> None:
        """Hang up."""
        self._lines.loop.call_soon_threadsafe(self._connection.close)


@contextmanager
def lines() -> Iterator[Lines]:
    """Lines for the block."""
    opened = Lines()
    try:
        yield opened
    finally:
        opened.close()
