"""Pages of Panel: Bokeh's websocket, over which the page pulls the document that was made for it."""

from __future__ import annotations

import json
import re
import time
import uuid

from bench.clients.base import Frame, Opened, Protocol, Unusable, Visitor

TOKEN = re.compile(r'"token": ?"([^"]+)"')


class BokehPages(Protocol):
    """See Protocol; live when the document has come."""

    async def open(self, visitor: Visitor, path: str) -> Opened:
        """See Protocol."""
        start = time.perf_counter()
        found = TOKEN.search(await visitor.page(path))
        complete = time.perf_counter() - start
        if not found:
            raise Unusable("no token")
        line = await visitor.connect(f"{path}/ws", ["bokeh", found[1]])
        await line.first()  # the server says that it has made the document
        asked = json.dumps({"msgid": str(uuid.uuid4()), "msgtype": "PULL-DOC-REQ"})
        await line.ask([asked, "{}", "{}"], is_document)
        return Opened(visitor, line, complete, time.perf_counter() - start)


def is_document(frame: Frame) -> bool:
    """Say whether a frame is the document itself, the third part of the reply."""
    return isinstance(frame, str) and frame.startswith('{"doc":')
