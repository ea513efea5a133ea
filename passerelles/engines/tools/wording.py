"""What words give away: somebody named where a function is asked for, a wish where something to see is, a way out."""

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
_LOOPHOLE = re.compile(
    r"\b(?:dans la mesure du possible|si (?:nécessaire|possible|besoin|utile)|le cas échéant|au besoin|en principe"
    r"|éventuel\w*|autant que possible|dans les meilleurs délais|délai raisonnable|toute autre mesure)",
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


def loophole_in(words: object) -> str:
    """Return the first words that leave somebody free not to do what is written; nothing when there are none."""
    found = _LOOPHOLE.search(str(words or ""))
    return found.group() if found else ""
