"""The log of decisions of a meeting or a day."""

from .activity import ACTIVITY

__all__ = ["ACTIVITY"]
