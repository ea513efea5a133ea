"""A launch order: what a kernel to be forked needs to know, and whether forking can honour it."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

LAUNCHER = ["-m", "ipykernel_launcher"]
READ_AT_START = re.compile(
    r"PYTHON[A-Z0-9]+|PYTHON_(GIL|JIT|CPU_COUNT)|LD_[A-Z_]+|MALLOC_\w+|GLIBC_TUNABLES"
    r"|LC_[A-Z]+|LANG(UAGE)?|HOME|MPLCONFIGDIR|XDG_(CONFIG|CACHE|DATA)_HOME"
)
HONOURED = frozenset({"env", "cwd", "stdout", "stderr", "independent", "extra_arguments", "kernel_id"})


class CannotForkError(Exception):
    """The launch cannot be a fork, or the fork failed; the message says why. The cure is to spawn."""


class ZygoteGoneError(CannotForkError):
    """The zygote died before its answer; another may succeed."""


@dataclass(frozen=True)
class Order:
    """What a kernel is told: the arguments after the launcher, its whole environment, its folder."""

    argv: list[str]
    env: dict[str, str]
    cwd: str

    def file(self) -> int:
        """Return a new anonymous file holding this order; the caller closes its descriptor."""
        descriptor = os.memfd_create("order")
        with open(descriptor, "wb", closefd=False) as file:
            file.write(json.dumps(asdict(self)).encode(errors="surrogateescape"))
        return descriptor

    @classmethod
    def read(cls, descriptor: int) -> Order:
        """Read the order back from its anonymous file and close it."""
        os.lseek(descriptor, 0, os.SEEK_SET)
        with open(descriptor, "rb") as file:
            return cls(**json.loads(file.read()))


def order_of(command: list[str], options: Mapping[str, Any]) -> Order:
    """Translate what would be given to Popen. Raises CannotForkError for what only a new interpreter can do."""
    if command[0] != sys.executable or command[1:3] != LAUNCHER:
        raise CannotForkError(f"not a kernel of this interpreter: {' '.join(command[:3])}")
    if unknown := {name for name, value in options.items() if name not in HONOURED and value is not None}:
        raise CannotForkError(f"only Popen knows {', '.join(sorted(unknown))}")
    if options.get("independent"):
        raise CannotForkError("an independent kernel outlives this process")
    env = dict(os.environ if options.get("env") is None else options["env"])
    if (path := env.get("PYTHONPATH")) and not all(map(os.path.isabs, path.split(os.pathsep))):
        raise CannotForkError("PYTHONPATH depends on the folder")
    return Order(command[3:], env, os.path.join(os.getcwd(), options.get("cwd") or ""))  # noqa: PTH109, PTH118 (as Popen)


def outputs_of(options: Mapping[str, Any]) -> tuple[int, int]:
    """Return the descriptors of standard output and error. Raises CannotForkError for a pipe that Popen would make."""
    given = [options.get("stdout"), options.get("stderr")]
    found = [default if value is None else value for default, value in zip((1, 2), given, strict=True)]
    stdout, stderr = (value if isinstance(value, int) else value.fileno() for value in found)
    if min(stdout, stderr) < 0:
        raise CannotForkError("only Popen makes pipes")
    return stdout, stderr


def settings_of(env: Mapping[str, str]) -> dict[str, str]:
    """Return the part of an environment that an interpreter reads when it starts: kernels that share it can fork."""
    return {name: value for name, value in env.items() if READ_AT_START.fullmatch(name)}
