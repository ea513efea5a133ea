"""Kernels under test: started with a provisioner of our choice, asked for values, ended."""

from __future__ import annotations

import ast
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager, KernelManager

PATIENCE = 60  # seconds


def eventually(true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Return what `true` returns as soon as it is true; fail after a while."""
    end = time.monotonic() + seconds
    while not (found := true()):
        assert time.monotonic() < end, "it never became true"
        time.sleep(0.01)
    return found


def gone(pid: int) -> bool:
    """Say whether a process has ended, be it unburied."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return True


def children_of(pid: int) -> list[int]:
    """Return the living children of a process."""
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in listed if not gone(int(child))]


def managed(how: str, kind: type = KernelManager, **traits: Any) -> Any:
    """Return a manager whose kernels are started by the provisioner `how` ("forking", "local")."""
    config = traits.pop("config_of_provisioner", {})
    manager = kind(**traits)
    spec = KernelSpecManager().get_kernel_spec("python3")
    spec.metadata = {"kernel_provisioner": {"provisioner_name": f"{how}-provisioner", "config": config}}
    manager._kernel_spec = spec
    return manager


class Kernel:
    """A running kernel that can be asked."""

    def __init__(self, manager: Any) -> None:
        self.manager = manager
        self.client = manager.client()
        self.client.start_channels(hb=False)

    @property
    def process(self) -> Any:
        return self.manager.provisioner.process

    @property
    def pid(self) -> int:
        return int(self.process.pid)

    def run(self, code: str, value: str = "None") -> Any:
        """Run code, then return the value of an expression; an error in either fails the test."""
        asked = self.client.execute(code, user_expressions={"value": value}, store_history=False)
        content = self.reply(asked)
        assert content["status"] == "ok", content
        assert content["user_expressions"]["value"]["status"] == "ok", content["user_expressions"]["value"]
        return ast.literal_eval(content["user_expressions"]["value"]["data"]["text/plain"])

    def reply(self, asked: str) -> Any:
        """Return the content of the reply to a request; it does not depend on iopub."""
        while True:
            message = self.client.get_shell_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") == asked:
                return message["content"]

    def outputs(self, code: str) -> list[Any]:
        """Run code and return what it sends to iopub."""
        self.client.wait_for_ready(timeout=PATIENCE)
        found: list[Any] = []
        self.client.execute_interactive(code, output_hook=found.append, timeout=PATIENCE)
        return found

    def end(self, now: bool = True) -> None:
        """Shut it down."""
        self.client.stop_channels()
        self.client.context.destroy(linger=0)
        self.manager.shutdown_kernel(now=now)


@contextmanager
def kernel(
    how: str, config: dict[str, Any] | None = None, traits: dict[str, Any] | None = None, **options: Any
) -> Iterator[Kernel]:
    """Start a kernel, and end it afterwards. `options` are those of start_kernel."""
    manager = managed(how, config_of_provisioner=config or {}, **(traits or {}))
    own = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}  # ipykernel reads it
    options["env"] = {**own, **options.get("env", {})}
    manager.start_kernel(**options)
    running = Kernel(manager)
    try:
        yield running
    finally:
        running.end()


__all__ = ["AsyncKernelManager", "Kernel", "children_of", "eventually", "gone", "kernel", "managed"]
