"""Tables as files that a spreadsheet opens without running anything they hold.

CSV for a Belgian Excel: UTF-8 with a byte order mark, semicolons, CRLF, every cell quoted, decimal comma. What a cell
may hold: `documents.cells`.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from passerelles.documents.cells import missing, neutral, xlsx

if TYPE_CHECKING:
    from pandas import DataFrame


def csv_bytes(frame: DataFrame) -> bytes:
    """Return the table, headings first, as a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in _rows(frame, _csv_cell):
        writer.writerow(row)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def xlsx_bytes(frame: DataFrame, title: str) -> bytes:
    """Return the table as a workbook of one sheet; texts are text cells, numbers are numbers, no cell is a formula."""
    return xlsx({title: _rows(frame, lambda value: value)}, frozen="B2")


def _rows(frame: DataFrame, cell: Callable[[Any], Any]) -> list[list[Any]]:
    """Return headings and lines, each value turned into a cell."""
    lines = [list(frame.columns), *frame.astype(object).to_numpy().tolist()]
    return [[cell(value) for value in line] for line in lines]


def _csv_cell(value: Any) -> str:
    """Return a value as text: nothing for a missing one, oui or non, decimal comma."""
    if missing(value):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return neutral(repr(value).replace(".", ",") if isinstance(value, float) else str(value))
    return neutral(str(value))
