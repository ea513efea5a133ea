"""Tolerance of short answers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelles.spelling import contains, one_error_apart, words


@pytest.mark.parametrize(
    "text",
    [
        "simultanéité",
        "SIMULTANEITE",
        "la simultanéité !",
        "simultaneté",
        "smultanéité",
        "simultaniété",
        "simultaanéité",
    ],
)
def test_accents_case_and_one_typo_are_tolerated(text: str) -> None:
    assert contains(text, "simultanéité")


@pytest.mark.parametrize("text", ["", "simultané", "multanéité", "la succession", "smultaneté"])
def test_other_words_are_not(text: str) -> None:
    assert not contains(text, "simultanéité")


def test_a_short_word_must_be_exact() -> None:
    assert contains("le SAJ", "saj")
    assert not contains("le SPJ", "saj")


def test_words_of_a_wording_must_follow_each_other() -> None:
    assert contains("un accompagnement-simultané, voilà", "accompagnement simultané")
    assert not contains("simultané accompagnement", "accompagnement simultané")


def test_ligature_and_apostrophe() -> None:
    assert words("L’œuvre d’Éloïse") == ["l", "oeuvre", "d", "eloise"]


word = st.text(alphabet="abcdefg", min_size=1, max_size=8)


@given(word, st.integers(0, 8), st.sampled_from("abcdefg"))
def test_one_letter_added_is_one_error_both_ways(original: str, place: int, letter: str) -> None:
    longer = original[:place] + letter + original[place:]
    assert one_error_apart(original, longer)
    assert one_error_apart(longer, original)


@given(word, word)
def test_an_error_is_the_optimal_string_alignment_distance(a: str, b: str) -> None:
    assert one_error_apart(a, b) == (distance(a, b) == 1)


def distance(a: str, b: str) -> int:
    """Restricted Damerau-Levenshtein, textbook version: the oracle."""
    d = [[max(i, j) if 0 in (i, j) else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            d[i][j] = min(d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                d[i][j] = min(d[i][j], d[i - 2][j - 2] + 1)
    return d[-1][-1]
