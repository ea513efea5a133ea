"""Many pages at once, without browsers: how long, how many failed, what they cost, whether they still answer."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

from tornado.httpclient import HTTPError
from tornado.websocket import WebSocketClosedError

from bench import proc
from bench.clients import PROTOCOLS
from bench.clients.base import Opened, Protocol, Unusable, Visitor, http_client
from bench.results import percentile
from bench.serving import Server

FAILURES = (Unusable, OSError, TimeoutError, HTTPError, WebSocketClosedError, asyncio.IncompleteReadError)
ANSWERED = 20.0  # seconds until an answer that is not acknowledged is a failure
SILENT = 3  # pages without an answer, after which the others are not asked: they count as silent too
CLOSED = 60.0  # seconds until the kernels of closed pages are gone


@dataclass(frozen=True)
class Cost:
    """What a server and its kernels have used up to a moment: seconds of processor, MiB of memory."""

    server_cpu: float
    kernel_cpu: float
    server_memory: float
    kernel_memory: float

    @classmethod
    def of(cls, server: Server) -> Cost:
        """Read the present cost of a server."""
        own, kernels = proc.read(server.pid), server.kernels()
        memory = sum(proc.pss(process.pid) for process in kernels)
        return cls(own.cpu if own else 0.0, sum(k.cpu for k in kernels), proc.pss(server.pid), memory)


@dataclass
class Crowd:
    """What a burst of pages came to. Times are in seconds from the burst's start."""

    pages: list[Opened] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    before: Cost = Cost(0, 0, 0, 0)
    after: Cost = Cost(0, 0, 0, 0)

    def measures(self) -> list[tuple[str, str, float]]:
        """Return what was measured as (quantity, unit, value); without a page only the failures."""
        told = [("failures", "pages", float(len(self.failures)))]
        if not self.pages:
            return told
        for name in ("complete", "live"):
            times = [getattr(page, name) for page in self.pages]
            told += [(f"{name} p50", "s", percentile(times, 0.5)), (f"{name} p95", "s", percentile(times, 0.95))]
            told.append((f"{name} last", "s", max(times)))
        return told + self._costs()

    def _costs(self) -> list[tuple[str, str, float]]:
        """Return what each page cost."""
        n, before, after = len(self.pages), self.before, self.after
        kernels, growth = after.kernel_memory / n, (after.server_memory - before.server_memory) / n
        return [
            ("server CPU per page", "ms", 1000 * (after.server_cpu - before.server_cpu) / n),
            ("kernel CPU per page", "ms", 1000 * (after.kernel_cpu - before.kernel_cpu) / n),
            ("kernel memory per page", "MiB", kernels),
            ("server growth per page", "MiB", growth),
            ("memory per page", "MiB", kernels + growth),
        ]


async def open_pages(server: Server, count: int, seconds: float) -> Crowd:
    """Open `count` pages at once, each by a visitor of its own who waits `seconds` at most; leave them open."""
    protocol, client = PROTOCOLS[server.arm.protocol](), http_client()
    crowd = Crowd(before=Cost.of(server))
    visits = [protocol.open(Visitor(client, server.url, seconds), server.arm.path) for _ in range(count)]
    results = await asyncio.gather(*(_outcome(visit, seconds) for visit in visits))
    crowd.pages = [one for one in results if isinstance(one, Opened)]
    crowd.failures = [one for one in results if isinstance(one, str)] + [one.flaw for one in crowd.pages if one.flaw]
    crowd.after = Cost.of(server)
    return crowd


async def answers(server: Server, pages: list[Opened]) -> tuple[int, list[float]]:
    """Answer on every page, one after the other; return how many were acknowledged and after how long each (s)."""
    protocol = PROTOCOLS[server.arm.protocol]()
    times: list[float] = []
    for asked, page in enumerate(pages):
        if asked - len(times) == SILENT:
            break
        start = time.perf_counter()
        if not isinstance(await _outcome(protocol.answer(page), ANSWERED), str):
            times.append(time.perf_counter() - start)
    return len(times), times


async def close_pages(server: Server, pages: list[Opened], left: int) -> int:
    """Close pages as browsers do; return how many processes are left beyond `left` when they should be gone."""
    protocol = PROTOCOLS[server.arm.protocol]()
    await asyncio.gather(*(_outcome(protocol.close(page), CLOSED) for page in pages))
    await asyncio.to_thread(proc.wait_until_at_most, server.pid, left, CLOSED if pages else 0)
    return max(0, len(server.kernels()) - left)


def answering(server: Server) -> bool:
    """Say whether the bench can answer over the arm's protocol."""
    protocol: type[Protocol] = PROTOCOLS[server.arm.protocol]
    return protocol.answers


def counted(failures: list[str]) -> str:
    """Return failures as words, the most frequent first."""
    return "; ".join(f"{n} × {what}" for what, n in Counter(failures).most_common(3))


async def _outcome(visit: Awaitable[Any], seconds: float) -> Any:
    """Return what a visit came to, or its failure in words."""
    try:
        return await asyncio.wait_for(visit, seconds)
    except FAILURES as error:
        return f"{type(error).__name__}: {error}"[:200]
