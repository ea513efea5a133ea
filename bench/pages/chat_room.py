"""A chat room as tornado's own examples write it: `chat_room.py PORT FILE`. Whatever comes goes to everybody at once.

FILE holds a recorded screen of ours; the number of messages so far is told in it, so that a projector can be timed.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, ClassVar

from tornado.web import Application
from tornado.websocket import WebSocketHandler


class Chat(WebSocketHandler):
    """One page of a room."""

    rooms: ClassVar[dict[str, set[Chat]]] = defaultdict(set)
    heard: ClassVar[Counter[str]] = Counter()
    screen: ClassVar[dict[str, Any]] = {}

    def open(self, name: str) -> None:
        """Come in."""
        self.name = name
        self.rooms[name].add(self)

    def on_message(self, message: str | bytes) -> None:
        """Acknowledge, and show everybody."""
        self.heard[self.name] += 1
        self.write_message({"done": json.loads(message)["key"], "late": False})
        self.screen["frame"]["notice"] = f"Réponses reçues : {self.heard[self.name]}."
        for page in self.rooms[self.name]:
            page.write_message(json.dumps(self.screen, ensure_ascii=False))

    def on_close(self) -> None:
        """Leave."""
        self.rooms[self.name].discard(self)


async def main(port: str, file: str) -> None:
    """Serve until the end."""
    Chat.screen.update(json.loads(Path(file).read_text(encoding="utf-8")))
    Application([(r"/room/(\w+)", Chat)]).listen(int(port), "127.0.0.1")
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
