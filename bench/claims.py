"""What the tables say: a row for each quantity, our figure, the named peer's, how many times better; the aims."""

from __future__ import annotations

from dataclasses import dataclass

from bench.arms import CHAT, OURS, STOCK, VIEWS
from bench.results import Results, Series

PEERS = (*STOCK, "nbgrader", "spawned", CHAT)  # stock nbgrader grades, stock jupyter_client spawns
ALSO = (VIEWS, "solara", "panel")
LOST = 0.05  # share of lost pages beyond which an arm is no peer


@dataclass(frozen=True)
class Row:
    """A quantity of a scenario. `stat` is what is shown of its values; `more` is true when more is better."""

    label: str
    scenario: str
    quantity: str
    stat: str = "median"  # median, p95, total or largest
    size: int = 1
    more: bool = False

    def value(self, series: Series | None) -> float | None:
        """Return what is shown of a series, None without one."""
        if series is None:
            return None
        if self.stat == "total":
            return sum(series.values)
        return max(series.values) if self.stat == "largest" else float(getattr(series, self.stat))


@dataclass(frozen=True)
class Aim:
    """What was promised of a row: at least so many times better than the peer, or our figure at most (or at least)."""

    row: Row
    times: float | None = None
    most: float | None = None
    least: float | None = None


def _page(kind: str, stat: str, words: str) -> list[Row]:
    """Return the rows of views with a cold or a warm cache."""
    return [
        Row(f"One page, {kind} cache: first item readable, {words}", "page", f"{kind} readable", stat),
        Row(f"One page, {kind} cache: first item answered, {words}", "page", f"{kind} answered", stat),
    ]


def _crowd(size: int) -> list[Row]:
    """Return the rows of a crowd."""
    named = {"live p50": "half of the pages live", "live p95": "95 % live", "live last": "last page live",
             "complete last": "last page’s last byte"}  # fmt: skip
    times = [Row(f"{size} pages at once: {words}", "crowd", name, size=size) for name, words in named.items()]
    return [*times, Row(f"{size} pages at once: pages that failed, all rounds", "crowd", "failures", "total", size)]


def _cost(size: int) -> list[Row]:
    """Return the rows of what each page of a crowd costs."""
    words = {"memory per page": "memory (PSS) per open page", "kernel memory per page": "kernels and their parent",
             "server growth per page": "growth of the server",
             "server CPU per page": "server’s processor time per page",
             "kernel CPU per page": "kernels’ processor time per page"}  # fmt: skip
    return [Row(f"{size} pages open: {said}", "crowd", name, size=size) for name, said in words.items()]


def _live(size: int, words: str) -> list[Row]:
    """Return the rows of phones that answer within five seconds."""
    named = {"answer p50": "half acknowledged", "answer p95": "95 % acknowledged", "answer p99": "99 % acknowledged",
             "projector p95": "95 % shown by the projector", "projector last": "shown by the projector, the slowest",
             "memory per phone": "growth of the server per phone",
             "CPU per phone": "server’s processor time per phone that comes in",
             "CPU per answer": "server’s processor time per answer"}  # fmt: skip
    totals = {"unacknowledged": "not acknowledged", "unshown": "not shown", "lost": "lost", "doubled": "doubled"}
    times = [Row(f"{words}: {said}", "live", name, size=size) for name, said in named.items()]
    return [*times, *[Row(f"{words}: answers {said}", "live", name, "total", size) for name, said in totals.items()]]


ROWS: list[Row] = [
    *_page("cold", "median", "median"), *_page("cold", "p95", "95 %"),
    *_page("warm", "median", "median"), *_page("warm", "p95", "95 %"),
    *[Row(f"One page, {kind} cache: {what}", "page", f"{kind} {name}")
      for kind in ("cold", "warm") for name, what in (("size", "on the wire"), ("requests", "requests"))],
    *[Row(f"One page, {kind} cache: views that failed", "page", f"{kind} failures", "total")
      for kind in ("cold", "warm")],
    *_crowd(10), *_crowd(30), *_crowd(100),
    *_cost(30), *_cost(100),
    Row("Bursts of 30, one after the other: pages that failed", "bursts", "failures", "total", 30),
    Row("Bursts of 30, one after the other: last page live, worst", "bursts", "live last", "largest", 30),
    Row("Pages open at once and answering", "limit", "pages answering", size=300, more=True),
    *_live(200, "200 phones of a room"), *_live(40, "Five rooms of 40 phones at once"),
    Row("Kernels started per second, 30 at once", "kernels", "started per second", size=30, more=True),
    Row("Quizzes graded per minute, 32 handed in", "grading", "graded per minute", size=32, more=True),
]  # fmt: skip
BY_NAME = {(row.scenario, row.quantity, row.stat, row.size): row for row in ROWS}


def _aim(scenario: str, quantity: str, stat: str = "median", size: int = 1, **bounds: float) -> Aim:
    """Return the aim of one of the rows."""
    return Aim(BY_NAME[scenario, quantity, stat, size], **bounds)


AIMS: list[Aim] = [
    _aim("crowd", "live last", size=30, times=8),
    _aim("crowd", "failures", "total", 30, most=0),
    _aim("crowd", "failures", "total", 100, most=0),
    _aim("bursts", "failures", "total", 30, most=0),
    _aim("limit", "pages answering", size=300, least=300),
    _aim("crowd", "memory per page", size=30, most=22),
    *[_aim("page", "cold answered", stat, times=1 / 0.3) for stat in ("median", "p95")],
    *[_aim("page", "warm answered", stat, times=4) for stat in ("median", "p95")],
    _aim("page", "cold size", most=300),
    _aim("page", "cold requests", most=20),
    _aim("grading", "graded per minute", size=32, times=8),
    *[_aim("live", "answer p95", size=size, most=0.3) for size in (200, 40)],
    *[
        _aim("live", name, "total", size, most=0)
        for size in (200, 40)
        for name in ("lost", "doubled", "unacknowledged")
    ],
    *[_aim("live", "projector last", size=size, most=1) for size in (200, 40)],
    _aim("live", "memory per phone", size=200, most=1),
]


def peer(results: Results, row: Row) -> str | None:
    """Return the stock arm with the best figure of that row: the peer that is named, None without any.

    An arm that lost more than a twentieth of its pages is only named when every other did too.
    """
    found = {name: value for name in PEERS if (value := figure(results, row, name)) is not None}
    sound = {
        name: value for name, value in found.items() if _sound(results.get(row.scenario, "failures", name, row.size))
    }
    best = max if row.more else min
    return best(sound or found, key=lambda name: found[name], default=None)


def _sound(failures: Series | None) -> bool:
    """Say whether at most a twentieth of the pages failed."""
    return failures is None or sum(failures.values) <= LOST * failures.size * len(failures.values)


def figure(results: Results, row: Row, arm: str) -> float | None:
    """Return the figure of an arm in a row, None when it was not measured."""
    return row.value(results.get(row.scenario, row.quantity, arm, row.size))


def times_better(row: Row, ours: float | None, other: float | None) -> float | None:
    """Return how many times better ours is than the other, None when that cannot be said."""
    if not ours or not other:
        return None
    return ours / other if row.more else other / ours


def verdict(results: Results, aim: Aim) -> bool | None:
    """Say whether an aim is met, None when it was not measured."""
    ours, name = figure(results, aim.row, OURS), peer(results, aim.row)
    if aim.times is not None:
        better = times_better(aim.row, ours, figure(results, aim.row, name) if name else None)
        return None if better is None else better >= aim.times
    if ours is None:
        return None
    return (aim.most is None or ours <= aim.most) and (aim.least is None or ours >= aim.least)
