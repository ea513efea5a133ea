"""Phones of live sessions, without browsers: answers acknowledged, kept, shown on the projector; what a phone costs.

The peer is a chat room as tornado's own examples write it: whatever comes goes to everybody at once, nothing is kept.
Its messages are the screens of our own phones, recorded in the same run.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from bench.arms import CHAT, OURS, PAGES, Arm, Place
from bench.clients.base import Frame
from bench.clients.room import ChatRoom, OurRoom, Room
from bench.crowd import Cost
from bench.plan import Plan
from bench.results import percentile
from bench.serving import Server

ROOMS = {200: 1, 40: 5}  # phones in a room: rooms at once
SECONDS = 5.0  # in which everybody answers
PATIENCE = 30.0
TWICE = 10  # each so many phones send their answer again, as after a break
RECORDED = "screen.json"
COUNT = re.compile(r"reçues\s*:\s*(\d+)")


@dataclass
class Told:
    """What came of the answers of a room. `sent` and `done` are moments, by phone; `seen` those of the projector."""

    sent: dict[int, float] = field(default_factory=dict)
    done: dict[int, float] = field(default_factory=dict)
    seen: list[tuple[float, int]] = field(default_factory=list)

    def waits(self) -> list[float]:
        """Return how long each acknowledged answer waited."""
        return [at - self.sent[phone] for phone, at in self.done.items()]

    def delays(self) -> list[float]:
        """Return how long after each answer the projector counted it, the first one first."""
        in_order = sorted(self.done, key=lambda phone: self.done[phone])
        shown = [next((at for at, count in self.seen if count >= rank), None) for rank in range(1, len(in_order) + 1)]
        return [max(0.0, at - self.sent[phone]) for phone, at in zip(in_order, shown, strict=True) if at is not None]

    def look(self, frame: Frame, size: int) -> bool:
        """Note what the projector shows; say whether everybody is counted."""
        counts = [int(found) for found in COUNT.findall(str(frame))]
        if counts:
            self.seen.append((time.perf_counter(), max(counts)))
        return bool(counts) and max(counts) >= size


def live(plan: Plan) -> None:
    """Fill rooms with phones and let them answer, ours first: the peer sends the screens that ours sent."""
    for turn in range(plan.rounds):
        for arm in [*plan.ours(), _chat(plan)]:
            plan.say(f"live phones · round {turn + 1}/{plan.rounds} · {arm.label}")
            data = plan.folder / f"live-{turn}-{arm.name}" / "data"
            if arm.name == OURS:
                OurRoom.prepare(data)
            with plan.serving(arm, "live", turn) as server:
                if server:
                    asyncio.run(_rooms(plan, server, data))


def _chat(plan: Plan) -> Arm:
    """Return the chat room."""

    def command(place: Place) -> list[str]:
        """Return its command."""
        return [sys.executable, "-P", str(PAGES / "chat_room.py"), str(place.port), str(plan.folder / RECORDED)]

    return Arm(CHAT, "a chat room of tornado’s, keeping nothing", command, "/", "room")


async def _rooms(plan: Plan, server: Server, data: Path) -> None:
    """Measure every size on one server, the largest room first."""
    kind = OurRoom if server.arm.name == OURS else ChatRoom
    for size, count in ROOMS.items():
        rooms: list[Room] = [kind(server.url) for _ in range(count)]
        for room in rooms:
            await room.open()
        empty = Cost.of(server)
        for room in rooms:
            await room.fill(size)
        full = Cost.of(server)
        told = await asyncio.gather(*(_answers(room) for room in rooms))
        _note(plan, server.arm.name, size, told, _costs(size * count, empty, full, Cost.of(server)))
        if isinstance(rooms[0], OurRoom):
            (plan.folder / RECORDED).write_text(str(rooms[0].phones[0].line.latest), encoding="utf-8")
            _note_kept(plan, [room.session for room in rooms if isinstance(room, OurRoom)], data, size)
        for room in rooms:
            room.close()


def _costs(phones: int, empty: Cost, full: Cost, done: Cost) -> list[tuple[str, str, float]]:
    """Return what each phone cost the server: to come in, to answer, to be there."""
    return [
        ("CPU per phone", "ms", 1000 * (full.server_cpu - empty.server_cpu) / phones),
        ("CPU per answer", "ms", 1000 * (done.server_cpu - full.server_cpu) / phones),
        ("memory per phone", "MiB", (done.server_memory - empty.server_memory) / phones),
    ]


async def _answers(room: Room) -> Told:
    """Let every phone of a room answer at a moment of its own, and the projector look."""
    told, chance = Told(), random.Random(len(room.phones))  # noqa: S311 - moments, no secret
    looking = asyncio.create_task(room.projector.ask([], lambda frame: told.look(frame, len(room.phones))))
    moments = [chance.uniform(0, SECONDS) for _ in room.phones]
    await asyncio.gather(*(_answer(room, n, moments[n], told) for n in range(len(room.phones))))
    await asyncio.wait([looking], timeout=PATIENCE)
    return told


async def _answer(room: Room, number: int, moment: float, told: Told) -> None:
    """Answer with one phone; one that hears nothing is not acknowledged."""
    await asyncio.sleep(moment)
    phone = room.phones[number]
    told.sent[number] = time.perf_counter()
    try:
        await phone.line.ask([phone.deed] * (1 + (number % TWICE == 0)), lambda frame: phone.acknowledged(frame))
        told.done[number] = time.perf_counter()
    except (TimeoutError, OSError):
        return


def _note(plan: Plan, arm: str, size: int, told: list[Told], costs: list[tuple[str, str, float]]) -> None:
    """Keep what came of the answers of all rooms together."""
    waits, delays = [w for one in told for w in one.waits()], [d for one in told for d in one.delays()]
    sent = sum(len(one.sent) for one in told)
    measured = [
        ("unacknowledged", "answers", float(sent - len(waits))),
        ("unshown", "answers", float(sent - len(delays))),
    ]
    if waits:
        measured += [(f"answer p{share}", "s", percentile(waits, share / 100)) for share in (50, 95, 99)]
    if delays:
        measured += [("projector p95", "s", percentile(delays, 0.95)), ("projector last", "s", max(delays))]
    measured += costs
    plan.results.add_all("live", arm, measured, size=size)
    plan.say(f"  {len(told)} × {size}:", ", ".join(f"{name} {value:.3g} {unit}" for name, unit, value in measured))


def _note_kept(plan: Plan, sessions: list[str], data: Path, size: int) -> None:
    """Compare what the records hold with what was sent: each answer once."""
    kept = [(name, who) for name in sessions for who in OurRoom.votes(data, name)]
    expected = size * len(sessions)
    plan.results.add("live", "lost", OURS, expected - len(set(kept)), unit="answers", size=size)
    plan.results.add("live", "doubled", OURS, len(kept) - len(set(kept)), unit="answers", size=size)
