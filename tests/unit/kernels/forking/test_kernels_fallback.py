"""When something fails: another zygote, or spawning with one line in the log."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.kernels import AsyncKernelManager, children_of, eventually, gone, kernel, managed

from passerelles.kernels import close_zygotes, provisioner, warm, zygotes
from passerelles.kernels.application import config_of
from passerelles.kernels.orders import CannotForkError, Order, order_of, outputs_of, settings_of
from passerelles.kernels.process import ForkedProcess
from passerelles.kernels.zygotes import Zygote, zygote_for

PLAIN = [sys.executable, "-m", "ipykernel_launcher", "-f", "k.json"]


@pytest.fixture(autouse=True)
def nothing_said(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Reasons are logged once by process: each test is a new one."""
    monkeypatch.setattr(provisioner, "_said", set())
    caplog.set_level(logging.WARNING)


@pytest.fixture
def own(modules: dict[str, str]) -> Iterator[Zygote]:
    """A zygote for one test, ready: it has forked."""
    env = {**os.environ, **modules}
    with kernel("forking", {"preload": []}, env=modules):
        pass
    yield zygote_for([], env)
    os.kill(zygote_for([], env).pid, signal.SIGKILL)


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "spawned" in record.getMessage()]


def test_a_killed_zygote_takes_its_kernels_along_and_is_replaced(own: Zygote, modules: dict[str, str]) -> None:
    with kernel("forking", {"preload": []}, env=modules) as first:
        os.kill(own.pid, signal.SIGKILL)
        eventually(lambda: gone(first.pid))
        assert eventually(lambda: first.process.poll()) == -signal.SIGKILL
        assert not first.manager.is_alive()
        with kernel("forking", {"preload": []}, env=modules) as second:
            assert isinstance(second.process, ForkedProcess)
            assert second.run("import os", "os.getppid()") != own.pid


def test_a_kernel_restarts_from_a_new_zygote(own: Zygote, modules: dict[str, str]) -> None:
    with kernel("forking", {"preload": []}, env=modules) as running:
        info = running.manager.get_connection_info()
        os.kill(own.pid, signal.SIGKILL)
        running.manager.restart_kernel(now=True)
        assert isinstance(running.process, ForkedProcess)
        assert running.manager.get_connection_info() == info
        assert running.run("", "1") == 1


def test_a_zygote_killed_while_it_is_asked_is_replaced(
    own: Zygote, modules: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    async def life() -> Any:
        manager = managed("forking", AsyncKernelManager, config_of_provisioner={"preload": []})
        os.kill(own.pid, signal.SIGSTOP)
        starting = asyncio.ensure_future(manager.start_kernel(env={**os.environ, **modules}))
        await asyncio.wait({starting}, timeout=0.1)
        assert not starting.done()
        os.kill(own.pid, signal.SIGKILL)
        await starting
        process = manager.provisioner.process
        await manager.shutdown_kernel(now=True)
        return process

    assert isinstance(asyncio.run(life()), ForkedProcess)
    assert not said(caplog)


def test_a_launch_given_up_leaves_no_kernel(own: Zygote, modules: dict[str, str]) -> None:
    async def life() -> None:
        manager = managed("forking", AsyncKernelManager, config_of_provisioner={"preload": []})
        os.kill(own.pid, signal.SIGSTOP)
        starting = asyncio.ensure_future(manager.start_kernel(env={**os.environ, **modules}))
        await asyncio.wait({starting}, timeout=0.1)
        starting.cancel()
        await asyncio.wait({starting})

    asyncio.run(life())
    os.kill(own.pid, signal.SIGCONT)
    with kernel("forking", {"preload": []}, env=modules) as after:  # requests are served in order
        assert after.run("import os", "os.getppid()") == own.pid
        eventually(lambda: children_of(own.pid) == [after.pid])


def test_a_zygote_that_does_not_answer_is_not_waited_for_ever(
    own: Zygote, modules: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    os.kill(own.pid, signal.SIGSTOP)
    with kernel("forking", {"preload": [], "fork_timeout": 0.1}, env=modules) as running:
        assert isinstance(running.process, subprocess.Popen)
        assert running.run("", "1") == 1
    assert len(said(caplog)) == 1


def test_zygotes_that_die_at_once_are_not_started_for_ever(
    tmp_path: Path, modules: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "deadly.py").write_text(
        "import os, pathlib\npathlib.Path(__file__).with_name(f'died-{os.getpid()}').touch()\nos._exit(1)"
    )
    for _ in range(3):
        with kernel("forking", {"preload": ["deadly"]}, env=modules) as running:
            assert isinstance(running.process, subprocess.Popen)
            assert running.run("", "1") == 1
    assert len(list(tmp_path.glob("died-*"))) == zygotes.CHANCES
    assert len(said(caplog)) == 2  # it died while asked; then it is no longer tried


def test_a_zygote_with_threads_does_not_fork(
    tmp_path: Path, modules: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "threaded.py").write_text(
        "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()"
    )
    for _ in range(2):
        with kernel("forking", {"preload": ["threaded"]}, env=modules) as running:
            assert isinstance(running.process, subprocess.Popen)
            assert running.run("", "1") == 1
    assert said(caplog) == ["kernels are spawned, not forked: the zygote has 2 threads"]


def test_a_module_that_cannot_be_preloaded_is_left_to_the_kernels(
    tmp_path: Path, modules: dict[str, str], capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.py").write_text("raise ValueError('not today')")
    with kernel("forking", {"preload": ["broken", "colorsys"]}, env=modules) as running:
        assert isinstance(running.process, ForkedProcess)
        assert running.run("import sys", "('broken' in sys.modules, 'colorsys' in sys.modules)") == (False, True)
    assert capfd.readouterr().err.count("broken is not preloaded: not today") == 1


def test_a_launch_that_forking_cannot_honour_is_spawned(caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        with kernel("forking", umask=0o027) as running:
            assert isinstance(running.process, subprocess.Popen)
            assert running.run("import os", "(os.umask(0o077), os.getpid())") == (0o027, running.pid)
    assert said(caplog) == ["kernels are spawned, not forked: only Popen knows umask"]


def test_elsewhere_kernels_are_spawned_silently(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(os, "memfd_create")
    assert not warm()
    with kernel("forking") as running:
        assert isinstance(running.process, subprocess.Popen)
        assert running.run("", "1") == 1
    assert not said(caplog)


@pytest.mark.parametrize(
    ("command", "options", "reason"),
    [
        (["/usr/bin/python3", *PLAIN[1:]], {}, "not a kernel of this interpreter"),
        ([sys.executable, "-m", "ir_kernel"], {}, "not a kernel of this interpreter"),
        ([sys.executable, "-Xdev", *PLAIN[1:]], {}, "not a kernel of this interpreter"),
        (PLAIN, {"preexec_fn": os.setsid}, "only Popen knows preexec_fn"),
        (PLAIN, {"stdin": subprocess.PIPE}, "only Popen knows stdin"),
        (PLAIN, {"independent": True}, "outlives"),
        (PLAIN, {"env": {"PYTHONPATH": "src"}}, "depends on the folder"),
    ],
)
def test_what_cannot_be_forked_says_why(command: list[str], options: dict[str, Any], reason: str) -> None:
    with pytest.raises(CannotForkError, match=reason):
        order_of(command, options)


def test_pipes_are_left_to_popen() -> None:
    with pytest.raises(CannotForkError, match="pipes"):
        outputs_of({"stdout": subprocess.PIPE})
    assert outputs_of({"stderr": sys.__stdout__}) == (1, sys.__stdout__.fileno())


def test_an_order_of_any_size_and_alphabet_arrives_whole() -> None:
    order = Order(["-f", "é"], {"BIG": "x" * 1_000_000, "ODD": os.fsdecode(b"\xff\n=\xc3\xa9")}, "/tmp")
    assert Order.read(order.file()) == order


def test_only_what_an_interpreter_reads_goes_to_the_zygote() -> None:
    read = {"PYTHONUTF8": "1", "LD_LIBRARY_PATH": "/lib", "LC_ALL": "C", "HOME": "/h", "MALLOC_ARENA_MAX": "1"}
    secret = dict.fromkeys(["PASSERELLES_TOKEN", "PYTHONANYWHERE_KEY", "HOMEKEY", "AWS_SECRET", "LANGSMITH_KEY"], "s")
    assert settings_of(read | secret) == read


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["-f", "k.json", "--debug"],
        ["-f", "k.json", "--user=moi"],
        ["-f", "k.json", "--A.b=1", "--A.b=2"],
        ["-f", "k.json", "extra"],
        ["--f=k.json"],
    ],
)
def test_arguments_that_are_not_plain_need_the_real_parser(arguments: list[str]) -> None:
    assert config_of(arguments) is None


def test_plain_arguments_are_a_configuration() -> None:
    config = config_of(["-f", "k.json", "--HistoryManager.enabled=True", "--IPKernelApp.exec_lines=['a=1']"])
    assert config is not None
    assert config.IPKernelApp.connection_file == "k.json"
    assert config.HistoryManager.enabled == "True"
    assert config.IPKernelApp.exec_lines == "['a=1']"


def test_a_zygote_is_shared_by_the_kernels_it_suits(modules: dict[str, str]) -> None:
    env = {**os.environ, **modules}
    assert warm([], env)
    zygote = zygote_for([], env)
    assert zygote_for([], env | {"TOKEN": "x", "TZ": "UTC"}) is zygote
    assert zygote_for([], env | {"PYTHONHASHSEED": "3"}) is not zygote
    assert zygote_for(["colorsys"], env) is not zygote


def test_there_are_only_so_many_zygotes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zygotes, "KINDS", 0)
    with pytest.raises(CannotForkError, match="too many"):
        zygote_for([], {"PYTHONHASHSEED": "4"})
    assert not warm([], {"PYTHONHASHSEED": "4"})


def test_zygotes_started_by_a_thread_outlive_it(modules: dict[str, str]) -> None:
    starter = threading.Thread(target=warm, args=([], {**os.environ, **modules}))
    starter.start()
    starter.join()
    with kernel("forking", {"preload": []}, env=modules) as running:
        assert running.run("import os", "os.getppid()") == zygote_for([], {**os.environ, **modules}).pid


def test_closing_zygotes_ends_their_kernels(monkeypatch: pytest.MonkeyPatch, modules: dict[str, str]) -> None:
    monkeypatch.setattr(zygotes, "_zygotes", {})
    with kernel("forking", {"preload": []}, env=modules) as running:
        inner = running.run("import subprocess; p = subprocess.Popen(['sleep', '1000'])", "p.pid")
        zygote = running.run("import os", "os.getppid()")
        close_zygotes()
        assert gone(zygote)
        assert running.process.wait(timeout=60) == -signal.SIGKILL
        eventually(lambda: gone(running.pid) and gone(inner))


@pytest.mark.parametrize("named", ["colorsys, wave ,", ""])
def test_the_environment_names_what_to_preload(monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.setenv(zygotes.PRELOAD, named)
    assert provisioner.ForkingProvisioner().preload == (["colorsys", "wave"] if named else [])
