"""What a learner made, as an accessible PDF and as a Word file: whatever was typed."""

from __future__ import annotations

from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from support.sample_tool import EXAMPLE, sample_course, sample_tool

from passerelles.documents import pdf as setting
from passerelles.documents.blocks import Paper, Words, plain_words, tool_paper, workbook_paper
from passerelles.documents.pdf import pdf
from passerelles.documents.word import docx
from passerelles.documents.workbook import workbook
from passerelles.engines.tools import form
from passerelles.engines.tools.picture import Picture
from passerelles.engines.tools.reading import Figure, Finding, Reading, Table, ToolReading
from passerelles.store import Store, learners
from passerelles.text import t

UGLY = '😀 ✅ مرحبا 中文 \x07 #let x = $a$ *b* @c "d" \\ </w:t> ' + "é" * 200


def read(tool: Any, value: Any, world: Any) -> Reading:
    """A reading that says what was typed, and draws it higher than a page."""
    picture = Picture(340, 2000, UGLY, UGLY)
    picture.text(10, 20, UGLY, wrap=300)
    ragged = Table("En mots", ["A", "B"], [["a"], ["a", "b", "c"]])
    return Reading([Finding("stop", f"Voir [C5-010] {UGLY}")], [Figure(UGLY, UGLY, picture.svg())], [ragged])


@pytest.fixture
def papers(tmp_path, monkeypatch) -> list[Paper]:
    """Everything that a learner made, and one tool of it."""
    monkeypatch.setattr(learners, "HASH_COST", 2)
    monkeypatch.setitem(form.READINGS, "laide", ToolReading(read, frozenset()))
    course = sample_course(sample_tool(reading="laide", caution="legal"))
    with Store.open(None, tmp_path) as store:
        learner = store.learners.create()[:6]
        typed = EXAMPLE | {"equipe": {"qui": UGLY, "quoi": f"{UGLY}\n{UGLY}"}}
        store.records.save_work(learner, "essai", "tool:essai-outil", typed)
        store.records.save_work(learner, "essai", "tool:engagement", {"gesture": UGLY})
        book = workbook(course, store, learner)
    return [workbook_paper(book), tool_paper(book.chapters[0].tools[1], "Essai")]


def test_whatever_was_typed_makes_an_accessible_pdf(papers: list[Paper], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setting, "logging", SimpleNamespace())  # a PDF that is not PDF/UA would be logged
    for paper in papers:
        made = pdf(paper)
        assert b"<pdfuaid:part>1</pdfuaid:part>" in made
        assert b"/Lang(fr-BE)" in made
        assert made == pdf(paper)


def test_a_word_file_has_headings_heads_of_tables_and_described_pictures(papers: list[Paper]) -> None:
    raw = docx(papers[0])
    made = Document(BytesIO(raw))
    assert [p.text for p in made.paragraphs if p.style.name == "Heading 1"] == ["Mon dossier"]
    assert [p.style.name for p in made.paragraphs if p.style.name.startswith("Heading")][:3] == [
        "Heading 1", "Heading 2", "Heading 3",
    ]  # fmt: skip
    xml = ZipFile(BytesIO(raw)).read("word/document.xml").decode()
    assert xml.count("<w:tblHeader/>") == len(made.tables)
    assert all(shape._inline.docPr.get("descr") for shape in made.inline_shapes)
    assert made.inline_shapes[0].height.cm < 25
    assert 'w:val="fr-BE"' in ZipFile(BytesIO(raw)).read("word/styles.xml").decode()


def test_what_touches_the_law_keeps_its_caution_on_paper(papers: list[Paper]) -> None:
    for paper in papers:
        assert Words(t("caution.legal"), "note") in paper.blocks


def test_rendered_texts_become_plain_words() -> None:
    html = "<p>Lire\nceci</p>\n<ul>\n<li>un <em>deux</em></li>\n<li><q>trois</q> &amp; quatre</li>\n</ul>"
    assert plain_words(html) == "Lire ceci\n– un deux\n– «\u00a0trois\u00a0» & quatre"
