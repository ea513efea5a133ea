"""Words: none that wounds or comes from another country, no unexplained acronym, no endless sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..case import TO_WRITE
from ..markdown import STATEMENT_ID
from .base import Context, Finding, module_file
from .words import (
    Prose,
    all_prose,
    blank,
    case_prose,
    folded,
    module_prose,
    plain,
    quotes,
    sentences,
    without_quotes,
    words,
)

LONGEST_SENTENCE = 30  # words
NEAR = 150  # characters between an acronym and its meaning

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
        "Écrivez « le chantier 5 recommande » ou « les participants de 2011 estiment » : rien n’y est mesuré."
    ),
}
_ACRONYM = re.compile(r"\b[A-ZÉ]{2,}(?:-[A-Z]{2,})*\b(?!-\d)")
_NOT_ACRONYMS = {"OK", "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", *TO_WRITE.split()}


def forbidden_word(context: Context) -> Iterator[Finding]:
    """No word of the forbidden list, except where « » quote a statement."""
    said = [folded(statement.quote) for statement in context.course.statements.values()]
    for prose in all_prose(context):
        text = prose.text
        for quote in list(quotes(text)):
            if any(folded(quote.group()) in statement for statement in said):
                text = blank(re.compile(re.escape(quote.group())), text)
        yield from _found(prose, text, {rf"\b(?:{words})\b": cure for words, cure in _FORBIDDEN.items()})


def word_to_avoid(context: Context) -> Iterator[Finding]:
    """The narrator neither « places » people, nor « reports » them, nor calls an opinion proof; characters may."""
    for prose in all_prose(context):
        yield from _found(prose, without_quotes(prose.text), _NARRATOR)


def _found(prose: Prose, text: str, patterns: dict[str, str]) -> Iterator[Finding]:
    """Yield a finding per match of a pattern, its value being the cure."""
    for pattern, cure in patterns.items():
        for match in re.finditer(pattern, text):
            yield prose.finding(match.start(), f"Mot à éviter : « {match.group()} ».", cure)


def acronym_not_expanded(context: Context) -> Iterator[Finding]:
    """The first use of an acronym in a module or a case comes with its meaning, close by."""
    terms = [term for term in context.course.terms if term.expansion]
    meanings = {word: str(term.expansion) for term in terms for word in _ACRONYM.findall(term.term)}
    for pages in _units(context):
        for prose, match in _first_uses(pages):
            meaning = meanings.get(match.group())
            if meaning and not _told(meaning, prose.text[max(0, match.start() - NEAR) : match.end() + NEAR]):
                cause = f"« {match.group()} » apparaît ici pour la première fois sans être déplié."
                yield prose.finding(match.start(), cause, f"Écrivez « {meaning} ({match.group()}) ».")


def _told(meaning: str, text: str) -> bool:
    """Say whether a text holds at least two thirds of the long words of a meaning."""
    long_words = [word for word in folded(meaning).split() if len(word) > 3] or folded(meaning).split()
    held = folded(text).split()
    return sum(word in held for word in long_words) * 3 >= len(long_words) * 2


def acronym_unknown(context: Context) -> Iterator[Finding]:
    """Every acronym of a module or a case is in the glossary."""
    known = {word for term in context.course.terms for word in _ACRONYM.findall(term.term)}
    for pages in _units(context):
        for prose, match in _first_uses(pages):
            if match.group() not in known:
                cause = f"Le sigle « {match.group()} » n’est pas dans le glossaire."
                yield prose.finding(match.start(), cause, "Ajoutez-le dans corpus/glossary.yaml ou évitez-le.")


def _units(context: Context) -> Iterator[Iterator[Prose]]:
    """Yield the texts of each thing that is read on its own: a module, a case."""
    yield from map(module_prose, context.course.modules.values())
    yield from map(case_prose, context.course.cases.values())


def _first_uses(pages: Iterable[Prose]) -> Iterator[tuple[Prose, re.Match[str]]]:
    """Yield each acronym where it is met first, in reading order, outside quotations."""
    seen = set(_NOT_ACRONYMS)
    for prose in pages:
        for match in _ACRONYM.finditer(blank(STATEMENT_ID, without_quotes(prose.text))):
            if match.group() not in seen:
                seen.add(match.group())
                yield prose, match


def long_sentence(context: Context) -> Iterator[Finding]:
    """A sentence of a step text or of a case is read in one breath; what it quotes is not counted."""
    for prose in _long_reads(context):
        for offset, sentence in sentences(prose.text):
            count = len(words(plain(without_quotes(sentence))))
            if count > LONGEST_SENTENCE:
                cause = f"Cette phrase a {count} mots : « {plain(sentence)[:50]}… »"
                cure = f"Coupez-la : {LONGEST_SENTENCE} mots au plus, hors citations."
                yield prose.finding(offset, cause, cure)


def _long_reads(context: Context) -> Iterator[Prose]:
    """Yield the texts read at length: those of the steps, all those of the cases."""
    for module in context.course.modules.values():
        yield from (Prose(module_file(module, name), None, text) for name, text in module.texts.items())
    for case in context.course.cases.values():
        yield from case_prose(case)
