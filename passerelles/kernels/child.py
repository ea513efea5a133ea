"""What a child does between its fork and its kernel's loop."""

from __future__ import annotations

import atexit
import ctypes
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from passerelles.kernels.orders import Order

if TYPE_CHECKING:
    from passerelles.kernels.zygote import Launch

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)
_zygote = os.getpid()


def run(launch: Launch) -> None:
    """Become the kernel that was ordered and serve it; a failure before it is bound is told, and ends the child."""
    try:
        settle(launch)
        app = start(Order.read(launch.order))
        launch.tell("bound")
        os.close(launch.connection)
    except BaseException:
        launch.tell("error " + traceback.format_exc())
        os._exit(1)
    app.start()


def settle(launch: Launch) -> None:
    """Make the process its own: session, parent, signals, descriptors, chance, farewells."""
    os.setsid()
    _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != _zygote:  # it died before the line above
        os._exit(1)
    reset_signals()
    os.dup2(launch.stdout, 1)
    os.dup2(launch.stderr, 2)
    os.close(launch.stdout)
    os.close(launch.stderr)
    atexit._clear()
    reseed()


def reset_signals() -> None:
    """Put every signal back to what a new interpreter has, and block none."""
    for signum in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(signum, signal.SIG_DFL)
        except (OSError, ValueError):  # those the C library keeps
            continue
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def reseed() -> None:
    """Give each child its own chance."""
    for module in ("random", "numpy.random"):
        if loaded := sys.modules.get(module):
            loaded.seed()


def start(order: Order) -> Any:
    """Build the kernel's application from its order, sockets bound. Returns it."""
    os.environ.clear()
    os.environ.update(order.env)
    time.tzset()
    os.chdir(order.cwd)
    from ipykernel.kernelapp import IPKernelApp

    app = IPKernelApp.instance(parent_handle=1)  # 1: no thread to watch our parent, it is watched already
    app.initialize(order.argv)
    for module, hook in HOOKS.items():
        if module in sys.modules:
            hook(sys.modules[module])
    return app


HOOKS: dict[str, Callable[[Any], Any]] = {
    "ipywidgets": lambda module: module.register_comm_target(),
}
