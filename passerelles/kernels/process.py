"""A forked kernel seen from its server, with the manners of a Popen."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import select
import signal
import socket
import subprocess

from passerelles.kernels.orders import CannotForkError, ZygoteGoneError

GROUP = 1 << 2  # PIDFD_SIGNAL_PROCESS_GROUP, Linux 6.9
_living: set[ForkedProcess] = set()  # a kernel ends when its connection does, not when its manager is forgotten


class ForkedProcess:
    """A kernel that a zygote forks; everything is told by packets on `connection`, in any order."""

    stdin = stdout = stderr = None

    def __init__(self, connection: socket.socket, args: list[str]) -> None:
        """`connection` is ours from now on."""
        self.args = args
        self.pid = 0
        self.returncode: int | None = None
        self.bound = False
        self._connection = connection
        self._pidfd = -1
        self._problem = ""
        self._reaped = False

    async def ready(self, timeout: float) -> None:
        """Wait until the kernel has bound its sockets.

        Raises CannotForkError, or ZygoteGoneError when that is the reason; nothing of it is left then.
        """
        try:
            async with asyncio.timeout(timeout):
                while self.poll() is None and not self._problem and not (self.bound and self.pid):
                    await self._news()
            if self._problem or self.returncode is not None:
                error = CannotForkError if self._problem or self._reaped else ZygoteGoneError
                raise error(self._problem or "the kernel ended while it started")
        except TimeoutError:
            self.abandon()
            raise CannotForkError(f"the kernel was not ready after {timeout:g} s") from None
        except BaseException:
            self.abandon()
            raise
        _living.add(self)

    def poll(self) -> int | None:
        """Return the exit status, None while it runs. Costs one system call."""
        while self.returncode is None and self._receive():
            pass
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Block until it ends and return its exit status. Raises subprocess.TimeoutExpired."""
        while self.poll() is None:
            if not select.select([self._connection], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
        return self.returncode or 0

    async def ended(self) -> int:
        """Wait until it ends and return its exit status."""
        while self.poll() is None:
            await self._news()
        return self.returncode or 0

    def send_signal(self, signum: int) -> None:
        """Signal the kernel and what it started in its group; as with Popen, nothing happens when none is left."""
        with contextlib.suppress(ProcessLookupError):
            try:
                signal.pidfd_send_signal(self._pidfd, signum, None, GROUP)
            except OSError as problem:
                if problem.errno != errno.EINVAL:
                    raise
                if self.poll() is None:  # before Linux 6.9; it is not reaped, so the number is still its own
                    os.killpg(self.pid, signum)

    def kill(self) -> None:
        """Kill the group."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the group to end."""
        self.send_signal(signal.SIGTERM)

    def close(self) -> None:
        """Give the descriptors back; the exit status stays known."""
        _living.discard(self)
        self._connection.close()
        if self._pidfd >= 0:
            os.close(self._pidfd)
            self._pidfd = -1

    def abandon(self) -> None:
        """Kill a kernel that nobody will use, and close."""
        self.poll()
        if self._pidfd >= 0:
            with contextlib.suppress(OSError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
        self.close()

    def _receive(self) -> bool:
        """Take one packet in; False when there is none."""
        try:
            data, descriptors, _, _ = socket.recv_fds(self._connection, 65_536, 1, socket.MSG_CMSG_CLOEXEC)
        except BlockingIOError:
            return False
        except OSError:
            data, descriptors = b"", []
        word, _, rest = data.decode(errors="replace").partition(" ")
        if word == "pid":
            self.pid, self._pidfd = int(rest), descriptors[0]
        elif word == "bound":
            self.bound = True
        elif word == "error":
            self._problem = rest
        elif word == "exit":
            self.returncode, self._reaped = int(rest), True
        else:  # the zygote is gone and took it along
            self.returncode = -signal.SIGKILL
        return True

    async def _news(self) -> None:
        """Wait until a packet comes. The descriptor is doubled: several tasks may wait at once."""
        loop = asyncio.get_running_loop()
        came: asyncio.Future[None] = loop.create_future()
        descriptor = os.dup(self._connection.fileno())
        loop.add_reader(descriptor, _wake, came)
        try:
            await came
        finally:
            loop.remove_reader(descriptor)
            os.close(descriptor)


def _wake(future: asyncio.Future[None]) -> None:
    """End the wait of a future, once."""
    if not future.done():
        future.set_result(None)
