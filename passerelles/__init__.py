"""Passerelles: continuing education on working across sectors around young people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from passerelles.widgets.lesson import lesson

__all__ = ["lesson"]


def __getattr__(name: str) -> Any:
    """Import `lesson` at first use: the server, the grader and the command line never need widgets."""
    if name == "lesson":
        from passerelles.widgets.lesson import lesson

        return lesson
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
