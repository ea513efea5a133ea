"""Activities of a live session for tests: one that echoes, one that the clock moves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from passerelles.content.course import Course
from passerelles.engines.live.activity import Event, Json, Person, Refused, Trace
from passerelles.engines.live.screen import Field, Screen, form, words


@dataclass(frozen=True)
class Heard:
    """All that an activity was told."""

    people: tuple[str, ...]
    told: tuple[tuple[str, str], ...] = ()


class Echo:
    """An activity that remembers what it is told; nobody may say « non »."""

    kind: ClassVar[str] = "gather"

    def prepare(self, course: Course, options: Mapping[str, Any]) -> Json:
        return dict(options)

    def begin(self, prepared: Json, people: Sequence[Person], seed: str) -> Heard:
        return Heard(tuple(person.id for person in people))

    def act(self, state: Heard, event: Event) -> Heard:
        if event.kind == "non":
            raise Refused("non")
        return replace(state, told=(*state.told, (event.kind, event.who)))

    def person(self, state: Heard, who: str) -> Screen:
        fields = [Field("mot", "Un mot")]
        return Screen("Écho", [words(f"pour {who}"), form("mot", "Dire un mot", "dit", fields, "Envoyer", clears=True)])

    def room(self, state: Heard) -> Screen:
        said = [kind for kind, _ in state.told]
        return Screen("Écho", [words("pour la salle"), words(" ".join(said))])

    def trainer(self, state: Heard) -> Screen:
        return Screen("Écho", [words("pour qui anime")])

    def trace(self, state: Heard) -> Trace:
        return Trace("Écho", [])


class Clockwork(Echo):
    """An activity that wants to be told once that its time has come."""

    kind: ClassVar[str] = "pairs"

    def due(self, state: Heard) -> float | None:
        return None if "tick" in [kind for kind, _ in state.told] else 1.0
