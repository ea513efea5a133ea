"""How many pages this machine can keep open, and the limits of the system raised so that it really can."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    import zmq.asyncio

MIB = 2**20
FORKED_MIB = 30  # memory of one page: 21 measured when it opens, and room to grow
SPAWNED_MIB = 80  # the same where kernels cannot be forked
RESERVE_MIB = 700  # for the server, grading and a browser on the same machine
PAGES_PER_CORE = 160  # open pages hardly work; more of them would make a burst too long
FILES_PER_PAGE = 12  # sockets and pipes the server holds for one page: 9 measured, and room to spare
FILES_RESERVE = 200
MOST_FILES = 65_536
MOST_SOCKETS = 16_384  # of ZeroMQ; its own default of 1023 stops near 170 pages
CGROUP = Path("/sys/fs/cgroup")


def places(kernel_mib: int | None = None) -> int:
    """Return how many pages can be open at once, at least one; `kernel_mib` is the memory of one page's kernel."""
    each = kernel_mib or (FORKED_MIB if hasattr(os, "pidfd_open") else SPAWNED_MIB)
    by_memory = (available_mib() - RESERVE_MIB) // each
    by_files = (file_limit() - FILES_RESERVE) // FILES_PER_PAGE
    return max(1, min(by_memory, by_files, PAGES_PER_CORE * cores()))


def cores() -> int:
    """Return how many processors we may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def available_mib(cgroup: Path = CGROUP) -> int:
    """Return the memory that can be taken without swapping, in MiB; the limit of a container counts."""
    free: int = psutil.virtual_memory().available
    try:
        limit = int((cgroup / "memory.max").read_text())
        free = min(free, limit - int((cgroup / "memory.current").read_text()))
    except (OSError, ValueError):  # no container, or one without a limit ("max")
        pass
    return max(0, free) // MIB


def file_limit() -> int:
    """Return how many files this process may open once `raise_file_limit` was called."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return MOST_FILES
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    return MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)


def raise_file_limit() -> None:
    """Raise the limit on open files as far as the system lets us; a refusal leaves it as it was."""
    try:
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY and soft < file_limit():
            resource.setrlimit(resource.RLIMIT_NOFILE, (file_limit(), hard))
    except (ImportError, OSError, ValueError):
        return


def give_back_memory() -> None:
    """Give the system the memory that a class needed and nobody uses any more: on its own, glibc keeps it."""
    gc.collect()
    with contextlib.suppress(OSError, AttributeError):  # another C library: nothing to do
        ctypes.CDLL(None).malloc_trim(0)


def socket_context() -> zmq.asyncio.Context:
    """Return the ZeroMQ context of all kernels, with room for the sockets of every page; call before the first one."""
    import zmq.asyncio

    context = zmq.asyncio.Context()
    context.set(zmq.MAX_SOCKETS, min(MOST_SOCKETS, context.get(zmq.SOCKET_LIMIT)))
    return context
