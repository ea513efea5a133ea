"""`session_analysis()` without a server: a file taken away, tables of pandas, sentences for what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import passerelles
from passerelles.widgets.session_analysis import Analysis, NoAnalysis, session_analysis

ROOT = Path(__file__).resolve().parents[3]
TABLE = {"part": "vote", "activity": "Vote", "caption": "Un <vote>", "head": ["Choix", "Avant", "Après"],
         "rows": [["A & B", 5, None], ["C", 1, 6]], "keys": 1, "drawn": 2, "most": 6, "unit": "",
         "picture": "bars"}  # fmt: skip
TOLD: dict[str, Any] = {"version": 1, "title": "Une <journée>", "day": "21 novembre 2026", "people": 6,
                        "open": ["Mon plan"], "tables": [TABLE],
                        "facts": [["Vote", "Ont changé d’avis", 4]]}  # fmt: skip


def opened(tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Analysis | NoAnalysis, list[Any]]:
    """Open a file away from any server; return what came of it, and what was displayed."""
    monkeypatch.delenv("PASSERELLES_API", raising=False)
    found: list[Any] = []
    (tmp_path / "seance.json").write_text(text, encoding="utf-8")
    return session_analysis(tmp_path / "seance.json", show=found.append), found


def test_a_file_is_drawn_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert passerelles.session_analysis is session_analysis
    seance, shown = opened(tmp_path, json.dumps(TOLD), monkeypatch)
    assert isinstance(seance, Analysis)
    seance.summary()
    for part in ("vote", "facts", "quiz"):
        seance.show(part)
    day, vote, facts, nothing = (one.data for one in shown)
    assert "Mon plan" in day
    assert "<journée>" not in day
    assert "moins de cinq réponses" in vote
    assert "<td>5</td><td>—</td>" in vote
    assert "<vote>" not in vote
    assert '<th scope="col">' in facts
    assert nothing.startswith("<p>Rien")
    (frame,) = seance.figures.tables("vote")
    assert frame["Avant"].sum() == 6
    assert frame["Après"].isna().sum() == 1


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', "pas du JSON"])
def test_another_file_is_refused_in_words(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seance, shown = opened(tmp_path, text, monkeypatch)
    seance.summary()
    seance.show("vote")
    assert len(shown) == 1
    assert "Ce fichier" in shown[0].data
    absent: list[Any] = []
    session_analysis(tmp_path / "rien.json", show=absent.append)
    assert "rien.json" in absent[0].data


def test_the_notebook_is_thin() -> None:
    notebook = json.loads((ROOT / "grading" / "analyse-seance.ipynb").read_text(encoding="utf-8"))
    assert len(notebook["cells"]) <= 12
    assert all(len(cell["source"]) <= 5 for cell in notebook["cells"])
