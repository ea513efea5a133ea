"""A writable copy of the mini-course, and a cache of its own."""

import shutil
from pathlib import Path

import pytest

MINI = Path(__file__).parents[2] / "fixtures" / "courses" / "mini"


@pytest.fixture
def mini(tmp_path, monkeypatch):
    monkeypatch.setenv("PASSERELLES_CACHE", str(tmp_path / "cache"))
    return Path(shutil.copytree(MINI, tmp_path / "course"))
