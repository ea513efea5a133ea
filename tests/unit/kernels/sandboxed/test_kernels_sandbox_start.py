"""A kernel in the sandbox starts, restarts, is interrupted, dies with all it started, or does not start at all."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.factory import KernelProvisionerFactory
from support.sandbox import Box, processes_in, require_sandbox

from passerelles.kernels import sandbox_box, sandbox_filter
from passerelles.kernels.sandbox import SandboxKernelManager
from passerelles.kernels.sandbox_box import SandboxError

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap exists on Linux only")
DAEMON = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(600)
    os._exit(0)
os.wait()
"""


def test_a_program_is_interrupted_and_the_kernel_goes_on(confined: Callable[..., Box]) -> None:
    box = confined()
    code = "import os, signal\nsignal.raise_signal(signal.SIGINT)"
    assert box.run(code).status == "error"
    box.client.execute("print('parti', flush=True)\nwhile True: pass")
    box.wait_for("parti")
    box.interrupt()
    after = box.run("1 + 1")
    while after.status == "aborted":  # it came while the kernel was still dropping what waited
        after = box.run("1 + 1")
    assert after.text == "2"


def test_it_starts_again_without_anything_of_before(confined: Callable[..., Box]) -> None:
    box = confined()
    box.run("open('trace', 'w').close(); a = 1")
    box.restart()
    assert box.run("import os; print(os.path.exists('trace'), 'a' in globals())").text.strip() == "False False"


@pytest.mark.parametrize(
    "code",
    [
        "import os; os._exit(0)",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import ctypes; ctypes.string_at(0)",
    ],
)
def test_a_kernel_that_ends_by_itself_is_dead(code: str, confined: Callable[..., Box]) -> None:
    assert confined().run(code).status == "dead"


def test_it_cannot_end_what_watches_it(confined: Callable[..., Box]) -> None:
    box = confined()
    box.run("import os, signal")
    for code in ("os.kill(1, signal.SIGKILL)", "os.kill(os.getppid(), signal.SIGSTOP)", "os.killpg(0, signal.SIGCONT)"):
        box.run(code)
    assert box.run("1 + 1").text == "2"
    assert len(processes_in(box.namespace)) == 2


def test_a_daemon_does_not_outlive_its_kernel(confined: Callable[..., Box]) -> None:
    box = confined()
    assert box.run(DAEMON).status == "ok"
    assert len(processes_in(box.namespace)) == 3
    assert box.run("os._exit(0)").status == "dead"  # the fixture looks for what is left


def test_a_sandbox_can_be_ended_for_another_reason(confined: Callable[..., Box]) -> None:
    box = confined()
    box.provisioner.end("output")
    box.provisioner.end("later")
    assert box.run("1").status == "dead"
    assert box.provisioner.ended == "output"


@pytest.mark.parametrize("manager", [SandboxKernelManager, AsyncKernelManager])
def test_without_bubblewrap_nothing_starts(
    manager: type[AsyncKernelManager], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "sandbox-provisioner")
    monkeypatch.setattr(KernelProvisionerFactory, "_instance", None)
    monkeypatch.setattr(subprocess, "Popen", lambda *a, **k: pytest.fail("something was started"))
    assert sandbox_box.unavailable() == "missing"
    with pytest.raises(SandboxError, match="missing"):
        asyncio.run(manager(kernel_name="python3").start_kernel())


def test_a_system_that_forbids_it_is_told_apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    refusing = tmp_path / "bwrap"
    refusing.write_text("#!/bin/sh\nexit 1\n")
    refusing.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.defpath}")
    assert sandbox_box.unavailable() == "forbidden"


def test_another_system_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_filter.platform, "machine", lambda: "riscv64")
    assert sandbox_box.unavailable() == "system"


def test_the_entry_point_gives_a_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    require_sandbox()
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "sandbox-provisioner")
    monkeypatch.setattr(KernelProvisionerFactory, "_instance", None)

    async def start() -> str:
        manager = AsyncKernelManager(kernel_name="python3")
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=60)
        said: list[str] = []
        await client.execute_interactive(
            "print(__import__('os').uname().nodename)",
            output_hook=lambda m: said.append(m["content"].get("text", "")),
        )
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        return "".join(said).strip()

    assert asyncio.run(start()) == "sandbox"


def test_another_language_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    require_sandbox()
    manager = SandboxKernelManager(kernel_name="python3")
    assert manager.kernel_spec is not None
    manager.kernel_spec.language = "R"
    with pytest.raises(SandboxError, match="Python"):
        asyncio.run(manager.start_kernel())


def test_it_dies_with_who_started_it(outside: dict[str, Any], tmp_path: Path) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from support.sandbox import Box\n"
        "box = Box()\n"
        "print(box.namespace, flush=True)\n"
        "input()"
    )
    tests = str(Path(__file__).resolve().parents[3])
    started = subprocess.Popen(
        [sys.executable, "-c", code, tests], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert started.stdout is not None
    namespace = started.stdout.readline().strip()
    handles = [os.pidfd_open(pid) for pid in processes_in(namespace)]
    assert len(handles) == 2
    started.send_signal(signal.SIGKILL)
    started.communicate()
    for handle in handles:
        poll = select.poll()
        poll.register(handle, select.POLLIN)
        assert poll.poll(30_000), "a process outlived its starter"
        os.close(handle)
