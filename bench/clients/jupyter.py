"""Pages with a Jupyter kernel of their own: ours, and stock Voilà with ipywidgets or with our views."""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from jupyter_client.session import Session
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1, serialize_msg_to_ws_v1

from bench.clients.base import Frame, Opened, Protocol, Unusable, Visitor
from bench.pages.quiz import Json

V1 = "v1.kernel.websocket.jupyter.org"
KERNEL = re.compile(r'(?:data-kernel="|"kernelId": ?")([0-9a-f-]{36})"')
VIEWS = re.compile(r'(?:data-model="|widget-view\+json": ?\{[^}]*"model_id": ?")([^"]+)"')
LEAST_VIEWS = 29  # items of the module; its tools come on top
# ids of the stock page's first models, see bench.pages.stock
FIRST_BUTTON, FIRST_CHOICE, FIRST_FEEDBACK = "first-button", "first-choice", "first-feedback"

SESSION = Session(key=b"")


class JupyterPages(Protocol):
    """What views and widgets have in common: the page names its kernel, the websocket leads to it."""

    answers = True

    async def open(self, visitor: Visitor, path: str) -> Opened:
        """See Protocol; live when the kernel has answered over the page's websocket."""
        start = time.perf_counter()
        text = await visitor.page(path)
        complete = time.perf_counter() - start
        kernel, views = KERNEL.search(text), VIEWS.findall(text)
        if not kernel or not views:
            raise Unusable(f"{len(views)} views, kernel: {bool(kernel)}, {len(text)} characters")
        flaw = "" if len(views) >= LEAST_VIEWS else f"incomplete, {len(views)} views"
        line = await visitor.connect(f"/api/kernels/{kernel[1]}/channels?session_id={uuid.uuid4()}", [V1])
        await line.ask([message("kernel_info_request", {})], replied("kernel_info_reply"))
        data = {"kernel": kernel[1], "first": views[0]}
        return Opened(visitor, line, complete, time.perf_counter() - start, data, flaw)

    async def close(self, page: Opened) -> None:
        """See Protocol; the page's last word asks the server to end its kernel."""
        page.line.close()
        await page.visitor.post(f"/voila/api/shutdown/{page.data['kernel']}")


class ViewPages(JupyterPages):
    """Pages of our anywidget views."""

    async def answer(self, page: Opened) -> None:
        """See Protocol: the view's request, then a reply with the same key that says it went well."""
        key = str(uuid.uuid4())
        request = {"key": key, "type": "answer", "value": "a", "try": 1}
        model = page.data["first"]
        await page.line.ask([update(model, {"request": request})], told(model, _acknowledges(key)))


class WidgetPages(JupyterPages):
    """Pages of stock ipywidgets."""

    async def answer(self, page: Opened) -> None:
        """See Protocol: a choice, a click, then the feedback's new text."""
        click = comm(FIRST_BUTTON, {"method": "custom", "content": {"event": "click"}})
        await page.line.ask(
            [update(FIRST_CHOICE, {"index": 0}), click], told(FIRST_FEEDBACK, lambda state: bool(state.get("value")))
        )


def _acknowledges(key: str) -> Callable[[Json], bool]:
    """Return what recognises the reply to that request."""
    return lambda state: state.get("reply", {}).get("key") == key and bool(state["reply"].get("ok"))


def message(kind: str, content: Json) -> bytes:
    """Return a message to the kernel as the newer websocket protocol writes it."""
    parts = SESSION.serialize(SESSION.msg(kind, content))[2:]  # without delimiter and signature
    return bytes(serialize_msg_to_ws_v1(parts, "shell"))


def comm(model: str, data: Json) -> bytes:
    """Return a message to a model."""
    return message("comm_msg", {"comm_id": model, "data": data})


def update(model: str, state: Json) -> bytes:
    """Return a change of a model's traits."""
    return comm(model, {"method": "update", "state": state, "buffer_paths": []})


def parsed(frame: Frame) -> tuple[str, Any]:
    """Return kind and content of a message of the kernel."""
    _, parts = deserialize_msg_from_ws_v1(frame)
    return json.loads(bytes(parts[0]))["msg_type"], json.loads(bytes(parts[3]))


def replied(kind: str) -> Callable[[Frame], bool]:
    """Return what recognises a message of that kind."""
    return lambda frame: parsed(frame)[0] == kind


def told(model: str, wanted: Callable[[Json], bool]) -> Callable[[Frame], bool]:
    """Return what recognises an update of a model whose state is wanted."""

    def recognises(frame: Frame) -> bool:
        """Say whether this is it."""
        kind, content = parsed(frame)
        of_model = kind == "comm_msg" and content["comm_id"] == model
        return of_model and wanted(content["data"].get("state") or {})

    return recognises
