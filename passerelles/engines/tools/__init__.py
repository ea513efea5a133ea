"""The tools of a module: what they show, what they may keep, and how what was filled in is read back. All pure."""

from .builtin import freins_data, is_commitment, is_freins

__all__ = ["freins_data", "is_commitment", "is_freins"]
