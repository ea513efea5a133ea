"""Who knows whom, at the start of a day and at its end."""

from .activity import ACTIVITY

__all__ = ["ACTIVITY"]
