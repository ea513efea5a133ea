"""What must be in place before a server says it is ready: port, private files, how it ends. Refusals have a cure."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import os
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tornado.netutil import bind_sockets

from passerelles.errors import Refusal
from passerelles.server.web.hosts import EVERYWHERE, is_loopback
from passerelles.text import t

HIGHEST_PORT = 65535
BACKLOG = 1024  # connections that wait to be accepted: a room that presses Start at once opens six per browser
RUN_FILE = "run.json"
SECRET_FILE = "cookie-secret"  # noqa: S105 - the name of a file
RUNTIME_PREFIX = "passerelles_"
IPC_NAME = len("/kernel-00000000-0000-0000-0000-000000000000-ipc-0")
LONGEST_SOCKET = 100  # bytes in the path of a socket; macOS takes 103, Linux 107


def open_port(port: int, ip: str) -> list[socket.socket]:
    """Return the sockets the server listens on, loopback included: kernels come from there. Raises Refusal."""
    if not 0 <= port <= HIGHEST_PORT:
        raise Refusal(t("server.port-range", port=port), t("server.port-range-cure"))
    try:
        sockets = bind_sockets(port, ip or None, backlog=BACKLOG)
        if ip not in EVERYWHERE and ip != "localhost" and not is_loopback(ip):
            sockets += bind_sockets(sockets[0].getsockname()[1], "127.0.0.1", backlog=BACKLOG)
        return sockets
    except OSError as error:
        raise _port_refusal(port, ip, error) from None


def _port_refusal(port: int, ip: str, error: OSError) -> Refusal:
    """Return what to tell about a port that cannot be used."""
    if error.errno == errno.EADDRINUSE:
        return Refusal(t("server.port-busy", port=port), t("server.port-busy-cure", other=port + 1))
    if error.errno in (errno.EACCES, errno.EPERM):
        return Refusal(t("server.port-denied", port=port), t("server.port-denied-cure"))
    return Refusal(t("server.address", ip=ip, port=port), t("server.address-cure"))


def stop_signal() -> asyncio.Event:
    """Return an event that SIGTERM and Ctrl+C set."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        if sys.platform == "win32":
            signal.signal(name, lambda *_: loop.call_soon_threadsafe(stop.set))
        else:
            loop.add_signal_handler(name, stop.set)
    return stop


def open_browser(url: str, say: Callable[[str], None], browser: str = "") -> None:
    """Open a page; on a machine without a browser, `say` what to do with the address."""
    opened = False
    with contextlib.suppress(webbrowser.Error, OSError):
        opened = webbrowser.get(browser or None).open(url, new=2)
    if not opened:
        say(t("server.no-browser", url=url))


def private_folder(path: Path) -> Path:
    """Return the data folder, made for its owner alone when absent. Raises Refusal when it cannot be written."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            return path
    except OSError as error:
        raise Refusal(t("server.data", where=path, reason=error.strerror), t("server.data-cure")) from None


def cookie_secret(data_dir: Path) -> bytes:
    """Return the secret that signs cookies, the same after each restart. Raises Refusal when it cannot be kept."""
    path = data_dir / SECRET_FILE
    try:
        if not path.exists():
            write_private(path, secrets.token_hex(32))
        found = path.read_text(encoding="ascii").strip().encode()
    except (OSError, ValueError) as error:
        raise Refusal(t("server.data", where=path, reason=type(error).__name__), t("server.data-cure")) from None
    if len(found) < 32:
        raise Refusal(t("server.secret", where=path), t("server.secret-cure", where=path))
    return found


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, in one step: it is there whole, or not at all."""
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


class RunFile:
    """`run.json`: where the running server is and the token the command line uses. Gone when the server is."""

    def __init__(self, data_dir: Path) -> None:
        """Stand in the data folder."""
        self.path = data_dir / RUN_FILE

    def write(self, **values: Any) -> None:
        """Write it, after having removed what a killed server left."""
        self._sweep()
        write_private(self.path, json.dumps({"pid": os.getpid(), **values}))

    def remove(self) -> None:
        """Remove it."""
        self.path.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove the temporary folder of a server that was killed."""
        try:
            left = Path(json.loads(self.path.read_text(encoding="utf-8"))["runtime"])
        except (OSError, ValueError, KeyError, TypeError):
            return
        if left.name.startswith(RUNTIME_PREFIX) and left.parent == Path(tempfile.gettempdir()):
            shutil.rmtree(left, ignore_errors=True)


def can_use_ipc(folder: Path) -> bool:
    """Say whether kernels can be reached by files of that folder: no other account of the machine can then listen."""
    return os.name == "posix" and len(str(folder)) + IPC_NAME < LONGEST_SOCKET


def runtime_folder() -> Path:
    """Return a new temporary folder: connection files, and an empty folder where kernels start."""
    folder = Path(tempfile.mkdtemp(prefix=RUNTIME_PREFIX))
    (folder / "vide").mkdir(mode=0o500)
    return folder
