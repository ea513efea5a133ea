"""Who speaks, for how long, and the chair of the young person."""

from .activity import ACTIVITY

__all__ = ["ACTIVITY"]
