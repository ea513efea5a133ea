"""No cell of an exported file can run, and every value comes back."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from passerelles.documents.cells import neutral, restore
from passerelles.server.trainer.exports import csv_bytes, xlsx_bytes

OPENERS = tuple("=+-@\t\r\n＝＋－＠")
TRICKS = [f"{lead}{opener}cmd|'/C calc'!A0" for lead in ("", " ", "\u00a0", "\ufeff", "\u200b") for opener in OPENERS]
hostile = st.one_of(
    st.text(),
    st.sampled_from(TRICKS),
    st.builds(lambda opener, rest: opener + rest, st.sampled_from(OPENERS), st.text()),
    st.builds(lambda text: f'";{text}\r\n="', st.text()),
)


def read_csv(body):
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def xml_keeps(text):
    """What XML can hold of a text, as the workbook promises."""
    from passerelles.documents.cells import _NEW_LINE, _NOT_IN_XML

    return _NEW_LINE.sub("\n", _NOT_IN_XML.sub("\ufffd", text))


@given(hostile)
@example("'=1+1")
@example("''")
@example("")
def test_neutral_is_undone_by_restore_and_never_opens_a_formula(text):
    cell = neutral(text)
    assert restore(cell) == text
    assert not cell.startswith(OPENERS)
    assert not cell.strip(" \u00a0\ufeff\u200b\t\r\n").startswith(OPENERS)


@settings(deadline=None)  # a busy machine is not a bug
@given(st.lists(hostile, min_size=1, max_size=4))
def test_csv_cells_are_texts_that_come_back(texts):
    rows = read_csv(csv_bytes(pd.DataFrame({"=Code": texts}, dtype=object)))
    assert [[restore(cell) for cell in row] for row in rows] == [["=Code"]] + [
        [text.encode("utf-8", "replace").decode()] for text in texts
    ]
    assert not any(cell.startswith(OPENERS) for row in rows for cell in row)


@settings(deadline=None)  # a busy machine is not a bug
@given(st.lists(hostile, min_size=1, max_size=4))
def test_workbook_cells_are_texts_that_come_back(texts):
    body = xlsx_bytes(pd.DataFrame({"=Code": texts}, dtype=object), "Notes: [A]/B*?")
    sheet = load_workbook(io.BytesIO(body)).active
    for row, text in enumerate(["=Code", *texts], start=1):
        cell = sheet.cell(row, 1)
        assert cell.data_type != "f"
        assert restore(cell.value or "") == xml_keeps(text)
        assert not (cell.value or "").startswith(OPENERS)


def test_csv_is_what_a_belgian_spreadsheet_opens():
    frame = pd.DataFrame([["ÉtéŒ", 2.5, 3, None, True, -1.5]], columns=list("abcdef"), dtype=object)
    body = csv_bytes(frame)
    assert body.startswith(b"\xef\xbb\xbf")
    assert body.decode("utf-8-sig").splitlines(keepends=True)[1] == '"ÉtéŒ";"2,5";"3";"";"oui";"\'-1,5"\r\n'


def test_workbook_keeps_numbers_as_numbers():
    frame = pd.DataFrame([["K7M2QP", 2.5, None, float("nan")]], columns=list("abcd"), dtype=object)
    sheet = load_workbook(io.BytesIO(xlsx_bytes(frame, "Notes"))).active
    assert [cell.value for cell in sheet[2]] == ["K7M2QP", 2.5, None, None]
    assert sheet["B2"].data_type == "n"


@pytest.mark.parametrize("title", ["", "[]:*?/\\", "x" * 90])
def test_any_title_makes_a_sheet(title):
    frame = pd.DataFrame([["a"]], columns=["b"], dtype=object)
    assert load_workbook(io.BytesIO(xlsx_bytes(frame, title))).sheetnames
