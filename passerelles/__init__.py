"""Passerelles: continuing education on working across sectors around young people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from passerelles.widgets.case import case
    from passerelles.widgets.lesson import lesson
    from passerelles.widgets.roleplay import roleplay
    from passerelles.widgets.session_analysis import session_analysis

__all__ = ["case", "lesson", "roleplay", "session_analysis"]


def __getattr__(name: str) -> Any:
    """Import what is asked for at first use: the server, the grader and the command line never need widgets."""
    if name in __all__:
        from importlib import import_module

        return getattr(import_module(f"passerelles.widgets.{name}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
