"""Who is in the room during an activity, and what of their sectors may be told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from passerelles.content.course import Course
from passerelles.text import t
from passerelles.typography import typeset

from .activity import MAX_TEXT, SMALL, TRAINER, Event, Person, Refused

Rule = TypeVar("Rule")
OTHERS = "*"  # the sectors of too few people to be told one by one


@dataclass(frozen=True)
class Presence:
    """Everybody who ever came, in order of arrival, and who is still there."""

    people: Mapping[str, Person]
    here: frozenset[str]
    closed: bool = False  # what comes now is late

    def present(self) -> list[Person]:
        """Return who is there, in order of arrival."""
        return [person for person in self.people.values() if person.id in self.here]

    def sector(self, who: str) -> str:
        """Return the sector of somebody who is or was there."""
        return self.people[who].sector


def gathered(people: Sequence[Person]) -> Presence:
    """Return the presence of those an activity begins with."""
    return Presence({person.id: person for person in people}, frozenset(person.id for person in people))


def followed(presence: Presence, event: Event) -> Presence | None:
    """Return who is there after an event that every activity understands, None when it is one of its own."""
    if event.who != TRAINER:
        return None
    if event.kind == "arrive":
        name, sector = event.says
        person = Person(event.what, name, sector)
        return replace(presence, people={**presence.people, person.id: person}, here=presence.here | {person.id})
    if event.kind == "leave":
        return replace(presence, here=presence.here - {event.what})
    if event.kind in ("close", "reopen", "resume"):
        return replace(presence, closed=event.kind == "close")
    return None


def admit(presence: Presence, event: Event, most: int = MAX_TEXT) -> None:
    """Raise Refused unless an event comes from the trainer or somebody there, in words that are not too long."""
    if event.who != TRAINER and event.who not in presence.here:
        raise Refused(t("live.presence.absent"))
    if any(len(words) > most for words in event.says):
        raise Refused(t("live.presence.long", most=most))


def rule_of(rules: Mapping[str, Rule], event: Event) -> Rule:
    """Return the rule for an event; Refused when there is none."""
    if event.kind not in rules:
        raise Refused(t("live.presence.not-now"))
    return rules[event.kind]


def needed(condition: object, key: str = "live.presence.not-now", **values: object) -> None:
    """Raise Refused with that sentence unless the condition holds."""
    if not condition:
        raise Refused(t(key, **values))


def room_for(count: int, most: int) -> None:
    """Raise Refused when there are as many as every page can show: one phone must not fill those of all."""
    needed(count < most, "live.presence.enough", most=most)


def sector_names(course: Course) -> dict[str, str]:
    """Return the names of the sectors of the course by id, as they are drawn."""
    return {sector.id: typeset(sector.name) for sector in course.sectors}


def sector_name(sector: str, names: Mapping[str, str]) -> str:
    """Return how a sector, or a group that `grouped` made, is told."""
    if sector == OTHERS:
        return t("live.presence.others")
    return names.get(sector, sector) or t("live.presence.no-sector")


def grouped(sectors: Iterable[str]) -> dict[str, str]:
    """Return for the sector of each person the group it may be told in: itself, or all those of too few people.

    Those that are told apart leave no group of fewer than five, so that nobody is found by subtraction. With fewer than
    five people in all, the one group is too small too: it is for the caller to tell nothing of it.
    """
    count = Counter(sectors)
    apart = sorted((sector for sector in count if sector and count[sector] >= SMALL), key=lambda one: count[one])
    rest = sum(count.values()) - sum(count[sector] for sector in apart)
    while 0 < rest < SMALL and apart:
        rest += count[apart.pop(0)]
    return {sector: sector if sector in apart else OTHERS for sector in count}
