"""The sandbox of a person who is not root: a user namespace. Root's tests run it as nobody."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.sandbox import require_sandbox

from passerelles.paths import PACKAGE

TESTS = Path(__file__).resolve().parents[3]
PLACE = "/var/tmp"
NOBODY = 65534
PROGRAM = """
import json, os, sys
sys.path[:0] = sys.argv[1:3]
from support.sandbox import Box, processes_in
secret = os.path.join(os.environ["TMPDIR"], "gradebook.db")
open(secret, "w").write("SECRET")
box = Box(lifetime=60.0, processes=40, memory=2**32)
found = {
    "outside": os.getuid(),
    "owner": max(os.stat(f"/proc/{pid}").st_uid for pid in processes_in(box.namespace)),
    "starts": box.run("6 * 7").text,
    "user": box.value("[__import__('os').getuid(), open('/proc/self/uid_map').read().split()]"),
    "rights": box.value("[l.split()[1].strip('0') for l in open('/proc/self/status') if l.startswith('Cap')]"),
    "secret": box.run(f"open({secret!r}).read()").text,
    "root": box.run(f"open('/proc/1/root{secret}').read()").text,
    "seen": box.value("sorted(int(p) for p in __import__('os').listdir('/proc') if p.isdecimal())"),
    "network": box.run("import socket; socket.create_connection(('192.0.2.1', 80), timeout=5)").status,
    "namespace": box.run("import ctypes; assert ctypes.CDLL(None).unshare(0x10000000) == 0").status,
    "mount": box.run("import ctypes; assert ctypes.CDLL(None).mount(b'x', b'/tmp', b'tmpfs', 0, 0) == 0").status,
    "bomb": box.run("import os, time\\nwhile True:\\n    if os.fork() == 0:\\n        time.sleep(600)").status,
    "forked": len(processes_in(box.namespace)),
}
box.close()
found["left"] = len(processes_in(box.namespace))
found["folders"] = [name for name in os.listdir(os.environ["TMPDIR"]) if name.startswith("sandbox-")]
print(json.dumps(found))
"""


def reachable(paths: set[Path]) -> Iterator[str]:
    """Yield bubblewrap's arguments for a machine on which everybody may read these folders."""
    closed = {top for path in paths for top in path.parents if top != Path("/") and not top.stat().st_mode & 1}
    tops = {top for top in closed if not closed & set(top.parents)}
    for top in sorted(tops):
        yield from ("--perms", "0755", "--tmpfs", str(top))
        for path in sorted(paths):
            if path.is_relative_to(top):
                for parent in reversed([p for p in path.parents if p.is_relative_to(top) and p != top]):
                    yield from ("--perms", "0755", "--dir", str(parent))
                yield from ("--ro-bind", str(path), str(path))


def as_nobody() -> list[str]:
    """Return the start of a command that runs the rest as a person with no right and a temporary folder."""
    needed = {Path(p) for p in (sys.prefix, sys.base_prefix)} | {TESTS, PACKAGE}
    setpriv = [str(shutil.which("setpriv")), f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]
    own = ("--perms", "1777", "--tmpfs", PLACE)
    return [str(shutil.which("bwrap")), "--dev-bind", "/", "/", *reachable(needed), *own, "--", *setpriv]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the program found in the sandbox of an ordinary person."""
    require_sandbox()
    root = os.geteuid() == 0
    place = PLACE if root else str(tmp_path_factory.mktemp("personne"))
    kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    ran = subprocess.run(
        [*(as_nobody() if root else []), sys.executable, "-c", PROGRAM, str(TESTS), str(PACKAGE.parent)],
        env={**kept, "TMPDIR": place, "HOME": place},
        cwd="/",
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return dict(json.loads(ran.stdout.splitlines()[-1]))


def test_it_starts_without_root(found: dict[str, Any]) -> None:
    assert found["outside"] != 0
    assert found["starts"] == "42"


def test_it_is_mapped_to_the_person_alone_and_has_no_right(found: dict[str, Any]) -> None:
    assert found["owner"] == found["outside"]
    number, (inside, _, count) = found["user"]
    assert (number, int(inside), int(count)) == (NOBODY, NOBODY, 1)
    assert found["rights"] == [""] * 5


def test_the_files_of_the_same_person_are_out_of_reach(found: dict[str, Any]) -> None:
    assert "SECRET" not in found["secret"] + found["root"]
    assert "No such file" in found["secret"]


def test_no_process_and_no_network_are_in_reach(found: dict[str, Any]) -> None:
    assert found["seen"] == [1, 2]
    assert found["network"] == "error"


def test_it_makes_no_namespace_and_no_mount(found: dict[str, Any]) -> None:
    assert (found["namespace"], found["mount"]) == ("error", "error")


def test_a_fork_bomb_stays_within_its_number_and_nothing_is_left(found: dict[str, Any]) -> None:
    assert found["bomb"] in ("error", "dead")
    assert 20 < found["forked"] <= 40
    assert (found["left"], found["folders"]) == (0, [])
