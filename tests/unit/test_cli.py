"""The command line as people call it: words in, sentences and exit codes out."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from traitlets.config import Application

from passerelles import paths
from passerelles.cli import Passerelles
from passerelles.engines.attestation import Claim, seal
from passerelles.grading.course import GradingCourse
from passerelles.server.signature import KEY_FILE, signing_key
from passerelles.store import Store, utcnow

QUIZ = "pourquoi-difficile"


def forget_applications() -> None:
    """Let go of traitlets' one application, whichever command it was."""
    while (last := Application._instance) is not None:
        type(last).clear_instance()


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Call the command line; return exit code, stdout, stderr."""
    monkeypatch.setenv("PASSERELLES_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PASSERELLES_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> tuple[int, str, str]:
        forget_applications()
        with pytest.raises(SystemExit) as end:
            Passerelles.launch_instance(list(words))
        forget_applications()
        said = capsys.readouterr()
        return int(end.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def learner(tmp_path: Path) -> str:
    """A learner who kept one thing; the public code."""
    data = tmp_path / "data"
    data.mkdir()
    with Store.open(None, data) as store:
        public = store.learners.create().partition("-")[0]
        store.records.save_work(public, "pourquoi-difficile", "tool:engagement", {"gesture": "MARQUEUR"})
    return public


def test_an_unknown_command_is_a_user_mistake(call: Any) -> None:
    assert call("nonsense")[0] == 2


def test_coverage_json_has_every_statement(call: Any) -> None:
    code, out, _ = call("coverage", "--json")
    statements = json.loads(out)["statements"]
    assert code == 0
    assert len(statements) == 285
    assert set(statements["C5-010"]) == {"taught", "practised", "assessed"}


def test_coverage_has_three_other_shapes(call: Any) -> None:
    assert "C5-010" in call("coverage")[1]
    assert call("coverage", "--csv")[1].splitlines()[0].count(",") >= 3
    assert call("coverage", "--svg")[1].lstrip().startswith("<svg")


def test_case_shows_every_path_as_table_picture_and_json(call: Any) -> None:
    assert "243 chemins" in call("case", "dix-huit-ans")[1]
    assert call("case", "dix-huit-ans", "--svg")[1].startswith("<svg")
    told = json.loads(call("case", "dix-huit-ans", "--json")[1])
    assert len(told["stories"][0]["paths"]) == 243
    code, out, err = call("case", "inconnu")
    assert (code, out) == (2, "")
    assert "dix-huit-ans" in err


def test_the_cards_of_a_case_are_one_file_to_print(call: Any, tmp_path: Path) -> None:
    code, out, _ = call("cards", "dix-huit-ans")
    assert code == 0
    assert "dix-huit-ans-cartes.html" in out
    page = (tmp_path / "dix-huit-ans-cartes.html").read_text(encoding="utf-8")
    assert "Dix-huit ans dans deux mois" in page
    assert call("cards", "dix-huit-ans", "--output", str(tmp_path / "ailleurs.html"))[0] == 0
    assert (tmp_path / "ailleurs.html").read_text(encoding="utf-8") == page


def test_cards_of_no_case_or_to_nowhere_are_refused_in_a_sentence(call: Any, tmp_path: Path) -> None:
    code, _, err = call("cards", "inconnu")
    assert (code, "dix-huit-ans" in err) == (2, True)
    code, _, err = call("cards", "dix-huit-ans", "--output", str(tmp_path / "absent" / "cartes.html"))
    assert code == 2
    assert "ne peut pas être écrit" in err


def test_a_new_case_is_begun_then_checked_alone(call: Any, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(paths.course_root() / "corpus", course / "corpus")
    code, out, _ = call("new", "case", "le-relais", "--title", "Le relais", "--course", str(course))
    assert code == 0
    assert "preview le-relais" in out
    told = json.loads(call("check", "--case", "le-relais", "--json", "--course", str(course))[1])
    assert {p["file"] for p in told["problems"]} == {"case_studies/le-relais/case.yaml"}
    for words in (["new", "case"], ["new", "module", "x"], ["new", "case", "Le relais"], ["new", "case", "le-relais"]):
        code, out, err = call(*words, "--course", str(course))
        assert (code, out) == (2, "")
        assert "→" in err
    assert call("check", "--case", "nul", "--course", str(course))[0] == 2


def test_a_broken_course_is_refused_with_its_file(call: Any, tmp_path: Path) -> None:
    (tmp_path / "course" / "corpus").mkdir(parents=True)
    code, out, err = call("check", "--json", "--course", str(tmp_path / "course"))
    assert code == 2
    assert json.loads(out)["ok"] is False
    assert "Traceback" not in out + err


def test_doctor_tells_a_folder_that_cannot_be_written(call: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, out, _ = call("doctor", "--json", "--data", str(tmp_path / "file" / "below"))
    stops = [f for f in json.loads(out)["findings"] if f["level"] == "stop"]
    assert code == 2
    assert [f["name"] for f in stops] == ["data"]
    assert "--data" in stops[0]["text"]


def test_doctor_is_content_with_this_machine(call: Any) -> None:
    code, out, _ = call("doctor")
    assert code == 0
    assert "✓" in out


def test_export_writes_what_the_learner_kept(call: Any, learner: str, tmp_path: Path) -> None:
    code, out, _ = call("export", learner)
    assert code == 0
    for name in (f"passerelles-{learner}.json", f"passerelles-{learner}.html"):
        assert name in out
        assert "MARQUEUR" in (tmp_path / name).read_text(encoding="utf-8")


def test_erase_leaves_nothing_and_erasing_again_says_so(call: Any, learner: str, tmp_path: Path) -> None:
    assert call("erase", learner)[0] == 0
    assert not any(b"MARQUEUR" in path.read_bytes() for path in (tmp_path / "data").rglob("*") if path.is_file())
    code, _, err = call("erase", learner)
    assert code == 2
    assert learner in err


def test_backup_and_restore(call: Any, learner: str, tmp_path: Path) -> None:
    copy, data = tmp_path / "copie.db", tmp_path / "data"
    key = signing_key(data).private_bytes_raw()
    assert f"copie.db.{KEY_FILE}" in call("backup", str(copy))[1]
    assert call("erase", learner)[0] == 0
    (data / KEY_FILE).unlink()
    assert "clé des attestations est remise" in call("restore", str(copy))[1]
    assert signing_key(data).private_bytes_raw() == key
    assert call("export", learner)[0] == 0
    assert sqlite3.connect(copy).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_sessions_of_long_ago_are_forgotten_once_somebody_says_yes(
    call: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept(ago: int, *ended: str) -> list[str]:
        """Make sessions, end them so many days ago; return the titles of all."""
        with Store.open(None, tmp_path / "data", lambda: utcnow() - timedelta(days=ago)) as store:
            for rank, title in enumerate(ended):
                row = store.live.create(code=f"C{ago}{rank}", title=title, agenda=[], track=None)
                store.live.end(row.id)
            return [row.title for row in store.live.all()]

    kept(200, "Ancienne")
    kept(100, "Récente")
    for said, titles in (("non\n", ["Récente", "Ancienne"]), ("", ["Récente", "Ancienne"]), ("Oui\n", ["Récente"])):
        monkeypatch.setattr("sys.stdin", io.StringIO(said))
        code, _, asked = call("forget")
        assert (code, "Ancienne" in asked, "Récente" in asked) == (0, True, False)
        assert kept(0) == titles
    assert "rien à effacer" in call("forget")[1]
    assert "Récente" in call("forget", "--older-than=99", "--yes")[1]
    assert kept(0) == []


@pytest.mark.parametrize("command", ["export", "erase", "backup", "restore", "submit"])
def test_a_missing_word_is_one_sentence(command: str, call: Any) -> None:
    code, _, err = call(command)
    assert code == 2
    assert "Il faut un seul mot" in err
    assert "Traceback" not in err, err


def test_nobody_has_that_code(call: Any, learner: str) -> None:
    code, _, err = call("export", "ZZZZZZ")
    assert code == 2
    assert "ZZZZZZ" in err


def filled(tmp_path: Path, source: str) -> Path:
    """The quiz notebook with this text in its first answer cell."""
    notebook = json.loads((paths.course_root() / f"exercises/{QUIZ}/{QUIZ}.ipynb").read_text(encoding="utf-8"))
    cell = next(c for c in notebook["cells"] if c["id"].startswith("reponse-") and c["cell_type"] == "code")
    cell["source"] = source.format(name="".join(cell["source"]).split(" = ")[0])
    target = tmp_path / "carnet.ipynb"
    target.write_text(json.dumps(notebook), encoding="utf-8")
    return target


def test_a_notebook_is_handed_in_and_graded(
    call: Any, learner: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[dict[str, Any]] = []
    results = {"score": 1.5, "max_score": 33.0, "needs_manual": False, "late_seconds": 0.0, "cells": {}}
    monkeypatch.setattr(GradingCourse, "prepare", lambda self, *assignments: [])
    monkeypatch.setattr(GradingCourse, "submit", lambda self, who, name, answers, at: seen.append(answers))
    monkeypatch.setattr(GradingCourse, "autograde", lambda self, who, name: results)
    words = ("--learner", learner, "--assignment", QUIZ)
    code, out, err = call("submit", str(filled(tmp_path, '{name} = "b"')), *words)
    assert (code, err) == (0, "")
    assert "1,5 sur 33" in out
    assert next(iter(seen[0].values())) == "b"
    with Store.open(None, tmp_path / "data", read_only=True) as store:
        assert store.handins.latest(learner, QUIZ).status == "graded"


def test_a_notebook_with_code_is_refused_kept_and_never_run(call: Any, learner: str, tmp_path: Path) -> None:
    canary = tmp_path / "canary"
    notebook = filled(tmp_path, f'{{name}} = open({str(canary)!r}, "w")')
    code, _, err = call("submit", str(notebook), "--learner", learner, "--assignment", QUIZ)
    assert code == 2
    assert "Traceback" not in err, err
    assert not canary.exists()
    kept = tmp_path / "data" / "grading" / "refused" / learner / QUIZ
    assert (kept / "raison.txt").is_file()
    assert (kept / f"{QUIZ}.ipynb").read_bytes() == notebook.read_bytes()


def test_an_attestation_is_checked_without_a_server(call: Any, tmp_path: Path) -> None:
    day, data = date(2026, 11, 21), tmp_path / "data"
    data.mkdir()
    assert "encore" in call("attestation", "key")[2]
    claim = Claim("abc", day, "Une journée", 6.5, ["matin"], "", 0, day)
    code = seal(claim, "Ada Lovelace", signing_key(data))
    assert "6\u00a0heures et 30\u00a0minutes" in call("attestation", "verify", code)[1]
    assert call("attestation", "verify", code[:30], code[30:], "--name", "ada lovelace")[0] == 0
    assert call("attestation", "verify", code, "--name", "Ada")[0] == 2
    assert call("attestation", "verify", code[:-12])[0] == call("attestation")[0] == 2
    key = tmp_path / "cle.txt"
    key.write_text(json.loads(call("attestation", "key", "--json")[1])["key"], encoding="utf-8")
    (data / KEY_FILE).unlink()
    out = call("attestation", "verify", code, "--key", str(key), "--json")[1]
    assert json.loads(out)["hours"] == 6.5
