"""Pages of Solara: a virtual kernel over one websocket, on which the page asks for the application to run."""

from __future__ import annotations

import json
import time
import uuid

from bench.clients.base import Frame, Opened, Protocol, Visitor
from bench.pages.quiz import Json

TARGET = "solara.control"


class SolaraPages(Protocol):
    """See Protocol; live when the application has run for this page."""

    async def open(self, visitor: Visitor, path: str) -> Opened:
        """See Protocol."""
        start = time.perf_counter()
        await visitor.page(path)
        complete = time.perf_counter() - start
        kernel, session, control = (str(uuid.uuid4()) for _ in range(3))
        line = await visitor.connect(f"/jupyter/api/kernels/{kernel}/channels?session_id={session}")
        opening = _message("comm_open", {"comm_id": control, "target_name": TARGET, "data": {}}, session)
        run = {"method": "run", "args": {"path": path, "dark": False, "themes": {"light": {}, "dark": {}}}}
        running = _message("comm_msg", {"comm_id": control, "data": run}, session)
        await line.ask([opening, running], finished)
        return Opened(visitor, line, complete, time.perf_counter() - start, {"kernel": kernel, "session": session})

    async def close(self, page: Opened) -> None:
        """See Protocol; the page's last word closes its virtual kernel."""
        page.line.close()
        await page.visitor.post(f"/_solara/api/close/{page.data['kernel']}?session_id={page.data['session']}")


def finished(frame: Frame) -> bool:
    """Say whether a message tells that the application has run."""
    if isinstance(frame, bytes):
        return False  # with buffers: a widget's state
    told = json.loads(frame)
    data = told["content"].get("data", {}) if told["header"]["msg_type"] == "comm_msg" else {}
    return isinstance(data, dict) and data.get("method") == "finished"


def _message(kind: str, content: Json, session: str) -> str:
    """Return a message as Solara's page writes it."""
    header = {"msg_id": str(uuid.uuid4()), "msg_type": kind, "session": session, "username": "", "version": "5.2"}
    parts: Json = {"parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}
    return json.dumps({"header": header, **parts})
