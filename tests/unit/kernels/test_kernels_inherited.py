"""Forks of a server share its zygote, and take their kernels along when they are killed."""

from __future__ import annotations

import subprocess
import sys

import pytest

from passerelles.kernels.zygotes import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="kernels are spawned here")

SERVER = """
import os, select, signal
from passerelles import kernels
from passerelles.kernels import zygotes

kernels.warm()
if not (idle := os.fork()):
    raise SystemExit  # ends in good order, without ending the zygote of its parent
os.waitpid(idle, 0)
[zygote] = zygotes._zygotes.values()
read, write = os.pipe()
fork = os.fork()
if not fork:
    from jupyter_client.manager import KernelManager
    manager = KernelManager()
    manager.start_kernel()
    os.write(write, str(manager.provisioner.process.pid).encode())
    signal.pause()
kernel = int(os.read(read, 20))
parent = int(open(f"/proc/{kernel}/stat").read().rpartition(")")[2].split()[1])
watched = os.pidfd_open(kernel)
os.kill(fork, signal.SIGKILL)
os.waitpid(fork, 0)
gone = bool(select.select([watched], [], [], 20)[0])
print(parent == zygote.pid, gone, zygote.alive)
kernels.close_zygotes()
print(zygote.alive)
"""


def test_a_fork_asks_the_zygote_of_its_parent_and_its_kernel_ends_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "forking-provisioner")
    run = subprocess.run([sys.executable, "-c", SERVER], capture_output=True, text=True, timeout=100, check=False)
    assert run.stdout.split() == ["True", "True", "True", "False"], run.stderr
