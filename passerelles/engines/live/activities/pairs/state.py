"""What crossed presentations are made of: who is with whom, what each wrote about the other, what was presented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from passerelles.engines.live.activity import SMALL, Person
from passerelles.engines.live.presence import Presence, sector_name

from .pairing import Group, Groups, avoidable, mixed

QUESTIONS = 4  # of the check, for each person


@dataclass(frozen=True, slots=True)
class Sheet:
    """What somebody wrote about the person they present."""

    id: str
    who: str
    about: str
    brings: str
    limits: str = ""
    late: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Guess:
    """The sector that somebody thinks a contribution comes from."""

    sector: str
    right: bool
    late: bool


@dataclass(frozen=True)
class State:
    """What has come of it."""

    names: Mapping[str, str]  # of sectors, by id
    seed: str
    presence: Presence
    groups: Groups
    mixes: int = 0  # how often pairs were made again
    sheets: Mapping[tuple[str, str], Sheet] = field(default_factory=dict)  # by who wrote, and about whom
    called: Group = ()
    presented: frozenset[str] = frozenset()  # people whose group was called
    asked: Mapping[str, tuple[Sheet, ...]] | None = None  # who is asked about what, once the check is open
    guesses: Mapping[tuple[str, str], Guess] = field(default_factory=dict)  # by person and sheet

    def person(self, who: str) -> Person:
        """Return somebody who is or was there."""
        return self.presence.people[who]

    def sector(self, who: str) -> str:
        """Return how somebody's sector is told."""
        return sector_name(self.presence.sector(who), self.names)


def sectors(state: State) -> dict[str, str]:
    """Return everybody's sector."""
    return {person.id: person.sector for person in state.presence.people.values()}


def group_of(state: State, who: str) -> Group:
    """Return the group somebody is in; empty when they are in none."""
    return next((group for group in state.groups if who in group), ())


def partner(state: State, who: str) -> str | None:
    """Return whom somebody presents; None when they wait for somebody."""
    group = group_of(state, who)
    return group[(group.index(who) + 1) % len(group)] if len(group) > 1 else None


def free(state: State) -> list[Group]:
    """Return the groups of which nobody has written and none was called: those that may be made again."""
    busy = {who for couple in state.sheets for who in couple} | state.presented
    return [group for group in state.groups if not busy.intersection(group)]


def is_alike(state: State, group: Group) -> bool:
    """Say whether a group is of one sector."""
    return not mixed(group, {who: state.presence.sector(who) for who in group})


def is_locked(state: State, group: Group) -> bool:
    """Say whether a group must wait: of one sector, while other pairs would mix better."""
    if not is_alike(state, group):
        return False
    others = free(state)
    return group in others and avoidable(others, sectors(state))


def public(state: State) -> list[Sheet]:
    """Return the sheets that were presented, in the order they were written; one who left is presented by the other."""
    here = state.presence.here
    presenters = ((sheet.who if sheet.who in here else sheet.about, sheet) for sheet in state.sheets.values())
    return [sheet for who, sheet in presenters if who in state.presented and not sheet.struck]


def of_group(state: State, group: Group) -> list[Sheet]:
    """Return the sheets that a group presents."""
    return [sheet for sheet in public(state) if sheet.who in group or sheet.about in group]


def counted(state: State) -> list[Sheet]:
    """Return the sheets that were presented and came in time."""
    return [sheet for sheet in public(state) if not sheet.late]


def score(state: State) -> tuple[int, int] | None:
    """Return how many guesses in time are right, of how many; None of fewer than five people."""
    told = {couple: guess for couple, guess in state.guesses.items() if not guess.late}
    if len({who for who, _ in told}) < SMALL:
        return None
    return sum(guess.right for guess in told.values()), len(told)
