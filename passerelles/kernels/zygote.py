"""The zygote: one thread, no event loop, no zmq context and no secret; it forks a kernel at each request.

A request is one packet on the control socket carrying four descriptors: a connection to whoever asked, the launch
order, standard output and standard error. The zygote never reads the order: its child does.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import select
import signal
import socket
import sys
from pathlib import Path

from passerelles.kernels.launch import Launch

MACHINERY = (
    "passerelles.kernels.application", "ipykernel.debugger", "IPython.core.completer", "IPython.core.completerlib",
    "IPython.core.debugger", "IPython.core.oinspect", "IPython.extensions.storemagic", "faulthandler",
    "IPython.core.logger", "psutil", "tornado.platform.asyncio",
)  # fmt: skip
TASKS = Path("/proc/self/task")


class Zygote:
    """Forks on request, reaps, and ends with its server."""

    def __init__(self, control: socket.socket, server: int) -> None:
        """`control` brings the requests; `server` is a pidfd of the process we serve."""
        self._control = control
        self._server = server
        self._children: dict[int, tuple[int, int]] = {}  # by pidfd: pid, connection
        self._askers: dict[int, int] = {}  # by connection: pid
        self._poll = select.poll()
        for descriptor in (control.fileno(), server):
            self._poll.register(descriptor, select.POLLIN)

    def serve(self) -> Launch | None:
        """Serve until the server is gone. Returns None in the zygote then, and its launch in each child."""
        while True:
            for descriptor, _ in self._poll.poll():
                if descriptor in self._children:
                    self._reap(descriptor)
                elif descriptor in self._askers:
                    self._orphan(descriptor)
                elif descriptor not in (self._server, self._control.fileno()):
                    continue  # an asker whose kernel was buried a moment ago
                elif descriptor == self._server or (launch := self._receive()) is None:
                    self._end()
                    return None
                elif self._fork(launch):
                    return launch

    def _receive(self) -> Launch | None:
        """Return the next request, None when the server closed its end. Fields are -1 when descriptors ran out."""
        data, descriptors, _, _ = socket.recv_fds(self._control, 16, len(Launch._fields))
        return Launch(*(descriptors + [-1] * 4)[:4]) if data else None

    def _fork(self, launch: Launch) -> bool:
        """Fork a kernel; say whether we are the child. A refusal is told to whoever asked."""
        if (threads := len(list(TASKS.iterdir()))) > 1:
            launch.tell(f"error the zygote has {threads} threads")
            launch.close()
            return False
        pid = -1
        try:
            pid = os.fork()
            if pid:
                self._adopt(pid, launch)
        except OSError as problem:  # no more processes or descriptors
            launch.tell(f"error {problem}")
            launch.close()
            if pid > 0:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)
        if pid == 0:
            self._forget()
        return pid == 0

    def _adopt(self, pid: int, launch: Launch) -> None:
        """Watch a child and tell whoever asked its pid, with a descriptor that can only ever mean this process."""
        watched = os.pidfd_open(pid)
        launch.tell(f"pid {pid}", watched)
        asker = os.dup(launch.connection)
        self._children[watched], self._askers[asker] = (pid, asker), pid
        self._poll.register(watched, select.POLLIN)
        self._poll.register(asker, 0)  # only its end is news
        launch.close()

    def _reap(self, watched: int) -> None:
        """Bury a dead child and tell its exit status."""
        pid, connection = self._children.pop(watched)
        if self._askers.pop(connection, None):
            self._poll.unregister(connection)
        _, status = os.waitpid(pid, 0)
        Launch(connection, -1, -1, -1).tell(f"exit {os.waitstatus_to_exitcode(status)}")
        self._poll.unregister(watched)
        os.close(watched)
        os.close(connection)

    def _orphan(self, connection: int) -> None:
        """Kill a kernel whose asker is gone: a fork of our server, perhaps, that was killed."""
        self._poll.unregister(connection)
        _kill(self._askers.pop(connection))

    def _forget(self) -> None:
        """In a child: close what belongs to the zygote."""
        self._control.close()
        os.close(self._server)
        for watched, (_, connection) in self._children.items():
            os.close(watched)
            os.close(connection)

    def _end(self) -> None:
        """Take the kernels along, with what they started."""
        for pid, _ in self._children.values():
            _kill(pid)


def _kill(pid: int) -> None:
    """Kill a child that is not reaped yet, and what it started in its group."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
        os.killpg(pid, signal.SIGKILL)


def preload(modules: list[str]) -> None:
    """Import what kernels will need; what cannot be imported is named once and left to them."""
    for module in modules:
        try:
            importlib.import_module(module)
        except Exception as problem:
            print(f"kernels: {module} is not preloaded: {problem}", file=sys.stderr, flush=True)


def main() -> None:
    """Run a zygote: arguments are the control socket, the server's pidfd, then the modules to preload."""
    control, server, *modules = sys.argv[1:]
    preload([*MACHINERY, *modules])
    from passerelles.kernels import application, child

    application.rehearse()
    gc.collect()
    gc.freeze()
    launch = Zygote(socket.socket(fileno=int(control)), int(server)).serve()
    if launch:
        child.run(launch)
