"""Refusals: what a person reads when something is not possible, instead of a traceback."""

from __future__ import annotations


class Refusal(Exception):
    """Something that the user can mend: what is wrong and where, then what to do. Both in French."""

    def __init__(self, what: str, cure: str = "") -> None:
        """Say `what` is wrong and where, then the `cure`."""
        super().__init__(what, cure)
        self.what = what
        self.cure = cure

    def __str__(self) -> str:
        """Return both sentences, the cure on a line of its own."""
        return f"{self.what}\n→ {self.cure}" if self.cure else self.what
