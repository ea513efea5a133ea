"""The zygotes of this process: started when first needed, healed when they die, ended with it."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from passerelles.kernels.orders import CannotForkError, Order, ZygoteGoneError, settings_of

PRELOAD = "PASSERELLES_KERNEL_PRELOAD"
DEFAULT_PRELOAD = ("ipywidgets",)
BOOT = (
    "import sys; root = sys.argv.pop(1); sys.path.insert(0, root); from passerelles.kernels import child, zygote;"
    "sys.path.remove(root); sys.path[:1] = filter(None, sys.path[:1]); zygote.main()"
)
ROOT = Path(__file__).resolve().parents[2]
OWN = {"MALLOC_ARENA_MAX": "2"} | {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
OWN |= {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}  # else importing ipykernel warns about a debugger nobody uses
CHANCES = 3
KINDS = 4  # zygotes of one process; a launch that would need one more is spawned


class Zygote:
    """A zygote as its server sees it."""

    def __init__(self, preload: Iterable[str], settings: Mapping[str, str]) -> None:
        """Start it; it may be asked at once, and answers when it has imported `preload`."""
        self.proved = False  # a kernel came of it
        self._process: subprocess.Popen[bytes] | _Inherited
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.setblocking(False)
        me = os.pidfd_open(os.getpid())
        with theirs:
            given = (theirs.fileno(), me)
            self._process = subprocess.Popen(
                [sys.executable, "-c", BOOT, str(ROOT), *map(str, given), *preload],
                env={**settings, **OWN},
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=given,
                start_new_session=True,
            )
        os.close(me)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def ask(self, order: Order, stdout: int, stderr: int) -> socket.socket:
        """Ask for a kernel and return the connection on which its fate is told. Raises ZygoteGoneError."""
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        file = order.file()
        try:
            socket.send_fds(self._control, [b"fork"], [theirs.fileno(), file, stdout, stderr])
        except OSError as problem:
            ours.close()
            raise ZygoteGoneError(f"the zygote cannot be asked: {problem}") from problem
        finally:
            os.close(file)
            theirs.close()
        ours.setblocking(False)
        return ours

    def kill(self) -> None:
        """Make sure that one that does not answer is dead."""
        self._process.kill()
        self._process.wait()

    def close(self) -> None:
        """End it, with its kernels, unless it is our parent's."""
        if not isinstance(self._process, _Inherited):
            with contextlib.suppress(OSError):
                self._control.shutdown(socket.SHUT_RDWR)  # forks of ours may hold the socket too
        self._control.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self.kill()

    def inherit(self) -> None:
        """In a fork of our process: go on asking, a kernel ends with the process that asked for it."""
        self._process = _Inherited()


class _Inherited:
    """The process of our parent's zygote, with the manners of a Popen: not ours to end or to wait for."""

    pid = 0
    returncode: int | None = None

    def poll(self) -> int | None:
        """Return None until it is given up."""
        return self.returncode

    def kill(self) -> None:
        """Give it up."""
        self.returncode = -signal.SIGKILL

    def wait(self, timeout: float | None = None) -> None:
        """Wait for nothing."""


Kind = tuple[tuple[str, ...], frozenset[tuple[str, str]]]
_zygotes: dict[Kind, Zygote] = {}
_stillborn: Counter[Kind] = Counter()  # zygotes that died before any kernel came of them
_lock = threading.Lock()


def zygote_for(preload: Iterable[str], env: Mapping[str, str]) -> Zygote:
    """Return the living zygote whose forks suit `env`, started if need be.

    Raises CannotForkError when its like keep dying before a kernel came of them, or when there are too many kinds.
    """
    settings = settings_of(env)
    kind = (tuple(preload), frozenset(settings.items()))
    with _lock:
        known = _zygotes.get(kind)
        if known and known.alive:
            return known
        if known:
            known.close()
            _stillborn[kind] = 0 if known.proved else _stillborn[kind] + 1
        if _stillborn[kind] >= CHANCES:
            raise CannotForkError(f"{CHANCES} zygotes died before their first kernel")
        if not known and len(_zygotes) >= KINDS:
            raise CannotForkError("too many kinds of environment to keep a zygote for each")
        _zygotes[kind] = Zygote(kind[0], settings)
        return _zygotes[kind]


def preload_of(env: Mapping[str, str]) -> list[str]:
    """Return the modules to preload: those an environment names, or ours."""
    named = env.get(PRELOAD)
    return list(DEFAULT_PRELOAD) if named is None else [name.strip() for name in named.split(",") if name.strip()]


def warm(preload: Iterable[str] | None = None, env: Mapping[str, str] | None = None) -> bool:
    """Start a zygote now, without waiting for it, so that the first kernel finds it ready.

    `preload` and `env` are those of the kernels to come. Returns False where kernels can only be spawned.
    """
    env = os.environ if env is None else env
    if not can_fork():
        return False
    try:
        zygote_for(preload_of(os.environ) if preload is None else preload, env)
    except (CannotForkError, OSError):
        return False
    return True


def can_fork() -> bool:
    """Say whether this system has what forking kernels need: Linux, in short."""
    return all(hasattr(os, name) for name in ("fork", "pidfd_open", "memfd_create")) and hasattr(socket, "send_fds")


def close_zygotes() -> None:
    """End every zygote of this process, with its kernels."""
    with _lock:
        for zygote in _zygotes.values():
            zygote.close()
        _zygotes.clear()


def _inherit_zygotes() -> None:
    """In a fork of this process: use its zygotes, without owning them."""
    global _lock
    _lock = threading.Lock()
    for zygote in _zygotes.values():
        zygote.inherit()


atexit.register(close_zygotes)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_inherit_zygotes)
