"""What words give away: somebody named where a function is asked for, a wish where something to see is."""

from __future__ import annotations

import re

_PERSON = re.compile(
    r"\b(?:Mme|Mlle|Madame|Monsieur|M|Mr|Dr)\b\.?\s+[A-ZÀ-Ý][\w’-]*|\S+@\S+|\b04\d{2}[ ./]?\d[\d ./]*"
)  # « Madame la directrice » is a function
_WISH = re.compile(
    r"\b(?:mieux|meilleure?s?|davantage|plus souvent|bien-être|épanoui\w*|amélior\w+|renforc\w+|favoris\w+"
    r"|sensibilis\w+|essay\w+|tenter|penser à|attenti[fv]\w*|motivé\w*|satisf\w+)",
    re.I,
)


def person_in(words: object) -> str:
    """Return what looks like a person in some words: a title, an address, a mobile number; nothing otherwise."""
    found = _PERSON.search(str(words or ""))
    return found.group().strip() if found else ""


def wish_in(words: object) -> str:
    """Return the first word that can be wished for but not seen as such; nothing when there is none."""
    found = _WISH.search(str(words or ""))
    return found.group() if found else ""
