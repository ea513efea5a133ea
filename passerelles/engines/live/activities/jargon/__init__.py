"""The jargon card: a word is shown up, and unfolded by whoever knows it."""

from .activity import ACTIVITY

__all__ = ["ACTIVITY"]
