"""Finding the process of a kernel from outside: forked kernels carry their zygote's command line."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psutil

UNIX_SOCKETS = Path("/proc/net/unix")
LISTENING = "00010000"


def kernel_pid(server: Any, kernel: str) -> int:
    """Return the process that listens on the sockets of a kernel of that server; elsewhere than on Linux, spawned ones
    are known by the connection file on their command line."""
    if not UNIX_SOCKETS.exists():
        return next(p.pid for p in psutil.process_iter() if f"kernel-{kernel}.json" in " ".join(p.cmdline()))
    folder = Path(server.run_file["runtime"])
    held = {
        line.split()[6]
        for line in UNIX_SOCKETS.read_text().splitlines()
        if f"{folder}/kernel-{kernel}" in line and line.split()[3] == LISTENING
    }
    assert held, f"nobody listens for kernel {kernel}"
    for name in Path("/proc").glob("[0-9]*"):
        if int(name.name) != server.process.pid and held & _sockets_of(name):
            return int(name.name)
    raise AssertionError("no process")


def _sockets_of(process: Path) -> set[str]:
    """Return the inodes of a process's sockets, none when it is gone."""
    try:
        return {link[8:-1] for f in (process / "fd").iterdir() if (link := str(f.readlink())).startswith("socket:[")}
    except OSError:
        return set()
