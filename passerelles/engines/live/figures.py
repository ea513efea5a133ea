"""The figures of a day, for whoever analyses it: counts of groups as JSON, nobody's name and nothing that they wrote.

What still goes on is left out: a figure that moves with each answer would tell whose it was. Figures that are compared
are of the same people, so that nobody is found by taking one from the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from passerelles.engines.live.session.state import Running, Session
from passerelles.engines.live.session.view import half_label
from passerelles.french import day
from passerelles.text import catalogue, t
from passerelles.typography import typeset

from .activity import Json
from .figures_tables import READ, chart
from .presence import OTHERS, grouped

VERSION = 1
PART = "attendance"  # that of the day itself; the others are kinds of activities


def figures_of(session: Session, on: date) -> Json:
    """Return all there is to know of a day; `on` is the day."""
    over = {name: one for name, one in _named(session) if one.asleep or session.ended}
    return {
        "version": VERSION,
        "title": typeset(session.title),
        "day": day(on),
        "people": len(session.people),
        "open": [name for name, one in _named(session) if name not in over],
        "tables": [*_attendance(session), *(told for name, one in over.items() for told in _tables(name, one))],
        "facts": [row for name, one in over.items() for row in _facts(name, one)],
    }


def _named(session: Session) -> list[tuple[str, Running]]:
    """Return the activities in the order of the agenda, each under its kind and, of several, its rank."""
    order = dict.fromkeys([*(slot.place for slot in session.slots), *session.places])
    found = [session.places[place] for place in order if place in session.places]
    total, seen = Counter(one.activity.kind for one in found), Counter[str]()
    named = []
    for one in found:
        kind = one.activity.kind
        seen[kind] += 1
        title = t(f"live.{kind}.title")
        named.append((typeset(f"{title} ({seen[kind]})" if total[kind] > 1 else title), one))
    return named


def _attendance(session: Session) -> Iterator[Json]:
    """Yield how many were there in each half, and how many of each sector, those of too few people together."""
    there = [(half_label(session, one.id), len(session.present.get(one.id, ()))) for one in session.halves()]
    if any(count for _, count in there):
        head = [t("live.figures.half"), t("live.figures.people")]
        yield chart(PART, t("live.figures.attendance"), head, there, most=len(session.people))
    if sectors := _sectors(session):
        head = [t("live.figures.sector"), t("live.figures.people")]
        yield chart(PART, t("live.figures.sectors"), head, sectors, picture="")


def _sectors(session: Session) -> list[tuple[str, int]]:
    """Return how many people of each sector; nothing when all of them would stand together."""
    sectors = [one.person.sector for one in session.people.values()]
    groups = grouped(sectors)
    count = Counter(groups[sector] for sector in sectors)
    rest = count.pop(OTHERS, 0)
    told = [(typeset(session.sectors.get(name, name)), many) for name, many in count.most_common()]
    return [*told, *([(t("live.presence.others"), rest)] if rest and told else [])]


def _tables(name: str, one: Running) -> Iterable[Json]:
    """Return the tables of an activity; those of most have none."""
    read = READ.get(one.activity.kind)
    return [table | {"activity": name} for table in read(one.state)] if read else []


def _facts(name: str, one: Running) -> Iterator[list[Any]]:
    """Yield the figures that an activity gives of itself, but for those that its tables tell line by line."""
    facts: Mapping[str, float] = one.activity.trace(one.state).facts or {}
    for fact, value in facts.items():
        if not fact.startswith("up-"):
            yield [name, typeset(catalogue().get(f"evidence.report.measure.{fact}", fact)), value]
