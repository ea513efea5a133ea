"""Tolerant comparison of short French texts: accents, case, punctuation and one typing error per long word."""

from __future__ import annotations

import re
import unicodedata

LONG_WORD = 5  # letters from which one typing error is forgiven: shorter words turn into others too easily


def words(text: str) -> list[str]:
    """Return the words of a text without accents, case or punctuation; hyphens and apostrophes separate."""
    spread = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    bare = "".join(c for c in spread if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", bare)


def contains(text: str, wording: str) -> bool:
    """Say whether the words of `wording` follow each other somewhere in `text`, each up to one typing error."""
    searched, wanted = words(text), words(wording)
    if not wanted:
        return False
    spans = (searched[n : n + len(wanted)] for n in range(len(searched) - len(wanted) + 1))
    return any(all(same_word(given, expected) for given, expected in zip(span, wanted, strict=True)) for span in spans)


def same_word(given: str, expected: str) -> bool:
    """Say whether two bare words are equal, or one error apart when the expected one is long enough."""
    return given == expected or (len(expected) >= LONG_WORD and one_error_apart(given, expected))


def one_error_apart(a: str, b: str) -> bool:
    """Say whether one letter added, left out, changed, or swapped with its neighbour turns `a` into `b`."""
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest_a, rest_b = a[start:], b[start:]
    if len(a) != len(b):
        longer, shorter = sorted((rest_a, rest_b), key=len, reverse=True)
        return longer[1:] == shorter
    return rest_a[1:] == rest_b[1:] or (rest_a[:2] == rest_b[1::-1] and rest_a[2:] == rest_b[2:])
