"""The signing key: made once, its owner's alone, and no other in its place."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from passerelles.errors import Refusal
from passerelles.server.signature import KEY_FILE, signing_key, verifying_key


def test_the_key_is_made_at_first_use_and_stays(tmp_path: Path) -> None:
    assert verifying_key(tmp_path) is None
    made = signing_key(tmp_path)
    assert signing_key(tmp_path).private_bytes_raw() == made.private_bytes_raw()
    found = verifying_key(tmp_path)
    assert found is not None
    assert found.public_bytes_raw() == made.public_key().public_bytes_raw()
    if os.name == "posix":
        assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600


def test_a_damaged_key_is_never_replaced_in_silence(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("abîmé", encoding="utf-8")
    with pytest.raises(Refusal, match=KEY_FILE):
        signing_key(tmp_path)
