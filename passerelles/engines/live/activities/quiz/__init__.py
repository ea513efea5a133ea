"""Questions of the bank, answered by a room."""

from .activity import ACTIVITY

__all__ = ["ACTIVITY"]
