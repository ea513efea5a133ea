"""Reading `win-win` (M02): what each partner gains and pays; an empty gain or a loss stops, and so does nothing gained
for the young people warn.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `partenaires` (`repeat`): `qui` (`line`), `gain`, `mission`, `cout` (`line` or `text`), `bilan` (`choice`; the
  option `perd` is a loss, the others are free);
- part `cap` (no rows): `jeunes` (what they gain), `signe` (how one will see it), `line` or `text`.

`says` keys, with their places: `vide` (), `gain-vide` ({qui}), `perte` ({qui}), `sans-mission` ({qui}), `sans-cout`
({qui}), `sans-bilan` ({qui}), `seul` (), `sans-jeunes` (), `sans-signe` (), `tenu` (): two partners at least gain, and
so do the young people.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from passerelles.content.tool import Tool
from passerelles.text import t

from .default import contents
from .picture import BRICK, MOSS, PAPER, SAND, Picture
from .reading import Figure, Finding, Reading, ToolReading, Value, World, filled, option, say, single

LOSS = "perd"


class Partner(NamedTuple):
    """One partner as filled in; an empty text is something that was not."""

    row: str
    name: str
    gain: str
    mission: str
    cost: str
    outcome: str

    @property
    def holds(self) -> bool:
        """Say whether this partner gains something and does not lose on the whole."""
        return bool(self.gain) and self.outcome != LOSS


def partners(value: Value) -> list[Partner]:
    """Return the partners with anything filled in."""
    keys = ("gain", "mission", "cout", "bilan")
    return [
        Partner(
            row, str(of.get("qui") or t("engines.win-win.unnamed", n=rank)), *(str(of.get(key, "")) for key in keys)
        )
        for rank, (row, of) in enumerate(filled(value, "partenaires"), start=1)
    ]


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say who gains nothing or loses, what is left to write, and whether the young people gain."""
    told, cap = partners(value), single(value, "cap")
    if not told:
        return Reading([Finding("note", say(tool, "vide"))], tables=contents(tool, value, world))
    said = [finding for one in told for finding in _of(tool, one)]
    if len(told) < 2:
        said.append(Finding("note", say(tool, "seul"), ("partenaires",)))
    said += [Finding("warning", say(tool, f"sans-{key}"), ("cap",)) for key in ("jeunes", "signe") if key not in cap]
    if len(told) > 1 and all(one.holds for one in told) and "jeunes" in cap:
        said.append(Finding("good", say(tool, "tenu")))
    return Reading(said, [_figure(tool, told, str(cap.get("jeunes", "")))], contents(tool, value, world))


def _of(tool: Tool, one: Partner) -> Iterator[Finding]:
    """Say what stops at one partner, then what is left to write."""
    where = ("partenaires", one.row)
    if not one.gain:
        yield Finding("stop", say(tool, "gain-vide", qui=one.name), where)
    elif not one.mission:
        yield Finding("warning", say(tool, "sans-mission", qui=one.name), where)
    if one.outcome == LOSS:
        yield Finding("stop", say(tool, "perte", qui=one.name), where)
    for key, words in (("sans-cout", one.cost), ("sans-bilan", one.outcome)):
        if not words:
            yield Finding("note", say(tool, key, qui=one.name), where)


def _figure(tool: Tool, told: list[Partner], young: str) -> Figure:
    """Draw the partners under the young people: a full line for who gains, a broken one for who does not."""
    title = t("engines.win-win.figure")
    described = " ; ".join(f"{one.name} : {_state(tool, one)}" for one in told)
    described += f" ; {t('engines.win-win.young')} : {young or t('engines.win-win.nothing')}"
    picture = Picture(340, 100, title, described)
    y = rail = 6 + _box(picture, 4, 6, t("engines.win-win.young"), [young or t("engines.win-win.nothing")], bool(young))
    for one in told:
        colour, dash = (MOSS, None) if one.holds else (BRICK, "4 4")
        lines = [f"+ {one.gain or t('engines.win-win.nothing')}", f"− {one.cost or '?'}", f"= {_state(tool, one)}"]
        high = _box(picture, 32, y + 14, one.name, lines, one.holds)
        joint = y + 14 + high / 2
        picture.line(16, joint, 32, joint, stroke=colour, width=3, dash=dash)
        picture.line(16, joint, 16, rail, stroke=colour, width=3, dash=dash)
        y, rail = y + 14 + high, joint
    picture.height = y + 8
    return Figure(title, described, picture.svg())


def _state(tool: Tool, one: Partner) -> str:
    """Return how a partner comes out of it, in words."""
    if not one.gain:
        return t("engines.win-win.empty")
    return option(tool, "partenaires", "bilan", one.outcome) if one.outcome else t("engines.win-win.unsaid")


def _box(picture: Picture, x: float, y: float, name: str, lines: list[str], held: bool) -> float:
    """Draw a box with a name and lines; return its height. The words are drawn after the box, once it is measured."""
    scratch = Picture(340, 100, name, name)
    high = 28 + sum(scratch.text(0, 0, line, size=13, wrap=316 - x) for line in (name, *lines)) - 8
    picture.rect(
        x, y, 336 - x, high, fill=SAND if held else PAPER, stroke=MOSS if held else BRICK, width=2,
        dash=None if held else "4 4",
    )  # fmt: skip
    at = y + 20
    for line in (name, *lines):
        at += picture.text(x + 10, at, line, size=13, weight=600 if line == name else 400, wrap=316 - x)
    return high


_SAYS = ("vide", "gain-vide", "perte", "sans-mission", "sans-cout", "sans-bilan", "seul", "sans-jeunes", "sans-signe")
READING = ToolReading(read, frozenset((*_SAYS, "tenu")))
