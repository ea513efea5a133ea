"""Naming the machine and the versions: figures without them say nothing."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

PACKAGES = ("voila", "jupyter_server", "jupyter_client", "ipykernel", "ipywidgets", "anywidget", "nbgrader", "tornado")
PEERS = ("solara", "panel", "bokeh")


def described(peers: Path | None) -> list[str]:
    """Return the machine, the versions and the date, a line each. `peers`: the Python of Solara and Panel."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    cores = len(os.sched_getaffinity(0))
    return [
        f"{processor()}, {cores} cores, {memory:.0f} GiB of memory, {platform.system()} {platform.release()}",
        f"Python {platform.python_version()}, " + ", ".join(f"{name} {_version(name)}" for name in PACKAGES),
        f"Chromium: {_said(['chromium', '--version'])}" + (f"; {_peers(peers)}" if peers else ""),
        f"load before the run: {os.getloadavg()[0]:.2f}; {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    ]


def processor() -> str:
    """Return the processor's name."""
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _version(name: str) -> str:
    """Return the version of a package, a dash when it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return "–"


def _peers(python: Path) -> str:
    """Return the versions in the peers' environment."""
    code = f"from importlib.metadata import version as v; print(', '.join(f'{{n}} {{v(n)}}' for n in {PEERS!r}))"
    return _said([str(python), "-c", code])


def _said(command: list[str]) -> str:
    """Return the first line a command printed, a dash when it could not run."""
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0].strip()
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "–"
