"""Reading `good-partner` (M65): how one sees oneself beside how a partner does. A gap is shown, nothing is ranked.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `conditions` (given `rows`), fields `moi` and `autre` (`scale`, the same steps);
- part `regard` (no rows): `source` (`choice`; the option `imagine`: the answer was imagined), `besoin` (`text`: what
  one would need).

`says` keys, with their places: `vide` (), `sans-regard` (), `imagine` (), `tous-proches` (), `sans-besoin` (), `proche`
({condition}), `plus-severe` and `plus-indulgent` ({condition}, {moi}, {autre}): one sees oneself lower, or higher.
There is no total, no mean, and the conditions stay in the order of the tool.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from passerelles.content.tool import Tool, ToolField
from passerelles.french import number
from passerelles.text import t

from .picture import BRICK, GREY, PAPER, RIVER, Picture
from .reading import (
    Figure,
    Finding,
    Reading,
    Table,
    ToolReading,
    Value,
    World,
    filled,
    part,
    plain,
    row_text,
    say,
    single,
)

FAR = 2  # steps from which a gap is told
_LEFT, _WIDE = 24, 292  # of the picture


@dataclass(frozen=True)
class Seen:
    """One condition, as one sees oneself and as the partner does; None: not said."""

    row: str
    name: str
    self_: float | None
    other: float | None

    @property
    def gap(self) -> float | None:
        """Return how much higher one sees oneself; None while one of the two is missing."""
        return None if self.self_ is None or self.other is None else self.self_ - self.other


def conditions(tool: Tool, value: Value, world: World) -> list[Seen]:
    """Return the conditions that were looked at, in the order of the tool."""
    given = dict(filled(value, "conditions"))
    found = part(tool, "conditions")
    rows = [row.id for row in found.rows if row.id in given] if found else []
    return [
        Seen(row, row_text(tool, "conditions", row, world), given[row].get("moi"), given[row].get("autre"))
        for row in rows
    ]


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say where the two looks differ."""
    seen = conditions(tool, value, world)
    if not seen:
        return Reading([Finding("note", say(tool, "vide"))])
    said = [*_gaps(tool, seen), *_around(tool, value, seen)]
    return Reading(said, [_dumbbells(tool, seen)], [_table(seen)])


def _gaps(tool: Tool, seen: Sequence[Seen]) -> Iterator[Finding]:
    """Tell each large gap, and that there is none when all are small."""
    both = [one for one in seen if one.gap is not None]
    far = [one for one in both if abs(one.gap or 0) >= FAR]
    for one in far:
        key = "plus-indulgent" if (one.gap or 0) > 0 else "plus-severe"
        scales = {"moi": number(one.self_ or 0), "autre": number(one.other or 0)}
        yield Finding("note", say(tool, key, condition=one.name, **scales), ("conditions", one.row))
    if both and not far:
        same = len(both) > 1
        told = say(tool, "tous-proches") if same else say(tool, "proche", condition=both[0].name)
        yield Finding("good", told, ("conditions",))


def _around(tool: Tool, value: Value, seen: Sequence[Seen]) -> Iterator[Finding]:
    """Ask for the partner's own look, and for what one would need."""
    told = single(value, "regard")
    if not any(one.other is not None for one in seen):
        yield Finding("warning", say(tool, "sans-regard"), ("conditions",))
    elif told.get("source") == "imagine":
        yield Finding("warning", say(tool, "imagine"), ("regard",))
    if "besoin" not in told:
        yield Finding("note", say(tool, "sans-besoin"), ("regard",))


def _table(seen: Sequence[Seen]) -> Table:
    """Return the two looks, a condition per line."""
    head = [t(f"engines.good-partner.{key}") for key in ("condition", "self", "other", "gap")]
    rows = [[one.name, _number(one.self_), _number(one.other), _signed(one.gap)] for one in seen]
    return Table(t("engines.good-partner.table"), head, rows)


def _number(found: float | None) -> str:
    """Return a step of a scale; a dash when it was not said."""
    return "–" if found is None else number(found)


def _signed(gap: float | None) -> str:
    """Return a gap with its sign."""
    return "–" if gap is None else f"+{number(gap)}" if gap > 0 else number(gap).replace("-", "−")


def _dumbbells(tool: Tool, seen: Sequence[Seen]) -> Figure:
    """Draw both looks on one scale per condition: a full disc for oneself, a ring for the partner."""
    title, steps = t("engines.good-partner.figure"), _steps(tool)
    told = " ; ".join(
        t("engines.good-partner.drawn", name=one.name, self=_number(one.self_), other=_number(one.other))
        for one in seen
    )
    picture = Picture(340, 100, title, told)
    y = _legend(tool, picture)
    for one in seen:
        y += picture.text(8, y, one.name, size=13, weight=600, wrap=324) + 6
        _scale(picture, y, one, steps)
        y += 34
    picture.height = y - 6
    return Figure(title, told, picture.svg())


def _legend(tool: Tool, picture: Picture) -> float:
    """Draw what the marks and the ends of the scale mean; return where the rest may start."""
    _mark(picture, 16, 18, mine=True)
    picture.text(30, 23, t("engines.good-partner.self"))
    _mark(picture, 156, 18, mine=False)
    picture.text(170, 23, t("engines.good-partner.other"))
    scale = _field(tool)
    if scale and scale.low and scale.high:
        picture.text(_LEFT, 50, plain(scale.low), size=13)
        picture.text(_LEFT + _WIDE, 50, plain(scale.high), size=13, anchor="end")
    return 80


def _scale(picture: Picture, y: float, one: Seen, steps: tuple[float, float]) -> None:
    """Draw one scale with the marks that are known; the ring is wider, so that both show at the same step."""
    least, most = steps
    marks = [(x, mine) for x, mine in ((one.other, False), (one.self_, True)) if x is not None]
    places = [(_LEFT + _WIDE * (x - least) / (most - least or 1), mine) for x, mine in marks]
    picture.line(_LEFT, y, _LEFT + _WIDE, y, stroke=GREY)
    for step in range(int(most - least) + 1):
        x = _LEFT + _WIDE * step / (most - least or 1)
        picture.line(x, y - 4, x, y + 4, stroke=GREY)
    if len(places) > 1:
        picture.line(places[0][0], y, places[1][0], y, stroke=BRICK, width=5)
    for x, mine in places:
        _mark(picture, x, y, mine=mine)


def _mark(picture: Picture, x: float, y: float, *, mine: bool) -> None:
    """Draw the mark of oneself or of the partner."""
    if mine:
        picture.circle(x, y, 6, fill=RIVER, stroke=RIVER)
    else:
        picture.circle(x, y, 10, fill=PAPER, stroke=BRICK, width=3)


def _field(tool: Tool) -> ToolField | None:
    """Return the scale on which one sees oneself."""
    found = part(tool, "conditions")
    return next((field for field in (found.fields if found else []) if field.id == "moi"), None)


def _steps(tool: Tool) -> tuple[float, float]:
    """Return the first and the last step of the scale."""
    scale = _field(tool)
    return (scale.least, scale.most) if scale else (1, 4)


_SAYS = ("vide", "sans-regard", "imagine", "proche", "plus-severe", "plus-indulgent", "tous-proches", "sans-besoin")
READING = ToolReading(read, frozenset(_SAYS))
