"""Runs a notebook's code cells in a kernel, all asked for at once, and collects what they give."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Iterator, Sequence
from hmac import compare_digest
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.session import DELIM

from passerelles.server.voila.outputs import Outputs
from passerelles.server.web.security import event

LIMIT = 60.0  # seconds for all cells of a page
LOOK = 0.1  # seconds between two looks at whether the kernel lives
NUDGE = 1000  # milliseconds without a word after which a kernel is asked for one


class KernelDied(Exception):
    """The kernel ended before its cells did."""


async def run_cells(manager: Any, sources: Sequence[str], limit: float = LIMIT) -> Outputs:
    """Run code cells in the kernel of a manager and return what they gave; a failing one does not stop the others.

    After `limit` seconds the kernel is interrupted and what still runs counts as failed. Raises KernelDied at once
    when there is no kernel any more. The sockets are closed in any case.
    """
    context = zmq.asyncio.Context(manager.context)  # shares the manager's: its threads and its limit of sockets
    context.rcvhwm = 0  # a page that prints a lot loses no message while others are being made
    client = manager.client(context=context)
    channels = (client.iopub_channel, client.shell_channel)
    dying, run = asyncio.ensure_future(_death(manager)), _Run(client)
    running = asyncio.ensure_future(run.all(sources))
    try:
        await asyncio.wait({dying, running}, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        if running.done():
            return running.result()
        if dying.done():
            raise KernelDied
        event("the cells of a lesson took too long")
        await manager.interrupt_kernel()
        run.outputs.give_up()
        return run.outputs
    finally:
        for task in (dying, running):
            task.cancel()
        for channel in channels:
            channel.stop()


class _Run:
    """One run. `outputs` can be read at any time."""

    def __init__(self, client: Any) -> None:
        """`client`: a kernel client of which only shell and iopub are used."""
        self._client = client
        self.outputs = Outputs([])

    async def all(self, sources: Sequence[str]) -> Outputs:
        """Ask for all cells at once, then listen until each has ended."""
        client = self._client
        await self._subscribed()
        options = {"store_history": False, "allow_stdin": False, "stop_on_error": False}
        self.outputs = Outputs([client.execute(source, **options) for source in sources])
        socket = client.iopub_channel.socket
        while not self.outputs.complete:
            await socket.poll()
            for frames in _received(socket):
                self.outputs.take(message_of(frames, client.session))
        return self.outputs

    async def _subscribed(self) -> None:
        """Wait for the first word on iopub, the kernel's welcome; an old kernel that has none is made to speak."""
        socket = self._client.iopub_channel.socket
        socket.subscribe(own_topic())
        while not await socket.poll(NUDGE):
            self._client.kernel_info()


def message_of(frames: list[bytes], session: Any) -> dict[str, Any]:
    """Return a message of the kernel: header, parent_header and content as JSON has them, and buffers.

    Raises ValueError when it is not signed as the session wants. Unlike `Session.deserialize` it leaves dates alone,
    which is most of the work there.
    """
    signature, header, parent, metadata, content, *buffers = frames[frames.index(DELIM) + 1 :]
    if session.auth is not None and not compare_digest(session.sign([header, parent, metadata, content]), signature):
        raise ValueError("signature")
    told = {"header": header, "parent_header": parent, "content": content}
    return {name: json.loads(part) for name, part in told.items()} | {"buffers": buffers}


def own_topic() -> bytes:
    """Return a topic of nobody else's, to subscribe to after all others: a kernel welcomes each topic only once."""
    return f"passerelles-{secrets.token_hex(8)}".encode()


def _received(socket: zmq.asyncio.Socket) -> Iterator[list[bytes]]:
    """Yield the messages that are there."""
    direct: zmq.Socket[bytes] = zmq.Socket.shadow(socket.underlying)  # no future for each
    while direct.poll(0):
        yield direct.recv_multipart()


async def _death(manager: Any) -> None:
    """Return when the kernel has ended."""
    while await manager.is_alive():
        await asyncio.sleep(LOOK)
