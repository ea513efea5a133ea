"""Ready when welcomed; as stock otherwise."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.asynchronous.client import AsyncKernelClient
from support.kernels import AsyncKernelManager, managed

from passerelles.kernels.client import WelcomeClient

CLIENT = "passerelles.kernels.client.WelcomeClient"


def with_client(how: str, use: Callable[[Any, WelcomeClient], Awaitable[Any]]) -> Any:
    """Start a kernel in a loop, give its manager and its client to `use`, end it, return what came of it."""

    async def life() -> Any:
        manager = managed(how, AsyncKernelManager, client_class=CLIENT)
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        try:
            return await use(manager, client)
        finally:
            client.stop_channels()
            await manager.shutdown_kernel(now=True)

    return asyncio.run(life())


@pytest.fixture
def stock(monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """Whether the stock way was taken: its timeouts."""
    taken: list[float | None] = []
    inherited = AsyncKernelClient.wait_for_ready

    async def noted(self: AsyncKernelClient, timeout: float | None = None) -> None:
        taken.append(timeout)
        await inherited(self, timeout=timeout)

    monkeypatch.setattr(AsyncKernelClient, "wait_for_ready", noted)
    return taken


def test_the_welcome_is_enough(how: str, stock: list[float | None]) -> None:
    async def use(manager: Any, client: WelcomeClient) -> list[str]:
        await client.wait_for_ready(timeout=60)
        asked = client.execute("print('seen')")
        kinds = []
        while (message := await client.get_iopub_msg(timeout=60))["content"].get("execution_state") != "idle":
            assert message["parent_header"]["msg_id"] == asked
            kinds.append(message["msg_type"])
        return kinds

    assert with_client(how, use) == ["status", "execute_input", "stream"]
    assert stock == []


def test_a_kernel_that_sends_no_welcome_is_awaited_as_before(
    stock: list[float | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(WelcomeClient, "_iopub", lambda *_: asyncio.sleep(3600))
    with_client("forking", lambda _, client: client.wait_for_ready(timeout=60))
    assert len(stock) == 1
    assert stock[0]
    assert stock[0] <= 60


def test_a_client_may_wait_again() -> None:
    async def use(manager: Any, client: WelcomeClient) -> Any:
        await client.wait_for_ready()
        await client.wait_for_ready(timeout=60)
        await manager.restart_kernel(now=True)
        await client.wait_for_ready(timeout=60)
        return (await client.execute("1", reply=True, timeout=60))["content"]["status"]

    assert with_client("forking", use) == "ok"


def test_a_dead_kernel_is_an_error() -> None:
    async def use(manager: Any, client: WelcomeClient) -> None:
        await manager.provisioner.kill()
        await client.wait_for_ready(timeout=60)

    with pytest.raises(RuntimeError, match="died"):
        with_client("forking", use)


def test_a_notebook_is_executed_by_nbclient_with_the_variable_alone(tmp_path: Path) -> None:
    """The way nbgrader takes: its own process, the environment variable, synchronous calls."""
    cells = [nbformat.v4.new_code_cell(code) for code in ("import os; a = 20", "print(a + 1, os.getppid())")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), tmp_path / "n.ipynb")
    script = (
        "import nbclient, nbformat, os\n"
        f"n = nbformat.read({str(tmp_path / 'n.ipynb')!r}, 4)\n"
        "for _ in range(2): nbclient.NotebookClient(n, shutdown_kernel='immediate').execute()\n"
        "print(n.cells[1].outputs[0].text, os.getpid())\n"
    )
    env = {**os.environ, "JUPYTER_DEFAULT_PROVISIONER_NAME": "forking-provisioner"}
    run = subprocess.run([sys.executable, "-c", script], env=env, capture_output=True, text=True, timeout=100)
    value, parent, runner = run.stdout.split()
    assert (value, run.returncode) == ("21", 0)
    assert parent != runner
