"""What is measured: single pages in Chromium, crowds, repeated bursts, the most pages open at once."""

from __future__ import annotations

import asyncio
import time

from bench import proc
from bench.arms import OURS, VIEWS, Arm
from bench.browser import View, chromium, views
from bench.clients.base import Opened
from bench.crowd import Crowd, answering, answers, close_pages, counted, open_pages
from bench.plan import EVERY_ROUND, Plan
from bench.results import percentile
from bench.serving import Server

SMALL = 10  # pages of the crowd that tells which stock variant is the fastest
BURST = 30
WAVE = 30  # pages opened together on the way to the limit
LIMIT_SECONDS = 120.0  # an arm that is not at the limit by then is not waited for
LEAST_MEMORY = 1500.0  # MiB: nothing is learnt by making the machine itself fail
PREHEATED = "voila-preheated"
OTHERS = ("solara", "bokeh")  # protocols of the other choices a user has


def page(plan: Plan) -> None:
    """Views in Chromium: every arm in the first round, ours and the fastest stock variant in the others."""
    for turn in range(plan.rounds):
        for arm in plan.due(turn, scenario="page", quantity="cold answered"):
            plan.say(f"page · round {turn + 1}/{plan.rounds} · {arm.label}")
            with plan.serving(arm, "page", turn) as server:
                if server:
                    asyncio.run(warmed(server, plan.patience))
                    _views(plan, server)


def _views(plan: Plan, server: Server) -> None:
    """View the page with a cold and a warm cache, several times in one browser."""
    with chromium() as browser:
        for _ in range(plan.views):
            for kind, view in zip(("cold", "warm"), views(browser, server, plan.shown), strict=True):
                _note_view(plan, server.arm, kind, view)


def _note_view(plan: Plan, arm: Arm, kind: str, view: View) -> None:
    """Keep what one view came to."""
    failed = view.readable is None or view.answered is None
    plan.results.add("page", f"{kind} failures", arm.name, float(failed), unit="views")
    if view.readable is None or view.answered is None:
        plan.say(f"{arm.name}: a {kind} view could not be answered")
        return
    plan.results.add("page", f"{kind} readable", arm.name, view.readable)
    plan.results.add("page", f"{kind} answered", arm.name, view.answered)
    plan.results.add("page", f"{kind} requests", arm.name, view.requests, unit="requests")
    plan.results.add("page", f"{kind} size", arm.name, view.size / 1000, unit="KB")


def crowd(plan: Plan) -> None:
    """Crowds of every size: the small ones choose the stock variant that the larger ones are compared with."""
    small = [size for size in plan.sizes if size <= SMALL]
    large = [size for size in plan.sizes if size > SMALL]
    chosen = max(small, default=SMALL)
    for turn in range(plan.rounds):
        for arm in plan.due(turn, scenario="crowd", quantity="live last", size=chosen):
            if arm.name != PREHEATED:
                _crowds(plan, arm, small, turn)
    fastest = plan.fastest("crowd", "live last", chosen)
    for turn in range(plan.rounds):
        for arm in plan.arms:
            often = [size for size in large if size <= EVERY_ROUND]
            if arm.name == OURS or (arm.name == fastest and turn == 0):
                _crowds(plan, arm, large, turn)
            elif arm.name in (fastest, VIEWS) or (turn == 0 and arm.protocol in OTHERS):
                _crowds(plan, arm, often, turn)


def _crowds(plan: Plan, arm: Arm, sizes: list[int], turn: int) -> None:
    """Open and close crowds of those sizes on one server, the smallest first."""
    if not sizes:
        return
    plan.say(f"crowd of {', '.join(map(str, sizes))} · round {turn + 1}/{plan.rounds} · {arm.label}")
    with plan.serving(arm, f"crowd-{sizes[0]}", turn) as server:
        if server:
            asyncio.run(_on(plan, server, sizes))


async def _on(plan: Plan, server: Server, sizes: list[int]) -> None:
    """Measure crowds on a running server."""
    idle = await warmed(server, plan.patience)
    for size in sizes:
        came = await open_pages(server, size, plan.patience)
        plan.results.add_all("crowd", server.arm.name, came.measures(), size=size)
        plan.say(f"  {said(came, size)}")
        if came.failures:
            plan.results.note(f"{server.arm.name}, {size} pages at once: {counted(came.failures)}")
        if answering(server) and came.pages:
            done, times = await answers(server, came.pages)
            plan.results.add("crowd", "unanswered", server.arm.name, size - done, unit="pages", size=size)
            if times:
                plan.results.add("crowd", "answer p95", server.arm.name, percentile(times, 0.95), size=size)
        left = await close_pages(server, came.pages, idle)
        plan.results.add("crowd", "processes left", server.arm.name, left, unit="processes", size=size)


def said(came: Crowd, size: int) -> str:
    """Return what a crowd came to, for whoever watches."""
    last = max((page.live for page in came.pages), default=0)
    return f"{size} pages: {len(came.pages)} live, the last after {last:.2f} s, {len(came.failures)} failures"


async def warmed(server: Server, patience: float) -> int:
    """Open and close one page, as the first visitor of the day; return how many processes the idle server has."""
    first = await open_pages(server, 1, patience)
    await answers(server, first.pages if answering(server) else [])
    await close_pages(server, first.pages, max(0, len(server.kernels()) - len(first.pages)))
    return len(server.kernels())


def bursts(plan: Plan) -> None:
    """The same burst again and again on one server of ours: no failure, no slowing down."""
    for arm in plan.ours():
        plan.say(f"{plan.bursts} bursts of {BURST} · {arm.label}")
        with plan.serving(arm, "bursts", 0) as server:
            if server:
                asyncio.run(_bursts(plan, server))


async def _bursts(plan: Plan, server: Server) -> None:
    """Open and close the burst as often as planned."""
    idle = await warmed(server, plan.patience)
    for _ in range(plan.bursts):
        came = await open_pages(server, BURST, plan.patience)
        last = max((page.live for page in came.pages), default=plan.patience)
        plan.say(f"  {said(came, BURST)}")
        left = await close_pages(server, came.pages, idle)
        told = [("failures", "pages", len(came.failures)), ("live last", "s", last), ("left", "processes", left)]
        plan.results.add_all("bursts", server.arm.name, told, size=BURST)
        plan.results.add("bursts", "server RSS", server.arm.name, proc.rss(server.pid), unit="MiB", size=BURST)


def limit(plan: Plan) -> None:
    """As many pages open at once as planned, or until the first failure; every one must still answer."""
    chosen = max((size for size in plan.sizes if size <= SMALL), default=SMALL)
    fastest = plan.fastest("crowd", "live last", chosen)
    for arm in plan.arms:
        if arm.name in (OURS, fastest):
            plan.say(f"up to {plan.limit} pages open at once · {arm.label}")
            with plan.serving(arm, "limit", 0) as server:
                if server:
                    asyncio.run(_limit(plan, server))


async def _limit(plan: Plan, server: Server) -> None:
    """Open waves of pages, then answer on each."""
    idle = await warmed(server, plan.patience)
    name, deadline = server.arm.name, time.monotonic() + LIMIT_SECONDS
    pages: list[Opened] = []
    why = "reached"
    while len(pages) < plan.limit and why == "reached":
        came = await open_pages(server, min(WAVE, plan.limit - len(pages)), min(plan.patience, LIMIT_SECONDS))
        pages += came.pages
        if came.failures:
            why = counted(came.failures)
        elif proc.available() < LEAST_MEMORY:
            why = "the machine’s memory was nearly full"
        elif time.monotonic() > deadline:
            why = f"stopped after {LIMIT_SECONDS:.0f} s"
    done, times = await answers(server, pages)
    plan.results.add("limit", "pages open", name, len(pages), unit="pages", size=plan.limit)
    plan.results.add("limit", "pages answering", name, done, unit="pages", size=plan.limit)
    if times:
        plan.results.add("limit", "answer p95", name, percentile(times, 0.95), size=plan.limit)
    plan.results.note(f"{name}, up to {plan.limit} pages: {len(pages)} open, {done} answering; {why}")
    await close_pages(server, pages, idle)
