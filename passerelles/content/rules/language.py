"""Words: none that wounds or comes from another country, no unexplained acronym, no endless sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .base import Context, Finding, module_file
from .jargon import Kind, Remark, acronyms, forbidden, long_sentences, meanings, to_avoid
from .methods import FILE as METHODS
from .words import Prose, all_prose, blank, case_prose, folded, module_prose, quotes, roleplay_prose


def forbidden_word(context: Context) -> Iterator[Finding]:
    """No word of the forbidden list, except where « » quote a statement."""
    said = [folded(statement.quote) for statement in context.course.statements.values()]
    for prose in all_prose(context):
        text = prose.text
        for quote in list(quotes(text)):
            if any(folded(quote.group()) in statement for statement in said):
                text = blank(re.compile(re.escape(quote.group())), text)
        yield from _findings(prose, forbidden(text))


def word_to_avoid(context: Context) -> Iterator[Finding]:
    """The narrator neither « places » people, nor « reports » them, nor calls an opinion proof; characters may."""
    for prose in all_prose(context):
        yield from _findings(prose, to_avoid(prose.text))


def acronym_not_expanded(context: Context) -> Iterator[Finding]:
    """The first use of an acronym in a module or a case comes with its meaning, close by."""
    for prose, remark in _first_uses(context, "acronym"):
        yield prose.finding(remark.start, remark.cause, remark.cure)


def acronym_unknown(context: Context) -> Iterator[Finding]:
    """Every acronym of a module or a case is in the glossary."""
    for prose, remark in _first_uses(context, "unknown"):
        yield prose.finding(remark.start, remark.cause, "Ajoutez-le dans corpus/glossary.yaml ou évitez-le.")


def long_sentence(context: Context) -> Iterator[Finding]:
    """A sentence of a step text or of a case is read in one breath; what it quotes is not counted."""
    for prose in _long_reads(context):
        yield from _findings(prose, long_sentences(prose.text))


def _findings(prose: Prose, remarks: Iterable[Remark]) -> Iterator[Finding]:
    """Yield what is said about a text as findings."""
    for remark in remarks:
        yield prose.finding(remark.start, remark.cause, remark.cure)


def _first_uses(context: Context, kind: Kind) -> Iterator[tuple[Prose, Remark]]:
    """Yield what is said of that kind about acronyms where they are met first, in reading order."""
    known = meanings(context.course.terms)
    for unit in _units(context):
        pages = list(unit)
        for rank, remark in acronyms((page.text for page in pages), known):
            if remark.kind == kind:
                yield pages[rank], remark


def _units(context: Context) -> Iterator[Iterator[Prose]]:
    """Yield the texts of each thing that is read on its own: a module, a case, a role play."""
    yield from map(module_prose, context.course.modules.values())
    yield from map(case_prose, context.course.cases.values())
    yield from map(roleplay_prose, context.course.roleplays.values())


def _long_reads(context: Context) -> Iterator[Prose]:
    """Yield the texts read at length: those of the steps, all those of cases, role plays and sheets of method."""
    for module in context.course.modules.values():
        yield from (Prose(module_file(module, name), None, text) for name, text in module.texts.items())
    for case in context.course.cases.values():
        yield from case_prose(case)
    for play in context.course.roleplays.values():
        yield from roleplay_prose(play)
    yield from (prose for prose in all_prose(context) if prose.file == METHODS)
