"""Reads « my posture, two views »: one's own mark beside that of somebody who saw, and what was said of it.

Reads the part `attitudes` (rows with the scales `moi` and `autre`, and `signe`) and, in `echange`, the field `parole`.
The marks are never added up nor ranked: a gap of two steps is something to talk about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from passerelles.content.tool import Tool

from .reading import Finding, Reading, ToolReading, Value, World, filled, row_text, say, single
from .scales import Pair, mark, pairs_figure, pairs_table, shown

NET = 2  # steps: from there on, two views differ clearly


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Return the two views side by side, and which gaps to talk about."""
    given = filled(value, "attitudes")
    pairs = [Pair(row_text(tool, "attitudes", name, world), mark(r, "moi"), mark(r, "autre")) for name, r in given]
    marked = [pair for pair in pairs if (pair.first, pair.second) != (None, None)]
    findings = list(_findings(tool, value, marked))
    if not marked:
        return Reading(findings)
    names = (say(tool, "first"), say(tool, "second"))
    head = [say(tool, "head-row"), *names, say(tool, "head-sign")]
    signs = [str(row.get("signe", "")) for _, row in given]
    title = say(tool, "title")
    return Reading(findings, [pairs_figure(title, names, marked)], [pairs_table(title, head, pairs, signs)])


def _findings(tool: Tool, value: Value, pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Yield what the two views call for."""
    both = [pair for pair in pairs if pair.gap is not None]
    if pairs and not both:
        yield Finding("note", say(tool, "alone"), ("attitudes",))
    apart = [pair for pair in both if abs(pair.gap or 0) >= NET]
    for pair in apart:
        told = say(tool, "gap", attitude=pair.about, first=shown(pair.first), second=shown(pair.second))
        yield Finding("note", told, ("attitudes",))
    if apart and not single(value, "echange").get("parole"):
        yield Finding("warning", say(tool, "talk"), ("echange",))
    if both and not apart:
        yield Finding("good", say(tool, "near"), ("attitudes",))


READING = ToolReading(
    read, frozenset({"first", "second", "title", "head-row", "head-sign", "gap", "near", "alone", "talk"})
)
