"""Kernels started per second through AsyncMultiKernelManager, forked and spawned, in a process of its own each time.

`python -m bench.kernels PROVISIONER COUNT` starts that many at once, waits until each is ready, prints JSON.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.arms import OURS
from bench.plan import Plan
from bench.serving import ROOT

COUNT = 30
SECONDS = 120.0
PROVISIONERS = {OURS: "forking-provisioner", "spawned": "local-provisioner"}
VARIABLE = "JUPYTER_DEFAULT_PROVISIONER_NAME"
CLIENTS = {
    OURS: "passerelles.kernels.client.WelcomeClient",
    "spawned": "jupyter_client.asynchronous.client.AsyncKernelClient",
}


def kernels(plan: Plan) -> None:
    """Start kernels both ways in each round."""
    for turn in range(plan.rounds):
        for arm, provisioner in PROVISIONERS.items():
            plan.say(f"{COUNT} kernels · round {turn + 1}/{plan.rounds} · {provisioner}")
            with tempfile.TemporaryDirectory(dir=plan.folder) as folder:
                told = _measured(provisioner, CLIENTS[arm], Path(folder))
            if told is None:
                plan.results.note(f"kernels were not started with the {provisioner}")
                continue
            plan.results.add("kernels", "started per second", arm, COUNT / told["seconds"], unit="/s", size=COUNT)
            plan.results.add("kernels", "failures", arm, told["failures"], unit="kernels", size=COUNT)


def _measured(provisioner: str, client: str, folder: Path) -> dict[str, float] | None:
    """Return what the process printed, None when it failed."""
    environment = {**os.environ, VARIABLE: provisioner, "JUPYTER_RUNTIME_DIR": str(folder)}
    command = [sys.executable, "-m", "bench.kernels", client, str(COUNT)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=2 * SECONDS)
    return json.loads(done.stdout) if done.returncode == 0 else None


async def started(client: str, count: int) -> dict[str, float]:
    """Start `count` kernels at once; return the seconds until the last is ready, and how many failed.

    One kernel is started before, so that a warm process is measured on both sides.
    """
    from jupyter_client.multikernelmanager import AsyncMultiKernelManager
    from traitlets.config import Config

    config = Config({"AsyncKernelManager": {"client_class": client}})
    manager = AsyncMultiKernelManager(config=config)
    await _ready(manager)
    start = time.perf_counter()
    outcomes = await asyncio.gather(*(_ready(manager) for _ in range(count)), return_exceptions=True)
    seconds = time.perf_counter() - start
    await manager.shutdown_all(now=True)
    return {"seconds": seconds, "failures": sum(isinstance(outcome, BaseException) for outcome in outcomes)}


async def _ready(manager: Any) -> None:
    """Start a kernel and wait until it is ready."""
    kernel = manager.get_kernel(await manager.start_kernel(kernel_name="python3"))
    client = kernel.client()
    client.start_channels()
    try:
        await client.wait_for_ready(timeout=SECONDS)
    finally:
        client.stop_channels()


if __name__ == "__main__":
    print(json.dumps(asyncio.run(started(sys.argv[1], int(sys.argv[2])))))
