"""Reading `overlap` (M31): missions that two services share, each assumed with its limits, to bound, or to stop.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `missions` (`repeat`): `mission`, `un`, `autre` (`line`: what both do, and the two services, as functions),
  `choix` (`choice` with the options `assumer`, `borner`, `arreter`); for `assumer`: `qui` (`line`: who does what),
  `jusque` (`date`), `pourquoi` (`line`: what the young person gains by it); for `borner`: `question` (`line`: what is
  to be settled, with whom); for `arreter`: `relais` (`line`: who goes on, and how the young person is told);
- part `existants` (`repeat`): `projet`, `trouve` (`line`: a project that exists here already, and where it was found).

`says` keys, with their places: `vide` (), `sans-choix` ({mission}), `incomplet` ({mission}, {manque}), `assume`
({mission}, {jour}), `a-borner` ({mission}), `sans-question` ({mission}), `sans-relais` ({mission}), `arret`
({mission}), `peu-de-projets` ({nombre}).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from passerelles.content.tool import Tool
from passerelles.french import listed
from passerelles.text import t

from .dates import day, short_day
from .picture import BRICK, INK, MOSS, PAPER, RIVER, SAND, Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, option, part, plain, say

CONSULTED = 3  # projects to look at before inventing one
LIMITS = ("qui", "jusque", "pourquoi")  # what an overlap that is assumed must have


@dataclass(frozen=True)
class Shared:
    """A mission of two services, and what was chosen about it."""

    row: str
    mission: str
    services: tuple[str, str]
    choice: str
    told: Mapping[str, Any]


def shared(value: Value) -> list[Shared]:
    """Return the missions that were filled in."""
    found: list[Shared] = []
    for rank, (row, of) in enumerate(filled(value, "missions"), start=1):
        mission = str(of.get("mission") or t("engines.overlap.unnamed", rank=rank))
        pair = (str(of.get("un", "?")), str(of.get("autre", "?")))
        found.append(Shared(row, mission, pair, str(of.get("choix", "")), of))
    return found


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say of each shared mission what its choice still asks for."""
    missions = shared(value)
    if not missions:
        return Reading([Finding("note", say(tool, "vide"))])
    said = [*(_said(tool, one) for one in missions), *_looked_around(tool, value)]
    return Reading(said, [_strips(tool, missions)], [_table(tool, missions)])


def _said(tool: Tool, one: Shared) -> Finding:
    """Return what there is to say about one mission."""
    where = ("missions", one.row)
    if one.choice == "assumer":
        if missing := [_label(tool, name) for name in LIMITS if name not in one.told]:
            return Finding("stop", say(tool, "incomplet", mission=one.mission, manque=listed(missing)), where)
        until = day(one.told["jusque"])
        told = short_day(until) if until else str(one.told["jusque"])
        return Finding("good", say(tool, "assume", mission=one.mission, jour=told), where)
    asked = {"borner": ("question", "a-borner", "sans-question"), "arreter": ("relais", "arret", "sans-relais")}
    if one.choice not in asked:
        return Finding("note", say(tool, "sans-choix", mission=one.mission), where)
    field, key, lacking = asked[one.choice]
    if field in one.told:
        return Finding("note", say(tool, key, mission=one.mission), where)
    return Finding("warning", say(tool, lacking, mission=one.mission), where)


def _looked_around(tool: Tool, value: Value) -> list[Finding]:
    """Ask for more when fewer than three existing projects were looked at, once one was."""
    count = sum("projet" in of for _, of in filled(value, "existants"))
    few = 0 < count < CONSULTED
    return [Finding("note", say(tool, "peu-de-projets", nombre=count), ("existants",))] if few else []


def _label(tool: Tool, name: str) -> str:
    """Return the label of a field, between quotation marks."""
    found = part(tool, "missions")
    labels = {field.id: plain(field.label) for field in found.fields} if found else {}
    return f"« {labels.get(name, name)} »"


def _choice(tool: Tool, one: Shared) -> str:
    """Return what was chosen, in the words of the tool."""
    return option(tool, "missions", "choix", one.choice) if one.choice else t("engines.overlap.open")


def _table(tool: Tool, missions: Sequence[Shared]) -> Table:
    """Return the missions, one per line, with what bounds them."""
    head = [t(f"engines.overlap.{key}") for key in ("mission", "services", "choice", "who", "until", "why")]
    rows = []
    for one in missions:
        until = day(one.told.get("jusque")) if one.choice == "assumer" else None
        limits = {name: str(one.told.get(name, "")) if one.choice == "assumer" else "" for name in LIMITS}
        why = limits["pourquoi"] or str(
            one.told.get({"borner": "question", "arreter": "relais"}.get(one.choice, ""), "")
        )
        dated = short_day(until) if until else ""
        rows.append([one.mission, listed(one.services), _choice(tool, one), limits["qui"], dated, why])
    return Table(t("engines.overlap.table"), head, rows)


def _strips(tool: Tool, missions: Sequence[Shared]) -> Figure:
    """Draw each mission as two services that lap over each other; the lap is closed, dashed or crossed."""
    title = t("engines.overlap.figure")
    told = " ; ".join(f"{one.mission} : {_choice(tool, one)}" for one in missions)
    picture, y = Picture(340, 100, title, told), 18.0
    for one in missions:
        y += picture.text(8, y, one.mission, weight=600, wrap=324)
        until = day(one.told.get("jusque")) if one.choice == "assumer" else None
        status = _choice(tool, one) + (t("engines.overlap.until_day", day=short_day(until)) if until else "")
        y += picture.text(8, y, status, size=12, wrap=324) - 8
        y += _strip(picture, y, one) + 30
    picture.height = y - 12
    return Figure(title, told, picture.svg())


def _strip(picture: Picture, y: float, one: Shared) -> float:
    """Draw one pair of services from there down; return its height."""
    sides = zip((14, 196), one.services, strict=True)
    high = max(52.0, *(picture.text(x, y + 18, name, size=12, wrap=130) + 12 for x, name in sides))
    colour, dash = {"assumer": (MOSS, None), "arreter": (BRICK, None)}.get(one.choice, (RIVER, "4 3"))
    picture.rect(8, y, 182, high, fill="none", stroke=INK)
    picture.rect(150, y, 182, high, fill="none", stroke=INK)
    picture.rect(150, y + 3, 40, high - 6, fill=PAPER if dash else SAND, stroke=colour, width=3, dash=dash, rx=3)
    if one.choice == "arreter":
        picture.line(154, y + 8, 186, y + high - 8, stroke=colour, width=3)
        picture.line(186, y + 8, 154, y + high - 8, stroke=colour, width=3)
    return high


_SAYS = ("vide", "sans-choix", "incomplet", "assume", "a-borner", "sans-question", "sans-relais", "arret")
READING = ToolReading(read, frozenset((*_SAYS, "peu-de-projets")))
