"""The desk of a case that changes while it is played."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from secrets import token_hex

from passerelles.content.case import Case
from passerelles.content.course import Course
from passerelles.engines.case.engine import ImpossibleMove, carried_over
from passerelles.widgets.case_desk import LocalCaseDesk


class PreviewDesk(LocalCaseDesk):
    """A desk in memory that takes new versions of its case, and goes at once to any moment of it."""

    def renew(self, course: Course, case: Case) -> None:
        """Take a new version: the play goes on as far as its choices are still possible, what was written is kept."""
        self._course, self._case = course, case
        kept, here = list(self._plays), self._current
        self._plays.clear()
        self._current = None
        for number, one in enumerate(kept, 1):
            with suppress(ImpossibleMove):  # its mode or its viewpoint is gone
                one.play = carried_over(case, one.play)
                self._plays.append(one)
                self._current = len(self._plays) if number == here else self._current

    def jump(self, mode: str | None, after: Iterable[str], viewpoint: str | None, choices: Iterable[str]) -> None:
        """Forget all plays and make these choices, after a whole play of the case when a viewpoint is meant.

        Raises DeskRefused when they cannot be made.
        """
        self._plays.clear()
        self._current = None
        if viewpoint:
            self._make(mode, None, after)
        self._make(mode, viewpoint, choices)

    def _make(self, mode: str | None, viewpoint: str | None, choices: Iterable[str]) -> None:
        """Begin a play and make choices in it, given as `node.option`."""
        state = self.start("novice", mode, viewpoint, None, token_hex(8))["state"]
        for choice in choices:
            option = choice.partition(".")[2]
            state = self.choose(state["play"], state["scene"]["turn"], option, token_hex(8))["state"]
