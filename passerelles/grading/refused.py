"""A submission that a person must look at."""

from __future__ import annotations

from passerelles.errors import Refusal


class Refused(Refusal):
    """A submission that is not graded: the reason and the cure, in French."""
