"""The glossary: terms and actors in one alphabetical list, searched without accents and without JavaScript."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from passerelles.content.corpus import Actor, Entry, Sector, Term
from passerelles.content.course import Course
from passerelles.spelling import words

from .base import PageHandler

Kind = Literal["mot", "acteur"]
LONGEST_QUERY = 80


@dataclass(frozen=True)
class Headword:
    """One entry as listed."""

    kind: Kind
    anchor: str
    name: str
    expansion: str | None
    entry: Term | Actor
    sector: str | None = None

    @property
    def letter(self) -> str:
        """First letter, without accent."""
        first = words(self.name)[:1]
        return first[0][0].upper() if first else "#"

    def matches(self, query: Sequence[str]) -> bool:
        """Say whether each word of the query begins, or stands in, a word of the entry."""
        text = " ".join(words(self._text()))
        return all(word in text for word in query)

    def _text(self) -> str:
        """Return everything a reader could search the entry by."""
        if isinstance(self.entry, Term):
            parts = [self.name, self.expansion, self.entry.definition, self.entry.confusion]
        else:
            parts = [self.name, self.expansion, self.sector, self.entry.mission, self.entry.mandate]
            parts += [self.entry.audience, self.entry.misunderstanding, self.entry.false_friend]
            parts += [*self.entry.can, *self.entry.cannot]
        return " ".join(part for part in parts if part)


def headwords(course: Course) -> list[Headword]:
    """Return every term and actor in alphabetical order."""
    sectors = {sector.id: sector for sector in course.sectors}
    entries = [_term(term) for term in course.terms] + [_actor(actor, sectors) for actor in course.actors]
    return sorted(entries, key=lambda entry: words(entry.name) or ["~"])


def search(entries: Sequence[Headword], query: str, kind: str = "") -> list[Headword]:
    """Return the entries that hold every word of the query, of one kind when asked."""
    wanted = words(query[:LONGEST_QUERY])
    return [e for e in entries if (not kind or e.kind == kind) and e.matches(wanted)]


def by_letter(entries: Sequence[Headword]) -> list[tuple[str, list[Headword]]]:
    """Group entries, already in order, under their first letter."""
    return [(letter, list(group)) for letter, group in groupby(entries, key=lambda entry: entry.letter)]


def cautious(entry: Entry) -> bool:
    """Say whether the entry must be shown with its caution."""
    return entry.to_check or "à vérifier" in entry.source


def _term(term: Term) -> Headword:
    """Return a glossary term as listed."""
    return Headword("mot", f"mot-{term.id}", term.term, term.expansion, term)


def _actor(actor: Actor, sectors: dict[str, Sector]) -> Headword:
    """Return an actor as listed: under its acronym when it has one."""
    sector = sectors.get(actor.sector)
    name, expansion = (actor.acronym, actor.name) if actor.acronym else (actor.name, None)
    return Headword("acteur", f"acteur-{actor.id}", name, expansion, actor, sector.name if sector else None)


class GlossaryHandler(PageHandler):
    """`/glossaire?q=…&genre=mot|acteur`."""

    active = "glossaire"
    cache = "private, no-cache"

    def get(self) -> None:
        """List the entries, or those that match."""
        query, kind = self.get_query_argument("q", ""), self.get_query_argument("genre", "")
        entries = headwords(self.course)
        found = search(entries, query, kind)
        self.page(
            "glossary.html",
            query=query[:LONGEST_QUERY],
            kind=kind,
            letters=by_letter(found),
            found=len(found),
            total=len(entries),
            statements=self.course.statements,
            cautious=cautious,
        )
