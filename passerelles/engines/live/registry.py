"""Every kind of activity that a live session can hold, by its name."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import get_args

from passerelles.content.track import ActivityKind

from .activity import Activity


@cache
def activities() -> Mapping[str, Activity]:
    """Return the activities by kind: the `ACTIVITY` of the module of that name."""
    return {kind: import_module(f"{__package__}.{kind.replace('-', '_')}").ACTIVITY for kind in get_args(ActivityKind)}
