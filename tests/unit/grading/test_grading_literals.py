"""Literals are written in one way and read without running anything."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from passerelles.grading.literals import (
    MAX_SOURCE,
    MAX_VALUES,
    Unreadable,
    clean_text,
    from_markdown,
    read,
    to_markdown,
    write,
)

TEXT = st.text(st.characters(codec=None), max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-999, 999) | st.floats(allow_nan=False, allow_infinity=False) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=6,
)


@settings(deadline=None)
@given(value=JSON)
def test_what_is_written_is_read_back_and_written_the_same(value: Any) -> None:
    try:
        literal = write(value)
    except Unreadable:
        assume(False)  # too deep
    assert read(f"x = {literal}", "x") == value
    assert write(read(f"x = {literal}", "x")) == literal


@settings(deadline=None)
@given(source=st.text(max_size=60))
def test_any_text_is_read_or_refused(source: str) -> None:
    with suppress(Unreadable):
        write(read(source, "x"))


READ = {
    "x = 'a'": "a",
    "# mon choix\nx = 'a'  # peut-être": "a",
    "x = ['a',\n     'c']": ["a", "c"],
    "x = 'a', 'c'": ["a", "c"],
    "x = {'e2': 'p', 'e1': 'q',}": {"e1": "q", "e2": "p"},
    "x = ('un '\n     'deux')": "un deux",
    "x = -1.5": -1.5,
    "": None,
    "  \n# rien\n": None,
}


@pytest.mark.parametrize("source", READ)
def test_ways_of_typing_an_answer(source: str) -> None:
    assert read(source, "x") == READ[source]


REFUSED = {
    "x = a": "quotes",
    "y = 'a'": "name",
    "x = y = 'a'": "code",
    "x: str = 'a'": "code",
    "x += 'a'": "code",
    "x = 'a'; import os": "code",
    "x = 'a'\nx = 'b'": "code",
    "x = open('f').read()": "code",
    "x = f'{1}'": "code",
    "x = [i for i in 'ab']": "code",
    "x = {**{}}": "code",
    "x = {[]: 1}": "code",
    "x = (y := 'a')": "code",
    "x = __import__('os')": "code",
    "x = lambda: 0": "code",
    "%%bash\nid": "code",
    "!id": "code",
    "x = 'a": "code",
    "x = '\x00'": "code",
    "x.y = 'a'": "code",
    "x[0] = 'a'": "code",
    "x, = 'a'": "code",
    "x = b'a'": "shape",
    "x = {'a', 'b'}": "shape",
    "x = {1: 'a'}": "shape",
    "x = 1j": "shape",
    "x = ...": "shape",
    "x = 1e999": "shape",
    "x = " + "9" * 30: "shape",
    "x = " + "9" * 5000: "code",
    "x = [[[[[['a']]]]]]": "shape",
    "x = " + "[" * 9000: "code",
    "x = " + "-" * 90_000 + "1": "code",
    "x = " + "1+" * 40_000 + "1": "code",
    "x = 'a'" + ".a" * 40_000: "code",
    "x = [" + "0," * (MAX_VALUES + 1) + "]": "size",
    "x = '" + "a" * MAX_SOURCE + "'": "size",
}


@pytest.mark.parametrize("source", REFUSED, ids=lambda source: source[:24])
def test_anything_else_is_refused(source: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read(source, "x")
    assert refusal.value.why == REFUSED[source]


def test_the_longest_list_is_read() -> None:
    assert len(read("x = [" + "0," * MAX_VALUES + "]", "x")) == MAX_VALUES  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [object(), {1: "a"}, {"a"}, b"a", float("nan"), 10**16])
def test_what_is_not_json_is_not_written(value: Any) -> None:
    with pytest.raises(Unreadable):
        write(value)


@settings(deadline=None)
@given(text=st.text())
def test_a_text_goes_through_markdown_unchanged(text: str) -> None:
    assert from_markdown(to_markdown(text)) == text


@settings(deadline=None)
@given(text=TEXT)
def test_a_cleaned_text_stays_clean_and_can_be_saved(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert cleaned.encode("utf-8").decode() == cleaned
