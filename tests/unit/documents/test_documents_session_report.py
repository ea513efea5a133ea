"""What a day leaves to its trainer: by level, nobody told apart, nothing that a spreadsheet runs."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from passerelles.documents import pdf as setting
from passerelles.documents.blocks import Paper
from passerelles.documents.pdf import pdf
from passerelles.documents.session_report import Done, Report, report_paper, report_xlsx, told_sectors
from passerelles.documents.word import docx
from passerelles.engines.live import screen
from passerelles.engines.live.activity import SMALL, Trace

EVIL = '=cmd|"/C calc"!A0 <img src=x onerror=alert(1)> 😀 #let'
BLOCKS = [
    screen.words("Dit", "said"), screen.prose("**Cours** et\n\n- un"), screen.heading("Titre"),
    screen.listing([EVIL], "Liste", ordered=True), screen.table("Tableau", ["A", "B"], [["1"], [EVIL, "2", "3"]]),
    screen.bars("Barres", [("Oui", 12.5)], unit="%"), screen.cards("Cartes", [{"title": "AMO", "words": EVIL}]),
    screen.cloth("a", "Nappe", [("t1", "un", ""), ("t2", "deux", "tour 1")], [("t1", "t2")]),
    screen.fold("f", "Plié", [screen.words("dedans")]), screen.timer("t", "Minuteur", None, 60),
    screen.buttons("b", "Boutons", []), screen.form("x", "Formulaire", "d", [], "Envoyer"),
]  # fmt: skip


def report(**more: object) -> Report:
    done = [
        Done("wall", Trace("Mur", BLOCKS)),
        Done("satisfaction", Trace("Ressenti", [], {"people": 12, "up-sigle": 5})),
    ]
    base = {"sectors": {"AMO": 12, "École": 7, "CPAS": 5}, "done": done, "decided": 2, "track": "La journée"}
    return Report("Une journée", date(2026, 11, 21), 6.5, 24, **base | more)  # type: ignore[arg-type]


def texts(paper: Paper) -> str:
    told = json.dumps([asdict(block) for block in paper.blocks], ensure_ascii=False)
    return told.replace("\u00a0", " ")


def test_every_kind_of_trace_goes_on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "logging", SimpleNamespace())  # a PDF that is not PDF/UA would be logged
    paper = report_paper(report())
    for words in ("Dit", "Cours et", "Liste", "Tableau", "12,5 %", "AMO : =cmd", "un » — « deux", "dedans"):
        assert words in texts(paper), words
    assert "Minuteur" not in texts(paper)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf(paper)
    assert docx(paper)


def test_levels_come_in_order_and_nothing_is_concluded_beyond() -> None:
    titles = [block.text for block in report_paper(report()).blocks if block.kind == "heading" and block.level == 2]
    starts = ["Niveau 1", "Niveau 2a", "Niveau 2b", "Vers le niveau 3", "Ce que la", "Ce que ce rapport ne dit pas"]
    assert [title.startswith(start) for title, start in zip(titles, starts, strict=True)] == [True] * 6
    assert "rien n’est conclu ici" in texts(report_paper(report()))


@pytest.mark.parametrize(("decided", "flagged"), [(0, True), (1, False), (None, False)])
def test_a_day_without_a_decision_by_somebody_for_a_date_is_flagged(decided: int | None, flagged: bool) -> None:
    assert ("Aucune décision n’a à la fois" in texts(report_paper(report(decided=decided)))) == flagged


def test_the_number_of_sectors_is_told_but_not_of_a_handful_of_people() -> None:
    assert "Secteurs présents : 3" in texts(report_paper(report()))
    few = Report("Petit", date(2026, 11, 21), 3, 4, {"AMO": 3, "École": 1}, [])
    assert "Personnes : 4" in texts(report_paper(few))
    assert not [words for words in ("AMO", "École", "Secteurs présents") if words in texts(report_paper(few))]


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 12)))
def test_no_group_of_fewer_than_five_can_be_found_even_by_subtraction(sectors: dict[str, int]) -> None:
    told = told_sectors(sectors)
    assert all(count >= SMALL for _, count in told)
    assert not told or sum(count for _, count in told) == sum(sectors.values())


def test_the_workbook_holds_figures_as_numbers_and_no_formula() -> None:
    book = load_workbook(BytesIO(report_xlsx(report())))
    assert book.sheetnames == ["Séance", "Chiffres", "Tableaux"]
    told = [[cell.value for cell in row][2:] for row in book["Chiffres"].iter_rows(min_row=2)]
    assert told == [["Personnes qui ont répondu", 12], ["Ont monté\u00a0: sigle", 5]]
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert not any(cell.data_type == "f" or str(cell.value).startswith("=") for cell in cells)
    assert any(str(cell.value).startswith("'=cmd") for cell in cells)
