"""How bubblewrap is asked for a sandbox: what can be seen there, and what starts in it.

Nothing of this machine is shared for writing, and of its files only what Python needs, for reading. As root, bubblewrap
itself sets the sandbox up and what runs inside becomes a uid that owns nothing; as anybody else, it is a user namespace
without a right in it, and the files of that person are simply not there.
"""

from __future__ import annotations

import functools
import json
import os
import secrets
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from passerelles.kernels import sandbox_filter

INSIDE = "/sandbox"  # our own few files, as they are named inside
HOME, WORK = "/tmp/home", "/tmp/work"  # noqa: S108 - names inside the sandbox, on a disk of its own
NOBODY = 65534
TRANSIENT = range(61184, 65520)  # uids for services that pass, says systemd: files never belong to them
SYSTEM = (
    *("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/share/zoneinfo", "/usr/share/fonts", "/etc/fonts"),
    *("/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/alternatives", "/etc/localtime"),
)
FIXED = {  # variables that everybody gets
    "HOME": HOME,
    "LANG": "C.UTF-8",
    "MALLOC_ARENA_MAX": "2",  # addresses are counted
    "OMP_NUM_THREADS": "1",  # and so are threads
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
_LAUNCH = Path(__file__).with_name("sandbox_launch.py")
_TAKE_A_FILE = ("--ro-bind-data", "--seccomp")

Why = Literal["system", "missing", "forbidden"]


class SandboxError(RuntimeError):
    """No sandbox, so nothing was started."""


@dataclass(frozen=True)
class View:
    """What is seen inside besides Python: `files` by their name in the working folder; the folders `hidden` never."""

    shown: Sequence[str] = ()
    hidden: Sequence[str] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    disk: int = 2**26  # bytes of the only place that can be written


@dataclass(frozen=True)
class Order:
    """What starts inside: limits by RLIMIT name, and a kernel's connection, sockets (by address) and arguments."""

    limits: Mapping[str, int]
    connection: Mapping[str, Any] = field(default_factory=dict)
    sockets: Mapping[str, int] = field(default_factory=dict)
    arguments: Sequence[str] = ()


def unavailable() -> Why | None:
    """Say why this machine has no sandbox: not Linux, bubblewrap is missing, or the system forbids it; None: it has."""
    if sys.platform != "linux" or sandbox_filter.program() is None:
        return "system"
    found = shutil.which("bwrap")
    if not found:
        return "missing"
    return None if _works(found) else "forbidden"


@functools.cache
def _works(bwrap: str) -> bool:
    """Try a sandbox in which nothing starts."""
    try:
        process, _ = start(View(), Order({"CORE": 0}), {})
    except SandboxError:
        return False
    return process.wait() == 0


def start(view: View, order: Order, environment: Mapping[str, str]) -> tuple[subprocess.Popen[bytes], int]:
    """Start a sandbox; return bubblewrap's process, which ends with it, and the pid of the sandbox's first process.

    That process can only be killed from outside, and all others die with it; it dies with the thread that called.
    Raises SandboxError.
    """
    found = shutil.which("bwrap")
    if not found:
        raise SandboxError("bubblewrap (the command bwrap) is not installed")
    with ExitStack() as held:
        told, tell = os.pipe()
        held.callback(os.close, told)
        with ExitStack() as given:  # closed on our side once bubblewrap has them
            given.callback(os.close, tell)
            arguments = list(_arguments(view, order, given))
            passed = [int(a) for a, b in zip(arguments[1:], arguments, strict=False) if b in _TAKE_A_FILE]
            process = subprocess.Popen(
                [found, "--info-fd", str(tell), *arguments],
                pass_fds=[tell, *passed, *order.sockets.values()],
                env={"PATH": str(Path(sys.executable).parent), **FIXED, **environment},
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # what is printed there is counted by nobody
                stderr=subprocess.DEVNULL,
                cwd="/",
                start_new_session=True,
            )
        return process, _first_process(process, told)


def _first_process(process: subprocess.Popen[bytes], told: int) -> int:
    """Return the pid that bubblewrap tells; raises SandboxError when it ends without telling."""
    said = b""
    while b"}" not in said:
        part = os.read(told, 4096)
        if not part:
            process.kill()
            raise SandboxError(f"bubblewrap ended with status {process.wait()} before the sandbox was ready")
        said += part
    return int(json.loads(said)["child-pid"])


def _arguments(view: View, order: Order, held: ExitStack) -> Iterator[str]:
    """Yield bubblewrap's arguments; the files they name by number stay open as long as `held`."""
    user = _stranger() if os.geteuid() == 0 else None
    yield from ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
    if user is None:
        yield from ("--unshare-user", "--uid", str(NOBODY), "--gid", str(NOBODY))
    else:
        yield from ("--cap-drop", "ALL", "--cap-add", "CAP_SETUID", "--cap-add", "CAP_SETGID")
    yield from ("--hostname", "sandbox", "--new-session", "--die-with-parent")
    yield from _seen(view)
    for name, data in _data(order, user).items():
        yield from ("--perms", "0444", "--ro-bind-data", str(_readable(data, held)), name)
    yield from ("--ro-bind", str(_LAUNCH), f"{INSIDE}/launch.py", "--remount-ro", "/", "--chdir", WORK)
    yield from ("--seccomp", str(_readable(sandbox_filter.program() or b"", held)))
    yield from ("--", sys.executable, "-s", "-B", f"{INSIDE}/launch.py", f"{INSIDE}/order.json")


def _seen(view: View) -> Iterator[str]:
    """Yield the arguments that make the file system, what is hidden after what is shown."""
    shown = _topmost({*SYSTEM, *_python(), *view.shown} - {"/"})
    yield from _folders([*shown, f"{INSIDE}/-"])
    for path in shown:
        linked = path in SYSTEM and Path(path).is_symlink() and Path(path).resolve().is_dir()
        yield from ("--symlink", str(Path(path).readlink()), path) if linked else ("--ro-bind-try", path, path)
    yield from ("--proc", "/proc", "--dev", "/dev")
    yield from ("--size", str(view.disk), "--perms", "1777", "--tmpfs", "/dev/shm", "--remount-ro", "/dev")  # noqa: S108
    yield from ("--size", str(view.disk), "--perms", "1777", "--tmpfs", "/tmp")  # noqa: S108
    for folder in (HOME, WORK):
        yield from ("--perms", "1777", "--dir", folder)
    files = {f"{WORK}/{name}": file for name, file in view.files.items()}
    yield from _folders(path for path in files if Path(path).parent != Path(WORK))
    for path, file in files.items():
        yield from ("--ro-bind", file, path)
    for path in map(os.path.realpath, (*view.hidden, *_ours())):
        if any(Path(path).is_relative_to(os.path.realpath(other)) for other in shown) and Path(path).is_dir():
            yield from ("--tmpfs", path, "--remount-ro", path)


def _folders(paths: Iterable[str]) -> Iterator[str]:
    """Yield the arguments that make the folders of these paths, readable even if outside they are a home folder."""
    made = {parent for path in paths for parent in Path(path).parents} - {Path("/"), Path(WORK), Path(WORK).parent}
    for folder in sorted(made):
        yield from ("--perms", "0755", "--dir", str(folder))


def _python() -> set[str]:
    """Return the folders of this Python, of its environment, and of their libraries."""
    places = {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}
    return places | {sysconfig.get_path(kind) for kind in ("stdlib", "platstdlib", "purelib", "platlib")}


def _ours() -> set[str]:
    """Return the folders of the package that this module came with: an editable install may have left a second one."""
    package = Path(__file__).resolve().parents[1]
    return {str(package), *(str(Path(place, package.name)) for place in _python())}


def _topmost(paths: set[str]) -> list[str]:
    """Return the paths that are not below another one."""
    return [path for path in sorted(paths) if not any(str(parent) in paths for parent in Path(path).parents)]


def _data(order: Order, user: int | None) -> dict[str, bytes]:
    """Return the contents of our own files inside, by name."""
    kernel = {"sockets": dict(order.sockets), "arguments": ["-f", f"{INSIDE}/kernel.json", *order.arguments]}
    launched = {"user": user, "limits": dict(order.limits), "kernel": kernel if order.sockets else None}
    number = NOBODY if user is None else user
    return {
        f"{INSIDE}/order.json": json.dumps(launched).encode(),
        f"{INSIDE}/kernel.json": json.dumps(dict(order.connection)).encode(),
        "/etc/passwd": f"sandbox:x:{number}:{number}::{HOME}:/bin/false\n".encode(),
    }


def _readable(data: bytes, held: ExitStack) -> int:
    """Return the number of an open file with these bytes in it."""
    number = os.memfd_create("sandbox")
    held.callback(os.close, number)
    os.write(number, data)
    os.lseek(number, 0, os.SEEK_SET)
    return number


def _stranger() -> int:
    """Return a uid under which nothing runs: the processes of a uid are counted together."""
    taken = {file.stat().st_uid for file in Path("/proc").iterdir() if file.name.isdecimal() and file.exists()}
    return secrets.choice([uid for uid in TRANSIENT if uid not in taken])
