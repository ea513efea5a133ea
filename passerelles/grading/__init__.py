"""The thin bridge to nbgrader: notebooks derived from the items, submissions, grades."""

from passerelles.grading.scores import points

__all__ = ["points"]
