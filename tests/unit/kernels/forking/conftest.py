"""Kernels shared by the tests that leave them as they were."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.kernels import Kernel, kernel

from passerelles.kernels import zygotes

MODULES = ("ipywidgets", "pandas", "matplotlib.pyplot", "numpy.random", "tempfile", "multiprocessing.util")


@pytest.fixture(scope="session", autouse=True)
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An IPython folder of our own, for every kernel of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("ipython")
        patch.setenv("IPYTHONDIR", str(folder))
        patch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path_factory.mktemp("jr")))
        patch.setenv(zygotes.PRELOAD, ",".join(MODULES))
        patch.setattr(zygotes, "KINDS", 100)
        yield folder
        zygotes.close_zygotes()


@pytest.fixture(scope="session")
def forked() -> Iterator[Kernel]:
    """A forked kernel, to be asked and left as it was."""
    with kernel("forking") as running:
        yield running


@pytest.fixture(scope="session")
def spawned() -> Iterator[Kernel]:
    """A spawned kernel, to be asked and left as it was."""
    with kernel("local") as running:
        yield running


@pytest.fixture(scope="session", params=["forking", "local"])
def how(request: pytest.FixtureRequest) -> str:
    """Each way to start a kernel."""
    return str(request.param)


@pytest.fixture(scope="session")
def either(how: str, request: pytest.FixtureRequest) -> Kernel:
    """A kernel started each way, to be asked and left as it was."""
    found: Kernel = request.getfixturevalue("forked" if how == "forking" else "spawned")
    return found


@pytest.fixture
def modules(tmp_path: Path) -> dict[str, str]:
    """A folder where a test puts modules to preload, as an environment; no other test shares its zygote."""
    return {"PYTHONPATH": str(tmp_path)}
