"""A World Café lived by a room."""

from .activity import ACTIVITY

__all__ = ["ACTIVITY"]
