"""A session of the real course in memory: what everybody's page would be sent after each deed, without lines."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import Any, get_args

from passerelles.content.course import Course
from passerelles.content.track import ActivityKind, Track
from passerelles.engines.live.activity import TRAINER, Refused
from passerelles.engines.live.session.state import ALWAYS
from passerelles.engines.live.session.trainer import trainer_frame
from passerelles.engines.live.session.view import phone_frame
from passerelles.errors import Refusal
from passerelles.server.sessions.heard import deed_of, read
from passerelles.server.sessions.hub import Hub
from passerelles.server.sessions.live_session import Deed as Done
from passerelles.server.sessions.projector import projector_frame
from passerelles.store import Store
from passerelles.store.errors import BadValue
from support.bots import Deed, Frame, Typist, deeds, main_button, plain

OPTIONS: dict[str, Any] = {
    "quiz": {"module": "pourquoi-difficile", "items": ["q-maison-de-jeunes", "q-silence"], "together": True},
    "gather": {"question": "Une règle que nous nous donnons", "most": 3},
    "roleplay": {"slug": "soixante-jours"},
}
KINDS = [kind for kind in get_args(ActivityKind) if kind not in ALWAYS]


class Hall:
    """A day with every activity, each twice: `phones` are the ids of who came."""

    def __init__(self, store: Store, course: Course, names: list[str], secret: str = "secret") -> None:
        sequences = [
            {"title": kind, "minutes": 10, "text": "…", "live": {"activity": kind, "options": OPTIONS.get(kind, {})}}
            for kind in KINDS
        ]
        day = {"title": "Jour", "minutes": 10 * len(KINDS), "sequences": sequences}
        course.tracks["essai"] = Track.model_validate(
            {"slug": "essai", "rank": 9, "title": "Essai", "audience": "Tous", "purpose": "Essayer.",
             "minutes": day["minutes"], "sessions": [day]}
        )  # fmt: skip
        self.course, self.hub, self._now = course, Hub(store, secret, clock=lambda: next(self._clock)), 0
        self._clock, self._keys = itertools.count(1_000_000.0), itertools.count()
        self.session = self.hub.create(course, "essai", "Un jour")
        sectors = [sector.id for sector in course.sectors]
        self.phones = [self._join(store, name, sectors[rank % 4]) for rank, name in enumerate(names)]

    def _join(self, store: Store, name: str, sector: str) -> str:
        who = store.live.join(self.session.id, token_hash=name).id
        self.session.take(who, Done("", "join", "", (name, sector), "join"))
        return who

    @property
    def slots(self) -> dict[str, str]:
        """The moments of the day: ids by activity."""
        return {slot.activity: slot.id for slot in self.session.state.slots}

    def go(self, kind: str) -> None:
        """Go to an activity."""
        self.session.go(Done("", "go", self.slots[kind], (), self._key()), self.course)

    def phone(self, who: str) -> Frame:
        """Return what somebody's phone is sent."""
        return phone_frame(self.session.state, who, "REJOIN22")

    def screen(self) -> Frame:
        """Return what the projector is sent."""
        now = self.session.state.now
        return projector_frame(self.session.state, self.hub.derived(self.session.id), now, lambda: "http://ici/")

    def lead(self) -> Frame:
        """Return what the trainer is sent."""
        return trainer_frame(self.session.state)

    def does(self, who: str, deed: Deed) -> bool:
        """Do a deed; say whether it was kept."""
        place, kind, what, says = deed
        message = json.dumps({"place": place, "kind": kind, "what": what, "says": list(says), "key": self._key()})
        heard = deed_of(read(message) or {})
        try:
            if heard:
                self.session.take(who, heard)
            return heard is not None
        except (Refused, Refusal, BadValue):
            return False

    def offered(self, who: str, typed: Typist = plain) -> Iterator[Deed]:
        """Yield what somebody may do: what is beside the moment too."""
        frame = self.phone(who)
        yield from deeds(frame, who, typed)
        for aside in frame["aside"]:
            if aside["place"]:
                yield from deeds({"screen": aside["screen"], "place": aside["place"]}, who, typed)

    def leads(self) -> bool:
        """Let the trainer press the button that leads on; say whether something came of it."""
        button = main_button(self.lead())
        return button is not None and self.does(TRAINER, button) and main_button(self.lead()) != button

    def _key(self) -> str:
        return f"k{next(self._keys)}"


def texts(frame: Frame) -> str:
    """Return a frame as it travels."""
    return json.dumps(frame, ensure_ascii=False)
