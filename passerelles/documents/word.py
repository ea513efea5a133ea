"""Word files: the same blocks as the PDF, with real headings, lists, table heads and described pictures."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from .blocks import Block, Bullets, Drawing, Grid, Heading, Paper, Words
from .pdf import png

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")
_STYLES = {"normal": "Normal", "asked": "Normal", "written": "Quote", "source": "Caption", "note": "Intense Quote"}
_LOOKS = {
    "Normal": ("2B2520", 10), "Heading 1": ("1B5E5A", 20), "Heading 2": ("98401F", 15), "Heading 3": ("1B5E5A", 12),
    "Caption": ("5D5247", 9), "Quote": ("2B2520", 10), "Intense Quote": ("1B5E5A", 10),
}  # fmt: skip


def docx(paper: Paper) -> bytes:
    """Return the document as a Word file."""
    document = _blank(paper)
    add = _Adding(document)
    add.paragraph(paper.title, "Heading 1")
    add.paragraph(paper.subtitle, "Caption")
    for block in paper.blocks:
        add.block(block)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _blank(paper: Paper) -> WordDocument:
    """Return an empty document in French, named, on A4."""
    from docx import Document
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    document = Document()
    document.core_properties.title, document.core_properties.language = _clean(paper.title), "fr-BE"
    document.core_properties.author = document.core_properties.comments = ""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    for name, (colour, size) in _LOOKS.items():
        style: Any = document.styles[name]
        style.element.get_or_add_rPr().clear()  # a theme's font and colour would win over ours
        style.font.name, style.font.size, style.font.color.rgb = "Verdana", Pt(size), RGBColor.from_string(colour)
        style.font.bold = name.startswith("Heading")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "fr-BE")
    return document


class _Adding:
    """Adds blocks to a Word document. Its own look-up of styles takes a hundredth of a second each: here, once."""

    def __init__(self, document: WordDocument) -> None:
        """Know the styles of the document."""
        self._document = document
        self._styles = {style.name: style.style_id for style in document.styles}

    def block(self, block: Block) -> None:
        """Add a block."""
        if isinstance(block, Heading):
            self.paragraph(block.text, f"Heading {block.level}")
        elif isinstance(block, Words):
            self.paragraph(block.text, _STYLES[block.style], bold=block.style == "asked")
        elif isinstance(block, Bullets):
            self._bullets(block)
        elif isinstance(block, Grid):
            self._grid(block)
        else:
            self._drawing(block)

    def paragraph(self, text: str, style: str = "Normal", *, bold: bool = False) -> None:
        """Add a paragraph; its lines stay lines."""
        added = self._document.add_paragraph()
        added._p.style = self._styles[style]
        added.add_run(_clean(text)).bold = bold or None

    def _bullets(self, block: Bullets) -> None:
        """Add a list. Word would go on counting from the list before: the numbers are written."""
        for rank, item in enumerate(block.items, 1):
            self.paragraph(f"{rank}. {item}" if block.ordered else item, "List" if block.ordered else "List Bullet")

    def _grid(self, block: Grid) -> None:
        """Add a table whose first row is its head, on each page it goes over."""
        from docx.oxml import OxmlElement

        self.paragraph(block.title, bold=True)
        table = self._document.add_table(rows=len(block.rows) + 1, cols=len(block.head))
        table._tbl.tblStyle_val = self._styles["Table Grid"]
        table._tbl.tr_lst[0].get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        for rank, (row, texts) in enumerate(zip(table.rows, [block.head, *block.rows], strict=True)):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.paragraphs[0].add_run(_clean(text)).bold = rank == 0 or None
        self.paragraph("")

    def _drawing(self, block: Drawing) -> None:
        """Add a picture with its title and the words that stand for it."""
        from docx.shared import Cm

        self.paragraph(block.title, bold=True)
        self._document.add_picture(BytesIO(png(block.svg)), width=Cm(block.width))
        described = self._document.inline_shapes[-1]._inline.docPr
        described.set("descr", _clean(f"{block.title}. {block.description}"))
        described.set("title", _clean(block.title))


def _clean(text: str) -> str:
    """Return the text without what a Word file cannot hold."""
    return _CONTROL.sub("", text)
