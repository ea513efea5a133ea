"""Reading `agreement` (M14): the draft of a protocol (a lasting frame: it needs a day to be read again) or of a
specific agreement (for one action: it needs an end); an empty gain stops.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `accord` (no rows): `forme` (`choice`: `protocole` or `convention`), `objet`, `debut`, `fin`, `revision`
  (`date`), `gardien` (the function that keeps that day), `diffusion`;
- part `roles` (`repeat`): `qui`, `fait`, `gain` (`line`);
- part `soin` (no rows): `jeunes`, `information`, `evaluation`.

`says` keys, with their places: `vide` (), `sans-forme` (), `sans-objet` (), `sans-fin` (), `sans-revision` (),
`a-l-envers` (): that day comes before the start, `gain-vide` ({qui}), `sans-role` ({qui}), `seul` (), `manquent`
({champs}): the labels of what else is left, `complet` ().
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from passerelles.content.tool import Tool
from passerelles.french import quoted
from passerelles.text import t

from .default import contents
from .picture import BRICK, MOSS, PAPER, SAND, Picture
from .reading import Figure, Finding, Reading, ToolReading, Value, World, filled, part, plain, say, single

ENDS = {"convention": "fin", "protocole": "revision"}  # the day that each form calls for
_ELSE = {"accord": ("debut", "gardien", "diffusion"), "soin": ("jeunes", "information", "evaluation")}


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what stops the agreement, and what is left to write."""
    head, roles = single(value, "accord"), filled(value, "roles")
    if not (head or roles or single(value, "soin")):
        return Reading([Finding("note", say(tool, "vide"))])
    said = [*_of_head(tool, head), *_of_roles(tool, roles)]
    if left := _left(tool, value):
        said.append(Finding("note", say(tool, "manquent", champs=quoted(left))))
    if not said:
        said.append(Finding("good", say(tool, "complet")))
    return Reading(said, [_sheet(tool, value)], contents(tool, value, world))


def _of_head(tool: Tool, head: Mapping[str, Any]) -> Iterator[Finding]:
    """Ask for the form, the subject, and the day that the form calls for."""
    for field in ("forme", "objet"):
        if field not in head:
            yield Finding("warning", say(tool, f"sans-{field}"), ("accord",))
    day = ENDS.get(str(head.get("forme")))
    if day and day not in head:
        yield Finding("stop", say(tool, f"sans-{day}"), ("accord",))
    elif day and str(head[day]) < str(head.get("debut", "")):
        yield Finding("stop", say(tool, "a-l-envers"), ("accord",))


def _of_roles(tool: Tool, roles: list[tuple[str, Mapping[str, Any]]]) -> Iterator[Finding]:
    """Stop at a partner who gains nothing; ask for two partners, and for what each does."""
    for rank, (row, of) in enumerate(roles, start=1):
        name = of.get("qui") or t("engines.win-win.unnamed", n=rank)
        if "gain" not in of:
            yield Finding("stop", say(tool, "gain-vide", qui=name), ("roles", row))
        if "fait" not in of:
            yield Finding("warning", say(tool, "sans-role", qui=name), ("roles", row))
    if len(roles) < 2:
        yield Finding("warning", say(tool, "seul"), ("roles",))


def _left(tool: Tool, value: Value) -> list[str]:
    """Return the labels of the other fields that are empty."""
    return [_label(tool, name, key) for name, keys in _ELSE.items() for key in keys if key not in single(value, name)]


def _label(tool: Tool, part_id: str, field_id: str) -> str:
    """Return the label of a field, its id when the tool has none."""
    found = part(tool, part_id)
    return next((plain(field.label) for field in found.fields if field.id == field_id), field_id) if found else field_id


def _lines(tool: Tool, value: Value) -> dict[str, bool]:
    """Return the lines of the sheet, in order, and whether each is written."""
    head, roles = single(value, "accord"), filled(value, "roles")
    lines = {_label(tool, "accord", "objet"): "objet" in head}
    for key, field in (("roles", "fait"), ("gains", "gain")):
        lines[t(f"engines.agreement.{key}")] = len(roles) > 1 and all(field in of for _, of in roles)
    lines |= {_label(tool, "soin", key): key in single(value, "soin") for key in _ELSE["soin"]}
    days = ("debut", ENDS.get(str(head.get("forme")), "fin"))
    return lines | {_label(tool, "accord", key): key in head for key in (*days, "gardien", "diffusion")}


def _sheet(tool: Tool, value: Value) -> Figure:
    """Draw the page of the agreement: what is written on it, and the blanks."""
    lines, title = _lines(tool, value), t("engines.agreement.figure")
    told = t("engines.agreement.drawn", n=sum(lines.values()), of=len(lines))
    picture, y = Picture(340, 100, title, told), 44.0
    picture.text(16, 26, told, weight=600, wrap=310)
    for words, written in lines.items():
        fill, stroke = (SAND, MOSS) if written else (PAPER, BRICK)
        picture.rect(16, y, 16, 16, fill=fill, stroke=stroke, width=2, rx=2, dash=None if written else "3 3")
        if written:
            picture.path(f"M20 {y + 8:g} L23 {y + 12:g} L29 {y + 4:g}", stroke=MOSS, width=2)
        state = "" if written else t("engines.agreement.blank")
        y += max(24, picture.text(42, y + 13, f"{words}{state}", size=13, wrap=282) + 8)
    picture.rect(2, 2, 336, y + 4, fill="none", rx=2)
    picture.height = y + 10
    return Figure(title, told, picture.svg())


_SAYS = ("vide", "sans-forme", "sans-objet", "sans-fin", "sans-revision", "a-l-envers", "gain-vide", "sans-role")
READING = ToolReading(read, frozenset((*_SAYS, "seul", "manquent", "complet")))
