"""Waiting for what another process does, without a fixed pause."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def until(true: Callable[[], Any], seconds: float = 60) -> Any:
    """Return the first true value; each look asks a server or the system, which takes its time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := true():
            return found
    raise AssertionError("it never came true")
