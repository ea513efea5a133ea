"""Reading `alliance-types` (M01): partnerships sorted by kind of alliance; one that has no name yet is to be named.

The tool has this part and these fields; one may add other fields, which are shown and not read:

- part `classer` (given `rows`, with `defensible` and `feedback`, each beginning with a short sentence that names it):
  `type` (first field, `choice`; the option `autre` is a kind that the learner names), `nom` (`line`, when `type` is
  `autre`), `critere` (`line`).

`says` keys, with their places: `vide` (), `sans-nom` ({partenariat}), `sans-critere` ({n}), `absentes` ({types}): kinds
that were not used, once six partnerships are sorted, `toutes` (): all were.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from passerelles.content.tool import Tool
from passerelles.french import quoted
from passerelles.text import t

from .picture import BRICK, GREY, MOSS, PAPER, Picture
from .reading import (
    Figure,
    Finding,
    Reading,
    Table,
    ToolReading,
    Value,
    World,
    argued,
    as_markdown,
    filled,
    part,
    plain,
    row_name,
    say,
)  # fmt: skip

PART, OTHER = "classer", "autre"
ENOUGH = 6  # partnerships sorted before one speaks of the kinds that are missing


class Sorted(NamedTuple):
    """One partnership that was sorted: the kind chosen, the learner's own words, and whether it can be argued for."""

    row: str
    words: str
    kind: str
    argued: bool
    name: str
    criterion: str


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what can be argued for, what is left to name, and which kinds were not used."""
    told = _sorted(tool, value, world)
    if not told:
        return Reading([Finding("note", say(tool, "vide"))])
    said = [*_argued(tool, value, told), *_left(tool, told), *_unused(tool, told)]
    return Reading(said, [_figure(tool, told)], [_table(tool, told)])


def _sorted(tool: Tool, value: Value, world: World) -> list[Sorted]:
    """Return the partnerships that were sorted, in the order of the form."""
    found, given = part(tool, PART), dict(filled(value, PART))
    told = []
    for row in found.rows if found else []:
        of = given.get(row.id, {})
        if kind := str(of.get("type", "")):
            own = str(of.get("nom", "")), str(of.get("critere", ""))
            told.append(Sorted(row.id, row_name(tool, PART, row.id, world), kind, kind in row.defensible, *own))
    return told


def _argued(tool: Tool, value: Value, told: list[Sorted]) -> Iterator[Finding]:
    """Say what can be argued for about each partnership, by its name: on paper no link leads back to it."""
    names = {one.row: as_markdown(one.words) for one in told}
    for one in argued(tool, value, PART):
        yield replace(one, text=f"**{names[one.where[1]]}.** {one.text}")


def _left(tool: Tool, told: list[Sorted]) -> Iterator[Finding]:
    """Ask for the names and the criteria that are missing."""
    for one in told:
        if one.kind == OTHER and not one.name:
            yield Finding("warning", say(tool, "sans-nom", partenariat=one.words), (PART, one.row))
    if missing := sum(not one.criterion for one in told):
        yield Finding("note", say(tool, "sans-critere", n=missing), (PART,))


def _unused(tool: Tool, told: list[Sorted]) -> Iterator[Finding]:
    """Name the kinds of the text that were not used, once there was occasion to."""
    unused = [words for kind, words in _kinds(tool).items() if kind != OTHER and kind not in {o.kind for o in told}]
    if not unused:
        yield Finding("good", say(tool, "toutes"))
    elif len(told) >= ENOUGH:
        yield Finding("note", say(tool, "absentes", types=quoted(unused)), (PART,))


def _kinds(tool: Tool) -> dict[str, str]:
    """Return the words of the kinds by id, in order."""
    found = part(tool, PART)
    return {one.id: plain(one.text) for one in found.fields[0].options} if found else {}


def _table(tool: Tool, told: list[Sorted]) -> Table:
    """Return a partnership per line."""
    kinds, head = _kinds(tool), ("partnership", "kind", "criterion", "opinion")
    rows = [[one.words, one.name or kinds.get(one.kind, one.kind), one.criterion, _opinion(one)] for one in told]
    return Table(t("engines.alliance-types.table"), [t(f"engines.alliance-types.{key}") for key in head], rows)


def _opinion(one: Sorted) -> str:
    """Return whether the kind can be argued for, in words."""
    return t("engines.alliance-types.argued" if one.argued else "engines.alliance-types.discuss")


def _figure(tool: Tool, told: list[Sorted]) -> Figure:
    """Draw a shelf per kind, with the partnerships that were put there."""
    shelves = {words: [one for one in told if one.kind == kind] for kind, words in _kinds(tool).items()}
    title = t("engines.alliance-types.figure")
    named = {words: ", ".join(one.words for one in held) or "–" for words, held in shelves.items()}
    picture = Picture(340, 100, title, " ; ".join(f"{words} : {held}" for words, held in named.items()))
    y = 8.0
    for words, held in shelves.items():
        y += picture.text(8, y + 14, f"{words} ({len(held)})", weight=600, wrap=324) + 8
        for one in held:
            y += _line(picture, y, one.name or one.words, one.argued)
        if not held:
            picture.line(12, y + 4, 60, y + 4, stroke=GREY, dash="3 3")
            y += 12
        y += 6
    picture.line(8, y, 332, y, stroke=GREY)
    for can_be in (True, False):
        y += _line(picture, y + 10, t(f"engines.alliance-types.{'argued' if can_be else 'discuss'}"), can_be)
    picture.height = y + 14
    return Figure(title, picture.description, picture.svg())


def _line(picture: Picture, y: float, words: str, can_be: bool) -> float:
    """Draw a partnership with its sign: full when its kind can be argued for, broken when it is to be discussed."""
    fill, stroke = (MOSS, MOSS) if can_be else (PAPER, BRICK)
    picture.rect(12, y, 13, 13, fill=fill, stroke=stroke, width=2, rx=2, dash=None if can_be else "3 3")
    return picture.text(34, y + 12, words, size=13, wrap=298) + 6


READING = ToolReading(read, frozenset({"vide", "sans-nom", "sans-critere", "absentes", "toutes"}))
