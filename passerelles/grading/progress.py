"""How far a long piece of work is: one line that moves on a terminal, a line every tenth elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from passerelles.text import t

WIDTH = 24


class Progress:
    """Counts steps up to `total` on a stream (default: standard error)."""

    def __init__(self, total: int, out: TextIO | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        """Start the clock; nothing is written before the first step."""
        self._total, self._out, self._clock = total, out or sys.stderr, clock
        self._moves = self._out.isatty()
        self._start, self._done, self._said = clock(), 0, 0

    def step(self) -> None:
        """Count one more."""
        self._done += 1
        tenth = 10 * self._done // self._total
        if self._moves:
            self._write("\r" + self._bar() + self._line() + "\x1b[K")
        elif tenth > self._said:
            self._said = tenth
            self._write(self._line() + "\n")

    def close(self) -> None:
        """Leave the terminal's line."""
        if self._moves and self._done:
            self._write("\n")

    def _line(self) -> str:
        """Return where we are, and how long it will still take at the present pace."""
        left = (self._clock() - self._start) / self._done * (self._total - self._done)
        about = t("grading.seconds", n=round(left)) if left < 90 else t("grading.minutes", n=round(left / 60))
        shown = {"done": self._done, "total": self._total, "percent": 100 * self._done // self._total}
        return t("grading.progress", **shown, left=about)

    def _bar(self) -> str:
        """Return the bar."""
        full = WIDTH * self._done // self._total
        return "█" * full + "░" * (WIDTH - full) + " "

    def _write(self, text: str) -> None:
        """Write at once; a reader that is gone does not stop the work."""
        try:
            self._out.write(text)
            self._out.flush()
        except OSError:
            self._moves = False
