"""Dates, numbers, lists and spacing as written in Belgium."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from passerelles import french

PLAIN = str.maketrans({"\u00a0": " ", "\u202f": " "})


@pytest.mark.parametrize(
    ("value", "written"),
    [("2026-07-01T22:30:00+00:00", "2 juillet 2026 à 0 h 30"), ("2026-01-01T12:05:09", "1er janvier 2026 à 13 h 05"),
     (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "29 mars 2026 à 3 h 00"), (None, "—")],
)  # fmt: skip
def test_moments_are_belgian_time_summer_included(value, written):
    assert french.moment(value).translate(PLAIN) == written


def test_days_and_sortable_moments():
    assert french.day(date(2027, 8, 1)).translate(PLAIN) == "1er août 2027"
    assert french.sortable("2026-07-01T22:30:00+00:00") == "2026-07-02 00:30"


@pytest.mark.parametrize(
    ("value", "written"), [(2.0, "2"), (2.5, "2,5"), (0.125, "0,12"), (1234.5, "1 234,5"), (0, "0"), (100.0, "100")]
)
def test_numbers_have_a_decimal_comma_and_no_useless_zero(value, written):
    assert french.number(value).translate(PLAIN) == written


def test_shares_lists_and_durations():
    assert french.share(1, 3).translate(PLAIN) == "33 %"
    assert french.share(0, 0).translate(PLAIN) == "0 %"
    assert [french.listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a et b",
        "a, b et c",
    ]
    written = [french.duration(seconds).translate(PLAIN) for seconds in (5, 60, 3700, 90061)]
    assert written == ["moins d’une minute", "1 minute", "1 heure et 1 minute", "1 jour et 1 heure"]


def test_words_are_listed_between_quotation_marks() -> None:
    assert [french.quoted([]), french.quoted(["a"])] == ["", "« a »"]
    assert french.quoted(iter(["a", "b", "c"])) == "« a », « b » et « c »"
