"""A role play lived by a room: roles dealt, cards, table, observers."""

from .activity import ACTIVITY

__all__ = ["ACTIVITY"]
