"""Crossed presentations by pairs of different sectors."""

from .activity import ACTIVITY

__all__ = ["ACTIVITY"]
