"""Code in the sandbox reads nothing of this machine, reaches nothing and changes nothing outside."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from support.sandbox import SECRET, Box

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bubblewrap exists on Linux only")
SYSTEM_CALLS = {  # number on x86_64, and on aarch64, of calls that only the filter refuses to this user
    "unshare": (272, 97, 0x10000000),
    "ptrace": (101, 117, 0),
    "keyctl": (250, 219, 0),
    "memfd_create": (319, 279, 0),
    "shmget": (29, 194, 0),
    "io_uring_setup": (425, 425, 1),
    "clone with a namespace": (56, 220, 0x10000011),
    "userfaultfd": (323, 282, 1),
}


def test_an_honest_program_runs_and_reads_what_it_was_given(box: Box) -> None:
    assert box.run("sum(range(10))").text == "45"
    assert box.value("open('donnees/a.csv').read()") == "a;b"
    assert box.run("open('resultat.txt', 'w').write('é')").status == "ok"
    assert box.run("import numpy, pandas; int(pandas.DataFrame({'a': [1, 2]}).a.sum())").text == "3"


def test_it_is_somebody_with_no_right(box: Box) -> None:
    assert box.run("import os").status == "ok"
    status = box.value("dict(l.split(':\\t') for l in open('/proc/self/status').read().splitlines() if ':\\t' in l)")
    assert {status[name].strip("0") for name in ("CapEff", "CapPrm", "CapAmb")} == {""}
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    assert box.value("[os.getuid(), os.geteuid(), os.getgid()]") != [0, 0, 0]
    outer = Path(f"/proc/{box.first}/task/{box.first}/children").read_text().split()[0]
    uid = Path(f"/proc/{outer}").stat().st_uid
    assert (uid != 0) if os.getuid() == 0 else (uid == os.getuid())
    assert box.run("os.setuid(0)").status == "error"


def test_it_sees_no_process_but_its_own(box: Box, outside: dict[str, Any]) -> None:
    seen = box.value("[int(p) for p in os.listdir('/proc') if p.isdecimal()]")
    assert set(seen) <= set(range(1, 40))
    lines = box.run(
        "for p in filter(str.isdecimal, os.listdir('/proc')):\n    print(open(f'/proc/{p}/cmdline').read())"
    )
    assert SECRET not in lines.text
    box.run(f"os.kill({outside['victim'].pid}, 9)")
    box.run("os.kill(-1, 0)")
    assert outside["victim"].poll() is None


@pytest.mark.parametrize("name", ["gradebook.db", "passerelles.db", "submitted/autre/devoir/devoir.ipynb"])
def test_it_reads_no_file_of_the_course(name: str, box: Box, outside: dict[str, Any]) -> None:
    file = outside["folder"] / name
    said = box.run(f"open({str(file)!r}).read()")
    assert (said.status, SECRET in said.text) == ("error", False)
    said = box.run(f"open({'/proc/1/root' + str(file)!r}).read()")
    assert (said.status, SECRET in said.text) == ("error", False)
    box.run(f"os.symlink({str(file)!r}, 'lien-{len(name)}')")
    assert box.run(f"open('lien-{len(name)}').read()").status == "error"


@pytest.mark.parametrize(
    "path", ["/etc/shadow", "/root/.ssh", "/home", "/var", "/run", "/sys", "/boot", "/mnt", "/usr/bin"]
)
def test_it_finds_no_folder_of_the_system_that_python_does_not_need(path: str, box: Box) -> None:
    assert box.value(f"os.path.exists({path!r})") is False


def test_nothing_of_our_package_nor_of_its_keys_is_in_reach(box: Box) -> None:
    found = box.value(
        "[d for d, _, names in os.walk('/') if not d.startswith('/proc') and"
        " any(n in ('items.yaml', 'statements.yaml', 'scoring.py') for n in names)]"
    )
    assert found == []
    assert box.run("import passerelles.scoring").status == "error"


def test_it_can_write_on_its_own_disk_only(box: Box, outside: dict[str, Any]) -> None:
    code = """
written = []
for top, folders, _ in os.walk('/'):
    folders[:] = [] if top.startswith(('/proc', '/tmp/', '/dev/shm')) else folders[:30]
    try:
        open(os.path.join(top, 'trace-du-bac'), 'w').close(); written.append(top)
    except OSError:
        pass
print(sorted(written))
"""
    assert box.run(code).text.strip() == "['/dev/shm', '/tmp', '/tmp/home', '/tmp/work']"
    for prefix in {sys.prefix, sys.base_prefix, tempfile.gettempdir(), "/dev/shm", "/"}:
        assert not Path(prefix, "trace-du-bac").exists()
    kept = {file.name for file in outside["folder"].iterdir()}
    assert kept == {"gradebook.db", "passerelles.db", "submitted", "modules"}


def test_no_variable_tells_a_secret(box: Box) -> None:
    assert SECRET not in box.run("print(dict(os.environ))").text
    assert SECRET not in box.run("print(open('/proc/1/environ').read(), open('/proc/self/environ').read())").text
    assert not [name for name in box.value("sorted(os.environ)") if "TOKEN" in name or "PASSERELLES" in name]


def test_it_reaches_no_network(box: Box, outside: dict[str, Any]) -> None:
    box.run("import socket")
    for code in (
        f"socket.create_connection(('127.0.0.1', {outside['port']}), timeout=5)",
        f"socket.create_connection(('::1', {outside['port']}), timeout=5)",
        "socket.create_connection(('192.0.2.1', 80), timeout=5)",
        "socket.getaddrinfo('localhost.example', 80)",
        f"socket.socket(socket.AF_UNIX).connect('\\0passerelles-{os.getpid()}')",
        "socket.socket(socket.AF_VSOCK, socket.SOCK_STREAM)",
        "socket.socket(socket.AF_PACKET, socket.SOCK_RAW)",
    ):
        assert box.run(code).status == "error", code
    outside["server"].setblocking(False)
    outside["named"].setblocking(False)
    with pytest.raises(BlockingIOError):
        outside["server"].accept()
    with pytest.raises(BlockingIOError):
        outside["named"].accept()
    assert box.value("[name for _, name in socket.if_nameindex()]") == ["lo"]


@pytest.mark.parametrize("name", SYSTEM_CALLS)
def test_the_filter_refuses(name: str, box: Box) -> None:
    intel, arm, argument = SYSTEM_CALLS[name]
    number = arm if os.uname().machine == "aarch64" else intel
    code = (
        f"import ctypes; libc = ctypes.CDLL(None, use_errno=True); r = libc.syscall({number}, {argument}, 0, 0, 0, 0)"
    )
    assert box.run(code).status == "ok"
    assert box.value("[r, ctypes.get_errno()]") == [-1, 1]


def test_limits_cannot_be_raised(box: Box) -> None:
    assert box.run("import resource; resource.setrlimit(resource.RLIMIT_NPROC, (10**6, 10**6))").status == "error"
    limits = "resource.getrlimit(getattr(resource, 'RLIMIT_' + n))"
    found = box.value(f"{{n: {limits} for n in ('CPU', 'AS', 'NPROC', 'FSIZE', 'NOFILE', 'CORE')}}")
    wanted = {"CPU": 120, "AS": 2**30, "NPROC": 64, "FSIZE": 2**25, "NOFILE": 256, "CORE": 0}
    assert found == {name: [value, value] for name, value in wanted.items()}


def test_the_way_to_its_client_is_not_a_way_out(box: Box) -> None:
    assert box.run("open('/sandbox/kernel.json', 'w')").status == "error"
    assert box.run("os.unlink('/sandbox/kernel.json')").status == "error"
    assert box.value("__import__('json').load(open('/sandbox/kernel.json'))['ip']") == "/sandbox/s"
    assert box.value("sorted(os.listdir('/sandbox'))") == ["kernel.json", "launch.py", "order.json"]
    opened = box.value("[os.readlink(f'/proc/self/fd/{n}') for n in os.listdir('/proc/self/fd') if int(n) < 40"
                       " and os.path.islink(f'/proc/self/fd/{n}')]")  # fmt: skip
    assert [
        name for name in opened if name.startswith("/") and not name.startswith(("/dev/null", "/proc", "/tmp"))
    ] == []
