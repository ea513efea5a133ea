"""Tables as files that a spreadsheet opens without running anything they hold.

CSV for a Belgian Excel: UTF-8 with a byte order mark, semicolons, CRLF, every cell quoted, decimal comma. A text that a
spreadsheet could take for a formula gets an apostrophe in front; `restore` takes it away again.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")
GUARD = "'"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEW_LINE = re.compile("\r\n?")


def neutral(text: str) -> str:
    """Return the text with an apostrophe in front when it could open a formula, or already starts with one."""
    return GUARD + text if text.startswith(GUARD) or _dangerous(text) else text


def restore(cell: str) -> str:
    """Return the text that `neutral` was given."""
    return cell[1:] if cell.startswith(GUARD) else cell


def _dangerous(text: str) -> bool:
    """Say whether the first sign that can be seen, or the very first one, opens a formula."""
    seen = next((sign for sign in text if not _invisible(sign)), "")
    return text[:1] in TRIGGERS or seen in TRIGGERS


def _invisible(sign: str) -> bool:
    """Say whether a program may skip this sign: spaces, control and format characters."""
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")


def csv_bytes(frame: DataFrame) -> bytes:
    """Return the table, headings first, as a CSV file."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in _rows(frame, _csv_cell):
        writer.writerow(row)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def xlsx_bytes(frame: DataFrame, title: str) -> bytes:
    """Return the table as a workbook of one sheet; texts are text cells, numbers are numbers, no cell is a formula."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "Notes"
    for row, cells in enumerate(_rows(frame, _xlsx_cell), start=1):
        for column, value in enumerate(cells, start=1):
            cell = sheet.cell(row, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(frame: DataFrame, cell: Callable[[Any], Any]) -> list[list[Any]]:
    """Return headings and lines, each value turned into a cell."""
    lines = [list(frame.columns), *frame.astype(object).to_numpy().tolist()]
    return [[cell(value) for value in line] for line in lines]


def _csv_cell(value: Any) -> str:
    """Return a value as text: nothing for a missing one, oui or non, decimal comma."""
    if _missing(value):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return neutral(repr(value).replace(".", ",") if isinstance(value, float) else str(value))
    return neutral(str(value))


def _xlsx_cell(value: Any) -> str | float | int | None:
    """Return a value as a workbook can hold it: what XML forbids is replaced by �, a return is a new line."""
    if _missing(value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = ("oui" if value else "non") if isinstance(value, bool) else str(value)
    return neutral(_NEW_LINE.sub("\n", _NOT_IN_XML.sub("\ufffd", text)))


def _missing(value: Any) -> bool:
    """Say whether there is nothing to write: None or NaN."""
    return value is None or value != value
