"""Reading `useful-utopia` (M45): demands placed by effect and by feasibility; one is kept, with its first step.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `demandes` (given `rows`): `effet`, `faisable` (`scale`, 1 to 4);
- part `miennes` (`repeat`): `quoi` (`line`), `effet`, `faisable` (the same scales);
- part `gardee` (no rows): `laquelle` (`choice`: the row ids of `demandes`, and `mienne`), `pas`, `qui` (`line`).

`says` keys, with their places: `vide` (), `a-coter` ({n}), `utopies` ({lesquelles}), `aucune-utopie` (), `a-garder` (),
`pas-cotee` ({demande}), `petit-effet` ({demande}), `deja-faisable` ({demande}), `sans-pas` ({demande}), `sans-qui` (),
`tenue` ({demande}).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from passerelles.content.tool import Tool
from passerelles.french import quoted
from passerelles.text import t

from .picture import BRICK, GREY, INK, PAPER, RIVER, SAND, Picture
from .reading import (
    Figure,
    Finding,
    Reading,
    Table,
    ToolReading,
    Value,
    World,
    filled,
    option,
    part,
    row_text,
    say,
    single,
)

HIGH = 3  # from this step on, of 4, an effect is great and a demand is feasible
STEPS = 4
_LEFT, _TOP, _SIDE = 40, 30, 280  # of the square in the picture


class Demand(NamedTuple):
    """One demand that was placed: its letter in the picture, its words, its two marks."""

    row: str
    letter: str
    words: str
    effect: int
    feasible: int

    @property
    def utopia(self) -> bool:
        """Say whether its effect would be great, and it can hardly begin."""
        return self.effect >= HIGH > self.feasible


def placed(tool: Tool, value: Value, world: World) -> list[Demand]:
    """Return the demands that have both marks: the given ones in the order of the form, then the learner's own."""
    given, found = dict(filled(value, "demandes")), part(tool, "demandes")
    rows = [(row.id, _name(tool, row.id, world), given.get(row.id, {})) for row in (found.rows if found else [])]
    unnamed = t("engines.useful-utopia.own")
    rows += [(row, str(of.get("quoi") or unnamed), of) for row, of in filled(value, "miennes")]
    marked = [(row, words, of) for row, words, of in rows if of.get("effet") and of.get("faisable")]
    return [
        Demand(row, chr(ord("A") + rank), words, int(of["effet"]), int(of["faisable"]))
        for rank, (row, words, of) in enumerate(marked)
    ]


def _name(tool: Tool, row: str, world: World) -> str:
    """Return the short name of a given demand, as the last part offers it; else its words."""
    name = option(tool, "gardee", "laquelle", row)
    return row_text(tool, "demandes", row, world) if name == row else name


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say which demands are utopias, and whether the one that is kept has a first step."""
    told, kept = placed(tool, value, world), single(value, "gardee")
    if not told and not kept:
        return Reading([Finding("note", say(tool, "vide"))])
    said = [*_of_marks(tool, told), *_of_kept(tool, told, kept)]
    return Reading(said, [_square(told, str(kept.get("laquelle", "")))] if told else [], [_table(told)] if told else [])


def _of_marks(tool: Tool, told: list[Demand]) -> Iterator[Finding]:
    """Say how many demands are left to place, and which are utopias."""
    found = part(tool, "demandes")
    rows = {row.id for row in found.rows} if found else set()
    if left := len(rows - {one.row for one in told}):
        yield Finding("note", say(tool, "a-coter", n=left), ("demandes",))
    if utopias := [one.words for one in told if one.utopia]:
        yield Finding("note", say(tool, "utopies", lesquelles=quoted(utopias)))
    elif not left:
        yield Finding("note", say(tool, "aucune-utopie"))


def _of_kept(tool: Tool, told: list[Demand], of: Mapping[str, Any]) -> Iterator[Finding]:
    """Say whether the demand that is kept is a utopia, and has a first step that somebody can take."""
    if "laquelle" not in of:
        yield Finding("note", say(tool, "a-garder"), ("gardee",))
        return
    words = option(tool, "gardee", "laquelle", of["laquelle"])
    mine = [one for one in told if one.row == of["laquelle"]] or _own(tool, told, of["laquelle"])
    if not mine:
        yield Finding("warning", say(tool, "pas-cotee", demande=words), ("gardee",))
    elif all(one.effect < HIGH for one in mine):
        yield Finding("warning", say(tool, "petit-effet", demande=words), ("gardee",))
    elif not any(one.utopia for one in mine):
        yield Finding("note", say(tool, "deja-faisable", demande=words), ("gardee",))
    for key, missing in (("sans-pas", "pas"), ("sans-qui", "qui")):
        if missing not in of:
            yield Finding("warning", say(tool, key, demande=words), ("gardee",))
    if any(one.utopia for one in mine) and {"pas", "qui"} <= set(of):
        yield Finding("good", say(tool, "tenue", demande=words), ("gardee",))


def _own(tool: Tool, told: list[Demand], chosen: str) -> list[Demand]:
    """Return the learner's own demands, when one of them is kept."""
    found = part(tool, "demandes")
    given = {row.id for row in found.rows} if found else set()
    return [one for one in told if one.row not in given] if chosen not in given else []


def _table(told: list[Demand]) -> Table:
    """Return a demand per line, with the letter it has in the picture."""
    head = [t(f"engines.useful-utopia.{key}") for key in ("letter", "demand", "effect", "feasible", "place")]
    rows = [[d.letter, d.words, f"{d.effect} / {STEPS}", f"{d.feasible} / {STEPS}", _place(d)] for d in told]
    return Table(t("engines.useful-utopia.table"), head, rows)


def _place(one: Demand) -> str:
    """Return the name of the quarter a demand stands in."""
    effect, feasible = ("high" if mark >= HIGH else "low" for mark in (one.effect, one.feasible))
    return t(f"engines.useful-utopia.{effect}-{feasible}")


def _square(told: list[Demand], kept: str) -> Figure:
    """Draw the demands by feasibility, along, and by effect, up; the one that is kept has a second ring."""
    title = t("engines.useful-utopia.figure")
    described = " ; ".join(f"{d.letter}, {d.words} : {_place(d)}" for d in told)
    picture = Picture(340, 100, title, described)
    _ground(picture)
    cells: dict[tuple[int, int], int] = {}
    for one in told:
        cell = one.feasible, one.effect
        shift = cells.get(cell, 0)
        cells[cell] = shift + 1
        x = _LEFT + _SIDE * (one.feasible - 0.5) / STEPS + (0, 25, -25)[shift % 3]
        y = _TOP + _SIDE * (STEPS - one.effect + 0.5) / STEPS + (shift // 3) * 25
        if one.row == kept:
            picture.circle(x, y, 14, fill=PAPER, stroke=BRICK, width=2)
        picture.circle(x, y, 10, fill=RIVER, stroke=PAPER)
        picture.text(x, y + 5, one.letter, size=13, anchor="middle", weight=600, fill=PAPER)
    y = _TOP + _SIDE + 46.0
    for one in told:
        y += picture.text(8, y, f"{one.letter}. {one.words}", size=13, wrap=324) + 4
    picture.height = y
    return Figure(title, described, picture.svg())


def _ground(picture: Picture) -> None:
    """Draw the square, its four quarters and their names."""
    half = _SIDE / 2
    for rank, key in enumerate(("high-low", "high-high", "low-low", "low-high")):
        x, y = _LEFT + rank % 2 * half, _TOP + rank // 2 * half
        picture.rect(x, y, half, half, fill=SAND if key == "high-low" else PAPER, stroke=GREY, rx=0)
        picture.text(x + 6, y + 16, t(f"engines.useful-utopia.{key}"), size=12, weight=600, wrap=half - 12, fill=INK)
    picture.text(_LEFT, _TOP - 10, t("engines.useful-utopia.up"), size=12)
    picture.text(_LEFT + _SIDE, _TOP + _SIDE + 18, t("engines.useful-utopia.along"), size=12, anchor="end")
    picture.line(20, _TOP + _SIDE, 20, _TOP + 4, arrow=True)
    picture.line(_LEFT, _TOP + _SIDE + 26, _LEFT + _SIDE - 4, _TOP + _SIDE + 26, arrow=True)


_SAYS = ("vide", "a-coter", "utopies", "aucune-utopie", "a-garder", "pas-cotee", "petit-effet", "deja-faisable")
READING = ToolReading(read, frozenset((*_SAYS, "sans-pas", "sans-qui", "tenue")))
