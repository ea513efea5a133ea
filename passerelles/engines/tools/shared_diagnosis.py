"""Reading `shared-diagnosis` (M56): facts of several sectors, the themes that overlap, what set it off, what is shared.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `table` (no rows): `secteurs` (`several`, of the corpus): the sectors around the table;
- part `faits` (`repeat`): `secteur` (`choice`, of the corpus), `quoi`, `ou`, `depuis` (`line`), `themes` (`several`);
- part `suite` (no rows): `declencheur`, `constat`, `jeunes` (`line` or `text`).

`says` keys, with their places: `vide` (), `sans-table` (), `un-secteur` (), `muet` ({secteurs}): sectors at the table
without a fact, `sans-secteur` ({fait}), `sans-theme` ({fait}), `a-preciser` ({fait}): where, or since when, is not
said, `personne` ({mot}), `recoupe` ({themes}), `sans-recoupement` (), `sans-declencheur` (),
`sans-constat` (), `sans-jeunes` (), `pret` ().
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from passerelles.content.tool import Tool
from passerelles.french import listed, quoted
from passerelles.text import t

from .default import contents
from .picture import GREY, INK, PAPER, RIVER, SAND, Picture, wrapped
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, option, say, single
from .wording import person_in

FACTS, AFTER = "faits", "suite"
_LEFT, _COLUMN, _ROW = 164, 34, 34  # of the grid: width of the themes, of a sector, least height of a row

Rows = list[tuple[str, Mapping[str, Any]]]


class Theme(NamedTuple):
    """A theme, and how many facts each sector has of it."""

    name: str
    facts: Mapping[str, int]

    @property
    def shared(self) -> bool:
        """Say whether several sectors see it."""
        return len(self.facts) > 1


def themes(tool: Tool, facts: Rows) -> list[Theme]:
    """Return the themes of the facts, those that most sectors see first."""
    found: dict[str, dict[str, int]] = {}
    for _, of in facts:
        for name in of.get("themes", []) if "secteur" in of else []:
            sectors = found.setdefault(str(name), {})
            sectors[of["secteur"]] = sectors.get(of["secteur"], 0) + 1
    told = [Theme(option(tool, FACTS, "themes", name), sectors) for name, sectors in found.items()]
    return sorted(told, key=lambda theme: -len(theme.facts))


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say where the facts overlap, who gave none, and what is still to be agreed on."""
    facts, table, after = filled(value, FACTS), single(value, "table"), single(value, AFTER)
    if not facts and not after:
        return Reading([Finding("note", say(tool, "vide"))])
    there, told = [str(name) for name in table.get("secteurs", [])], themes(tool, facts)
    said = [*_of_sectors(tool, facts, there, world), *(one for row in facts for one in _of_fact(tool, row))]
    said += [*_of_overlaps(tool, told), *_of_after(tool, after)]
    if all(finding.level in ("note", "good") for finding in said) and there and "declencheur" in after:
        said.append(Finding("good", say(tool, "pret")))
    columns = _columns(facts, there, world)
    if not told:
        return Reading(said, [], contents(tool, value, world))
    tables = [_table(told, columns), *contents(tool, value, world)]
    return Reading(said, [_grid(told, columns)], tables)


def _columns(facts: Rows, there: list[str], world: World) -> dict[str, str]:
    """Return the sectors that are at the table or in a fact, in the order of the corpus: names by id."""
    met = {*there, *(str(of["secteur"]) for _, of in facts if "secteur" in of)}
    return {**{name: told for name, told in world.sectors.items() if name in met},
            **{name: name for name in sorted(met - world.sectors.keys())}}  # fmt: skip


def _of_sectors(tool: Tool, facts: Rows, there: list[str], world: World) -> Iterator[Finding]:
    """Say which sectors of the table gave no fact."""
    given = {of["secteur"] for _, of in facts if "secteur" in of}
    if not there:
        yield Finding("note", say(tool, "sans-table"), ("table",))
    if len(given) == 1:
        yield Finding("warning", say(tool, "un-secteur"), (FACTS,))
    if silent := [world.sectors.get(name, name) for name in there if name not in given]:
        yield Finding("warning", say(tool, "muet", secteurs=quoted(silent)), (FACTS,))


def _of_fact(tool: Tool, row: tuple[str, Mapping[str, Any]]) -> Iterator[Finding]:
    """Say what a fact lacks."""
    name, of = row
    words, where = str(of.get("quoi", "…")), (FACTS, name)
    lacks = {"sans-secteur": ("secteur",), "sans-theme": ("themes",), "a-preciser": ("ou", "depuis")}
    for key, fields in lacks.items():
        if not all(field in of for field in fields):
            yield Finding("note" if key == "a-preciser" else "warning", say(tool, key, fait=words), where)
    if person := next(filter(None, (person_in(of.get(field)) for field in ("quoi", "ou"))), ""):
        yield Finding("warning", say(tool, "personne", mot=person), where)


def _of_overlaps(tool: Tool, told: list[Theme]) -> Iterator[Finding]:
    """Say which themes several sectors see."""
    shared = [t("engines.shared-diagnosis.seen", theme=one.name, n=len(one.facts)) for one in told if one.shared]
    if shared:
        yield Finding("good", say(tool, "recoupe", themes=listed(shared)), (FACTS,))
    elif told:
        yield Finding("note", say(tool, "sans-recoupement"), (FACTS,))


def _of_after(tool: Tool, after: Mapping[str, Any]) -> Iterator[Finding]:
    """Ask for what set it off, for the common finding, and what young people say of it."""
    for field, key in (("declencheur", "sans-declencheur"), ("constat", "sans-constat"), ("jeunes", "sans-jeunes")):
        if field not in after:
            yield Finding("warning" if field == "constat" else "note", say(tool, key), (AFTER,))


def _table(told: list[Theme], columns: Mapping[str, str]) -> Table:
    """Return a theme per line: how many facts each sector has of it, and how many sectors see it."""
    head = [t("engines.shared-diagnosis.theme"), *columns.values(), t("engines.shared-diagnosis.sectors")]
    rows = [[one.name, *(str(one.facts.get(name, 0)) for name in columns), str(len(one.facts))] for one in told]
    return Table(t("engines.shared-diagnosis.table"), head, rows)


def _grid(told: list[Theme], columns: Mapping[str, str]) -> Figure:
    """Draw the themes by the sectors: a disc where a sector sees it, a ground under what several see."""
    title = t("engines.shared-diagnosis.figure")
    described = " ; ".join(f"{one.name} : {listed([columns[name] for name in one.facts])}" for one in told)
    picture = Picture(340, 100, title, described)
    for rank, name in enumerate(columns):
        silent = not any(name in theme.facts for theme in told)
        x = _LEFT + _COLUMN * (rank + 0.5)
        picture.circle(x, 20, 13, stroke=GREY if silent else INK, dash="3 3" if silent else None)
        picture.text(x, 25, chr(ord("A") + rank), size=13, anchor="middle", weight=600)
    y = 42.0
    for theme in told:
        y += _line(picture, y, theme, list(columns)) + 4
    y += 14
    for rank, words in enumerate(columns.values()):
        y += picture.text(8, y, f"{chr(ord('A') + rank)}. {words}", size=13, wrap=324) + 3
    picture.height = y
    return Figure(title, described, picture.svg())


def _line(picture: Picture, y: float, theme: Theme, columns: list[str]) -> float:
    """Draw one theme from there down; return its height."""
    high = max(_ROW, len(wrapped(theme.name, _LEFT - 20, 13, 600)) * 17 + 12)
    ground = SAND if theme.shared else PAPER
    picture.rect(4, y, 332, high, fill=ground, stroke=INK if theme.shared else GREY, width=2 if theme.shared else 1)
    picture.text(12, y + 21, theme.name, size=13, weight=600 if theme.shared else 400, wrap=_LEFT - 20)
    for rank, name in enumerate(columns):
        if name in theme.facts:
            x = _LEFT + _COLUMN * (rank + 0.5)
            picture.circle(x, y + high / 2, 11, fill=RIVER, stroke=PAPER)
            picture.text(x, y + high / 2 + 5, str(theme.facts[name]), size=13, anchor="middle", weight=600, fill=PAPER)
    return high


_SAYS = ("vide", "sans-table", "un-secteur", "muet", "sans-secteur", "sans-theme", "a-preciser", "personne", "recoupe")
READING = ToolReading(
    read, frozenset((*_SAYS, "sans-recoupement", "sans-declencheur", "sans-constat", "sans-jeunes", "pret"))
)
