"""Reading `lever` (M07): who can decide what about each obstacle. Everything on one's own shoulders is told.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `niveaux` (given `rows`, each with `defensible` and `feedback`), first field `niveau` (`choice`; the option
  `equipe` is oneself and one's team, the others are free);
- part `pas` (no rows): `geste` (`line` or `text`), `fonction` (`line`: who must decide), `date` (`date`).

`says` keys, with their places: `vide` (), `a-classer` ({nombre}, {obstacles}): none may stay blank, `tous` (): none
does, `tout-sur-moi` ({nombre}, {total}): more than half rests on the team, cites C5-133, `tout-ailleurs` (): nothing
does, `se-defend` ({nombre}): choices that can be argued for, `sans-pas` ().
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from passerelles.content.tool import Tool, ToolRow
from passerelles.french import quoted
from passerelles.text import t

from .picture import INK, MOSS, PAPER, SAND, Picture, wrapped
from .reading import (
    Figure,
    Finding,
    Reading,
    Table,
    ToolReading,
    Value,
    World,
    argued,
    filled,
    part,
    plain,
    row_text,
    say,
    single,
)  # fmt: skip

TEAM = "equipe"
_SIZE, _LINE = 13, 17  # of the words in the picture


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what can be argued for at each row, what is left, and how much rests on the team."""
    chosen = {row: str(of["niveau"]) for row, of in filled(value, "niveaux") if of.get("niveau")}
    if not chosen:
        return Reading([Finding("note", say(tool, "vide"))])
    comments = argued(tool, value, "niveaux")
    said = [*_left(tool, chosen, world), *_weight(tool, chosen), *_agreed(tool, comments)]
    if not {"geste", "fonction"} <= set(single(value, "pas")):
        said.append(Finding("note", say(tool, "sans-pas"), ("pas",)))
    return Reading(said, [_shelves(tool, chosen, world)], [_table(tool, chosen, world)])


def _left(tool: Tool, chosen: Mapping[str, str], world: World) -> Iterator[Finding]:
    """Name the obstacles without a level."""
    left = [row_text(tool, "niveaux", row.id, world) for row in _rows(tool) if row.id not in chosen]
    if left:
        told = say(tool, "a-classer", nombre=len(left), obstacles=quoted(left))
        yield Finding("warning", told, ("niveaux",))
    else:
        yield Finding("good", say(tool, "tous"), ("niveaux",))


def _weight(tool: Tool, chosen: Mapping[str, str]) -> Iterator[Finding]:
    """Say when most rests on the team, or nothing does."""
    mine = list(chosen.values()).count(TEAM)
    if mine * 2 > len(chosen):
        yield Finding("warning", say(tool, "tout-sur-moi", nombre=mine, total=len(chosen)), ("niveaux",))
    elif not mine and len(chosen) == len(_rows(tool)):
        yield Finding("note", say(tool, "tout-ailleurs"), ("niveaux",))


def _agreed(tool: Tool, comments: list[Finding]) -> Iterator[Finding]:
    """Count the choices that can be argued for, whose reasons stand in the table; discuss the others one by one."""
    discussed = [comment for comment in comments if comment.level != "good"]
    if len(comments) > len(discussed):
        yield Finding("good", say(tool, "se-defend", nombre=len(comments) - len(discussed)), ("niveaux",))
    yield from discussed


def _rows(tool: Tool) -> list[ToolRow]:
    """Return the obstacles, in order."""
    found = part(tool, "niveaux")
    return found.rows if found else []


def _levels(tool: Tool) -> dict[str, str]:
    """Return the words of the levels by id, in order."""
    found = part(tool, "niveaux")
    return {one.id: plain(one.text) for one in found.fields[0].options} if found and found.fields else {}


def _table(tool: Tool, chosen: Mapping[str, str], world: World) -> Table:
    """Return an obstacle per line: the level chosen, and those that can be argued for."""
    levels, rows = _levels(tool), [row for row in _rows(tool) if row.id in chosen]
    cells = [
        [
            row_text(tool, "niveaux", row.id, world),
            levels.get(chosen[row.id], chosen[row.id]),
            " · ".join(levels.get(name, name) for name in row.defensible),
            plain(row.feedback or ""),
        ]
        for row in rows
    ]
    return Table(
        t("engines.lever.table"), [t(f"engines.lever.{key}") for key in ("obstacle", "chosen", "argued", "why")], cells
    )


def _shelves(tool: Tool, chosen: Mapping[str, str], world: World) -> Figure:
    """Draw a shelf per level, with the obstacles that were put on it."""
    title = t("engines.lever.figure")
    shelves = {
        words: [row_text(tool, "niveaux", row.id, world) for row in _rows(tool) if chosen.get(row.id) == name]
        for name, words in _levels(tool).items()
    }
    told = " ; ".join(f"{words} : {len(rows)}" for words, rows in shelves.items())
    picture, y = Picture(340, 100, title, told), 6.0
    for words, rows in shelves.items():
        y += _shelf(picture, y, f"{words} ({len(rows)})", rows, words == _levels(tool).get(TEAM)) + 8
    picture.height = y
    return Figure(title, told, picture.svg())


def _shelf(picture: Picture, y: float, title: str, rows: list[str], mine: bool) -> float:
    """Draw one shelf; return its height. That of the team has a ground, so as to be found at once."""
    head = [(line, 600) for line in wrapped(title, 316, _SIZE, 600)]
    lines = head + [(line, 400) for row in rows for line in wrapped(f"· {row}", 316, _SIZE)]
    high = 12 + _LINE * len(lines)
    picture.rect(4, y, 332, high, fill=SAND if mine else PAPER, stroke=MOSS if mine else INK, width=2 if mine else 1)
    for rank, (line, weight) in enumerate(lines):
        picture.text(12, y + 18 + rank * _LINE, line, size=_SIZE, weight=weight)
    return high


READING = ToolReading(
    read, frozenset({"vide", "a-classer", "tous", "tout-sur-moi", "tout-ailleurs", "se-defend", "sans-pas"})
)
