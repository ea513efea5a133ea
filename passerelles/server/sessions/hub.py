"""Every live session of this server: made, found by its code, kept in memory while somebody looks at it."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from passerelles.content.course import Course
from passerelles.engines.live.activity import TRAINER, Activity
from passerelles.engines.live.registry import activities
from passerelles.engines.live.session import engine
from passerelles.engines.live.session.agenda import agenda_of, start_of
from passerelles.engines.live.session.state import ALWAYS
from passerelles.errors import Refusal
from passerelles.server.secret import bare
from passerelles.store import Store
from passerelles.store.errors import CodeTaken, UnknownSession
from passerelles.store.rows import SessionRow
from passerelles.text import t

from . import codes
from .live_session import Clock, Deed, LiveSession

MOST_TITLE = 80
KEPT = 20  # sessions without a page that stay in memory


class Hub:
    """The sessions of one installation. Store errors go through."""

    def __init__(
        self,
        store: Store,
        secret: bytes | str,
        clock: Clock = time.time,
        kinds: Mapping[str, Activity] | None = None,
    ) -> None:
        """`secret` is the one that signs cookies: codes are derived from it. `kinds`: all of ours without it."""
        self.store, self._secret, self._clock = store, secret, clock
        self._kinds = kinds
        self._open: dict[str, LiveSession] = {}

    @cached_property
    def _activities(self) -> Mapping[str, Activity]:
        """The activities by kind; imported when the first session is asked for."""
        return activities() if self._kinds is None else self._kinds

    def create(self, course: Course, track: str, title: str) -> LiveSession:
        """Make a session with the agenda of a track; raises Refusal on what cannot be."""
        title = " ".join(title.split())
        if not title or len(title) > MOST_TITLE:
            raise Refusal(t("live.pages.title-needed"))
        if track not in course.tracks:
            raise Refusal(t("live.pages.track-needed"))
        chosen = course.tracks[track]
        sectors = {sector.id: sector.name for sector in course.sectors}
        modules = {slug: loaded.module.title for slug, loaded in course.modules.items()}
        kept = engine.setup(title, tuple(agenda_of(chosen)), start_of(chosen), sectors, modules)
        row = self._row(title, track, kept)
        session = self.get(row.id)
        for place in ALWAYS:
            if place in self._activities:
                session.take(TRAINER, session.opening(place, place, {}, course))
        return session

    def _row(self, title: str, track: str, kept: dict[str, Any]) -> SessionRow:
        """Keep a new session, under a code that no open one has."""
        while True:
            with contextlib.suppress(CodeTaken):
                return self.store.live.create(code=codes.join_code(), title=title, agenda=kept, track=track)

    def get(self, name: str) -> LiveSession:
        """Return a session; raises UnknownSession."""
        if name not in self._open:
            row = self.store.live.get(name)
            self._forget()
            self._open[name] = LiveSession(row, self.store, self._activities, self._clock)
        return self._open[name]

    def by_code(self, typed: str) -> LiveSession | None:
        """Return the session of a code that was typed, None when there is none that goes on."""
        row = self.store.live.by_code(bare(typed))
        return self.get(row.id) if row else None

    def derived(self, name: str) -> codes.Derived:
        """Return the derived codes of a session."""
        return codes.Derived(self._secret, name)

    def turn(self, session: LiveSession, deed: Deed) -> bool:
        """End a session, which frees its code, or reopen it. Raises as `LiveSession.take`, and CodeTaken."""
        if deed.kind == "reopen":
            self.store.live.reopen(session.id)
        in_time = session.take(TRAINER, deed)
        if deed.kind == "end":
            self.store.live.end(session.id)
        return in_time

    def erase(self, name: str) -> None:
        """Erase a session whole; its pages are told."""
        session = self.get(name)
        self.store.live.erase(name)
        self._open.pop(name)
        session.close()
        for page in list(session.pages):
            page.show(None)

    def exists(self, name: str) -> bool:
        """Say whether there is such a session."""
        try:
            self.get(name)
        except UnknownSession:
            return False
        return True

    def _forget(self) -> None:
        """Let go of sessions that nobody looks at: the log gives them back."""
        idle = [name for name, session in self._open.items() if not session.pages]
        for name in idle[: max(0, len(self._open) - KEPT)]:
            self._open.pop(name).close()
