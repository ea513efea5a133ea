"""Reading `shared-responsibility` (M44): a hundred points shared between four levels, situation by situation. All on
the field worker is never counted as shared.

The tool has this part and these fields; one may add other fields, which are shown and not read:

- part `situations` (given `rows`, each beginning with a short sentence that names it): `terrain`, `institution`,
  `administration`, `politique` (`number`, 0 to 100), `geste` (`line`: what the level that carries most could do).

`says` keys, with their places: `vide` (), `total` ({situation}, {total}), `tout-terrain` ({situation}): stop, cites
C5-133, `surtout-terrain` ({situation}, {points}), `rien-terrain` ({situation}), `un-seul` ({situation}), `partagee`
({situation}, {n}), `sans-geste` ({situation}), `compte` ({n}, {total}).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from passerelles.content.tool import Tool
from passerelles.french import number
from passerelles.text import t

from .picture import BRICK, INK, MOSS, PAPER, RIVER, SAND, Picture, text_width
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, part, plain, row_name, say

PART, WORKER, WHOLE = "situations", "terrain", 100
LEVELS = (WORKER, "institution", "administration", "politique")
MUCH = 70  # points on the worker from which their means are asked about
_PAINT = {
    WORKER: (BRICK, PAPER),
    "institution": (SAND, INK),
    "administration": (RIVER, PAPER),
    "politique": (PAPER, INK),
}


class Share(NamedTuple):
    """How the points of one situation were shared: level id -> points, those above zero only."""

    row: str
    words: str
    points: dict[str, float]
    gesture: str

    @property
    def total(self) -> float:
        """How many points were given."""
        return sum(self.points.values())

    @property
    def shared(self) -> bool:
        """Say whether a hundred points are shared between two levels at least, the worker being one of them."""
        return self.total == WHOLE and len(self.points) > 1 and WORKER in self.points


def shares(tool: Tool, value: Value, world: World) -> list[Share]:
    """Return the situations in which points were given, in the order of the form."""
    given, found = dict(filled(value, PART)), part(tool, PART)
    told = []
    for row in found.rows if found else []:
        of = given.get(row.id, {})
        points = {level: float(of[level]) for level in LEVELS if of.get(level)}
        if points:
            told.append(Share(row.id, row_name(tool, PART, row.id, world), points, str(of.get("geste", ""))))
    return told


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say how each situation was shared, and how many were."""
    told = shares(tool, value, world)
    if not told:
        return Reading([Finding("note", say(tool, "vide"))])
    said = [finding for one in told for finding in _of(tool, one)]
    said.append(Finding("note", say(tool, "compte", n=sum(one.shared for one in told), total=len(told))))
    return Reading(said, [_figure(tool, told)], [_table(tool, told)])


def _of(tool: Tool, one: Share) -> Iterator[Finding]:
    """Say how one situation was shared, then ask what the level that carries most could have done."""
    where, on_worker = (PART, one.row), one.points.get(WORKER, 0)
    if one.total != WHOLE:
        yield Finding("warning", say(tool, "total", situation=one.words, total=number(one.total)), where)
    elif on_worker == WHOLE:
        yield Finding("stop", say(tool, "tout-terrain", situation=one.words), where)
    elif len(one.points) == 1:
        yield Finding("warning", say(tool, "un-seul", situation=one.words), where)
    elif not on_worker:
        yield Finding("warning", say(tool, "rien-terrain", situation=one.words), where)
    elif on_worker >= MUCH:
        yield Finding("warning", say(tool, "surtout-terrain", situation=one.words, points=number(on_worker)), where)
    else:
        yield Finding("good", say(tool, "partagee", situation=one.words, n=len(one.points)), where)
    if not one.gesture:
        yield Finding("note", say(tool, "sans-geste", situation=one.words), where)


def _names(tool: Tool) -> dict[str, str]:
    """Return the labels of the levels by id."""
    found = part(tool, PART)
    return {field.id: plain(field.label) for field in found.fields if field.id in LEVELS} if found else {}


def _table(tool: Tool, told: list[Share]) -> Table:
    """Return a situation per line, a level per column."""
    head = [t("engines.shared-responsibility.situation"), *(_names(tool).get(level, level) for level in LEVELS)]
    rows = [[one.words, *(number(one.points.get(level, 0)) for level in LEVELS), one.gesture] for one in told]
    return Table(t("engines.shared-responsibility.table"), [*head, t("engines.shared-responsibility.gesture")], rows)


def _figure(tool: Tool, told: list[Share]) -> Figure:
    """Draw a bar per situation, cut by level: each piece has its letter, its number and its ground."""
    title, names = t("engines.shared-responsibility.figure"), _names(tool)
    described = " ; ".join(f"{one.words} {_parts(one, names)}" for one in told)
    picture, y = Picture(340, 100, title, described), 18.0
    for level in LEVELS:
        _piece(picture, 8, y - 14, 26, level, _letter(names, level))
        y += picture.text(42, y + 2, names.get(level, level), size=13, wrap=290) + 10
    for one in told:
        y += picture.text(8, y + 10, one.words, size=13, wrap=324) + 4
        x, whole = 8.0, max(WHOLE, one.total)
        for level, points in one.points.items():
            wide = 324 * points / whole
            _piece(picture, x, y, wide, level, number(points), _letter(names, level))
            x += wide
        y += 44
    picture.height = y
    return Figure(title, described, picture.svg())


def _letter(names: dict[str, str], level: str) -> str:
    """Return the letter of a level: the first of its name."""
    return names.get(level, level)[:2].strip()


def _parts(one: Share, names: dict[str, str]) -> str:
    """Return how one situation was shared, in words."""
    return (
        "(" + ", ".join(f"{names.get(level, level)} : {number(points)}" for level, points in one.points.items()) + ")"
    )


def _piece(picture: Picture, x: float, y: float, wide: float, level: str, words: str, letter: str = "") -> None:
    """Draw one piece of a bar, with its words and as much of its name as fits."""
    fill, ink = _PAINT[level]
    picture.rect(x, y, wide, 24, fill=fill, stroke=MOSS if level == "politique" else INK, rx=2, width=1.5)
    told = next((one for one in (f"{letter} {words}".strip(), words, "") if text_width(one, 13, 600) <= wide - 2), "")
    picture.text(x + wide / 2, y + 17, told, size=13, anchor="middle", weight=600, fill=ink)


_SAYS = ("vide", "total", "tout-terrain", "surtout-terrain", "rien-terrain", "un-seul", "partagee", "sans-geste")
READING = ToolReading(read, frozenset((*_SAYS, "compte")))
