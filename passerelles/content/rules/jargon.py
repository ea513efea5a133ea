"""What makes a text hard to read, or wounding: pure functions over one text. `check` and a page use them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from ..case import TO_WRITE
from ..corpus import Term
from ..markdown import STATEMENT_ID
from .words import blank, folded_once, plain, sentences, without_quotes, words

LONGEST_SENTENCE = 30  # words
NEAR = 150  # characters between an acronym and its meaning

Kind = Literal["acronym", "unknown", "word", "absolute", "sentence"]

_FORBIDDEN = {
    r"PJJ|ASE|MECS|CRIP|[Ii]nformations? préoccupantes?|[Mm]issions? locales?|[ÉéEe]ducation nationale|226-1[34]": (
        "Ce mot vient du droit français : cherchez l’équivalent en Communauté française."
    ),
    r"[Cc]as soci(?:al|aux)|[Cc]as lourds?|[Pp]ublics? captifs?": "Décrivez des conditions de vie ou des faits.",
    r"[Jj]eunes? délinquante?s?": "Écrivez « jeune ayant commis ou soupçonné d’un fait qualifié infraction ».",
}
# only wrong when the narrator says it about a person
_NARRATOR = {
    r"\b[Pp]lac(?:er|é|ée|és|ées|ement|ements)\b(?=.{0,40}\b(?:jeunes?|enfants?|institution|foyer|juge)\b)": (
        "Écrivez « héberger » ou « confier »."
    ),
    r"\b[Ss]ignal(?:er|é|ée|ement|ements)\b(?=.{0,40}\b(?:SAJ|jeunes?|enfants?|famille)\b)": (
        "Écrivez « interpeller le SAJ »."
    ),
    r"\b[Ii]l (?:est|a été) (?:prouvé|démontré) que\b|\b[Cc][’']est (?:prouvé|démontré)\b": (
        "Dites qui l’affirme : « le chantier 5 recommande », « les participants de 2011 estiment ». Rien n’est mesuré."
    ),
}
_ABSOLUTE = re.compile(
    r"\b(toujours|jamais|forcément|systématiquement|obligatoirement|absolument|en aucun cas|dans tous les cas"
    r"|tout le monde|totalement|uniquement|exclusivement|aucune? exception)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"\b[A-ZÉ]{2,}(?:-[A-Z]{2,})*\b(?!-\d)")
_NOT_ACRONYMS = {"OK", "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", *TO_WRITE.split()}


class Remark(NamedTuple):
    """Something to change between two offsets of a text, and how."""

    kind: Kind
    start: int
    end: int
    cause: str
    cure: str


def lint(text: str, terms: Sequence[Term]) -> list[Remark]:
    """Return all there is to say about a text that stands alone, in its order; what holds another comes first."""
    found = [remark for _, remark in acronyms([text], meanings(terms))]
    for find in (forbidden, to_avoid, absolutes, long_sentences):
        found += find(text)
    return sorted(found, key=lambda remark: (remark.start, -remark.end))


def forbidden(text: str) -> Iterator[Remark]:
    """Yield the words that wound or come from another country."""
    yield from _found(text, {rf"\b(?:{words})\b": cure for words, cure in _FORBIDDEN.items()})


def to_avoid(text: str) -> Iterator[Remark]:
    """Yield the words that a narrator does not use; who is quoted may."""
    yield from _found(without_quotes(text), _NARRATOR)


def _found(text: str, patterns: Mapping[str, str]) -> Iterator[Remark]:
    """Yield a remark per match of a pattern, its value being the cure."""
    for pattern, cure in patterns.items():
        for match in re.finditer(pattern, text):
            yield Remark("word", *match.span(), f"Mot à éviter : « {match.group()} ».", cure)


def absolutes(text: str) -> Iterator[Remark]:
    """Yield « toujours », « jamais »…, outside what is quoted."""
    for match in _ABSOLUTE.finditer(without_quotes(text)):
        cure = "Est-ce vrai à chaque fois ? Sinon, dites quand, pour qui, ou « souvent »."
        yield Remark("absolute", *match.span(), f"« {match.group()} » n’admet pas d’exception.", cure)


def long_sentences(text: str) -> Iterator[Remark]:
    """Yield the sentences that are not read in one breath; what they quote is not counted."""
    for offset, sentence in sentences(text):
        count = len(words(plain(without_quotes(sentence))))
        if count > LONGEST_SENTENCE:
            cause = f"Cette phrase a {count} mots : « {plain(sentence)[:50]}… »"
            cure = f"Coupez-la : {LONGEST_SENTENCE} mots au plus, hors citations."
            yield Remark("sentence", offset, offset + len(sentence.strip()), cause, cure)


def meanings(terms: Iterable[Term]) -> dict[str, str | None]:
    """Return the acronyms of the glossary with what they stand for, when it says so."""
    return {word: term.expansion for term in terms for word in _ACRONYM.findall(term.term)}


def acronyms(texts: Iterable[str], known: Mapping[str, str | None]) -> Iterator[tuple[int, Remark]]:
    """Yield the acronyms not expanded where they are met first in texts read one after the other, or not known.

    Each comes with the rank of its text. Quotations do not count.
    """
    seen = set(_NOT_ACRONYMS)
    for rank, text in enumerate(texts):
        for match in _ACRONYM.finditer(blank(STATEMENT_ID, without_quotes(text))):
            if match.group() not in seen:
                seen.add(match.group())
                if remark := _acronym(text, match, known):
                    yield rank, remark


def _acronym(text: str, match: re.Match[str], known: Mapping[str, str | None]) -> Remark | None:
    """Return what there is to say about the first use of an acronym."""
    word = match.group()
    if word not in known:
        cause = f"Le sigle « {word} » n’est pas dans le glossaire."
        return Remark("unknown", *match.span(), cause, "Écrivez-le en toutes lettres la première fois.")
    meaning = known[word]
    if not meaning or _told(meaning, text[max(0, match.start() - NEAR) : match.end() + NEAR]):
        return None
    cause = f"« {word} » apparaît ici pour la première fois sans être déplié."
    return Remark("acronym", *match.span(), cause, f"Écrivez « {meaning} ({word}) ».")


def _told(meaning: str, text: str) -> bool:
    """Say whether a text holds at least two thirds of the long words of a meaning."""
    long_words = [word for word in folded_once(meaning).split() if len(word) > 3] or folded_once(meaning).split()
    held = folded_once(text).split()
    return sum(word in held for word in long_words) * 3 >= len(long_words) * 2
