"""Who plays what: people dealt to tables and roles, nobody in a role of their own sector when that can be avoided.

A table has as many roles as there are people for, the young person first, then the translator; the others look on, and
they are never more than the roles. No dealing spares more people: a swap that spares one of a sector is missing only
when everybody of the other sectors already holds a role of that one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from passerelles.content.roleplay import Role, RolePlay
from passerelles.engines.live.activity import Person
from passerelles.engines.shuffle import shuffled

LEAST = 4  # people at a table: the fewest roles of a play


@dataclass(frozen=True, slots=True)
class Dealt:
    """Who sits at a table: who holds each role, and who looks on."""

    holds: Mapping[str, str]
    watching: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Spot:
    """A place at a table: a role, or None to look on."""

    table: int
    role: Role | None


def is_own(person: Person, role: Role | None) -> bool:
    """Say whether a role is of somebody's own sector."""
    return role is not None and bool(person.sector) and role.sector == person.sector


def in_order(play: RolePlay) -> list[Role]:
    """Return the roles, those that a table cannot do without first."""
    return sorted(play.roles, key=lambda role: (not role.young, not role.translator))


def tables_for(play: RolePlay, people: int, wanted: int = 1) -> int:
    """Return how many tables: as many as wanted, if everybody then plays or looks on as the rules say."""
    needed = -(-people // (2 * len(play.roles)))
    return max(1, needed, min(wanted, people // LEAST))


def deal(play: RolePlay, people: Sequence[Person], seed: str, wanted: int = 1) -> list[Dealt]:
    """Return who sits where, the same for the same people and seed."""
    tables = tables_for(play, len(people), wanted)
    spots = _spots(play, len(people), tables, seed)
    many = {person.sector: sum(one.sector == person.sector for one in people) for person in people}
    sitting = sorted(shuffled(people, seed), key=lambda one: (-many[one.sector], one.sector))
    _part(sitting, spots)
    return [_dealt(sitting, spots, table) for table in range(tables)]


def _spots(play: RolePlay, people: int, tables: int, seed: str) -> list[_Spot]:
    """Return a place for each, one table after the other, so that people of one sector in a row are spread.

    The rows come in an order of the seed: else those of the smallest sectors would always look on.
    """
    roles: list[Role | None] = [*in_order(play)]
    rows = -(-people // tables)
    roles = (roles + [None] * rows)[:rows]
    mixed = sorted(range(rows), key=lambda rank: sha256(f"{seed}\0{rank}".encode()).digest())
    return [_Spot(table, roles[rank]) for rank in mixed for table in range(min(tables, people - rank * tables))]


def _part(sitting: list[Person], spots: Sequence[_Spot]) -> None:
    """Swap each who has a role of their own sector with somebody whom that suits, of the same table if possible."""
    for here, spot in enumerate(spots):
        if not is_own(sitting[here], spot.role):
            continue
        fit = [there for there in range(len(spots)) if _suits(sitting, spots, here, there)]
        if fit:
            there = min(fit, key=lambda rank: (spots[rank].table != spot.table, rank))
            sitting[here], sitting[there] = sitting[there], sitting[here]


def _suits(sitting: Sequence[Person], spots: Sequence[_Spot], here: int, there: int) -> bool:
    """Say whether neither of two people would have a role of their own sector in the place of the other."""
    return not is_own(sitting[here], spots[there].role) and not is_own(sitting[there], spots[here].role)


def _dealt(sitting: Sequence[Person], spots: Sequence[_Spot], table: int) -> Dealt:
    """Return who sits at one table."""
    here = [(spot.role, person.id) for spot, person in zip(spots, sitting, strict=True) if spot.table == table]
    holds = {role.id: who for role, who in here if role}
    return Dealt(holds, tuple(who for role, who in here if role is None))
