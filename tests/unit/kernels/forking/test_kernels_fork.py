"""What only a forked kernel could get wrong."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.kernels import Kernel, kernel

from passerelles.kernels.process import ForkedProcess

CANARY = "canary-7f3a91c4"


@pytest.fixture(scope="module")
def other() -> Iterator[Kernel]:
    """A second kernel of the same zygote."""
    with kernel("forking", env={"CANARY": CANARY}) as running:
        yield running


def zygote_of(running: Kernel) -> int:
    return int(running.run("import os", "os.getppid()"))


@pytest.mark.parametrize(
    "drawn",
    [
        "random.random()",
        "float(numpy.random.rand())",
        "float(numpy.random.default_rng().random())",
        "str(uuid.uuid4())",
        "str(uuid.uuid1())",
        "secrets.token_hex()",
        "next(tempfile._get_candidate_names())",
    ],
)
def test_chance_differs(forked: Kernel, other: Kernel, drawn: str) -> None:
    assert zygote_of(forked) == zygote_of(other)
    code = "import random, numpy.random, uuid, secrets, tempfile"
    assert forked.run(code, drawn) != other.run(code, drawn)


def test_the_zygote_has_one_thread_no_loop_and_no_zmq_context(forked: Kernel) -> None:
    zygote = Path(f"/proc/{zygote_of(forked)}")
    assert len(list((zygote / "task").iterdir())) == 1
    kinds = [str(descriptor.readlink()) for descriptor in (zygote / "fd").iterdir()]
    assert not [kind for kind in kinds if "eventpoll" in kind or "eventfd" in kind]


def test_the_zygote_never_reads_what_kernels_are_told(forked: Kernel, other: Kernel) -> None:
    """Its memory, its environment and its arguments hold neither a token nor a connection's key."""
    zygote = Path(f"/proc/{zygote_of(forked)}")
    key = other.manager.session.key
    for secret in (CANARY.encode(), key):
        assert secret not in (zygote / "environ").read_bytes() + (zygote / "cmdline").read_bytes()
        assert secret not in memory_of(zygote)
    assert b"ipykernel" in memory_of(zygote)


def memory_of(process: Path) -> bytes:
    """Return what a process can write to, as it stands."""
    found = []
    with (process / "mem").open("rb", buffering=0) as memory:
        for line in (process / "maps").read_text().splitlines():
            span, access, *_ = line.split()
            if access.startswith("rw"):
                start, end = (int(part, 16) for part in span.split("-"))
                memory.seek(start)
                found.append(memory.read(end - start))
    return b"".join(found)


def test_the_zygotes_environment_is_a_short_list(forked: Kernel) -> None:
    entries = Path(f"/proc/{zygote_of(forked)}/environ").read_bytes().split(b"\0")
    names = {entry.partition(b"=")[0].decode() for entry in entries if entry}
    assert names <= {"HOME", "LANG", "LANGUAGE", "MALLOC_ARENA_MAX", "PYDEVD_DISABLE_FILE_VALIDATION"} | {
        name for name in names if name.startswith(("PYTHON", "LD_", "LC_")) or name.endswith("_NUM_THREADS")
    }
    assert {"MALLOC_ARENA_MAX", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"} <= names


def test_the_zygotes_own_settings_do_not_reach_kernels(other: Kernel) -> None:
    found = other.run("import os", "dict(os.environ)")
    assert found["CANARY"] == CANARY
    assert {name for name in ("MALLOC_ARENA_MAX", "MKL_NUM_THREADS") if name in os.environ} == {
        name for name in ("MALLOC_ARENA_MAX", "MKL_NUM_THREADS") if name in found
    }


def test_others_cannot_reach_the_zygote(forked: Kernel) -> None:
    """Its control socket has no name: nobody can connect to it, and no file is left."""
    inodes = {str(f.readlink()) for f in Path(f"/proc/{zygote_of(forked)}/fd").iterdir()}
    lines = [line.split() for line in Path("/proc/net/unix").read_text().splitlines()[1:]]
    ours = [line for line in lines if f"socket:[{line[6]}]" in inodes]
    assert ours
    assert not [line for line in ours if len(line) > 7]


def test_a_kernel_holds_nothing_of_its_siblings(forked: Kernel, other: Kernel) -> None:
    code = "import os; kinds = [os.readlink(f.path) for f in os.scandir('/proc/self/fd') if os.path.lexists(f.path)]"
    theirs = {str(f.readlink()) for f in Path(f"/proc/{zygote_of(forked)}/fd").iterdir()}
    for running in (forked, other):
        held = {kind for kind in running.run(code, "kinds") if kind.startswith(("socket:", "anon_inode:[pidfd"))}
        assert held
        assert not held & theirs


def test_the_session_is_built_in_the_child(forked: Kernel) -> None:
    assert forked.run("import os", "get_ipython().kernel.session.pid == os.getpid()")


def test_the_shared_history_file_is_left_alone(forked: Kernel, profile: Path) -> None:
    assert forked.run("", "get_ipython().history_manager.enabled") is False
    with kernel("forking", extra_arguments=["--HistoryManager.enabled=True"]) as running:
        assert running.run("", "get_ipython().history_manager.enabled") is True


def test_no_thread_watches_the_parent(forked: Kernel) -> None:
    names = forked.run("import threading", "[type(thread).__name__ for thread in threading.enumerate()]")
    assert "ParentPollerUnix" not in names
    assert "Heartbeat" in names


def test_the_kernel_dies_with_its_parent_by_the_systems_care(forked: Kernel) -> None:
    code = "import ctypes; sign = ctypes.c_int(); ctypes.CDLL(None).prctl(2, ctypes.byref(sign))"
    assert forked.run(code, "sign.value") == signal.SIGKILL


def test_shared_memory_stays_shared(forked: Kernel) -> None:
    """What was imported is out of the collector's way, which would otherwise copy every page."""
    assert forked.run("import gc", "gc.get_freeze_count()") > 50_000
    private = forked.run("t = open('/proc/self/smaps_rollup').read()", "int(t.split('Private_Dirty:')[1].split()[0])")
    resident = forked.run("", "int(t.split('Rss:')[1].split()[0])")
    assert private < resident / 2


def test_its_sockets_are_bound_when_the_launch_returns() -> None:
    import socket

    with kernel("forking") as running:
        info = running.manager.get_connection_info()
        for name in ("shell_port", "iopub_port", "stdin_port", "control_port"):
            socket.create_connection((info["ip"], info[name]), timeout=5).close()


def test_farewells_of_the_zygote_are_not_said_by_its_children(tmp_path: Path, modules: dict[str, str]) -> None:
    (tmp_path / "farewell.py").write_text(
        "import atexit, tempfile, weakref, pathlib\n"
        "here = pathlib.Path(__file__).parent\n"
        "atexit.register((here / 'atexit').touch)\n"
        "class Kept: pass\nkept = Kept()\n"
        "weakref.finalize(kept, (here / 'finalized').touch)\n"
    )
    with kernel("forking", {"preload": ["farewell"]}, env=modules) as running:
        assert running.run("import sys", "'farewell' in sys.modules")
        running.run(f"import atexit; atexit.register(open, {str(tmp_path / 'own')!r}, 'w')")
        running.run(f"import weakref; weakref.finalize(int, open, {str(tmp_path / 'last')!r}, 'w')")
        running.end(now=False)
        assert running.process is None
    assert {path.name for path in tmp_path.iterdir()} - {"__pycache__"} == {"farewell.py", "own", "last"}


def test_farewells_of_multiprocessing_are_said(tmp_path: Path) -> None:
    """It was imported before the fork, and says them in one of its own, which any interpreter would run."""
    with kernel("forking") as running:
        assert running.run(
            "from multiprocessing.util import Finalize; import sys", "'multiprocessing.util' in sys.modules"
        )
        running.run(f"Finalize(None, open, args=({str(tmp_path / 'said')!r}, 'w'), exitpriority=0)")
        running.end(now=False)
    assert (tmp_path / "said").exists()


def test_signals_that_the_server_blocks_or_ignores_are_not_inherited(modules: dict[str, str]) -> None:
    former = signal.signal(signal.SIGUSR2, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1])
    try:
        with kernel("forking", {"preload": []}, env=modules) as running:
            assert running.run("import signal", "signal.pthread_sigmask(signal.SIG_BLOCK, [])") == set()
            assert running.run("", "signal.getsignal(signal.SIGUSR2) == signal.SIG_DFL")
            assert running.run("", "signal.getsignal(signal.SIGTERM) == signal.SIG_DFL")
    finally:
        signal.signal(signal.SIGUSR2, former)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])


@pytest.mark.parametrize(
    ("setting", "expression", "value"),
    [
        ({"PYTHONHASHSEED": "7"}, "sys.flags.hash_randomization, os.environ['PYTHONHASHSEED']", (1, "7")),
        ({"PYTHONDONTWRITEBYTECODE": "1"}, "sys.dont_write_bytecode", True),
        ({"PYTHONWARNINGS": "error::UserWarning"}, "sys.warnoptions", ["error::UserWarning"]),
        ({"PYTHONUTF8": "1"}, "sys.flags.utf8_mode", 1),
    ],
)
def test_what_an_interpreter_reads_at_its_start_is_honoured(
    setting: dict[str, str], expression: str, value: object
) -> None:
    with kernel("forking", {"preload": []}, env=setting) as running:
        assert isinstance(running.process, ForkedProcess)
        assert running.run("import os, sys", expression) == value


def test_the_hash_seed_asked_for_is_the_one_used() -> None:
    script = "print(hash('passerelles'))"
    told = subprocess.run([sys.executable, "-c", script], env={"PYTHONHASHSEED": "7"}, capture_output=True, check=True)
    with kernel("forking", {"preload": []}, env={"PYTHONHASHSEED": "7"}) as running:
        assert running.run("", "hash('passerelles')") == int(told.stdout)


def test_the_path_asked_for_is_searched(tmp_path: Path, modules: dict[str, str]) -> None:
    (tmp_path / "only_here.py").write_text("answer = 42")
    with kernel("forking", {"preload": []}, env=modules) as running:
        assert isinstance(running.process, ForkedProcess)
        assert running.run("import only_here", "only_here.answer") == 42


def test_a_folder_for_temporary_files_is_not_remembered_from_the_zygote(
    tmp_path: Path, modules: dict[str, str]
) -> None:
    (tmp_path / "asks.py").write_text("import tempfile; tempfile.gettempdir()")
    with kernel("forking", {"preload": ["asks"]}, env=modules | {"TMPDIR": str(tmp_path)}) as running:
        assert running.run("import tempfile", "tempfile.gettempdir()") == str(tmp_path)


def test_output_goes_where_it_was_asked(tmp_path: Path) -> None:
    with (tmp_path / "err").open("w") as err, kernel("forking", stderr=err) as running:
        assert isinstance(running.process, ForkedProcess)
        running.run("import os, sys; os.write(sys.stderr._original_stdstream_copy, b'told')")
    assert (tmp_path / "err").read_text().endswith("told")
