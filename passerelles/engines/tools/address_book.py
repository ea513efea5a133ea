"""Reading `address-book` (M05): services near oneself, several sectors, each looked up on a day. Never a person.

The tool has this part and these fields; one may add other fields, which are shown and not read:

- part `adresses` (`repeat`): `secteur` (`choice`, `options_from: sectors`), `service`, `fonction` (`line`), `distance`
  (`choice`, from the nearest to the farthest), `demain` (`line`: what it can do tomorrow), `verifie` (`date`).

`says` keys, with their places: `vide` (), `trop-peu` ({n}, {reste}), `peu-de-secteurs` ({n}), `sans-date` ({services}),
`personne` ({service}), `absents` ({secteurs}), `pres` ({services}), `complet` ({n}, {secteurs}).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from passerelles.content.tool import Tool
from passerelles.french import listed, quoted
from passerelles.text import t

from .dates import day, short_day
from .picture import GREY, INK, MOSS, PAPER, SAND, Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, option, part, plain, say
from .wording import person_in

ENTRIES, SECTORS = 5, 3  # what a book needs to be of use
STALE = timedelta(days=365)  # after which an entry is to be looked up again
_WIDE, _DOT = 324, 20  # of a lane and of an entry, in a picture 340 wide


@dataclass(frozen=True)
class Entry:
    """One entry of the book; what was left empty is an empty text, or no day."""

    row: str
    rank: int
    name: str
    of: Mapping[str, Any]
    checked: date | None

    @property
    def sector(self) -> str:
        """Id of its sector."""
        return str(self.of.get("secteur", ""))

    @property
    def names_somebody(self) -> bool:
        """Whether a person seems to be named, or an address of their own given."""
        return any(person_in(self.of.get(field)) for field in ("service", "fonction", "demain"))


def entries(value: Value) -> list[Entry]:
    """Return the entries with anything in them."""
    return [
        Entry(row, n, str(of.get("service") or t("engines.address-book.unnamed", n=n)), of, day(of.get("verifie")))
        for n, (row, of) in enumerate(filled(value, "adresses"), start=1)
    ]


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what the book still lacks; draw where its entries stand."""
    book = entries(value)
    if not book:
        return Reading([Finding("note", say(tool, "vide"))])
    lacking = _lacking(tool, book)
    full = [Finding("good", say(tool, "complet", n=len(book), secteurs=len(_sectors(book))))]
    return Reading(
        [*(lacking or full), *_notes(tool, book, world)], [_figure(tool, book, world)], [_table(tool, book, world)]
    )


def _lacking(tool: Tool, book: Sequence[Entry]) -> list[Finding]:
    """Return what keeps the book from being of use."""
    found = [
        Finding("warning", say(tool, "personne", service=entry.name), ("adresses", entry.row))
        for entry in book
        if entry.names_somebody
    ]
    if len(book) < ENTRIES:
        found.append(_all(tool, "trop-peu", n=len(book), reste=ENTRIES - len(book)))
    if len(_sectors(book)) < SECTORS:
        found.append(_all(tool, "peu-de-secteurs", n=len(_sectors(book))))
    undated = [entry.name for entry in book if entry.checked is None]
    return [*found, *([_all(tool, "sans-date", services=quoted(undated))] if undated else [])]


def _sectors(book: Sequence[Entry]) -> set[str]:
    """Return the sectors of a book."""
    return {entry.sector for entry in book} - {""}


def _all(tool: Tool, key: str, **places: object) -> Finding:
    """Return a warning about the book as a whole."""
    return Finding("warning", say(tool, key, **places), ("adresses",))


def _notes(tool: Tool, book: Sequence[Entry], world: World) -> list[Finding]:
    """Return who is near, and the sectors nobody was found in."""
    near = [entry.name for entry in book if entry.of.get("distance") in _distances(tool)[:1]]
    absent = [name for key, name in world.sectors.items() if all(entry.sector != key for entry in book)]
    told = [Finding("note", say(tool, "pres", services=listed(near)))] if near else []
    return [*told, *([Finding("note", say(tool, "absents", secteurs=listed(absent)))] if absent else [])]


def _distances(tool: Tool) -> list[str]:
    """Return the ids of the distances, from the nearest."""
    found = part(tool, "adresses")
    return [choice.id for field in found.fields if field.id == "distance" for choice in field.options] if found else []


def _table(tool: Tool, book: Sequence[Entry], world: World) -> Table:
    """Return the book, one entry per line, with the day each is to be looked up again."""
    rows = []
    for entry in book:
        of = entry.of
        who = " – ".join(filter(None, [entry.name, str(of.get("fonction", ""))]))
        sector, far = (option(tool, "adresses", key, str(of.get(key, "")), world) for key in ("secteur", "distance"))
        days = [short_day(on) if on else "" for on in (entry.checked, entry.checked and entry.checked + STALE)]
        rows.append([f"{entry.rank}. {who}", ", ".join(filter(None, [sector, far])), str(of.get("demain", "")), *days])
    keys = ("who", "sector", "tomorrow", "checked", "again")
    return Table(t("engines.address-book.table"), [t(f"engines.address-book.{key}") for key in keys], rows)


def _figure(tool: Tool, book: Sequence[Entry], world: World) -> Figure:
    """Draw a lane per sector and a column per distance; each entry is its number, dashed until it was looked up."""
    title = t("engines.address-book.figure")
    told = _told(tool, book, world)
    picture = Picture(340, 100, title, told)
    columns = [*_distances(tool), *([""] if any("distance" not in entry.of for entry in book) else [])] or [""]
    y = _heads(picture, tool, columns)
    for sector, name in [*world.sectors.items(), ("", t("engines.address-book.no_sector"))]:
        here = [entry for entry in book if entry.sector == sector]
        if sector or here:
            y += _lane(picture, y, name, [[e for e in here if e.of.get("distance", "") == c] for c in columns])
    y += picture.text(8, y + 18, t("engines.address-book.legend"), size=12, wrap=_WIDE) + 18
    picture.height = y
    return Figure(title, told, picture.svg())


def _told(tool: Tool, book: Sequence[Entry], world: World) -> str:
    """Return in words which entries stand in each sector."""
    lanes = [
        (name, [f"{e.rank} {e.name}" for e in book if e.sector == key])
        for key, name in [*world.sectors.items(), ("", t("engines.address-book.no_sector"))]
    ]
    return " ; ".join(f"{name} : {', '.join(here)}" for name, here in lanes if here)


def _heads(picture: Picture, tool: Tool, columns: Sequence[str]) -> float:
    """Write the distances over their columns; return where the lanes begin."""
    heights, wide = [], _WIDE / len(columns)
    for rank, column in enumerate(columns):
        name = plain(option(tool, "adresses", "distance", column)) if column else t("engines.address-book.nowhere")
        heights.append(picture.text(14 + rank * wide, 16, name, size=12, fill=GREY, wrap=wide - 8))
    return max(heights) + 12


def _lane(picture: Picture, y: float, name: str, cells: Sequence[Sequence[Entry]]) -> float:
    """Draw a sector and its entries; return the height it takes."""
    head = picture.text(8, y + 14, name, size=12, weight=600, wrap=_WIDE)
    wide = _WIDE / len(cells)
    across = int((wide - 10) // (_DOT + 4))
    height = 8 + max(-(-len(cell) // across) or 1 for cell in cells) * (_DOT + 4)
    picture.rect(8, y + head + 2, 324, height, fill=SAND if any(cells) else PAPER, stroke=GREY)
    for rank, cell in enumerate(cells):
        if rank:
            picture.line(8 + rank * wide, y + head + 2, 8 + rank * wide, y + head + 2 + height, stroke=GREY, dash="2 3")
        for n, entry in enumerate(cell):
            x, down = 24 + rank * wide + (n % across) * (_DOT + 4), y + head + 18 + (n // across) * (_DOT + 4)
            picture.circle(x, down, _DOT / 2, stroke=MOSS if entry.checked else INK, dash=_dash(entry), width=2)
            picture.text(x, down + 4, str(entry.rank), size=12, anchor="middle")
    return head + height + 12


def _dash(entry: Entry) -> str | None:
    """Return how the edge of an entry is drawn: dashed until it was looked up."""
    return None if entry.checked else "3 3"


_SAYS = ("vide", "trop-peu", "peu-de-secteurs", "sans-date", "personne", "absents", "pres", "complet")
READING = ToolReading(read, frozenset(_SAYS))
