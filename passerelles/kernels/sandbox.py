"""Kernels for code that nobody trusts: inside bubblewrap, with no network, no files of this machine and hard limits.

Usable by any Jupyter application on Linux, for Python kernels: name `sandbox-provisioner` in a kernelspec or in
JUPYTER_DEFAULT_PROVISIONER_NAME, or use SandboxKernelManager, which cannot start a kernel anywhere else. Without a
sandbox nothing starts. Messages travel by Unix sockets that listen before the sandbox exists: no address is shared.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import zmq
import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.connect import KernelConnectionInfo, port_names
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Dict, Float, Integer, List, Type, Unicode, default

from passerelles.kernels import sandbox_box
from passerelles.kernels.sandbox_box import INSIDE, Order, SandboxError, View

_LONGEST_FOLDER = 80  # characters; a socket's whole name may take 107


class SandboxProvisioner(LocalProvisioner):
    """Starts an IPython kernel in a sandbox, and ends it with all it started when it passes a limit.

    What inside may be changed is a disk in memory that goes with it. `ended` tells the limit that ended it, if one did.
    """

    cpu = Integer(120, help="Seconds of processor time of each process.").tag(config=True)
    lifetime = Float(180.0, help="Seconds, by the clock on the wall, from start to end.").tag(config=True)
    memory = Integer(2**30, help="Bytes: addresses of each process, and memory of all together.").tag(config=True)
    processes = Integer(64, help="Processes and threads at a time; the kernel takes about fifteen.").tag(config=True)
    open_files = Integer(256, help="Open files of each process.").tag(config=True)
    file_size = Integer(2**25, help="Bytes of the largest file.").tag(config=True)
    disk = Integer(2**26, help="Bytes of all files.").tag(config=True)
    environment = List(
        Unicode(), ["LANG", "LC_ALL", "LC_CTYPE", "TZ"], help="The variables that are passed on; no others."
    ).tag(config=True)
    shown = List(Unicode(), help="Files and folders to be read inside, besides Python and its libraries.").tag(
        config=True
    )
    hidden = List(Unicode(), help="Folders seen empty, besides those of this package.").tag(config=True)
    files = Dict(Unicode(), help="Files to be read in the working folder: where they are, by name.").tag(config=True)

    ended: str | None = None
    _folder: Path | None = None
    _warden: _Warden | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Prepare a launch with private sockets; raises SandboxError when this machine has no sandbox."""
        manager = self.parent
        if why := sandbox_box.unavailable():
            raise SandboxError(f"there is no sandbox on this machine: {why}")
        if manager is None or self.kernel_spec.language.lower() != "python":
            raise SandboxError("the sandbox starts Python kernels, for a kernel manager")
        if self._folder is None:
            short = len(tempfile.gettempdir()) <= _LONGEST_FOLDER
            self._folder = Path(tempfile.mkdtemp(prefix="sandbox-", dir=None if short else "/tmp"))  # noqa: S108
        manager.transport, manager.ip, manager.cache_ports = "ipc", str(self._folder / "s"), False
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the kernel; of `cmd` only its options are kept. Raises SandboxError."""
        given = kwargs.get("env", os.environ)
        try:
            self._launch(
                [part for part in cmd if part.startswith("--")],
                {name: given[name] for name in self.environment if name in given},
            )
        except BaseException:
            await self.cleanup()
            raise
        return self.connection_info

    def _launch(self, options: list[str], environment: dict[str, str]) -> None:
        """Start the kernel, and watch it."""
        limits = {"CPU": self.cpu, "AS": self.memory, "NPROC": self.processes, "NOFILE": self.open_files}
        limits |= {"FSIZE": self.file_size, "CORE": 0, "MSGQUEUE": 0}
        info: dict[str, Any] = dict(self.connection_info)
        inside = {**info, "ip": f"{INSIDE}/s", "key": info["key"].decode()}
        with contextlib.ExitStack() as stack:
            sockets = {
                f"ipc://{INSIDE}/s-{info[name]}": stack.enter_context(_listening(f"{info['ip']}-{info[name]}")).fileno()
                for name in port_names
            }
            view = View(self.shown, self.hidden, self.files, self.disk)
            order = Order(limits, inside, sockets, options)
            self.process, self.pid = sandbox_box.start(view, order, environment)
        self.ended = None
        self._warden = _Warden(self)
        self._warden.start()

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel; nothing happens when it is gone. To kill it kills the whole sandbox."""
        if not self._warden:
            return
        if signum in (signal.SIGKILL, signal.SIGTERM):
            self._warden.kill()
        else:
            self._warden.signal_kernel(signum)

    def end(self, limit: str) -> None:
        """Kill the sandbox for passing a limit; the first one is remembered."""
        self.ended = self.ended or limit
        if self._warden:
            self._warden.kill()

    async def cleanup(self, restart: bool = False) -> None:
        """Leave no process and no file."""
        if self._warden:
            self._warden.kill()
            self._warden.join()
            self._warden = None
        if self.process:
            self.process.wait()
            self.process = None
        if self._folder and not restart:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        await super().cleanup(restart=restart)


class SandboxClient(AsyncKernelClient):
    """A client that a kernel cannot fill with messages: a larger one is dropped with its connection."""

    message = Integer(2**22, help="Bytes of the largest message.").tag(config=True)
    waiting = Integer(32, help="Messages that may wait in each socket.").tag(config=True)

    @default("context")
    def _context_default(self) -> zmq.asyncio.Context:
        """Return a context whose sockets have these limits."""
        self._created_context = True
        context = zmq.asyncio.Context()
        context.setsockopt(zmq.MAXMSGSIZE, self.message)
        context.setsockopt(zmq.RCVHWM, self.waiting)
        return context


class SandboxKernelManager(AsyncKernelManager):
    """Manages a kernel that starts in a sandbox or not at all, whatever provisioner is named elsewhere."""

    client_factory = Type(klass=AsyncKernelClient, default_value=SandboxClient)

    async def _async_pre_start_kernel(self, **kwargs: Any) -> tuple[list[str], dict[str, Any]]:
        """Prepare a start. Raises SandboxError."""
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or kwargs.get("kernel_id", "sandbox")
            self.provisioner = SandboxProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        return await super()._async_pre_start_kernel(**kwargs)

    pre_start_kernel = _async_pre_start_kernel


class _Warden(threading.Thread):
    """Watches a sandbox from outside until the last of its processes is gone."""

    period = 0.2  # seconds

    def __init__(self, provisioner: SandboxProvisioner) -> None:
        """Take the sandbox whose first process is `provisioner.pid`."""
        super().__init__(name="sandbox", daemon=True)
        self._provisioner, self._first = provisioner, int(provisioner.pid or 0)
        self._handle = os.pidfd_open(self._first)
        self._lock = threading.Lock()

    def run(self) -> None:
        """Kill at the first limit passed; close what is held when nothing is left."""
        poll, started = select.poll(), time.monotonic()
        poll.register(self._handle, select.POLLIN)
        while not poll.poll(1000 * self.period):
            if time.monotonic() > started + self._provisioner.lifetime:
                self._provisioner.end("lifetime")
            elif _memory(self._first) > self._provisioner.memory:
                self._provisioner.end("memory")
        with self._lock:
            os.close(self._handle)
            self._handle = -1

    def kill(self) -> None:
        """Kill the first process of the sandbox, with which all others die."""
        with self._lock, contextlib.suppress(OSError):
            if self._handle >= 0:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)

    def signal_kernel(self, signum: int) -> None:
        """Signal the kernel, the first child of the first process."""
        with self._lock, contextlib.suppress(OSError):
            if self._handle >= 0 and (children := _children(self._first)):
                os.kill(children[0], signum)


def _listening(path: str) -> socket.socket:
    """Return a new socket that listens there, in a folder of our own."""
    Path(path).unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(path)
    listening.listen()
    return listening


def _children(pid: int) -> list[int]:
    """Return the children of a process, the oldest first, none when it is gone."""
    try:
        return [int(p) for p in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]
    except OSError:
        return []


def _memory(pid: int) -> int:
    """Return the bytes that a process and all below it hold and share with no file."""
    total, found = 0, [pid]
    while found:
        here = found.pop()
        found += _tree(here)
        with contextlib.suppress(OSError):
            for line in Path(f"/proc/{here}/status").read_text(encoding="utf-8", errors="replace").splitlines():
                if line.startswith(("RssAnon:", "RssShmem:")):
                    total += 1024 * int(line.split()[1])
    return total


def _tree(pid: int) -> list[int]:
    """Return the children of every thread of a process."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with contextlib.suppress(OSError):
                found += [int(p) for p in (task / "children").read_text(encoding="ascii").split()]
    return found
