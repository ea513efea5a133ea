"""Reading `protocol-page` (M35, M38): a protocol on one page, by functions, that says how it comes down and ages.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `accord` (no rows): `geste` (`text`: the first thing to do), `jeune` (`text`: what the young person knows and
  decides);
- part `services` (`repeat`): `service`, `fonction`, `canal` (`line`);
- part `revision` (no rows): `debut`, `revoir` (`date`), `charge` (`line`: the function that sees to it).

`says` keys, with their places: `vide` (), `sans-date` (): stop, cites C5-110, `a-l-envers` (): stop, `lointaine` (),
`sans-charge` (), `sans-geste` (), `sans-jeune` (), `sans-canal` ({services}), `sans-fonction` ({services}), `tient` ().
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from passerelles.content.tool import Tool
from passerelles.french import listed
from passerelles.text import t

from .dates import day
from .default import contents
from .reading import Finding, Reading, ToolReading, Value, World, filled, say, single

LONG = timedelta(days=731)  # before it is read again


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what would make the protocol fade, and show it whole."""
    tables = contents(tool, value, world)
    if not tables:
        return Reading([Finding("note", say(tool, "vide"))])
    found = [*_use(tool, value), *_ways_down(tool, value), *_ageing(tool, value)]
    return Reading(found or [Finding("good", say(tool, "tient"))], tables=tables)


def _use(tool: Tool, value: Value) -> Iterator[Finding]:
    """Ask for the first thing to do, and for the place of the young person."""
    for field in ("geste", "jeune"):
        if field not in single(value, "accord"):
            yield Finding("warning", say(tool, f"sans-{field}"), ("accord",))


def _ways_down(tool: Tool, value: Value) -> Iterator[Finding]:
    """Name the services without a way down to the team, or without a function to call."""
    rows = list(enumerate(filled(value, "services"), start=1))
    for field in ("fonction", "canal"):
        lacking = [
            str(of.get("service") or t("engines.protocol-page.unnamed", rank=n))
            for n, (_, of) in rows
            if field not in of
        ]
        if lacking or not rows:
            services = listed(lacking) or t("engines.protocol-page.every_service")
            yield Finding("warning", say(tool, f"sans-{field}", services=services), ("services",))


def _ageing(tool: Tool, value: Value) -> Iterator[Finding]:
    """Stop at a protocol that says nothing of its next reading; ask who sees to it."""
    told = single(value, "revision")
    start, again = day(told.get("debut")), day(told.get("revoir"))
    if again is None:
        yield Finding("stop", say(tool, "sans-date"), ("revision",))
    elif start and again <= start:
        yield Finding("stop", say(tool, "a-l-envers"), ("revision",))
    elif start and again - start > LONG:
        yield Finding("warning", say(tool, "lointaine"), ("revision",))
    if "charge" not in told:
        yield Finding("warning", say(tool, "sans-charge"), ("revision",))


_SAYS = ("vide", "sans-date", "a-l-envers", "lointaine", "sans-charge", "sans-geste", "sans-jeune", "sans-canal")
READING = ToolReading(read, frozenset([*_SAYS, "sans-fonction", "tient"]))
