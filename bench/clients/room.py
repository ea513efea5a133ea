"""Phones, a projector and a trainer of one room, without browsers; ours, and a chat room's."""

from __future__ import annotations

import asyncio
import json
import re
import uuid
from dataclasses import dataclass
from pathlib import Path

from bench.clients.base import Frame, Line, Unusable, Visitor, http_client

PASSWORD = "bench-bench-bench"  # noqa: S105 - of a server that lives for a minute
TRACK = "journee"
SLOT = "Vote du banc"
WAVE = 20  # phones that come in together
SECONDS = 30.0


@dataclass
class Phone:
    """One phone, and the answer it will send."""

    line: Line
    key: str
    deed: Frame

    def acknowledged(self, frame: Frame) -> bool:
        """Say whether a message acknowledges the answer."""
        return '"done"' in str(frame)[:12] and self.key in str(frame)


def deed(kind: str, what: str = "", says: tuple[str, ...] = (), place: str = "", key: str = "") -> str:
    """Return a message of a page."""
    return json.dumps({"key": key or uuid.uuid4().hex, "place": place, "kind": kind, "what": what, "says": says})


class Room:
    """A room with its projector; phones come when it is filled."""

    projector: Line

    def __init__(self, url: str) -> None:
        """Rooms of one server share nothing here but its address."""
        self.client, self.url = http_client(), url
        self.phones: list[Phone] = []

    def visitor(self) -> Visitor:
        """Return somebody new."""
        return Visitor(self.client, self.url, SECONDS)

    async def open(self) -> None:
        """Make the room, and look at it with a projector."""
        raise NotImplementedError

    async def come(self, number: int) -> Line:
        """Let one phone in."""
        raise NotImplementedError

    async def fill(self, size: int) -> None:
        """Let so many phones in, some at a time."""
        for start in range(0, size, WAVE):
            lines = await asyncio.gather(*(self.come(n) for n in range(start, min(start + WAVE, size))))
            for line in lines:
                key = uuid.uuid4().hex
                self.phones.append(Phone(line, key, deed("vote", "before", ("envie",), "vote", key)))

    def close(self) -> None:
        """Hang up everywhere."""
        for line in (self.projector, *(phone.line for phone in self.phones)):
            line.close()
        self.client.close()


class OurRoom(Room):
    """A session of ours in which a vote goes on."""

    @staticmethod
    def prepare(data: Path) -> None:
        """Choose the trainer's password before the server starts."""
        from passerelles.server.trainer.access import Access
        from passerelles.store import Store

        with Store.open(None, data) as store:
            Access(store).set_password(PASSWORD)

    @staticmethod
    def votes(data: Path, session: str) -> list[str]:
        """Return who voted, once for each vote that is kept."""
        from passerelles.store import Store

        with Store.open(None, data, read_only=True) as store:
            return [event.who for event in store.live.events(session) if event.kind == "vote"]

    async def open(self) -> None:
        """See Room; the trainer adds a vote to the day and goes to it."""
        self.trainer = self.visitor()
        await self.trainer.submit("/formateur/connexion", mot=PASSWORD)
        place = await self.trainer.submit("/formateur/seances", parcours=TRACK, titre="Banc")
        self.session = place.rpartition("/")[2]
        line = await self.trainer.connect(f"/formateur/seances/{self.session}/ligne")
        await line.first()
        await line.ask([deed("add-slot", says=(SLOT, "10", "", "vote"))], lambda frame: SLOT in str(frame))
        self.code = json.loads(str(line.latest))["frame"]["code"]
        slot = max((int(number) for number in re.findall(r'"s(\d+)"', str(line.latest))), default=0)
        await line.ask([deed("go", f"s{slot}")], lambda frame: '"done"' in str(frame)[:12])
        line.close()
        self.projector = await self.trainer.connect(f"/formateur/seances/{self.session}/ecran/ligne")
        await self.projector.first()

    async def come(self, number: int) -> Line:
        """See Room."""
        visitor = self.visitor()
        where = await visitor.submit("/rejoindre", code=self.code, nom=f"Personne {number}", secteur="")
        if not where.endswith(f"/seance/{self.session}"):
            raise Unusable(f"a phone was sent to {where}")
        line = await visitor.connect(f"/seance/{self.session}/ligne")
        await line.first()
        return line


class ChatRoom(Room):
    """A room of the peer: no name, no password, nothing kept."""

    async def open(self) -> None:
        """See Room."""
        self.name = uuid.uuid4().hex
        self.projector = await self.come(0)

    async def come(self, number: int) -> Line:
        """See Room."""
        return await self.visitor().connect(f"/room/{self.name}")
