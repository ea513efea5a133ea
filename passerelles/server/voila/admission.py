"""Who may open a page now, and what the others see meanwhile: a page that waits for them, at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from tornado.iostream import StreamClosedError
from tornado.web import HTTPError, RequestHandler

from passerelles.documents.templating import compose
from passerelles.server.web.security import PAGE

if TYPE_CHECKING:
    from passerelles.server.voila.kernels import LearnerKernels
    from passerelles.server.voila.registry import Place

AGAIN = 3  # seconds between two looks of a page that waits
LONGEST_TURN = 20.0  # seconds; a notebook that takes longer no longer holds the others up
_PLACE = "_passerelles_place"


class NoRoom(HTTPError):
    """Even the queue is full: 503, to be tried again."""

    retry_after = 30

    def __init__(self) -> None:
        """Tell the browser to come back later."""
        super().__init__(HTTPStatus.SERVICE_UNAVAILABLE)


async def admitted(handler: RequestHandler, title: str, learner: str) -> bool:
    """Reserve a place for the page of that title, or send the waiting page and return False.

    Whoever was admitted calls `release` at the end, whatever happened. Raises NoRoom when the queue is full.
    """
    kernels = _kernels(handler)
    place = await kernels.reserve(learner)
    if place is not None:
        setattr(handler, _PLACE, place)
        return True
    rank = kernels.queue.ask(learner)
    if rank is None:
        raise NoRoom
    _send_waiting_page(handler, title, rank)
    return False


@asynccontextmanager
async def turn(handler: RequestHandler) -> AsyncIterator[None]:
    """Wait for the turn to start a kernel and run its cells: in a burst, a few at a time end sooner than all at once.

    Raises StreamClosedError when the learner left meanwhile.
    """
    turns, loop = _kernels(handler).turns, asyncio.get_running_loop()
    await turns.acquire()
    given_back = loop.call_later(LONGEST_TURN, turns.release)
    try:
        if handler.request.connection.stream.closed():  # type: ignore[union-attr]
            raise StreamClosedError
        yield
    finally:
        if given_back.when() > loop.time():
            given_back.cancel()
            turns.release()


def release(handler: RequestHandler) -> None:
    """Say that the page of an admitted handler was sent, or could not be; without a place it does nothing."""
    if (place := getattr(handler, _PLACE, None)) is not None:
        _kernels(handler).sent(cast("Place", place))


def waiting(handler: RequestHandler, learner: str) -> dict[str, object]:
    """Return what a page that waits wants to know: its rank (0: the queue is full), and whether to move on."""
    kernels = _kernels(handler)
    rank = kernels.queue.ask(learner) or 0
    return {"place": rank, "ready": bool(rank) and kernels.has_room(learner)}


def _kernels(handler: RequestHandler) -> LearnerKernels:
    """Return the kernels of the server."""
    return cast("LearnerKernels", handler.settings["kernel_manager"])


def _send_waiting_page(handler: RequestHandler, title: str, rank: int) -> None:
    """Send the page that shows the rank and comes back by itself."""
    settings = handler.settings
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    handler.set_header("Cache-Control", "no-store")
    handler.set_header("Content-Security-Policy", PAGE)
    learner = settings["passerelles_identity"].current(handler)
    frame = {"base_url": settings["base_url"], "active": "module", "learner": learner}
    page = compose(settings["passerelles_pages"], "waiting.html", **frame, title=title, place=rank, again=AGAIN)
    handler.finish(page)
