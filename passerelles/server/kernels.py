"""Kernels of learners: one owner each, a clean environment, a short-lived token, a limit."""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any, ClassVar

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.ioloop import PeriodicCallback
from tornado.web import HTTPError
from traitlets import Integer

from passerelles.paths import PACKAGE
from passerelles.server.registry import KernelRegistry
from passerelles.server.security import log

KEPT = frozenset(
    {
        "PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "VIRTUAL_ENV", "PYTHONPATH",
        "JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "PASSERELLES_COURSE",
        "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PATHEXT", "COMSPEC",
    }
)  # fmt: skip
QUIET = ("--HistoryManager.enabled=False", "--IPKernelApp.exec_lines=[]")
REAP_EVERY = 5000  # milliseconds


class NoRoom(HTTPError):
    """Too many pages are open on this machine: 503, to be tried again."""

    retry_after = 30

    def __init__(self) -> None:
        """Tell the browser to come back later."""
        super().__init__(HTTPStatus.SERVICE_UNAVAILABLE)


class LearnerKernels(AsyncMappingKernelManager):
    """The kernels of this server. `parent` is the application: it knows the API's address and the empty folder."""

    max_kernels = Integer(40, config=True, help="Pages of lessons that can be open at once on this machine.")
    kernels_per_learner = Integer(2, config=True, help="Pages one learner can keep open; the oldest is closed.")

    parent: Any
    registry: KernelRegistry
    ALLOWED: ClassVar[list[str]] = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]

    def __init__(self, **kwargs: Any) -> None:
        """Start without a kernel."""
        super().__init__(**kwargs)
        self.registry = KernelRegistry()
        self.allowed_message_types = self.ALLOWED
        self._reaper = PeriodicCallback(self.reap, REAP_EVERY)

    async def make_room(self, learner: str) -> None:
        """Close the learner's oldest pages beyond their share. Raises NoRoom when the machine is full."""
        for kernel in self.registry.kernels_of(learner)[: -self.kernels_per_learner + 1 or None]:
            await self.end(kernel)
        if len(self.registry) >= self.max_kernels:
            raise NoRoom

    async def start_lesson(self, kernel: str, learner: str, module: str) -> Any:
        """Start the kernel of a page and return its manager; on failure nothing of it is left."""
        token = self.registry.open(kernel, learner, module)
        try:
            await self.start_kernel(
                kernel_id=kernel,
                kernel_name="python3",
                cwd=str(self.parent.empty_dir),
                env=kernel_environment(os.environ, self.parent.kernel_settings | {"PASSERELLES_TOKEN": token}),
                extra_arguments=list(QUIET),
            )
            return self.get_kernel(kernel)
        except BaseException:
            self.registry.close(kernel)
            raise

    async def end(self, kernel: str) -> None:
        """Revoke a kernel's token, close its page's sockets and shut it down; an unknown one is ignored."""
        self.registry.close(kernel)
        close_sockets(kernel)
        if kernel in self:
            await self.shutdown_kernel(kernel, now=True)

    async def forget(self, learner: str) -> None:
        """End every kernel of a learner who is being erased."""
        for kernel in self.registry.kernels_of(learner):
            await self.end(kernel)

    async def alive(self, kernel: str) -> bool:
        """Say whether a kernel lives; one that is being started does."""
        if kernel not in self:
            return self.registry.owner(kernel) is not None
        manager: Any = self.get_kernel(kernel)
        return bool(await manager.is_alive())

    async def reap(self) -> None:
        """Bury the kernels that died on their own."""
        for kernel in self.list_kernel_ids():
            if not await self.alive(kernel):
                log.warning("kernel %s died", kernel)
                await self.end(kernel)

    def watch(self) -> None:
        """Look for dead kernels from now on."""
        self._reaper.start()

    def remove_kernel(self, kernel_id: str) -> Any:
        """See MultiKernelManager; the token goes with the kernel, whoever ended it."""
        self.registry.close(kernel_id)
        return super().remove_kernel(kernel_id)


def kernel_environment(own: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of a kernel: what it needs of ours by name, nothing else, and what is given."""
    kept = {name: value for name, value in own.items() if name in KEPT or name.startswith("LC_")}
    installed = {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}
    if PACKAGE.parent not in installed:  # a checkout: the kernel starts elsewhere and must find us
        kept["PYTHONPATH"] = os.pathsep.join(filter(None, [str(PACKAGE.parent), own.get("PYTHONPATH")]))
    return {**kept, **given}


def close_sockets(kernel: str) -> None:
    """Close the websockets of a kernel."""
    for connection in list(ZMQChannelsWebsocketConnection._open_sockets):
        if connection.kernel_id == kernel:
            connection.websocket_handler.close()
