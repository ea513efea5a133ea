"""What a hostile learner would like to reach, and kernels in the sandbox."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from support.sandbox import SECRET, Box, processes_in, require_sandbox


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What a hostile learner would like to reach: files, a server, a process, tokens."""
    require_sandbox()
    folder = tmp_path_factory.mktemp("cours")
    for name in ("gradebook.db", "passerelles.db", "submitted/autre/devoir/devoir.ipynb", "modules/essai/items.yaml"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(SECRET, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as server:
        named = socket.socket(socket.AF_UNIX)
        named.bind(f"\0passerelles-{os.getpid()}")
        named.listen()
        patch.setenv("PASSERELLES_TOKEN", SECRET)
        patch.setenv("JUPYTER_TOKEN", SECRET)
        victim = subprocess.Popen([sys.executable, "-c", f"input({SECRET!r})"], stdin=subprocess.PIPE)
        yield {"folder": folder, "port": server.getsockname()[1], "server": server, "victim": victim, "named": named}
        named.close()
        victim.kill()
        victim.communicate()


@pytest.fixture(scope="module")
def box(outside: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Box]:
    """One kernel for all that only looks around."""
    given = tmp_path_factory.mktemp("devoir") / "donnees.csv"
    given.write_text("a;b", encoding="utf-8")
    found = Box(files={"donnees/a.csv": str(given)})
    yield found
    found.close()


@pytest.fixture
def confined() -> Iterator[Callable[..., Box]]:
    """Start kernels with other limits; each is ended, with all it started and all it was given."""
    require_sandbox()
    made: list[Box] = []

    def start(**limits: Any) -> Box:
        made.append(Box(**limits))
        return made[-1]

    yield start
    for found in made:
        folder = found.provisioner._folder
        found.close()
        assert processes_in(found.namespace) == []
        assert folder is None or not folder.exists()
