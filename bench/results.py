"""What was measured: series of values, one for each quantity of an arm at a size; medians and tails. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


def percentile(values: list[float], share: float) -> float:
    """Return the value below which that share (0 to 1) of the values lies, interpolated. ValueError when empty."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


@dataclass
class Series:
    """The values of one quantity, in the order in which they were taken."""

    scenario: str
    quantity: str
    arm: str
    size: int
    unit: str
    values: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """The median of the values."""
        return statistics.median(self.values)

    @property
    def p95(self) -> float:
        """The 95th percentile of the values."""
        return percentile(self.values, 0.95)

    def json(self) -> dict[str, Any]:
        """Return the series with its summary."""
        own = {name: getattr(self, name) for name in ("scenario", "quantity", "arm", "size", "unit")}
        return own | {"median": self.median, "p95": self.p95, "values": self.values}


class Results:
    """Every series of a run, and notes on what could not be measured."""

    def __init__(self) -> None:
        """Start empty."""
        self._series: dict[tuple[str, str, str, int], Series] = {}
        self.notes: list[str] = []

    def add(self, scenario: str, quantity: str, arm: str, value: float, *, unit: str = "s", size: int = 1) -> None:
        """Add one value of a quantity of an arm; `size` is how many pages (or submissions) it was taken with."""
        key = (scenario, quantity, arm, size)
        self._series.setdefault(key, Series(scenario, quantity, arm, size, unit)).values.append(value)

    def add_all(self, scenario: str, arm: str, values: Iterable[tuple[str, str, float]], *, size: int = 1) -> None:
        """Add several quantities: (quantity, unit, value)."""
        for quantity, unit, value in values:
            self.add(scenario, quantity, arm, value, unit=unit, size=size)

    def note(self, sentence: str) -> None:
        """Keep a sentence that the reader of the figures needs; the same one is kept once."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    def get(self, scenario: str, quantity: str, arm: str, size: int = 1) -> Series | None:
        """Return a series, None when it was not measured."""
        return self._series.get((scenario, quantity, arm, size))

    def sizes(self, scenario: str, quantity: str, arm: str) -> list[Series]:
        """Return the series of a quantity at every size, smallest first."""
        found = [s for s in self if (s.scenario, s.quantity, s.arm) == (scenario, quantity, arm)]
        return sorted(found, key=lambda series: series.size)

    def arms(self) -> list[str]:
        """Return the arms that were measured, in the order of their first value."""
        return list(dict.fromkeys(series.arm for series in self))

    def __iter__(self) -> Any:
        """Iterate over the series in the order of their first value."""
        return iter(self._series.values())
