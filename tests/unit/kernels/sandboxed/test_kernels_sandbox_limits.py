"""Every limit of the sandbox holds against a program that tries it."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
import zmq
from support.sandbox import Box, processes_in

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap exists on Linux only")
BOMB = """
import os, time
while True:
    if os.fork() == 0:
        time.sleep(600)
"""
FOUR_TIMES = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        {take}
        time.sleep(600)
time.sleep(600)
"""
FILL = """
for i in range(100):
    try:
        open(f'{place}/{i}', 'wb').write(b'x' * 2**20)
    except OSError:
        break
print(i)
"""
DEAF = """
import signal, time
for s in set(signal.Signals) - {9, 19}:
    signal.signal(s, signal.SIG_IGN)
print("sourd", flush=True)
while True:
    time.sleep(60)
"""


def test_a_fork_bomb_stays_within_its_number(confined: Callable[..., Box]) -> None:
    box = confined(processes=40, memory=2**32)
    assert box.run(BOMB).status in ("error", "dead")
    assert 20 < len(processes_in(box.namespace)) <= 40


def test_one_process_cannot_take_the_memory(confined: Callable[..., Box]) -> None:
    box = confined(memory=2**29)
    assert box.run("a = b'x' * 2**30").status == "error"
    assert box.run("1 + 1").text == "2"


def test_many_processes_together_cannot_take_the_memory(confined: Callable[..., Box]) -> None:
    box = confined(memory=2**29)
    assert box.run(FOUR_TIMES.format(take="a = b'x' * 2**27 + b'y' * 2**27")).status == "dead"
    assert box.provisioner.ended == "memory"


def test_shared_memory_counts_too(confined: Callable[..., Box]) -> None:
    box = confined(memory=2**29)
    take = "import mmap; m = mmap.mmap(-1, 2**28); [m.write(b'x' * 2**20) for _ in range(2**8)]"
    assert box.run(FOUR_TIMES.format(take=take)).status == "dead"
    assert box.provisioner.ended == "memory"


def test_files_stay_on_a_small_disk(confined: Callable[..., Box]) -> None:
    box = confined(disk=2**22, file_size=2**21)
    assert int(box.run("place = '/tmp'" + FILL).text) <= 4
    assert int(box.run("place = '/dev/shm'" + FILL).text) <= 4
    assert box.run("open('/tmp/grand', 'wb').truncate(2**30)").status == "error"


def test_processor_time_is_counted(confined: Callable[..., Box]) -> None:
    assert (
        confined(cpu=4).run("import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass").status
        == "dead"
    )


def test_an_endless_program_ends_with_its_time(confined: Callable[..., Box]) -> None:
    box = confined()
    asked = box.client.execute(DEAF)
    box.wait_for("sourd")
    box.interrupt()
    box.provisioner.lifetime = 0.0
    assert box.wait_for_end(asked).status == "dead"
    assert box.provisioner.ended == "lifetime"


def test_open_files_are_counted(confined: Callable[..., Box]) -> None:
    assert confined(open_files=80).run("a = [open('/dev/null') for _ in range(100)]").status == "error"


def test_what_is_written_to_the_terminal_goes_nowhere(
    confined: Callable[..., Box], capfd: pytest.CaptureFixture[str]
) -> None:
    box = confined()
    box.run("import os\nfor n in (1, 2): os.write(n, b'x' * 1000)\nopen('/proc/1/fd/1', 'w').write('y')")
    box.run("import sys\nsys.__stdout__.write('z' * 1000)")
    assert [part for part in capfd.readouterr() if "xxx" in part or "zzz" in part] == []


def test_what_a_kernel_says_cannot_fill_its_client(box: Box) -> None:
    for channel in (box.client.iopub_channel, box.client.shell_channel, box.client.control_channel):
        assert channel.socket is not None
        assert channel.socket.getsockopt(zmq.MAXMSGSIZE) == 2**22
        assert channel.socket.getsockopt(zmq.RCVHWM) == 32
