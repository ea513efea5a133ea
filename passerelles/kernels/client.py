"""A client that waits for a kernel's welcome instead of a fixed time."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Coroutine
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient

PATIENCE = 0.3  # seconds in which a bound kernel that knows the welcome sends it
LOOK = 1.0  # seconds between two looks at whether the kernel still lives


class WelcomeClient(AsyncKernelClient):
    """Ready as soon as the kernel has seen our subscription and answered; as stock with kernels that send no welcome.

    Usable as `c.AsyncKernelManager.client_class`. See JEP 65 for `iopub_welcome`.
    """

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait at most `timeout` seconds. Raises RuntimeError when the kernel dies or does not answer in time."""
        end = time.monotonic() + (math.inf if timeout is None else timeout)
        if not await self._welcomed(end):
            await super().wait_for_ready(timeout=None if timeout is None else max(0.0, end - time.monotonic()))

    async def _welcomed(self, end: float) -> bool:
        """Say whether the welcome came, and then an answer; what our question caused on iopub is read away."""
        greeting = asyncio.ensure_future(self._iopub("iopub_welcome"))
        try:
            await asyncio.wait({greeting}, timeout=PATIENCE)
            if not greeting.done():  # still starting, or too old to greet: one that answers without greeting is
                await self._alive_until(self._recv_reply(self.kernel_info()), end, greeting)
                await asyncio.wait({greeting}, timeout=PATIENCE)
        finally:
            greeting.cancel()
        return greeting.done() and not greeting.cancelled() and await self._alive_until(self._answer(), end)

    async def _alive_until(self, work: Coroutine[Any, Any, Any], end: float, other: Any = None) -> bool:
        """Do `work` (or let `other` come first) while the kernel lives, until `end`; say whether it was done."""
        task = asyncio.ensure_future(work)
        waited = {task, other} - {None}
        try:
            while not (done := (await asyncio.wait(waited, timeout=LOOK, return_when=asyncio.FIRST_COMPLETED))[0]):
                if time.monotonic() > end or not await self.is_alive():
                    return False
            return task in done
        finally:
            task.cancel()

    async def _answer(self) -> None:
        """Ask who the kernel is, and read both its answer and what it says meanwhile."""
        asked = self.kernel_info()
        reply = await self._recv_reply(asked)
        await self._iopub("status", asked)
        self._handle_kernel_info_reply(reply)

    async def _iopub(self, kind: str, parent: str = "") -> None:
        """Read iopub up to a message of this kind; with a parent, up to its last one, which says idle."""
        while True:
            message: dict[str, Any] = await self.get_iopub_msg()
            if message["msg_type"] != kind:
                continue
            if not parent:
                return
            if message["parent_header"].get("msg_id") == parent and message["content"]["execution_state"] == "idle":
                return
