"""Reading `field-review` (M51): a case or a role play read from a sector, to be handed to the trainer.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `quoi` (no rows): `histoire` (`choice`, `options_from: stories`), `secteur` (`choice`, `options_from: sectors`);
- part `regard` (given `rows`; that of what may be said is `dire`): `juste` (`choice`: `juste`, `nuancer`, `faux`,
  `sais-pas`), `ou` (`line`), `proposition` (`text`), both for `nuancer` and `faux`;
- part `suite` (no rows): `animer` (`choice`: `oui`, `voir`, `non`), `accord` (`choice`: `oui`, `apres`, `non`).

`says` keys, with their places: `vide` (), `sans-histoire` (), `sans-secteur` (), `reste` ({n}, {aspects}), `sans-ou`
({aspect}), `sans-proposition` ({aspect}), `dire` (): what may be said does not ring true, `tout-juste` (), `ailleurs`
({aspects}): another sector is to be asked, `animer` (), `sans-accord` (), `accord-oui` ({secteur}), `accord-apres`
(), `accord-non` (), `prete` ({histoire}, {secteur}).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from passerelles.content.tool import Tool
from passerelles.french import quoted

from .default import contents
from .reading import Finding, Level, Reading, ToolReading, Value, World, filled, option, part, row_name, say, single

DOUBTS = ("nuancer", "faux")  # marks that ask for a place and for something better
SAYABLE = "dire"

Marks = Mapping[str, Mapping[str, Any]]
_AGREED: dict[str, Level] = {"oui": "good", "apres": "note", "non": "note"}


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what the sheet still lacks, and what its reader agrees to."""
    head, marks, after = single(value, "quoi"), dict(filled(value, "regard")), single(value, "suite")
    if not (head or marks or after):
        return Reading([Finding("note", say(tool, "vide"))])
    names = {key: option(tool, "quoi", key, str(head.get(key, "")), world) for key in ("histoire", "secteur")}
    said = [Finding("warning", say(tool, f"sans-{key}"), ("quoi",)) for key in names if key not in head]
    said += [*_of_marks(tool, marks, world), *_of_doubts(tool, marks, world), *_after(tool, after, names["secteur"])]
    if all(finding.level in ("note", "good") for finding in said):
        said.append(Finding("good", say(tool, "prete", **names)))
    return Reading(said, tables=contents(tool, value, world))


def _of_marks(tool: Tool, marks: Marks, world: World) -> Iterator[Finding]:
    """Say what was not looked at, what another sector can tell, and ask again when nothing is to be changed."""
    given, found = {row: of.get("juste") for row, of in marks.items()}, part(tool, "regard")
    rows = [row.id for row in found.rows] if found else []
    if left := [row for row in rows if not given.get(row)]:
        yield Finding("warning", say(tool, "reste", n=len(left), aspects=_names(tool, left, world)), ("regard",))
    if elsewhere := [row for row in rows if given.get(row) == "sais-pas"]:
        yield Finding("note", say(tool, "ailleurs", aspects=_names(tool, elsewhere, world)), ("regard",))
    if rows and all(given.get(row) == "juste" for row in rows):
        yield Finding("note", say(tool, "tout-juste"), ("regard",))


def _of_doubts(tool: Tool, marks: Marks, world: World) -> Iterator[Finding]:
    """Ask, for what does not ring true, where it stands and what to write instead."""
    for row, of in marks.items():
        if of.get("juste") not in DOUBTS:
            continue
        aspect, where = row_name(tool, "regard", row, world), ("regard", row)
        for key in [key for key in ("ou", "proposition") if key not in of]:
            yield Finding("warning", say(tool, f"sans-{key}", aspect=aspect), where)
        if row == SAYABLE:
            yield Finding("note", say(tool, "dire"), where)


def _after(tool: Tool, after: Mapping[str, Any], sector: str) -> Iterator[Finding]:
    """Say what happens next: leading a session together, and naming the sector, which asks for an agreement."""
    if after.get("animer") in ("oui", "voir"):
        yield Finding("note", say(tool, "animer"), ("suite",))
    agreed = str(after.get("accord", ""))
    if agreed not in _AGREED:
        yield Finding("warning", say(tool, "sans-accord"), ("suite",))
    elif sector or agreed != "oui":
        yield Finding(_AGREED[agreed], say(tool, f"accord-{agreed}", secteur=sector), ("suite",))


def _names(tool: Tool, rows: list[str], world: World) -> str:
    """Return rows as words of a sentence."""
    return quoted(row_name(tool, "regard", row, world) for row in rows)


_SAYS = ("vide", "sans-histoire", "sans-secteur", "reste", "sans-ou", "sans-proposition", "dire", "tout-juste")
_AFTER = ("ailleurs", "animer", "sans-accord", "accord-oui", "accord-apres", "accord-non", "prete")
READING = ToolReading(read, frozenset((*_SAYS, *_AFTER)))
