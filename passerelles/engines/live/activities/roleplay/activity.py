"""A role play lived together on phones: a game at each table, led by one trainer.

Options: `slug` (without it the trainer chooses the play), `tables` (as many as needed when it says nothing).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.content.roleplay import RolePlay
from passerelles.engines.live.activity import MAX_TEXT, TRAINER, Event, Json, Person, Trace
from passerelles.engines.live.presence import needed
from passerelles.engines.live.screen import Screen
from passerelles.errors import Refusal
from passerelles.text import t

from . import deeds
from .dealing import LEAST
from .phone import phone
from .room import projector, trace
from .table import Room
from .trainer import cockpit


class RolePlays:
    """The activity `roleplay`."""

    kind: ClassVar[str] = "roleplay"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        """Return the play, or all there are to choose from, with the scripts of their debriefings."""
        slug, tables = options.get("slug"), options.get("tables", 1)
        if slug is not None and slug not in course.roleplays:
            raise Refusal(t("live.roleplay.unknown", slug=slug), t("live.roleplay.unknown.cure"))
        if not isinstance(tables, int) or not 1 <= tables <= deeds.MOST_TABLES:
            raise Refusal(t("live.roleplay.bad-tables", most=deeds.MOST_TABLES), t("live.roleplay.bad-tables.cure"))
        plays = {name: play for name, play in course.roleplays.items() if slug in (None, name)}
        if not plays:
            raise Refusal(t("live.roleplay.none"), t("live.roleplay.none.cure"))
        return {
            "slug": slug or "",
            "tables": tables,
            "plays": {name: play.model_dump(mode="json") for name, play in plays.items()},
            "scripts": {script.id: script.model_dump(mode="json") for script in course.debriefs},
            "safeguards": [one.text for one in course.safeguards],
        }

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Room:
        """Return the room, everybody dealt to tables when the play is known."""
        if len(people) < LEAST:
            raise Refusal(t("live.roleplay.few", n=len(people), least=LEAST), t("live.roleplay.few.cure"))
        plays = {slug: RolePlay.model_validate(told) for slug, told in prepared["plays"].items()}
        names = {person.id: person.name for person in people}
        here = {person.id: person for person in people}
        room = Room(prepared, plays, seed, here, names, prepared["tables"], slug=prepared["slug"])
        return deeds.dealt(room)

    def act(self, state: Room, event: Event) -> Room:
        """Return the room after an event."""
        if event.who == TRAINER:
            needed(event.kind in deeds.TRAINER_MAY)
            return deeds.TRAINER_MAY[event.kind](state, event)
        needed(event.who in state.people, "live.presence.absent")
        needed(all(len(words) <= MAX_TEXT for words in event.says), "live.presence.long", most=MAX_TEXT)
        return deeds.told(state, event)

    def person(self, state: Room, who: str) -> Screen:
        """Return what somebody sees on their phone."""
        return phone(state, who)

    def room(self, state: Room) -> Screen:
        """Return what the projector shows."""
        return projector(state)

    def trainer(self, state: Room) -> Screen:
        """Return what the trainer sees and may do."""
        return cockpit(state)

    def trace(self, state: Room) -> Trace:
        """Return what stays of it."""
        return trace(state)

    def due(self, state: Room) -> float | None:
        """Return when the next thing is due at a table: the session then gives it a `tick`."""
        return deeds.due(state)


ACTIVITY = RolePlays()
