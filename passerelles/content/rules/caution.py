"""Banners that must stand where law or memory speak."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..items import Item
from ..markdown import STATEMENT_ID
from .base import Context, Finding, module_file
from .words import Prose, folded

BANNER = "Information pédagogique, non juridique"
LEGAL_STATEMENT = "C5-024"

_LEGAL = re.compile(r"secrets? professionnels?|secret partagé|RGPD|code pénal", re.IGNORECASE)
_MEMORY = re.compile(r"\[mémoire\s*:", re.IGNORECASE)


def legal_banner_on_item(context: Context) -> Iterator[Finding]:
    """An item that cites C5-024 or speaks of professional secrecy carries the legal caution."""
    for place in context.items:
        if place.item.caution != "legal" and (_legal(place.item) or LEGAL_STATEMENT in _named(place.item)):
            cause = "La question touche au secret professionnel ou au RGPD sans le bandeau juridique."
            yield place.finding((), cause, "Ajoutez « caution: legal ».")


def legal_banner_in_text(context: Context) -> Iterator[Finding]:
    """A text that speaks of professional secrecy says that it is not legal advice."""
    for module in context.course.modules.values():
        for name, text in module.texts.items():
            cited = LEGAL_STATEMENT in STATEMENT_ID.findall(text)
            match = _LEGAL.search(text)
            if (cited or match) and folded(BANNER) not in folded(text):
                cause = "Le texte touche au secret professionnel ou au RGPD sans le bandeau juridique."
                cure = f"Ajoutez : « {BANNER}. Textes à vérifier à la date d’utilisation. »"
                offset = match.start() if match else text.find(LEGAL_STATEMENT)
                yield Prose(module_file(module, name), None, text).finding(offset, cause, cure)


def memory_banner_on_item(context: Context) -> Iterator[Finding]:
    """An item that leans on memory says so."""
    for place in context.items:
        if _MEMORY.search(place.item.model_dump_json()) and not place.item.caution:
            cause = "La question contient « [mémoire: à vérifier] » sans avertissement."
            yield place.finding((), cause, "Ajoutez « caution: memory ».")


def speaks_of_law(text: str) -> bool:
    """Say whether a text touches the law on secrecy or on personal data."""
    return bool(_LEGAL.search(text))


def _legal(item: Item) -> bool:
    """Say whether the words of an item touch the law on secrecy."""
    return speaks_of_law(item.model_dump_json())


def _named(item: Item) -> set[str]:
    """Return every statement an item names, cited, quoted or written in a text."""
    return set(STATEMENT_ID.findall(item.model_dump_json()))
