"""Reading `effects-board` (M53, M40): effects sought, each with what will show it, where, when and from how much on.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `effets` (`repeat`): `effet` (`choice`, each option named by its statement: `c5-061`), `indicateur` (`text`),
  `source`, `seuil` (`line`), `voix` (`choice`: who tells it; `jeunes` and `proches` are read), `date` (`date`);
- part `absents`: `qui`, `change` (`text`).

`says` keys, with their places: `vide` (), `sans-indicateur` ({rang}, {effet}), `incomplet` ({rang}, {effet}, {manque}),
`sans-effet` ({rang}), `flou` ({rang}, {mot}), `deux-fois` ({effet}), `moins-de-trois` ({nombre}), `sans-jeunes` (),
`sans-voix` (), `sans-absents` (), `absents-sans-suite` (), `complet` (); and the headings `titre`, `colonne-…`,
`manque`, `sans-nom`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from passerelles.content.tool import Tool
from passerelles.french import listed

from .cards import WIDTH, card
from .dates import day, short_day
from .picture import Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, option, plain, say, single
from .wording import wish_in

EFFECTS = 3  # what a board holds
NEEDED = ("indicateur", "source", "date", "seuil")
WITH_YOUTH = frozenset({"c5-050", "c5-052", *(f"c5-0{n}" for n in range(58, 64))})  # effects that speak of them
HEARD = frozenset({"jeunes", "proches"})


@dataclass(frozen=True)
class Effect:
    """One effect of the board."""

    row: str
    rank: int
    chosen: str
    name: str
    of: Mapping[str, Any]

    @property
    def missing(self) -> list[str]:
        """Fields it still needs."""
        return [field for field in NEEDED if field not in self.of]


def effects(tool: Tool, value: Value) -> list[Effect]:
    """Return the effects with anything filled in."""
    found = []
    for rank, (row, of) in enumerate(filled(value, "effets"), start=1):
        chosen = str(of.get("effet", ""))
        name = option(tool, "effets", "effet", chosen) if chosen else plain(say(tool, "sans-nom"))
        found.append(Effect(row, rank, chosen, name, of))
    return found


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what each effect lacks to be seen, then what the board leaves out."""
    board = effects(tool, value)
    if not board:
        return Reading([Finding("note", say(tool, "vide"))])
    lacking = [finding for effect in board for finding in _lacking(tool, effect)]
    whole = [*lacking, *_board(tool, board), *_absent(tool, value, len(board))]
    if len(board) >= EFFECTS and not any(f.level in ("stop", "warning") for f in whole):
        whole.insert(0, Finding("good", say(tool, "complet")))
    return Reading(whole, [_figure(tool, board)], [_table(tool, board)])


def _lacking(tool: Tool, effect: Effect) -> Iterator[Finding]:
    """Yield what one effect lacks; without an indicator there is nothing to look at."""
    where = ("effets", effect.row)
    if not effect.chosen:
        yield Finding("warning", say(tool, "sans-effet", rang=effect.rank), where)
    if "indicateur" in effect.missing:
        yield Finding("stop", say(tool, "sans-indicateur", rang=effect.rank, effet=effect.name), where)
    elif effect.missing:
        missing = listed([_heading(tool, field).lower() for field in effect.missing])
        yield Finding("warning", say(tool, "incomplet", rang=effect.rank, effet=effect.name, manque=missing), where)
    if word := wish_in(effect.of.get("indicateur")):
        yield Finding("note", say(tool, "flou", rang=effect.rank, mot=word), where)


def _board(tool: Tool, board: list[Effect]) -> Iterator[Finding]:
    """Yield what the effects leave out together."""
    for chosen, times in Counter(effect.chosen for effect in board if effect.chosen).items():
        if times > 1:
            name = option(tool, "effets", "effet", chosen)
            yield Finding("warning", say(tool, "deux-fois", effet=name), ("effets",))
    if len(board) < EFFECTS:
        yield Finding("note", say(tool, "moins-de-trois", nombre=len(board)), ("effets",))
        return
    if not any(effect.chosen in WITH_YOUTH for effect in board):
        yield Finding("note", say(tool, "sans-jeunes"), ("effets",))
    if not any(effect.of.get("voix") in HEARD for effect in board):
        yield Finding("note", say(tool, "sans-voix"), ("effets",))


def _absent(tool: Tool, value: Value, count: int) -> Iterator[Finding]:
    """Yield the question of who is absent until it was answered: a whole board stops at it."""
    absents = single(value, "absents")
    if "qui" not in absents:
        yield Finding("stop" if count >= EFFECTS else "note", say(tool, "sans-absents"), ("absents",))
    elif "change" not in absents:
        yield Finding("note", say(tool, "absents-sans-suite"), ("absents",))


def _heading(tool: Tool, field: str) -> str:
    """Return the name of a field, as a heading."""
    return plain(say(tool, f"colonne-{field}"))


def _figure(tool: Tool, board: list[Effect]) -> Figure:
    """Draw a card per effect, with what it has and what it lacks."""
    title, lack = plain(say(tool, "titre")), plain(say(tool, "manque"))
    lacking = {effect.row: ", ".join(_heading(tool, field) for field in effect.missing) for effect in board}
    told = " ".join(f"{one.name}{f' ({lack} : {lacking[one.row]})' if one.missing else ''}." for one in board)
    picture, y = Picture(WIDTH, 0, title, told), 8.0
    for effect in board:
        marks = [(_heading(tool, field), field not in effect.missing) for field in NEEDED]
        y += card(picture, y, effect.name, str(effect.of.get("indicateur", "")), marks) + 12
    picture.height = y
    return Figure(title, told, picture.svg())


def _table(tool: Tool, board: list[Effect]) -> Table:
    """Return the effects, one per line."""
    fields = ("indicateur", "source", "voix", "date", "seuil")
    rows = [[effect.name, *(_cell(tool, effect, field) for field in fields)] for effect in board]
    return Table(plain(say(tool, "titre")), [_heading(tool, field) for field in ("effet", *fields)], rows)


def _cell(tool: Tool, effect: Effect, field: str) -> str:
    """Return what stands in a cell, or that it is missing."""
    content = effect.of.get(field)
    if content is None:
        return plain(say(tool, "manque")) if field in NEEDED else ""
    if field == "voix":
        return option(tool, "effets", "voix", str(content))
    found = day(content) if field == "date" else None
    return short_day(found) if found else str(content)


_SAYS = (
    "vide", "sans-indicateur", "incomplet", "sans-effet", "flou", "deux-fois", "moins-de-trois", "sans-jeunes",
    "sans-voix", "sans-absents", "absents-sans-suite", "complet", "titre", "manque", "sans-nom",
    *(f"colonne-{field}" for field in ("effet", *NEEDED, "voix")),
)  # fmt: skip
READING = ToolReading(read, frozenset(_SAYS))
