"""Lines answered from one to five: the form, what it holds, and how a group answered, never somebody, never a total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from passerelles.text import t

from .activity import SMALL
from .presence import needed
from .screen import Block, Field, table

STEPS = ("1", "2", "3", "4", "5")
Marks = tuple[str, ...]  # one per line, "" where nothing was said


def scale(name: str, label: str, low: str, high: str, value: str = "") -> Field:
    """Return a line to answer, or to leave empty."""
    ends = {"1": f"1 · {low}", "5": f"5 · {high}"}
    options = [(step, ends.get(step, step)) for step in STEPS]
    return Field(name, label, "scale", options=options, value=value, required=False)


def marks(says: Sequence[str], count: int) -> Marks:
    """Return what a form of so many lines says; Refused when it says nothing, or something else."""
    found = tuple(text.strip() for text in says)
    needed(len(found) == count and all(mark in ("", *STEPS) for mark in found))
    needed(any(found), "live.answers.blank")
    return found


def distribution(caption: str, lines: Mapping[str, str], given: Iterable[Marks]) -> Block:
    """Return how many gave each mark, line by line (id, words); of fewer than five people, a dash."""
    columns = list(zip(*given, strict=True)) or [()] * len(lines)
    rows = [[told, *_counts(column)] for told, column in zip(lines.values(), columns, strict=True)]
    return table(caption, [t("live.scales.line"), *STEPS], rows, shaded=True)


def _counts(column: Iterable[str]) -> list[str]:
    """Return how many gave each mark on one line."""
    count = Counter(mark for mark in column if mark)
    return [str(count[step]) if count.total() >= SMALL else "—" for step in STEPS]


def moves(caption: str, lines: Mapping[str, str], pairs: Iterable[Marks]) -> Block:
    """Return how many went up, stayed or went down on each line, of those who gave both ends of it.

    `pairs` hold, for each line, where one stood and where one stands.
    """
    found = list(pairs)
    rows = []
    for rank, told in enumerate(lines.values()):
        ways = [_way(one[2 * rank], one[2 * rank + 1]) for one in found if one[2 * rank] and one[2 * rank + 1]]
        rows.append([told, *(str(ways.count(way)) if len(ways) >= SMALL else "—" for way in (1, 0, -1))])
    head = [t(f"live.scales.{name}") for name in ("line", "up", "same", "down")]
    return table(caption, head, rows, shaded=True)


def moved_up(lines: Mapping[str, str], pairs: Iterable[Marks]) -> dict[str, float]:
    """Return how many went up on each line by its id, where enough people gave both ends."""
    found, told = list(pairs), {}
    for rank, name in enumerate(lines):
        ways = [_way(one[2 * rank], one[2 * rank + 1]) for one in found if one[2 * rank] and one[2 * rank + 1]]
        if len(ways) >= SMALL:
            told[f"up-{name}"] = float(ways.count(1))
    return told


def _way(start: str, now: str) -> int:
    """Return 1, 0 or -1: which way somebody went."""
    return (now > start) - (now < start)
