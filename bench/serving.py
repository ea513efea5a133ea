"""Starting one arm's server on a free port with temporary folders, and ending everything it started."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import proc
from bench.arms import Arm, Place
from bench.pages.quiz import VARIABLE

ROOT = Path(__file__).resolve().parents[1]
START = 90.0  # seconds a server may take until it answers
STOP = 15.0
UNWANTED = (
    "PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH", "JUPYTER_DEFAULT_PROVISIONER_NAME",
)  # fmt: skip
OWN = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")  # one folder for each run


class NotReady(Exception):
    """A server that did not answer in time, or ended; the message holds its last lines."""


@dataclass
class Server:
    """A running server. `pid` is its own process; what descends from it is kernels and their helpers."""

    arm: Arm
    url: str
    pid: int

    def kernels(self) -> list[proc.Process]:
        """Return the processes that the server started."""
        return proc.descendants(self.pid)


def set_up() -> None:
    """Ready this process to start servers: orphans adopted, files allowed, no setting that slows or misleads them."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, we end our servers too
    proc.adopt_orphans()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    for name in UNWANTED:
        os.environ.pop(name, None)


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(place: Place) -> dict[str, str]:
    """Return the environment of a server: ours, with nothing of this user's Jupyter, and the content to show."""
    own = {name: str(place.folder / name.lower()) for name in OWN}
    own["PASSERELLES_CACHE"] = str(place.content.parent / "cache")
    return {**os.environ, **own} | {"PYTHONPATH": str(ROOT), VARIABLE: str(place.content), "BOKEH_LOG_LEVEL": "error"}


@contextmanager
def serve(arm: Arm, content: Path, folder: Path) -> Iterator[Server]:
    """Serve an arm until the block ends. `folder` receives its data and log. Raises NotReady."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    place = Place(port, folder, content)
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            arm.command(place), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
            env=environment(place) | arm.environment, cwd=folder, start_new_session=True,
        )  # fmt: skip
    try:
        _wait(process, f"http://127.0.0.1:{port}", folder / "server.log")
        yield Server(arm, f"http://127.0.0.1:{port}", process.pid)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    """Wait until the server answers anything at all."""
    deadline = time.monotonic() + START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            urllib.request.urlopen(url + "/readyz", timeout=5).close()  # noqa: S310 - our own server
            return
        except urllib.error.HTTPError:
            return  # it says 404: it is there
        except OSError:
            time.sleep(0.05)
    raise NotReady(log.read_text(errors="replace")[-2000:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the server politely, then whatever is left of it and of its kernels."""
    started = proc.descendants(process.pid)
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    proc.end(started)
