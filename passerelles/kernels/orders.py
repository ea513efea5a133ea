"""A launch order: what a kernel to be forked needs to know, and whether forking can honour it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

LAUNCHER = ["-m", "ipykernel_launcher"]
READ_AT_START = ("PYTHON", "LD_", "MALLOC_", "LC_", "XDG_")
NAMED_AT_START = frozenset({"LANG", "LANGUAGE", "HOME", "GLIBC_TUNABLES", "MPLCONFIGDIR"})
HONOURED = frozenset({"env", "cwd", "stdin", "stdout", "stderr", "independent", "extra_arguments", "kernel_id"})


class CannotForkError(Exception):
    """This launch cannot be a fork, or the fork failed; the message says why. The cure is to spawn."""


@dataclass(frozen=True)
class Order:
    """What a kernel is told: the arguments after the launcher, its whole environment, its folder."""

    argv: list[str]
    env: dict[str, str]
    cwd: str

    def file(self) -> int:
        """Return a new anonymous file holding this order; the caller closes its descriptor."""
        descriptor = os.memfd_create("order", os.MFD_CLOEXEC)
        with open(descriptor, "wb", closefd=False) as file:
            file.write(json.dumps(asdict(self)).encode())
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
    env = options.get("env")
    return Order(command[3:], dict(os.environ if env is None else env), os.path.abspath(options.get("cwd") or "."))  # noqa: PTH100 (no resolving of links)


def settings_of(env: Mapping[str, str]) -> dict[str, str]:
    """Return the part of an environment that an interpreter reads when it starts: kernels that share it can fork."""
    return {name: value for name, value in env.items() if name.startswith(READ_AT_START) or name in NAMED_AT_START}
