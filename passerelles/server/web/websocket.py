"""The websocket between a page and its kernel. Nothing of a failure, and no line of source, reaches the browser."""

from __future__ import annotations

import asyncio
import json
import struct
from typing import Any

import zmq
from jupyter_server.services.kernels.connection.base import deserialize_msg_from_ws_v1
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection

from passerelles.server.voila.execution import own_topic
from passerelles.server.web.security import event, log
from passerelles.text import t

V1 = "v1.kernel.websocket.jupyter.org"
CONTROL_TARGET = "jupyter.widget.control"  # the one comm a page opens: it asks for the state of the views
MALFORMED = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, RecursionError, struct.error,
)  # fmt: skip
CHANNELS = ("iopub", "shell")  # nothing that a page may say goes by the others
WELCOME = 1.0  # seconds for a kernel to welcome a subscriber
MOST_PARTS = 16  # channel, four parts of JSON, and buffers that no view of ours sends


class ScrubbedConnection(ZMQChannelsWebsocketConnection):
    """Drops what a page has no business to send, and rewrites errors before they leave. Opens without a fixed wait."""

    _subscribing = False

    def request_kernel_info(self) -> Any:
        """Ask nothing: our kernels speak the protocol of this very environment."""
        if not self._kernel_info_future.done():
            self._kernel_info_future.set_result({})
        return self._kernel_info_future

    def create_stream(self) -> None:
        """Connect the channels that a page needs; see upstream, which connects four."""
        self._subscribing = True
        for channel in CHANNELS:
            connect = getattr(self.kernel_manager, f"connect_{channel}")
            self.channels[channel] = connect(identity=self.session.bsession)
            self.channels[channel].channel = channel

    def nudge(self) -> asyncio.Future[None]:
        """Return what is done when the kernel's messages reach us: at once for channels that were kept open."""
        return asyncio.ensure_future(self._heard())

    async def _heard(self) -> None:
        """Wait for the first message, the kernel's welcome; a kernel that says nothing is nudged as upstream does."""
        if not self._subscribing:
            return
        stream, heard = self.channels["iopub"], asyncio.Event()
        stream.on_recv(lambda _: heard.set())
        stream.setsockopt(zmq.SUBSCRIBE, own_topic())
        try:
            await asyncio.wait_for(heard.wait(), WELCOME)
        except TimeoutError:
            if not stream.closed():
                await super().nudge()
        finally:
            self._subscribing = False
            if not stream.closed():
                stream.stop_on_recv()

    def handle_incoming_message(self, incoming_msg: Any) -> None:
        """Pass a message of the page on to the kernel; a malformed one is dropped and the page lives on."""
        try:
            if self._opens_another_target(incoming_msg):
                log.warning("refused a comm to another target")
                return
            if self.channels:
                self.multi_kernel_manager.touched(self.kernel_id)
            super().handle_incoming_message(incoming_msg)
        except MALFORMED as error:
            event("malformed websocket message", error)

    def _opens_another_target(self, message: Any) -> bool:
        """Say whether a message would create a widget or any other thing in the kernel."""
        if self.subprotocol == V1:
            check_frame(message)
            _, parts = deserialize_msg_from_ws_v1(message)
            header, content = json.loads(parts[0]), json.loads(parts[3])
        elif isinstance(message, str):
            header, content = (json.loads(message)[part] for part in ("header", "content"))
        else:
            return True  # binary frames of the old protocol: no view of ours sends buffers
        return bool(header["msg_type"] == "comm_open" and content.get("target_name") != CONTROL_TARGET)

    def _on_zmq_reply(self, stream: Any, msg_list: Any) -> None:
        """Pass a message of the kernel on to the page, unless it says something about code."""
        if self.subprotocol == V1:
            parts = list(msg_list)
            content = scrubbed(json.loads(bytes(parts[0]))["msg_type"], lambda: json.loads(bytes(parts[3])))
            if content is not None:
                parts[3] = json.dumps(content).encode()
            if content != {}:
                super()._on_zmq_reply(stream, parts)
            return
        content = scrubbed(msg_list["header"]["msg_type"], lambda: msg_list["content"])
        if content != {}:
            super()._on_zmq_reply(stream, msg_list if content is None else {**msg_list, "content": content})


def check_frame(frame: bytes) -> None:
    """Raise ValueError unless a frame of the newer protocol lists as many offsets as it says.

    Upstream believes the count: eight bytes of a page would keep the server busy until its memory is full.
    """
    count = int.from_bytes(frame[:8], "little")
    offsets = [int.from_bytes(frame[8 * n : 8 * n + 8], "little") for n in range(1, min(count, MOST_PARTS) + 1)]
    if not 6 <= count <= MOST_PARTS or offsets != sorted(offsets) or offsets[-1] > len(frame):
        raise ValueError("frame")


def scrubbed(kind: str, read: Any) -> dict[str, Any] | None:
    """Return what replaces the content of a message: None to leave it, an empty dictionary to drop the message.

    `read` returns the content; it is only called for kinds that may tell something about code.
    """
    if kind == "stream":
        return {} if read().get("name") == "stderr" else None
    if kind == "error" or (kind.endswith("_reply") and read().get("status") == "error"):
        name = event(f"a kernel sent a message of kind {kind}")
        sentence = t("server.kernel-error", event=name)
        return {"status": "error", "ename": "Erreur", "evalue": sentence, "traceback": [sentence]}
    return None if kind != "execute_input" else {}
