"""What a shared diagnosis is made of: the facts, who sees them too, what the room made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from passerelles.engines.live.answers import Answers
from passerelles.engines.live.notes import Note, Noted

PER_PERSON = 3  # facts
LENGTHS = {"what": 200, "where": 80, "since": 60}  # characters of the three parts of a fact
AGREED = {"trigger": 200, "finding": 300}


@dataclass(frozen=True)
class Diagnosis(Noted):
    """What has come of it; the notes are the facts."""

    seen: Answers[frozenset[str]] = field(default_factory=Answers)  # the facts that each sees too
    compared: bool = False
    trigger: str = ""
    finding: str = ""

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of the sectors, by id."""
        return dict(self.prepared["sectors"])

    @cached_property
    def sectors(self) -> Mapping[str, list[str]]:
        """The sectors that see each fact: that of who wrote it and, once the overlaps are shown, those who said so."""
        found = {note.id: {self.presence.sector(note.who)} for note in self.standing}
        for who, ticked in self.seen.given.items():
            for name in ticked & found.keys():
                found[name].add(self.presence.sector(who))
        return {name: [sector for sector in self.names if sector in told] for name, told in found.items()}

    def ordered(self, facts: Iterable[Note]) -> list[Note]:
        """Return facts, those that most sectors see first."""
        return sorted(facts, key=lambda note: -len(self.sectors[note.id]))

    @cached_property
    def by_sector(self) -> Mapping[str, list[Note]]:
        """The facts on show, under the sector of who wrote them."""
        found: dict[str, list[Note]] = {sector: [] for sector in (*self.names, "")}
        for note in self.visible:
            found.setdefault(self.presence.sector(note.who), []).append(note)
        return {sector: notes for sector, notes in found.items() if notes}

    @cached_property
    def missing(self) -> list[str]:
        """The names of the sectors that are there and gave no fact."""
        given = {self.presence.sector(note.who) for note in self.standing}
        there = {person.sector for person in self.presence.present()} - given
        return [name for sector, name in self.names.items() if sector in there]


def others(state: Diagnosis, who: str) -> dict[str, list[Note]]:
    """Return the facts on show that somebody may tick: of other sectors and, without a sector, of other people."""
    own = state.presence.sector(who)
    found = {
        sector: [note for note in notes if note.who != who]
        for sector, notes in state.by_sector.items()
        if not own or sector != own
    }
    return {sector: notes for sector, notes in found.items() if notes}
