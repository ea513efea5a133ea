"""Spaced review: which questions come back today, with which wrong options. Pure and deterministic.

A question comes back two days after it was first answered, then five and fourteen days after it was found again: on
the second, seventh and twenty-first day for who comes on time; late reviews push the next ones. One that is missed
comes back two days later and stays where it was. Nothing is marked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from passerelles.content.corpus import Statement
from passerelles.content.items import Item, MultipleChoice, OpenAnswer, Option, Position, SingleChoice
from passerelles.engines.lesson import Attempt, item_state, public_item

GAPS = (2, 5, 14)  # days before each review
A_DAY = 5


@dataclass(frozen=True)
class Seen:
    """One review of a question."""

    on: date
    right: bool


@dataclass(frozen=True)
class Memory:
    """A question that was answered in a module, and its reviews in order."""

    module: str
    item: Item
    first: date
    seen: tuple[Seen, ...] = ()

    @property
    def stage(self) -> int:
        """How many reviews went well: 3, and it no longer comes back."""
        return min(len(GAPS), sum(review.right for review in self.seen))

    @property
    def due_on(self) -> date | None:
        """The day it comes back, None when it does not."""
        if self.stage == len(GAPS):
            return None
        last = self.seen[-1] if self.seen else Seen(self.first, True)
        return last.on + timedelta(days=GAPS[self.stage] if last.right else GAPS[0])


def is_reviewed(item: Item) -> bool:
    """Say whether an item comes back: it has an answer that can be found again."""
    return not isinstance(item, OpenAnswer | Position)


def due(memories: Iterable[Memory], today: date, seed: str) -> list[Memory]:
    """Return the questions to review today, the longest awaited first: five a day, no two on the same statements."""
    known = list(memories)
    done = sum(review.on == today for memory in known for review in memory.seen)
    waiting = sorted(
        (memory for memory in known if memory.due_on and memory.due_on <= today),
        key=lambda memory: (memory.due_on or today, _mixed(seed, memory.module, memory.item.id)),
    )
    picked: dict[frozenset[str], Memory] = {}
    for memory in waiting:
        picked.setdefault(frozenset(memory.item.cites), memory)
    return list(picked.values())[: max(0, A_DAY - done)]


def next_day(memories: Iterable[Memory], today: date) -> date | None:
    """Return the next day after today with something to review, None when nothing is left."""
    days = [max(memory.due_on, today + timedelta(days=1)) for memory in memories if memory.due_on]
    return min(days, default=None)


def calendar_days(memories: Iterable[Memory], today: date) -> list[date]:
    """Return the days from today on which something comes back, for who reviews on time and finds everything."""
    days: set[date] = set()
    for memory in memories:
        if coming := memory.due_on:
            coming = max(coming, today)
            days |= {coming + timedelta(days=sum(GAPS[memory.stage + 1 : last])) for last in range(memory.stage + 1, 4)}
    return sorted(days)


def variant(item: Item, round_: int) -> Item:
    """Return the question as asked in that round (from 0): one try, and other wrong options when it has spares."""
    changes: dict[str, Any] = {"attempts": 1}
    if isinstance(item, SingleChoice | MultipleChoice):
        changes |= {"options": _options(item.options, item.spares, round_), "spares": []}
    return item.model_copy(update=changes)


def asked(memory: Memory, seed: str, statements: Mapping[str, Statement]) -> dict[str, Any]:
    """Return what the learner of that seed sees of the question, without points."""
    item = variant(memory.item, len(memory.seen))
    shown = public_item(item, seed=f"{seed}\0{len(memory.seen)}", statements=statements)
    return shown | {"points": 0, "attempts": None}


def answered(memory: Memory, attempt: Attempt | None, statements: Mapping[str, Statement]) -> dict[str, Any]:
    """Return where the learner stands with the question that `asked` showed: the reasons, never a mark."""
    item = variant(memory.item, len(memory.seen))
    state = item_state(item, [attempt] if attempt else [], statements=statements)
    told = state["feedback"] and state["feedback"] | {"points": 0, "maximum": 0}
    return state | {"feedback": told, "attempts_left": None}


def memory_of(module: str, item: Item, first: date, kept: object) -> Memory:
    """Return the memory of a question from what was kept of its reviews: `{"seen": [{"on", "right"}]}`.

    What cannot be read counts as not reviewed.
    """
    try:
        rows = kept["seen"] if isinstance(kept, dict) else []
        seen = tuple(Seen(date.fromisoformat(row["on"]), row["right"] is True) for row in rows)
    except (KeyError, TypeError, ValueError):
        seen = ()
    return Memory(module, item, first, seen)


def kept(memory: Memory, review: Seen) -> dict[str, Any]:
    """Return what to keep once a question was reviewed again."""
    return {"seen": [{"on": one.on.isoformat(), "right": one.right} for one in (*memory.seen, review)]}


def _options(options: list[Option], spares: list[Option], round_: int) -> list[Option]:
    """Return the right options, and as many wrong ones as before: each round takes the next ones, spares first."""
    wrong = [option for option in options if not option.correct]
    pool = [*spares, *wrong]
    start = round_ * len(wrong) % len(pool)
    return [*(option for option in options if option.correct), *[*pool, *pool][start : start + len(wrong)]]


def _mixed(*parts: str) -> bytes:
    """Return something to sort by that looks like chance and is always the same."""
    return hashlib.sha256("\0".join(parts).encode()).digest()
