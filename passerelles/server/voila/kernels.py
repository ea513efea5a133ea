"""Kernels of learners: one owner each, a clean environment, a short-lived token, a place in the room."""

from __future__ import annotations

import asyncio
import os
import sysconfig
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

import zmq.asyncio
from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager, ServerKernelManager
from tornado.ioloop import PeriodicCallback
from traitlets import Integer, default

from passerelles.kernels import warm
from passerelles.paths import PACKAGE
from passerelles.server.voila import capacity
from passerelles.server.voila.culling import Presence
from passerelles.server.voila.registry import KernelRegistry, Place
from passerelles.server.voila.waiting import Queue
from passerelles.server.web.security import log

KEPT = frozenset(
    {
        "PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "TEMP", "TMP", "VIRTUAL_ENV", "PYTHONPATH",
        "JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "PASSERELLES_COURSE",
        "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "PATHEXT", "COMSPEC",
    }
)  # fmt: skip
QUIET = ("--HistoryManager.enabled=False", "--IPKernelApp.exec_lines=[]")
PRELOAD = (
    "passerelles.widgets.lesson", "passerelles.widgets.item_view", "passerelles.widgets.freins_view",
    "passerelles.widgets.commitment_view", "passerelles.widgets.form_view", "passerelles.widgets.handin_view",
    "passerelles.widgets.case", "passerelles.widgets.roleplay",
    "IPython.display",
)  # fmt: skip
REAP_EVERY = 5000  # milliseconds
PRESSED = 30  # seconds: when others wait, a page that is gone makes room sooner


class NoKernel(Exception):
    """The kernel was ended before it had started."""


class QuietManager(ServerKernelManager):
    """A kernel's manager without Jupyter's event log: nobody reads it, and each kernel would validate its schemas."""

    def emit(self, schema_id: str, data: dict[str, Any]) -> None:
        """Tell nobody. See ServerKernelManager."""


class LearnerKernels(AsyncMappingKernelManager):
    """The kernels of this server. `parent` is the application: it knows the API's address and the empty folder."""

    max_kernels = Integer(0, config=True, help="Pages of lessons open at once; 0: what memory and processors allow.")
    kernel_mib = Integer(0, config=True, help="Memory of one page's kernel, in MiB; 0: as measured on the course.")
    kernels_per_learner = Integer(2, min=1, config=True, help="Pages one learner can keep open; the oldest is closed.")
    queue_size = Integer(300, config=True, help="Learners who can wait for a place; the next ones come back later.")
    starts_at_once = Integer(0, config=True, help="Kernels started at the same time; 0: twice the processors.")
    abandoned_after = Integer(120, config=True, help="Seconds after which a page that no longer answers is closed.")
    ping_every = Integer(20, config=True, help="Seconds between two signs of life asked of a page; 0: none is asked.")
    idle_after = Integer(7200, config=True, help="Seconds after which an open page nobody used is closed; 0: never.")

    parent: Any
    registry: KernelRegistry
    ALLOWED: ClassVar[list[str]] = ["comm_open", "comm_close", "comm_msg", "comm_info_request", "kernel_info_request"]

    def __init__(self, **kwargs: Any) -> None:
        """Start without a kernel."""
        super().__init__(**kwargs)
        self.registry, self.presence = KernelRegistry(), Presence()
        self.queue = Queue(self.queue_size)
        self.turns = asyncio.Semaphore(self.starts_at_once or 2 * capacity.cores())
        self.places = self.max_kernels or capacity.places(self.kernel_mib or None)
        self.allowed_message_types = self.ALLOWED
        self._used = False  # whether there was a page at the last look
        self._reaper = PeriodicCallback(self.reap, min(REAP_EVERY, 1000 * max(1, self.abandoned_after)))

    @default("kernel_manager_class")
    def _quiet_manager(self) -> str:
        """Return the class of the manager of one kernel."""
        return f"{__name__}.{QuietManager.__name__}"

    @default("context")
    def _roomy_context(self) -> zmq.asyncio.Context:
        """Return a ZeroMQ context with sockets enough."""
        self._created_context = True
        return capacity.socket_context()

    def has_room(self, learner: str) -> bool:
        """Say whether `reserve` would give this learner a place."""
        own = self.registry.kernels_of(learner)
        return bool(own) or self._short(learner) <= len(self._leftover())

    async def reserve(self, learner: str) -> Place | None:
        """Return a place for a page of this learner, None when they have to wait.

        Pages beyond the learner's share are closed, the oldest first. In a full room a learner who has a page gives
        it up for the new one; for the others, the pages nobody has open any more are closed.
        """
        own, short = self.registry.kernels_of(learner), self._short(learner)
        if own:
            closing = own[: max(len(own) + 1 - self.kernels_per_learner, int(short > 0))]
        else:
            closing = self._leftover()[: max(short, 0)]
        place = self.registry.reserve(learner) if own or len(closing) >= short else None
        if place:
            self.queue.leave(learner)
        for kernel in closing:  # at once: nobody else must count on the same places
            self.registry.close(kernel)
            self.presence.forget(kernel)
        await asyncio.gather(*map(self.end, closing))
        return place

    def sent(self, place: Place) -> None:
        """Note that the page of a place was sent, or could not be: from now on its socket is expected."""
        self.registry.give_back(place)
        if place.kernel and self.registry.owner(place.kernel):
            self.presence.opened(place.kernel)

    def _short(self, learner: str) -> int:
        """Return how many places lack for this learner and those who wait before them."""
        return len(self.registry) + self.queue.ahead(learner) + 1 - self.places

    def _leftover(self) -> list[str]:
        """Return the pages that make room when somebody waits."""
        return self.presence.abandoned(min(self.abandoned_after, PRESSED))

    async def start_lesson(self, kernel: str, learner: str, module: str) -> Any:
        """Start the kernel of a page and return its manager; on failure nothing of it is left."""
        token = self.registry.open(kernel, learner, module)
        for older in self.registry.kernels_of(learner)[: -self.kernels_per_learner]:
            await self.end(older)
        try:
            await self.start_kernel(
                kernel_id=kernel,
                kernel_name="python3",
                cwd=str(self.parent.empty_dir),
                env=self._environment(token),
                extra_arguments=list(QUIET),
            )
        except BaseException:
            self._sweep(kernel)
            for file in Path(self.connection_dir).glob(f"kernel-{kernel}*"):
                file.unlink(missing_ok=True)
            raise
        if self.registry.owner(kernel) is None:  # ended while it was being started
            await self.end(kernel)
            raise NoKernel(kernel)
        return self.get_kernel(kernel)

    async def end(self, kernel: str) -> None:
        """Revoke a kernel's token, close its page's sockets and shut it down; an unknown one is ignored."""
        self.registry.close(kernel)
        close_sockets(kernel)
        if kernel in self:
            await self.shutdown_kernel(kernel, now=True)

    async def forget(self, learner: str) -> None:
        """End every kernel of a learner who is being erased; they no longer wait for one either."""
        self.queue.leave(learner)
        for kernel in self.registry.kernels_of(learner):
            await self.end(kernel)

    async def alive(self, kernel: str) -> bool:
        """Say whether a kernel lives; one that is being started does."""
        if kernel not in self:
            return self.registry.owner(kernel) is not None
        manager: Any = self.get_kernel(kernel)
        return bool(await manager.is_alive())

    async def reap(self) -> None:
        """Bury the kernels that died on their own, and end those of pages that are gone or forgotten."""
        for kernel in self.list_kernel_ids():
            if not await self.alive(kernel):
                log.warning("kernel %s died", kernel)
                await self.end(kernel)
        over = {*self.presence.abandoned(self.abandoned_after), *self._idle(), *self._orphans()}
        await asyncio.gather(*map(self.end, over))
        if self._used and not self.registry:
            capacity.give_back_memory()
        self._used = bool(self.registry)

    def watch(self) -> None:
        """Get ready for the first page, and look for dead and useless kernels from now on."""
        warm(PRELOAD, self._environment(""))
        self._reaper.start()

    def start_watching_activity(self, kernel_id: str) -> None:
        """See MappingKernelManager, which reads every message a second time; here what a page says is its activity."""
        kernel: Any = self.get_kernel(kernel_id)
        kernel.reason, kernel.execution_state = "", "idle"
        self.touched(kernel_id)

    def touched(self, kernel_id: str) -> None:
        """Note that the page of a kernel said something."""
        kernel: Any = self.get_kernel(kernel_id)
        kernel.last_activity = datetime.now(UTC)

    def notify_connect(self, kernel_id: str) -> None:
        """See MappingKernelManager."""
        super().notify_connect(kernel_id)
        self.presence.connected(kernel_id)

    def notify_disconnect(self, kernel_id: str) -> None:
        """See MappingKernelManager."""
        super().notify_disconnect(kernel_id)
        self.presence.disconnected(kernel_id)

    def remove_kernel(self, kernel_id: str) -> Any:
        """See MultiKernelManager; the token and every other trace go with the kernel, whoever ended it."""
        self._sweep(kernel_id)
        return super().remove_kernel(kernel_id)

    def _environment(self, token: str) -> dict[str, str]:
        """Return the environment of a kernel with that token."""
        return kernel_environment(os.environ, self.parent.kernel_settings | {"PASSERELLES_TOKEN": token})

    def _idle(self) -> list[str]:
        """Return the kernels that nobody used for long, though their page is open."""
        if not self.idle_after:
            return []
        latest = datetime.now(UTC) - timedelta(seconds=self.idle_after)
        known = [(kernel, km) for kernel, km in self._kernels.items() if km.trait_has_value("last_activity")]
        return [kernel for kernel, km in known if km.last_activity < latest]

    def _orphans(self) -> list[str]:
        """Return the kernels that belong to nobody any more."""
        return [kernel for kernel in self.list_kernel_ids() if self.registry.owner(kernel) is None]

    def _sweep(self, kernel: str) -> None:
        """Remove what Jupyter would keep of a kernel: counts, ports, messages for a page that will not come back."""
        self.registry.close(kernel)
        self.presence.forget(kernel)
        for kept in (self._kernel_connections, self._kernel_ports, self._pending_kernels):
            kept.pop(kernel, None)
        for stream in self._kernel_buffers.pop(kernel, {"channels": {}})["channels"].values():
            if not stream.closed():
                stream.on_recv(None)
                stream.close()
        sessions = ZMQChannelsWebsocketConnection._open_sessions
        for key in [key for key in sessions if key.startswith(f"{kernel}:")]:
            del sessions[key]


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
