"""A kernel in the sandbox, driven by a test, and what is left of it afterwards."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from traitlets.config import Config

from passerelles.kernels import sandbox_box
from passerelles.kernels.sandbox import SandboxKernelManager, SandboxProvisioner

SECRET = "CLEF-DU-QUIZ-8231"


def require_sandbox() -> None:
    """Skip where there is no sandbox, but never in CI."""
    if why := sandbox_box.unavailable():
        reason = f"bubblewrap cannot be used here: {why}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)


@dataclass
class Said:
    """What came out of one piece of code; `status` is ok, error, or dead when its kernel died."""

    status: str
    text: str


class Box:
    """One kernel in the sandbox, until `close`."""

    def __init__(self, **limits: Any) -> None:
        """Start it with these settings of the provisioner."""
        self._runner = asyncio.Runner()
        config = Config({"SandboxProvisioner": limits})
        self.manager = SandboxKernelManager(kernel_name="python3", config=config)
        try:
            self._runner.run(self._start())
            assert isinstance(self.manager.provisioner, SandboxProvisioner)
            self.provisioner = self.manager.provisioner
            self.first = int(self.provisioner.pid or 0)
            self.namespace = str(Path(f"/proc/{self.first}/ns/pid").readlink())
        except BaseException:
            self._runner.run(self.manager.shutdown_kernel(now=True))
            self._runner.close()
            raise

    def run(self, code: str, seconds: float = 60) -> Said:
        """Run code to its end, or to the end of its kernel."""
        return self.wait_for_end(self.client.execute(code), seconds)

    def wait_for_end(self, asked: str, seconds: float = 60) -> Said:
        """Wait for the end of what was asked, or of its kernel."""
        return self._runner.run(self._heard(asked, seconds))

    def wait_for(self, text: str) -> None:
        """Wait until the kernel has said a text."""
        self._runner.run(self._until(text))

    def value(self, expression: str) -> Any:
        """Return the value of an expression, as JSON carries it."""
        said = self.run(f"import json; print(json.dumps({expression}))")
        assert said.status == "ok", said.text
        return json.loads(said.text)

    def interrupt(self) -> None:
        """Interrupt what runs."""
        self._runner.run(self.manager.interrupt_kernel())

    def restart(self) -> None:
        """Start the kernel again."""
        self._runner.run(self._restart())

    def close(self) -> None:
        """End the kernel."""
        self._runner.run(self._stop())
        self._runner.close()

    async def _start(self) -> None:
        await self.manager.start_kernel(extra_arguments=["--HistoryManager.hist_file=:memory:"])
        await self._connect()

    async def _connect(self) -> None:
        self.client = self.manager.client()
        self.client.start_channels()
        await self.client.wait_for_ready(timeout=60)
        await self._heard(self.client.execute("import os"), 60)

    async def _restart(self) -> None:
        self.client.stop_channels()
        await self.manager.restart_kernel(now=True)
        await self._connect()

    async def _stop(self) -> None:
        self.client.stop_channels()
        await self.manager.shutdown_kernel(now=True)

    async def _until(self, text: str) -> None:
        while text not in str((await self.client.get_iopub_msg(timeout=60))["content"].get("text")):
            pass

    async def _heard(self, asked: str, seconds: float) -> Said:
        parts: list[str] = []
        async with asyncio.timeout(seconds):
            while await self.manager.is_alive():
                try:
                    message = await self.client.get_iopub_msg(timeout=0.2)
                except Empty:
                    continue
                if message["parent_header"].get("msg_id") != asked:
                    continue
                content = message["content"]
                parts += [content[k] for k in ("text", "evalue") if k in content]
                parts += [content["data"].get("text/plain", "")] if "data" in content else []
                if content.get("execution_state") == "idle":
                    return Said(await self._status(asked), "".join(parts))
        return Said("dead", "".join(parts))

    async def _status(self, asked: str) -> str:
        while True:
            reply = await self.client.get_shell_msg()
            if reply["parent_header"].get("msg_id") == asked:
                return str(reply["content"]["status"])


def processes_in(namespace: str) -> Sequence[int]:
    """Return the living processes of a pid namespace."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            living = folder.name.isdecimal() and "\nState:\tZ" not in (folder / "status").read_text(errors="replace")
            if living and str((folder / "ns" / "pid").readlink()) == namespace:
                found.append(int(folder.name))
        except OSError:  # gone, or somebody else's
            continue
    return found
