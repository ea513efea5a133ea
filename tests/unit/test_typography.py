"""Signs that stay with their word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelles.typography import NARROW_NBSP, NBSP, typeset


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("« oui »", f"«{NBSP}oui{NBSP}»"),
        ("Quoi ?", f"Quoi{NARROW_NBSP}?"),
        ("ainsi : cela ; non !", f"ainsi{NBSP}: cela{NARROW_NBSP}; non{NARROW_NBSP}!"),
        ('<a href="?a=1 : 2">x ?</a>', f'<a href="?a=1 : 2">x{NARROW_NBSP}?</a>'),
        ("12:30", "12:30"),
        ("sept :9 &amp; rien", "sept :9 &amp; rien"),
        ("<b>Mandat</b> : <q>x</q> !", f"<b>Mandat</b>{NBSP}: <q>x</q>{NARROW_NBSP}!"),
        ("<style>a :hover { b: c ; }</style>", "<style>a :hover { b: c ; }</style>"),
    ],
)
def test_french_spacing(typed: str, set_: str) -> None:
    assert typeset(typed) == set_


@given(st.text(alphabet="ab «»:;?! <>\u00a0\u202f", max_size=30) | st.text())
def test_only_spaces_change_and_only_once(text: str) -> None:
    once = typeset(text)
    assert typeset(once) == once
    assert "".join(once.split()) == "".join(text.split())
