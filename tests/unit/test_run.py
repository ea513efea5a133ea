"""The bootstrap: what it installs, when it does not, what it says instead of a traceback."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def run(tmp_path: Path) -> ModuleType:
    """run.py as a module, working in a folder of its own."""
    spec = importlib.util.spec_from_file_location("run", ROOT / "run.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    module.HERE, module.ENVIRONMENT = tmp_path, tmp_path / ".venv"
    module.STAMP = tmp_path / "stamp"
    return module


def test_nothing_is_installed_twice(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    run.STAMP.write_text(run.fingerprint("dev") + "\n")
    monkeypatch.setattr(run, "make_environment", lambda: pytest.fail("installed again"))
    assert run.prepare("dev") == 0


def test_other_requirements_are_installed(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    run.STAMP.write_text(run.fingerprint("") + "\n")
    (run.HERE / "constraints.txt").write_text("voila==0.0\n")
    commands: list[list[str]] = []
    monkeypatch.setattr(run, "make_environment", lambda: ["pip"])
    monkeypatch.setattr(run, "install", lambda command: commands.append(command) or 0)
    assert run.prepare("") == 0
    assert commands[0][:4] == ["pip", "install", "--constraint", str(run.HERE / "constraints.txt")]
    assert run.fingerprint("") in run.STAMP.read_text()


def test_a_failed_installation_is_tried_again_next_time(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "make_environment", lambda: ["pip"])
    monkeypatch.setattr(run, "install", lambda command: 1)
    assert run.prepare("") == 2
    assert not run.STAMP.exists()
    assert "L’installation a échoué" in capsys.readouterr().err


def test_pip_output_is_progress_and_shown_whole_on_failure(run: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    script = "print('Collecting voila'); print('nothing of note'); raise SystemExit(3)"
    assert run.install([sys.executable, "-c", script]) == 3
    said = capsys.readouterr()
    assert "trouvé : voila" in said.out
    assert "nothing of note" in said.err


def test_a_missing_browser_is_one_sentence_and_a_cure(
    run: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "BROWSERS", ("no-such-browser",))
    monkeypatch.setattr(run, "MAC_BROWSERS", ())
    assert run.run_tests([]) == 2
    said = capsys.readouterr().err
    assert "navigateur Chromium" in said
    assert "apt-get install chromium" in said
    assert "Traceback" not in said
