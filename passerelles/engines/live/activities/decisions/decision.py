"""What the log of decisions holds: a decision, and what somebody answered at the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

USEFUL = ("yes", "partly", "no")


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that was decided; "" and None are what it still lacks."""

    id: str
    what: str
    who: str = ""
    until: date | None = None
    reread: bool = False
    late: bool = False

    @property
    def complete(self) -> bool:
        """Whether it says who and until when."""
        return bool(self.who and self.until)


@dataclass(frozen=True, slots=True)
class Leaving:
    """What somebody answered at the end."""

    useful: str
    without: str
