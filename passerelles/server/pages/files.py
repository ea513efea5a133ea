"""The files that a learner takes away, by form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from passerelles.documents.blocks import Paper
from passerelles.documents.cells import neutral
from passerelles.engines.tools.reading import Table

MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "svg": "image/svg+xml; charset=utf-8",
}


def made(paper: Paper, form: str) -> bytes:
    """Return a document as PDF or Word file."""
    from passerelles.documents.pdf import pdf
    from passerelles.documents.word import docx

    return pdf(paper) if form == "pdf" else docx(paper)


def tables_csv(tables: Iterable[Table]) -> bytes:
    """Return tables one under the other, each under its title, as a CSV file; no cell is a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for table in tables:
        for row in ([table.title], table.head, *table.rows, []):
            writer.writerow([neutral(cell) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")
