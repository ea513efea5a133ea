"""Reading `positions` (M20): where somebody stands on each sentence, at the start and on coming back. No total.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `depart` (`rows`): `note` (`scale`), where one stands when beginning;
- part `bouger`: `phrase` (`choice` whose options are the ids of the rows, in short), what one wants to work on;
- part `retour` (the same `rows`): `maintenant` and `avant` (`scale`), where one stands on coming back, and where one
  stood at the start as seen from there.

`says` keys, with their places: `vide` (), `choisir` (), `au-retour` (), `plus-haut`, `plus-bas`, `pareil` and `regard`
({n}, {phrases}), `non-valide` (); besides, `vers-<row>` (), when there is one, says where a sentence is worked on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from passerelles.content.tool import Tool
from passerelles.french import quoted
from passerelles.text import t

from .picture import BRICK, GREY, INK, MOSS, PAPER, Picture
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

FEWEST = 5  # others who came back on a sentence, before the group is shown on it
_LEFT, _RIGHT = 24, 316  # of a scale, in a picture 340 wide
_SHAPES = {"start": "circle", "seen": "diamond", "now": "disc"}


@dataclass(frozen=True)
class Stand:
    """Where somebody stands on one sentence; what was left empty is None."""

    row: str
    start: int | None
    seen: int | None
    now: int | None

    @property
    def move(self) -> int | None:
        """How far one has come, both ends seen from now."""
        return None if self.now is None or self.seen is None else self.now - self.seen


def stands(tool: Tool, value: Value) -> list[Stand]:
    """Return the sentences on which anything was answered, in the order of the tool."""
    first, later = dict(filled(value, "depart")), dict(filled(value, "retour"))
    given = part(tool, "depart")
    found = []
    for row in given.rows if given else []:
        back: Mapping[str, int] = later.get(row.id, {})
        found.append(Stand(row.id, first.get(row.id, {}).get("note"), back.get("avant"), back.get("maintenant")))
    return [one for one in found if (one.start, one.seen, one.now) != (None, None, None)]


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what moved, sentence by sentence, and what the numbers cannot say."""
    found = stands(tool, value)
    if not found:
        return Reading([Finding("note", say(tool, "vide"))])
    findings = [*_towards(tool, value), *_moves(tool, found), Finding("note", say(tool, "non-valide"))]
    group = _group(tool, world)
    return Reading(findings, [_figure(tool, found)], [_table(tool, found, world), *([group] if group.rows else [])])


def _towards(tool: Tool, value: Value) -> list[Finding]:
    """Return where the chosen sentence is worked on, or the invitation to choose one."""
    chosen = single(value, "bouger").get("phrase")
    key = f"vers-{chosen}" if chosen else "choisir"
    return [Finding("note", say(tool, key), ("bouger",))] if key in tool.says else []


def _moves(tool: Tool, found: Sequence[Stand]) -> list[Finding]:
    """Return what moved since the start, seen from now; and whether the start looks otherwise from here."""
    moved = [(one, one.move) for one in found if one.move is not None]
    if not moved:
        return [Finding("note", say(tool, "au-retour"), ("retour",))]
    groups: dict[str, list[str]] = {
        "plus-haut": [one.row for one, move in moved if move > 0],
        "plus-bas": [one.row for one, move in moved if move < 0],
        "pareil": [one.row for one, move in moved if move == 0],
        "regard": [one.row for one in found if one.start and one.seen and one.start != one.seen],
    }
    return [_told(tool, key, rows) for key, rows in groups.items() if rows]


def _told(tool: Tool, key: str, rows: Sequence[str]) -> Finding:
    """Return one sentence about some of the sentences; going up is good news, the rest is only noted."""
    count = t("engines.positions.one") if len(rows) == 1 else t("engines.positions.many", n=len(rows))
    named = quoted(_short(tool, row) for row in rows)
    return Finding("good" if key == "plus-haut" else "note", say(tool, key, n=count, phrases=named), ("retour",))


def _short(tool: Tool, row: str) -> str:
    """Return a sentence in a few words, as one chooses it."""
    return option(tool, "bouger", "phrase", row)


def _steps(tool: Tool) -> list[int]:
    """Return the degrees of the scale."""
    given = part(tool, "depart")
    scales = [list(field.steps) for field in given.fields if field.kind == "scale"] if given else []
    return scales[0] if scales else [1, 2]


def _table(tool: Tool, found: Sequence[Stand], world: World) -> Table:
    """Return the answers as they were given."""
    most = _steps(tool)[-1]
    rows = []
    for one in found:
        marks = [t("engines.tool.scale", n=n, of=most) if n is not None else "" for n in (one.start, one.seen, one.now)]
        rows.append([row_text(tool, "depart", one.row, world), *marks])
    head = [t(f"engines.positions.{key}") for key in ("sentence", "start", "seen", "now")]
    return Table(t("engines.positions.table"), head, rows)


def _group(tool: Tool, world: World) -> Table:
    """Return how many others went up, stayed or went down, for the sentences on which enough of them came back."""
    moves: dict[str, list[int]] = {}
    for peer in world.peers:
        for one in stands(tool, peer):
            if one.move is not None:
                moves.setdefault(one.row, []).append(one.move)
    rows = [
        [row_text(tool, "depart", row, world), *(str([_sign(m) for m in made].count(way)) for way in (1, 0, -1))]
        for row, made in moves.items()
        if len(made) >= FEWEST
    ]
    head = [t(f"engines.positions.{key}") for key in ("sentence", "higher", "same", "lower")]
    return Table(t("engines.positions.group"), head, rows)


def _sign(move: int) -> int:
    """Return 1, 0 or -1: which way somebody went."""
    return (move > 0) - (move < 0)


def _figure(tool: Tool, found: Sequence[Stand]) -> Figure:
    """Draw one scale per sentence, with a mark per moment: no mark hides another."""
    title = t("engines.positions.figure")
    told = " ; ".join(f"{_short(tool, one.row)} : {_in_words(one)}" for one in found)
    picture = Picture(340, 100, title, told)
    y = _legend(picture) + 12
    for one in found:
        y += picture.text(8, y, _short(tool, one.row), size=13, weight=600, wrap=324) + 15
        _scale(picture, y, one, _steps(tool))
        y += 46
    picture.height = y
    return Figure(title, told, picture.svg())


def _in_words(one: Stand) -> str:
    """Return the marks of one sentence, in words."""
    marks = [(key, getattr(one, key)) for key in _SHAPES]
    return ", ".join(f"{t(f'engines.positions.{key}').lower()} {mark}" for key, mark in marks if mark is not None)


def _legend(picture: Picture) -> float:
    """Draw what each mark means; return where the scales may begin."""
    for rank, key in enumerate(_SHAPES):
        _mark(picture, 16, 18 + rank * 22, key)
        picture.text(30, 23 + rank * 22, t(f"engines.positions.{key}"), size=13)
    return 22.0 * len(_SHAPES) + 12


def _scale(picture: Picture, y: float, one: Stand, steps: Sequence[int]) -> None:
    """Draw one scale: a tick per degree, an arrow from the start as seen from now, the marks."""
    apart = (_RIGHT - _LEFT) / max(1, len(steps) - 1)
    picture.line(_LEFT, y, _RIGHT, y, stroke=GREY)
    for rank, step in enumerate(steps):
        picture.line(_LEFT + rank * apart, y - 4, _LEFT + rank * apart, y + 4, stroke=GREY)
        picture.text(_LEFT + rank * apart, y + 22, str(step), size=11, anchor="middle", fill=GREY)
    places = {key: _LEFT + (mark - steps[0]) * apart for key in _SHAPES if (mark := getattr(one, key)) is not None}
    if one.move:
        way = 1 if one.move > 0 else -1
        picture.line(places["seen"] + 9 * way, y, places["now"] - 7 * way, y, stroke=MOSS, width=2, arrow=True)
    for key, x in places.items():
        _mark(picture, x, y - 16 if key == "start" else y, key)


def _mark(picture: Picture, x: float, y: float, key: str) -> None:
    """Draw the mark of a moment: each has a shape of its own; the disc fits inside the diamond."""
    if _SHAPES[key] == "diamond":
        picture.path(f"M{x - 9:g} {y:g} L{x:g} {y - 9:g} L{x + 9:g} {y:g} L{x:g} {y + 9:g} Z", fill=PAPER, stroke=INK)
    elif _SHAPES[key] == "disc":
        picture.circle(x, y, 5, fill=MOSS, stroke=MOSS)
    else:
        picture.circle(x, y, 6, fill=PAPER, stroke=BRICK, width=2)


READING = ToolReading(
    read, frozenset({"vide", "choisir", "au-retour", "plus-haut", "plus-bas", "pareil", "regard", "non-valide"})
)
