"""Cells that a spreadsheet opens without running anything they hold, and workbooks made of them.

A text that a spreadsheet could take for a formula gets an apostrophe in front; `restore` takes it away again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

TRIGGERS = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫−")
GUARD = "'"
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NEW_LINE = re.compile("\r\n?")
_NOT_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_WIDEST = 70  # signs of a column


def neutral(text: str) -> str:
    """Return the text with an apostrophe in front when it could open a formula, or already starts with one."""
    return GUARD + text if text.startswith(GUARD) or _dangerous(text) else text


def restore(cell: str) -> str:
    """Return the text that `neutral` was given."""
    return cell[1:] if cell.startswith(GUARD) else cell


def missing(value: Any) -> bool:
    """Say whether there is nothing to write: None or NaN."""
    return value is None or value != value


def xlsx(sheets: Mapping[str, Iterable[Sequence[Any]]], *, frozen: str = "A2") -> bytes:
    """Return a workbook: rows by name of sheet. Texts are text cells, numbers are numbers, no cell is a formula."""
    from openpyxl import Workbook

    book = Workbook()
    for rank, (title, rows) in enumerate(sheets.items()):
        sheet = book.create_sheet() if rank else book.worksheets[0]
        sheet.title = _NOT_IN_NAME.sub(" ", title)[:_LONGEST_NAME] or "Notes"
        sheet.freeze_panes = frozen
        _fill(sheet, rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet: Worksheet, rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows, each column as wide as what it holds."""
    from openpyxl.utils import get_column_letter

    widths: dict[int, int] = {}
    for row, cells in enumerate(rows, start=1):
        for column, value in enumerate(map(_xlsx_cell, cells), start=1):
            cell = sheet.cell(row, column)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
            widths[column] = min(_WIDEST, max(widths.get(column, 0), 2 + len(str(value))))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width


def _xlsx_cell(value: Any) -> str | float | int | None:
    """Return a value as a workbook can hold it: what XML forbids is replaced by �, a return is a new line."""
    if missing(value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    text = ("oui" if value else "non") if isinstance(value, bool) else str(value)
    return neutral(_NEW_LINE.sub("\n", _NOT_IN_XML.sub("\ufffd", text)))


def _dangerous(text: str) -> bool:
    """Say whether the first sign that can be seen, or the very first one, opens a formula."""
    seen = next((sign for sign in text if not _invisible(sign)), "")
    return text[:1] in TRIGGERS or seen in TRIGGERS


def _invisible(sign: str) -> bool:
    """Say whether a program may skip this sign: spaces, control and format characters."""
    return sign.isspace() or unicodedata.category(sign) in ("Cc", "Cf")
