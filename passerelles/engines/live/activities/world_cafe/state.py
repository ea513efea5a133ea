"""What a World Café lived together is made of, besides the café itself: names, who looks on, what came too late."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from passerelles.engines.live.activity import Event, Json
from passerelles.engines.live.screen import Block
from passerelles.engines.world_cafe.state import ANSWERS, Cafe, State, cloth, crossed
from passerelles.engines.world_cafe.view import View, room_view

SHORT = 60  # characters of a trace on a button


@dataclass(frozen=True)
class Salon:
    """The café, and who is in the room."""

    prepared: Json
    cafe: Cafe
    names: Mapping[str, str]  # of all who ever were there
    looking: frozenset[str] = frozenset()  # who came when nobody more could be seated
    left: frozenset[str] = frozenset()  # who went when too few would have stayed: their seat is kept
    longer: int = 0  # minutes added to the round
    reading: str = ""  # what the trainer compares with 2011; "" the first that is compared with nothing
    late: tuple[Event, ...] = ()  # what came once it was closed: kept, counted nowhere
    closed: bool = False

    @property
    def state(self) -> State:
        """What has come of the café."""
        return self.cafe.state

    @cached_property
    def view(self) -> View:
        """What the whole room sees, made once for each state."""
        return room_view(self.cafe)

    @cached_property
    def crossed(self) -> Mapping[str, tuple[str, ...]]:
        """The cloths that people read first at the harvest, by person, made once for each state."""
        return crossed(self.state)

    @cached_property
    def parts(self) -> dict[str, list[Block]]:
        """Parts of screens made so far, that are the same for several people."""
        return {}

    @property
    def answers(self) -> Mapping[str, str]:
        """The answers of 2011, in their words, by id."""
        told: Mapping[str, str] = self.prepared["answers"]
        return told

    def answers_to(self, question: int | None) -> list[tuple[str, str]]:
        """Return the answers of 2011 to a question that was asked then, all of them for another: (id, words)."""
        asked = self.prepared["asked"][question] if question is not None else None
        names = ANSWERS[asked] if asked is not None else [name for some in ANSWERS for name in some]
        return [(name, self.answers[name]) for name in names if name in self.answers]

    def named(self, who: str) -> str:
        """Return how somebody is called."""
        return self.names.get(who, who)

    def standing(self, table: str = "") -> list[tuple[str, str]]:
        """Return the traces that stand on the cloth of a table: (id, words cut short); or on all, with its name."""
        if table:
            return [(trace.id, shortened(trace.words)) for trace in cloth(self.state, table)]
        names = [name for name, _ in sorted(self.state.seating.tables)]
        return [(trace, f"{name} · {words}") for name in names for trace, words in self.standing(name)]


def shortened(text: str) -> str:
    """Return words cut short, to name them."""
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"
