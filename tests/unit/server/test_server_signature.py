"""The signing key: made once, its owner's alone, and no other in its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from passerelles.errors import Refusal
from passerelles.server.signature import KEY_FILE, keep_key, signing_key, take_key_back, verifying_key


def test_the_key_is_made_at_first_use_and_stays(tmp_path: Path) -> None:
    assert verifying_key(tmp_path) is None
    made = signing_key(tmp_path)
    assert signing_key(tmp_path).private_bytes_raw() == made.private_bytes_raw()
    found = verifying_key(tmp_path)
    assert found is not None
    assert found.public_bytes_raw() == made.public_key().public_bytes_raw()
    if os.name == "posix":
        assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_a_backup_has_the_key_beside_and_gives_it_back(tmp_path: Path) -> None:
    data, new, copy = tmp_path / "data", tmp_path / "new", tmp_path / "copie.db"
    data.mkdir()
    new.mkdir()
    assert keep_key(data, copy) is None
    assert not take_key_back(copy, new)
    key, kept = signing_key(data), keep_key(data, copy)
    assert kept == tmp_path / f"copie.db.{KEY_FILE}"
    if os.name == "posix":
        assert kept.stat().st_mode & 0o777 == 0o600
    other = signing_key(new)
    for _ in range(2):
        assert take_key_back(copy, new)
        assert signing_key(new).private_bytes_raw() == key.private_bytes_raw()
    (former,) = new.glob(f"{KEY_FILE}-avant-*")
    assert former.read_text(encoding="ascii") == other.private_bytes_raw().hex()


def test_a_damaged_key_is_never_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("abîmé", encoding="utf-8")
    with pytest.raises(Refusal, match=KEY_FILE):
        signing_key(tmp_path)
