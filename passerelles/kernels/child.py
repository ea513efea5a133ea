"""What a child does between its fork and its kernel's loop."""

from __future__ import annotations

import atexit
import ctypes
import importlib.util
import logging
import os
import signal
import sys
import time
import traceback
import weakref
from typing import Any

from passerelles.kernels.application import application
from passerelles.kernels.launch import Launch
from passerelles.kernels.orders import Order

PR_SET_PDEATHSIG = 1
LAUNCHER = importlib.util.find_spec("ipykernel_launcher")
_libc = ctypes.CDLL(None)
_zygote = os.getpid()


def run(launch: Launch) -> None:
    """Become the kernel that was ordered and serve it; a failure before it is bound is told, and ends the child."""
    try:
        settle(launch)
        order = Order.read(launch.order)
        live_in(order)
        app = application(order.argv)
    except BaseException:
        launch.tell("error " + traceback.format_exc())
        os._exit(1)
    launch.tell("bound")
    os.close(launch.connection)
    app.start()


def settle(launch: Launch) -> None:
    """Make the process its own: session, parent, signals, descriptors, farewells, chance."""
    os.setsid()
    _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != _zygote:  # it died before the line above
        os._exit(1)
    reset_signals()
    for given, standard in ((launch.stdout, 1), (launch.stderr, 2)):
        os.dup2(given, standard)
        os.close(given)
    forget_farewells()
    reseed()


def reset_signals() -> None:
    """Put every signal back to what a new interpreter has, and block none."""
    for signum in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(signum, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for signum in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(signum, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])


def forget_farewells() -> None:
    """Drop what was to be done when the zygote ends, except what any interpreter does for itself."""
    atexit._clear()
    atexit.register(logging.shutdown)
    if loaded := sys.modules.get("multiprocessing.util"):
        atexit.register(loaded._exit_function)
    finalize: Any = weakref.finalize
    finalize._registry.clear()
    finalize._registered_with_atexit = False


def reseed() -> None:
    """Give each child its own chance."""
    for module in ("random", "numpy.random"):
        if loaded := sys.modules.get(module):
            loaded.seed()


def live_in(order: Order) -> None:
    """Take over the environment, the time zone, the folder and the arguments that were ordered."""
    os.environ.clear()
    os.environ.update(order.env, JPY_PARENT_PID=str(_zygote))
    time.tzset()
    os.chdir(order.cwd)
    tempfile: Any = sys.modules.get("tempfile")
    if tempfile:
        tempfile.tempdir = None  # it remembers where the zygote's was
    sys.argv[:] = [str(LAUNCHER and LAUNCHER.origin), *order.argv]
