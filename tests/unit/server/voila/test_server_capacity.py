"""How many pages a machine keeps open, and the limits raised for them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import zmq

from passerelles import doctor
from passerelles.server.voila import capacity


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch):
    """Pretends to be a machine with so much free memory (MiB), so many processors, and files."""

    def pretend(memory: int, cores: int = 4, files: int = 10**6) -> None:
        monkeypatch.setattr(capacity, "available_mib", lambda: memory)
        monkeypatch.setattr(capacity, "cores", lambda: cores)
        monkeypatch.setattr(capacity, "file_limit", lambda: files)

    return pretend


def test_the_scarcest_thing_decides(machine) -> None:
    machine(capacity.RESERVE_MIB + 10 * 50)
    assert capacity.places(50) == 10
    machine(10**6, cores=2)
    assert capacity.places(50) == 2 * capacity.PAGES_PER_CORE
    machine(10**6, files=capacity.FILES_RESERVE + 7 * capacity.FILES_PER_PAGE)
    assert capacity.places(50) == 7
    machine(10)
    assert capacity.places() == 1


def test_kernels_that_cannot_be_forked_take_more_room(machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine(4000)
    monkeypatch.setattr(capacity.os, "pidfd_open", None, raising=False)
    forked = capacity.places()
    monkeypatch.delattr(capacity.os, "pidfd_open")
    assert 20 < capacity.places() < forked


def test_the_limit_of_a_container_counts(tmp_path: Path) -> None:
    whole = capacity.available_mib(tmp_path)
    assert whole > 0
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("1000\n")
    assert capacity.available_mib(tmp_path) > 0.5 * whole
    (tmp_path / "memory.max").write_text(f"{64 * capacity.MIB + 1000}\n")
    assert capacity.available_mib(tmp_path) == 64
    (tmp_path / "memory.current").write_text(str(10**15))
    assert capacity.available_mib(tmp_path) == 0


def test_the_limit_on_open_files_is_raised_as_far_as_allowed() -> None:
    resource = pytest.importorskip("resource")
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    asked = (
        "import resource as r; from passerelles.server.voila.capacity import raise_file_limit\n"
        f"r.setrlimit(r.RLIMIT_NOFILE, (256, {hard}))\n"
        "raise_file_limit(); raise_file_limit(); print(*r.getrlimit(r.RLIMIT_NOFILE))"
    )
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout.split()
    assert [int(one) for one in told] == [capacity.file_limit(), hard]
    assert capacity.file_limit() > 256


def test_more_sockets_can_be_opened_than_by_default() -> None:
    context = capacity.socket_context()
    try:
        assert context.get(zmq.MAX_SOCKETS) >= 10 * 300
    finally:
        context.term()


def test_giving_memory_back_needs_no_particular_library(monkeypatch: pytest.MonkeyPatch) -> None:
    capacity.give_back_memory()
    monkeypatch.setattr(capacity.ctypes, "CDLL", lambda name: object())
    capacity.give_back_memory()


@pytest.mark.parametrize(("places", "level"), [(3, "notice"), (320, "fine")])
def test_doctor_says_how_many_people_fit(monkeypatch: pytest.MonkeyPatch, places: int, level: str) -> None:
    monkeypatch.setattr(capacity, "places", lambda: places)
    found = doctor.seats()
    assert found.level == level
    assert f" {places} personne" in found.text
