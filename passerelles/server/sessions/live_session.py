"""A live session in memory: its state, the pages that look at it, and the log in the records that it follows from.

Nothing is acknowledged before it is committed. A page is told what it sees whenever that has changed, a few times a
second at most.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from passerelles.content.course import Course
from passerelles.engines.live.activity import TRAINER, Activity, Clocked, Event, Json, Refused
from passerelles.engines.live.session import engine
from passerelles.engines.live.session.state import Session, is_open
from passerelles.errors import Refusal
from passerelles.server.web.security import event
from passerelles.store import Store
from passerelles.store.errors import StoreError
from passerelles.store.rows import LiveEventRow, NewEvent, SessionRow
from passerelles.text import t

from .codes import TURN

QUIET = 0.15  # seconds between two looks at what has changed
MOST_DEEDS = 3000  # of one person in a session: a long day asks for a few hundred, and all are read again at a restart
SOONEST = 0.5  # seconds before something that is overdue is tried, or tried again
SLICE = 16  # pages that are shown it in one go
Clock = Callable[[], float]


class Page(Protocol):
    """A page that looks at a session."""

    who: str

    def frame(self, session: Session) -> Json | None:
        """Return what it shows now; None when it has no place here any more."""

    def show(self, frame: Json | None) -> None:
        """Send it."""


@dataclass(frozen=True)
class Deed:
    """Something done on a page; `key` names it, so that it is kept once however often it is sent."""

    place: str
    kind: str
    what: str
    says: tuple[str, ...]
    key: str


class LiveSession:
    """One session. Made from its row and its log; every change goes through `take`."""

    def __init__(
        self, row: SessionRow, store: Store, activities: Mapping[str, Activity], clock: Clock = time.time
    ) -> None:
        """Compute the state again from the log. Store errors go through."""
        self.row, self._store, self._clock = row, store, clock
        self.state = engine.begin(row.id, row.code, row.agenda, activities)
        self._ahead = 0.0  # seconds that the session is ahead of a clock that was put back
        self._keys: set[str] = set()
        self._given = Counter[str]()
        self._refused: set[tuple[str, float]] = set()  # what time could not make happen
        for kept in store.live.events(row.id):
            self._replay(kept)
        self.pages: set[Page] = set()
        self._flush: asyncio.TimerHandle | None = None
        self._alarm: asyncio.TimerHandle | None = None

    @property
    def id(self) -> str:
        """What it goes by."""
        return self.row.id

    def now(self) -> float:
        """Return the time of the session: the clock's; when somebody puts that back, it goes on from where it was."""
        self._ahead = max(self._ahead, self.state.now - self._clock())
        return max(self._clock() + self._ahead, self.state.now)

    def take(self, who: str, deed: Deed) -> bool:
        """Do something for somebody; returns False when it was kept although it came late.

        Raises Refused, Refusal (nothing is kept then), or a StoreError (nothing is kept, the page tries again).
        """
        return self._commit(who, [deed])

    def go(self, deed: Deed, course: Course) -> bool:
        """Go to a slot, opening its activity first when this is the first time. Raises as `take` does."""
        slot = next((slot for slot in self.state.slots if slot.id == deed.what), None)
        if slot is None or not slot.place or slot.place in self.state.places:
            return self.take(TRAINER, deed)
        try:
            return self._commit(TRAINER, [self.opening(slot.place, slot.activity, slot.options, course), deed])
        except Refusal as refusal:
            raise Refusal(refusal.what, f"{refusal.cure} {t('live.guide.skip')}".strip()) from None

    def opening(self, place: str, kind: str, options: Mapping[str, Any], course: Course) -> Deed:
        """Return the deed that opens an activity, with all it needs of the course. Raises Refusal."""
        prepared = self.state.activities[kind].prepare(course, options)
        return Deed("", "open", place, (kind, json.dumps(prepared, ensure_ascii=False)), f"open:{place}")

    def knows(self, who: str, key: str) -> bool:
        """Say whether a deed was kept already."""
        return _scoped(who, key) in self._keys

    def refresh(self) -> None:
        """Send every page what has changed for it."""
        self._flush = None
        self._show(list(self.pages))
        self.wind()

    def dismiss(self, who: str) -> None:
        """Tell the pages of somebody that their place is elsewhere now."""
        for page in [page for page in self.pages if page.who == who]:
            page.show(None)

    def close(self) -> None:
        """Stop the timers."""
        for handle in (self._flush, self._alarm):
            if handle:
                handle.cancel()

    def _replay(self, kept: LiveEventRow) -> None:
        """Take in an event of the log; one that this version of ours refuses closes no session for good."""
        self._keys.add(kept.key)
        self._given[kept.who] += 1
        try:
            self.state = engine.act(self.state, kept.place, _event(kept))
        except (Refused, Refusal) as error:
            event("a deed that an earlier version kept", error)

    def _commit(self, who: str, deeds: Sequence[Deed]) -> bool:
        """Keep deeds in one transaction, then let the state follow."""
        fresh = [deed for deed in deeds if not self.knows(who, deed.key)]
        if who != TRAINER and self._given[who] >= MOST_DEEDS:
            raise Refused(t("live.pages.enough"))
        state, in_time, now = self.state, True, self.now()
        for deed in fresh:
            in_time = is_open(state, deed.place)
            state = engine.act(state, deed.place, Event(deed.kind, who, now, deed.what, deed.says))
        if fresh:
            self._store.live.append(self.id, [_kept(who, deed, now) for deed in fresh])
            self._keys |= {_scoped(who, deed.key) for deed in fresh}
            self._given[who] += len(fresh)
            self.state = state
            self._changed()
        return in_time

    def _changed(self) -> None:
        """Look at what has changed, soon: what comes meanwhile goes with it."""
        if self._flush is None:
            self._flush = asyncio.get_running_loop().call_later(QUIET, self.refresh)

    def _show(self, pages: Sequence[Page]) -> None:
        """Send what has changed to some pages at a time: deeds are heard meanwhile."""
        for page in pages[:SLICE]:
            if page in self.pages:
                self._look(page)
        if pages[SLICE:]:
            asyncio.get_running_loop().call_soon(self._show, pages[SLICE:])

    def _look(self, page: Page) -> None:
        """Send a page what it sees now; what fails for one is kept from no other."""
        try:
            page.show(page.frame(self.state))
        except Exception as error:
            event("a page of a live session", error)

    def wind(self) -> None:
        """Set the alarm for the next thing that time itself makes happen: a tick, or another code of presence."""
        if self._alarm:
            self._alarm.cancel()
            self._alarm = None
        times = [at for place, at in _dues(self.state) if (place, at) not in self._refused]
        if self.state.attending:
            times.append((self.now() // TURN + 1) * TURN)
        if times and self.pages:
            wait = max(SOONEST, min(times) - self.now())
            self._alarm = asyncio.get_running_loop().call_later(wait, self._tick)

    def _tick(self) -> None:
        """Let time itself make happen what is due, and look at what has changed."""
        now = self.now()
        for place, at in _dues(self.state):
            if at <= now and (place, at) not in self._refused:
                self._happens(place, at)
        self.refresh()

    def _happens(self, place: str, at: float) -> None:
        """Log that the time of something has come; what is refused is not tried again, a full disk is."""
        try:
            self.take(TRAINER, Deed(place, "tick", "", (), f"tick:{place}:{at:.3f}"))
        except StoreError as error:
            event("the time of a live activity", error)
            return
        except Refused as error:
            event("the time of a live activity", error)
        if (place, at) in _dues(self.state):
            self._refused.add((place, at))


def _dues(state: Session) -> list[tuple[str, float]]:
    """Return what waits for its time: place and time."""
    awake = [(place, one) for place, one in state.places.items() if not one.asleep and not state.ended]
    found = [(place, one.activity.due(one.state)) for place, one in awake if isinstance(one.activity, Clocked)]
    return [(place, at) for place, at in found if at is not None]


def _event(kept: LiveEventRow) -> Event:
    """Return an event of the log."""
    return Event(kept.kind, kept.who, kept.at, kept.what, tuple(kept.says))


def _kept(who: str, deed: Deed, now: float) -> NewEvent:
    """Return what is kept of a deed."""
    key = _scoped(who, deed.key)
    return NewEvent(deed.place, deed.kind, who, deed.what, list(deed.says), key, now)


def _scoped(who: str, key: str) -> str:
    """Return the key under which a deed is kept: nobody takes the key of another."""
    return f"{who}:{key}"
