"""Who gets a place: the queue, the pages that are gone, the room of all kernels."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from tornado.iostream import StreamClosedError

from passerelles.server.voila import admission
from passerelles.server.voila.culling import Presence
from passerelles.server.voila.kernels import PRESSED, LearnerKernels
from passerelles.server.voila.waiting import AWAKE, LOST, Queue


class Clock:
    """A clock that the test winds."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_first_come_first_served_and_asking_again_keeps_the_rank(clock: Clock) -> None:
    queue = Queue(3, clock)
    assert [queue.ask(who) for who in ("A", "B", "C", "A", "B")] == [1, 2, 3, 1, 2]
    assert queue.ask("D") is None
    assert "D" not in queue
    queue.leave("A")
    queue.leave("nobody")
    assert [queue.ask(who) for who in ("B", "C", "D")] == [1, 2, 3]


def test_who_has_no_ticket_comes_after_all_who_wait(clock: Clock) -> None:
    queue = Queue(9, clock)
    queue.ask("A")
    queue.ask("B")
    assert [queue.ahead(who) for who in ("A", "B", "nobody")] == [0, 1, 2]


def test_a_ticket_that_sleeps_is_passed_over_and_one_that_is_lost_is_dropped(clock: Clock) -> None:
    queue = Queue(2, clock)
    queue.ask("asleep")
    queue.ask("awake")
    clock.now += AWAKE + 1
    assert queue.ask("awake") == 1
    assert queue.ask("asleep") == 1
    assert queue.ask("awake") == 2
    clock.now += LOST
    queue.ask("awake")
    clock.now += 1
    assert queue.ask("awake") == 1
    assert len(queue) == 1


def test_a_page_is_abandoned_when_no_socket_of_it_was_open_for_a_while(clock: Clock) -> None:
    presence = Presence(clock)
    for kernel in ("never", "left", "two", "reading"):
        presence.opened(kernel)
        clock.now += 1
    for kernel in ("left", "two", "two", "reading"):
        presence.connected(kernel)
    presence.disconnected("two")
    clock.now += 60
    presence.disconnected("left")
    presence.disconnected("unknown")
    assert presence.abandoned(60) == ["never"]
    clock.now += 60
    assert presence.abandoned(60) == ["never", "left"]
    presence.connected("left")
    clock.now += 20 * 60
    assert presence.abandoned(60) == ["never"]
    presence.forget("never")
    presence.forget("never")
    assert presence.abandoned(0) == []
    assert len(presence) == 3


@pytest.fixture
def room(clock: Clock) -> Callable[..., LearnerKernels]:
    """Makes the kernels of a server that keeps so many pages open; none is really started."""

    def make(places: int, **options: Any) -> LearnerKernels:
        kernels = LearnerKernels(max_kernels=places, **options)
        kernels.queue, kernels.presence = Queue(kernels.queue_size, clock), Presence(clock)
        return kernels

    return make


def arrive(kernels: LearnerKernels, learner: str) -> Any:
    """Ask for a place, and a ticket if there is none."""
    place = asyncio.run(kernels.reserve(learner))
    if place is None:
        kernels.queue.ask(learner)
    return place


def enter(kernels: LearnerKernels, learner: str, kernel: str) -> None:
    """Take a place, start a kernel in it, open its page."""
    place = arrive(kernels, learner)
    assert place
    kernels.registry.open(kernel, learner, "m")
    assert place.kernel == kernel
    kernels.sent(place)
    kernels.presence.connected(kernel)


def test_a_place_counts_from_its_reservation_and_not_twice(room: Callable[..., LearnerKernels]) -> None:
    kernels = room(2)
    first = arrive(kernels, "A")
    enter(kernels, "B", "b")
    assert len(kernels.registry) == 2
    assert arrive(kernels, "C") is None
    kernels.sent(first)
    kernels.sent(first)
    assert len(kernels.registry) == 1
    assert kernels.has_room("C")
    assert arrive(kernels, "C")
    assert "C" not in kernels.queue


def test_a_newcomer_never_overtakes_those_who_wait(room: Callable[..., LearnerKernels]) -> None:
    kernels = room(1)
    enter(kernels, "A", "a")
    assert arrive(kernels, "B") is None
    assert arrive(kernels, "C") is None
    kernels.registry.close("a")
    kernels.presence.forget("a")
    assert arrive(kernels, "new") is None
    assert [kernels.has_room(who) for who in ("B", "C", "new")] == [True, False, False]
    assert arrive(kernels, "C") is None
    assert arrive(kernels, "B")


def test_a_learner_in_the_room_gives_up_a_page_instead_of_waiting(room: Callable[..., LearnerKernels]) -> None:
    kernels = room(2)
    enter(kernels, "A", "a1")
    enter(kernels, "B", "b1")
    assert arrive(kernels, "C") is None
    assert kernels.has_room("A")
    enter(kernels, "A", "a2")
    assert kernels.registry.kernels_of("A") == ["a2"]
    assert kernels.registry.owner("b1") == "B"
    assert arrive(kernels, "C") is None


def test_a_learners_pages_beyond_the_share_are_closed_oldest_first(room: Callable[..., LearnerKernels]) -> None:
    kernels = room(9, kernels_per_learner=2)
    for kernel in ("a1", "a2", "a3"):
        enter(kernels, "A", kernel)
    assert kernels.registry.kernels_of("A") == ["a2", "a3"]


def test_pages_nobody_has_open_make_room_the_longest_abandoned_first(
    room: Callable[..., LearnerKernels], clock: Clock
) -> None:
    kernels = room(3)
    for learner in "ABC":
        enter(kernels, learner, learner.lower())
        clock.now += 1
    kernels.presence.disconnected("b")
    clock.now += 1
    kernels.presence.disconnected("a")
    assert arrive(kernels, "D") is None
    clock.now += PRESSED - 1
    kernels.queue.ask("D")
    assert kernels.has_room("D")
    assert not kernels.has_room("E")
    enter(kernels, "D", "d")
    assert [kernels.registry.owner(k) for k in "abcd"] == ["A", None, "C", "D"]


def test_an_erased_learner_leaves_the_queue_and_the_room(room: Callable[..., LearnerKernels]) -> None:
    kernels = room(1)
    enter(kernels, "A", "a")
    assert arrive(kernels, "B") is None
    asyncio.run(kernels.forget("B"))
    assert "B" not in kernels.queue
    asyncio.run(kernels.forget("A"))
    assert len(kernels.registry) == 0


class Handler(SimpleNamespace):
    """As much of a request as a turn needs."""


def request(kernels: LearnerKernels, gone: bool = False) -> Any:
    stream = SimpleNamespace(closed=lambda: gone)
    return Handler(
        settings={"kernel_manager": kernels}, request=SimpleNamespace(connection=SimpleNamespace(stream=stream))
    )


def test_only_so_many_kernels_start_at_once_and_a_turn_always_ends(room: Callable[..., LearnerKernels]) -> None:
    kernels = room(9, starts_at_once=2)
    running, most = [0], [0]

    async def one(number: int) -> None:
        async with admission.turn(request(kernels)):
            running[0] += 1
            most[0] = max(most[0], running[0])
            for _ in range(5):
                await asyncio.sleep(0)
            running[0] -= 1
            if number % 3 == 0:
                raise RuntimeError(number)

    async def burst() -> list[Any]:
        return await asyncio.gather(*map(one, range(12)), return_exceptions=True)

    outcomes = asyncio.run(burst())
    assert most == [2]
    assert sum(outcome is None for outcome in outcomes) == 8
    assert kernels.turns._value == 2


def test_a_learner_who_left_takes_no_turn(room: Callable[..., LearnerKernels]) -> None:
    kernels = room(9, starts_at_once=1)

    async def late() -> None:
        async with admission.turn(request(kernels, gone=True)):
            raise AssertionError("nobody is there")

    with pytest.raises(StreamClosedError):
        asyncio.run(late())
    assert kernels.turns._value == 1


def test_a_slow_notebook_does_not_keep_the_others_out(
    room: Callable[..., LearnerKernels], monkeypatch: pytest.MonkeyPatch
) -> None:
    kernels = room(9, starts_at_once=1)
    monkeypatch.setattr(admission, "LONGEST_TURN", 0.0)

    async def two() -> None:
        ended = asyncio.Event()

        async def slow() -> None:
            async with admission.turn(request(kernels)):
                await ended.wait()

        first = asyncio.create_task(slow())
        await asyncio.sleep(0)
        async with asyncio.timeout(10), admission.turn(request(kernels)):
            ended.set()
        await first

    asyncio.run(two())
    assert kernels.turns._value == 1
