"""What `passerelles doctor` says of the sandbox; the other findings are told in test_cli."""

from __future__ import annotations

import pytest

from passerelles import doctor
from passerelles.kernels import sandbox_box


@pytest.mark.parametrize(
    ("why", "cure"), [("missing", "apt-get install bubblewrap"), ("forbidden", "administre"), ("system", "Linux")]
)
def test_a_missing_sandbox_is_advice_with_its_cure(why: str, cure: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_box, "unavailable", lambda: why)
    found = doctor.sandbox()
    assert (found.name, found.level) == ("sandbox", "notice")
    assert cure in found.text
    assert "non notés" in found.text


def test_a_sandbox_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_box, "unavailable", lambda: None)
    assert doctor.sandbox().level == "fine"
