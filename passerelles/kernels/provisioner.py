"""The provisioner that forks; what cannot be forked is spawned as usual."""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import Float, List, Unicode

from passerelles.kernels.orders import CannotForkError, Order, ZygoteGoneError, order_of, outputs_of
from passerelles.kernels.process import ForkedProcess
from passerelles.kernels.zygotes import Zygote, can_fork, preload_of, zygote_for

_said: set[str] = set()  # reasons already logged by this process


class ForkingProvisioner(LocalProvisioner):
    """Starts a kernel by forking a warm process; everything else is as with a local kernel."""

    preload = List(
        Unicode(),
        config=True,
        help="""Modules that the zygote imports before it forks. Leave out those that ask at import whether they run
        in a notebook. The environment variable PASSERELLES_KERNEL_PRELOAD (comma-separated) gives the default.""",
    )
    fork_timeout = Float(60.0, config=True, help="Seconds a fork may take, the zygote's own start included.")

    process: Any

    def _preload_default(self) -> list[str]:
        """Return what the environment names."""
        return preload_of(os.environ)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork, or spawn as LocalProvisioner does. See KernelProvisionerBase."""
        if not can_fork():
            return await super().launch_kernel(cmd, **kwargs)
        try:
            self.process = await self._forked(cmd, kwargs)
        except (CannotForkError, OSError) as problem:
            self._say(str(problem))
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info

    async def _forked(self, cmd: list[str], options: dict[str, Any]) -> ForkedProcess:
        """Return a forked kernel, bound; a zygote that dies meanwhile is replaced once. Raises CannotForkError."""
        order, outputs = order_of(cmd, options), outputs_of(options)
        zygote = zygote_for(self.preload, order.env)
        try:
            return await self._born(zygote, order, outputs, cmd)
        except ZygoteGoneError:
            zygote.kill()
            return await self._born(zygote_for(self.preload, order.env), order, outputs, cmd)

    async def _born(self, zygote: Zygote, order: Order, outputs: tuple[int, int], cmd: list[str]) -> ForkedProcess:
        """Ask a zygote for a kernel and wait until it is bound. Raises CannotForkError."""
        process = ForkedProcess(zygote.ask(order, *outputs), cmd)
        await process.ready(self.fork_timeout)
        zygote.proved = True
        return process

    def _say(self, problem: str) -> None:
        """Log why kernels are spawned, once per reason."""
        if problem not in _said:
            _said.add(problem)
            self.log.warning("kernels are spawned, not forked: %s", problem)

    async def wait(self) -> int | None:
        """Wait for the end without polling. See KernelProvisionerBase."""
        if not isinstance(self.process, ForkedProcess):
            return await super().wait()
        code = await self.process.ended()
        self.process.close()
        self.process = None
        return code

    async def send_signal(self, signum: int) -> None:
        """Signal the kernel's group. See KernelProvisionerBase."""
        if isinstance(self.process, ForkedProcess):
            self.process.send_signal(signum)
        else:
            await super().send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """Kill the group and wait for the end, so that nobody has to poll. See KernelProvisionerBase."""
        await super().kill(restart)
        await self._gone(5)

    async def shutdown_requested(self, restart: bool = False) -> None:
        """Notice the end of a kernel that was asked to end as soon as it comes. See KernelProvisionerBase."""
        await self._gone(0.5)

    async def _gone(self, timeout: float) -> None:
        """Wait until the kernel has ended, at most `timeout` seconds."""
        if isinstance(self.process, ForkedProcess):
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.process.ended(), timeout)
