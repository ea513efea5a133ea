"""What only a forked kernel could get wrong: its process, its end, and the end of others."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.kernels import Kernel, children_of, eventually, gone, kernel, managed

from passerelles.kernels.process import ForkedProcess, _living
from passerelles.kernels.zygotes import Zygote, _zygotes, close_zygotes, zygote_for


def test_the_process_has_the_manners_of_a_popen(forked: Kernel) -> None:
    process = forked.process
    assert isinstance(process, ForkedProcess)
    assert (process.stdin, process.stdout, process.stderr, process.returncode) == (None, None, None, None)
    assert process.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(timeout=0)
    assert forked.run("import os", "os.getpid()") == process.pid


def test_a_signal_to_a_kernel_that_ended_reaches_nobody() -> None:
    with kernel("forking") as running:
        process = running.process
        process.kill()
        assert process.wait(timeout=60) == -signal.SIGKILL
        for send in (process.terminate, process.kill, lambda: process.send_signal(signal.SIGINT)):
            send()
        assert process.poll() == -signal.SIGKILL


def test_groups_are_signalled_on_older_systems_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before Linux 6.9 a descriptor cannot name a group: the system answers EINVAL."""
    with kernel("forking") as running:
        inner = running.run("import subprocess; p = subprocess.Popen(['sleep', '1000'])", "p.pid")
        monkeypatch.setattr("passerelles.kernels.process.GROUP", 1 << 30)
        running.process.kill()
        assert running.process.wait(timeout=60) == -signal.SIGKILL
        eventually(lambda: gone(inner))


def test_a_kernel_outlives_its_managers_variable() -> None:
    manager = managed("forking")
    manager.start_kernel()
    pid = manager.provisioner.pid
    del manager
    gc.collect()
    [process] = [process for process in _living if process.pid == pid]
    assert process.poll() is None
    process.kill()
    assert process.wait(timeout=60) == -signal.SIGKILL
    process.close()


def test_descriptors_are_given_back() -> None:
    def held(pid: int) -> int:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))

    zygote = zygote_for(["ipywidgets"], os.environ)
    counts = []
    for _ in range(3):
        with kernel("forking", {"preload": ["ipywidgets"]}) as running:
            assert running.run("", "1") == 1
        gc.collect()
        counts.append((held(os.getpid()), held(zygote.pid)))
    assert counts[1] == counts[2]


SERVER = """
import json, os, sys
from support.kernels import kernel
with kernel("forking", {"preload": []}) as running:
    inner = running.run("import subprocess; p = subprocess.Popen(['sleep', '1000'])", "p.pid")
    print(json.dumps([running.run("import os", "os.getppid()"), running.pid, inner]), flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """Another process with a zygote, a kernel, and what that kernel started."""
    path = os.pathsep.join([str(Path(__file__).parents[3]), *filter(None, [os.environ.get("PYTHONPATH")])])
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            [sys.executable, "-c", SERVER],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        assert process.stdout
        assert process.stdin
        yield process, json.loads(process.stdout.readline())
        process.kill()


def test_nobody_outlives_a_server_that_is_killed(server: tuple[subprocess.Popen[str], list[int]]) -> None:
    process, pids = server
    assert not [pid for pid in pids if gone(pid)]
    process.kill()
    process.wait()
    eventually(lambda: all(map(gone, pids)))


def test_nobody_outlives_a_server_that_ends(server: tuple[subprocess.Popen[str], list[int]]) -> None:
    process, pids = server
    process.communicate("")
    assert process.returncode == 0
    eventually(lambda: all(map(gone, pids)))


def test_a_forgotten_descriptor_does_not_keep_the_zygote() -> None:
    """Were the control socket left open in some other process, the zygote would still see its server's death."""
    held, theirs = os.pipe()
    child = os.fork()
    if not child:
        process = Zygote([], {})
        copy = os.dup(process._control.fileno())
        os.set_inheritable(copy, True)
        keeper = subprocess.Popen(["sleep", "1000"], pass_fds=[copy])
        os.write(theirs, f"{process.pid} {keeper.pid}".encode())
        os._exit(0)
    zygote, keeper_pid = map(int, os.read(held, 100).split())
    os.waitpid(child, 0)
    eventually(lambda: gone(zygote))
    os.kill(keeper_pid, signal.SIGKILL)
    os.close(held)
    os.close(theirs)


def test_a_fork_of_the_server_leaves_its_zygotes_alone(forked: Kernel) -> None:
    zygote = forked.run("import os", "os.getppid()")
    child = os.fork()
    if not child:
        close_zygotes()
        os._exit(len(_zygotes))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert not gone(zygote)
    assert forked.run("", "1") == 1
    assert forked.pid in children_of(zygote)
