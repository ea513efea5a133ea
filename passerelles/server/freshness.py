"""Keeps the served course the one that is written: a file that changes is read again, a broken one changes nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

from passerelles.content.course import Course
from passerelles.content.problems import Problem
from passerelles.content.renewal import Stamp, changed, renew, stamp
from passerelles.server.web.security import event

EVERY = 1.0  # seconds between two looks


class Freshness:
    """Looks at the files of the course. `problems` says why what is written is not what is shown; empty when it is."""

    def __init__(self, course: Course, root: Path, serve: Callable[[Course], None]) -> None:
        """Look after `course`, which stands in `root`; `serve` is called with each new version."""
        self._course, self._root, self._serve = course, root, serve
        self._read: Stamp = stamp(root)  # the files as they were when what is served was read
        self._seen = self._tried = self._read  # at the last look, and at the last try to read them
        self.problems: list[Problem] = []

    async def watch(self) -> None:
        """Look for ever."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except Exception as error:
                event("the course could not be read again", error)

    async def look(self) -> None:
        """Read again what changed, once it has not changed since the last look: an editor may still be writing."""
        now = stamp(self._root)
        quiet, self._seen = now == self._seen, now
        if not quiet or now == self._tried:
            return
        self._tried = now
        made, self.problems = await asyncio.to_thread(renew, self._course, self._root, changed(self._read, now))
        if not self.problems:
            self._course, self._read = made, now
            self._serve(made)
