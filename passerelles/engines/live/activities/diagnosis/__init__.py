"""A shared diagnosis: facts of each sector, and where they overlap."""

from .activity import ACTIVITY

__all__ = ["ACTIVITY"]
