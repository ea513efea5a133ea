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
    """Return the activities by kind: the `ACTIVITY` of the module or package of that name."""
    return {kind: _activity(kind) for kind in get_args(ActivityKind)}


def _activity(kind: str) -> Activity:
    """Return the activity of that kind."""
    activity: Activity = import_module(f"{__package__}.activities.{kind.replace('-', '_')}").ACTIVITY
    return activity
