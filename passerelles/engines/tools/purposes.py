"""Reading `purposes` (M62): purposes ranked alone, then beside the rankings of other sectors.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `moi`: `secteur` (`choice`, `options_from: sectors`);
- part `classement` (`ranked`): the purposes, each row citing its statements;
- part `attente`: `attendu`, `vu` (`text`).

`says` keys, with their places: `vide` (), `usagers-haut` (), `usagers-bas` ({rang}),
`sans-attente` (), `ecart` (), `seuls` (), `sans-secteurs` (), `distance` ({paires}, {nombre}), `loin` ({secteur}); and
the headings `titre-…`, `colonne-…`, `ensemble`, `legende-…`.

The distance between two orders is the share of pairs of purposes that they put the other way round (Kendall), told
out of ten. Nobody's ranking is shown: only means over everybody, and over sectors with enough
replies that none of them points at somebody.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from passerelles.content.tool import Tool
from passerelles.engines.feedback import SMALLEST_GROUP
from passerelles.french import number

from .picture import BRICK, GREY, INK, PAPER, RIVER, SAND, Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, part, plain, ranked, row_text, say
from .reading import single as one_of

USERS = "WC-058"  # the one purpose of 2011 that names them
TOP = 3
WIDTH, _LEFT, _RIGHT = 340, 48, 320


@dataclass(frozen=True)
class Compared:
    """One's order beside those of others: all of them, then by sector."""

    orders: list[list[str]]
    distance: float
    sectors: dict[str, tuple[int, float]]  # name -> replies, distance

    def mean_rank(self, purpose: str) -> float:
        """Return where others put a purpose, on average."""
        return fmean(order.index(purpose) + 1 for order in self.orders)


def distance(mine: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of pairs that two orders of the same things put the other way round, from 0 to 1."""
    place = {name: rank for rank, name in enumerate(other)}
    pairs = list(combinations(mine, 2))
    return sum(place[first] > place[second] for first, second in pairs) / len(pairs) if pairs else 0.0


def compared(mine: Sequence[str], world: World) -> Compared | None:
    """Return one's order beside those of others; None when nobody else ranked the same things."""
    orders = [(ranked(peer, "classement"), one_of(peer, "moi").get("secteur")) for peer in world.peers]
    others = [(order, sector) for order, sector in orders if order and set(order) == set(mine)]
    if not others:
        return None
    sectors = {}
    for key, name in world.sectors.items():
        gaps = [distance(mine, order) for order, sector in others if sector == key]
        if len(gaps) >= SMALLEST_GROUP:
            sectors[name] = (len(gaps), fmean(gaps))
    return Compared([order for order, _ in others], fmean(distance(mine, order) for order, _ in others), sectors)


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what comes first and where users stand, then how far other sectors are."""
    mine = ranked(value, "classement")
    if not mine:
        return Reading([Finding("note", say(tool, "vide"))])
    beside = compared(mine, world)
    findings = [*_own(tool, mine, value), _beside(tool, beside)]
    figures, tables = [_ranks(tool, mine, world, beside)], [_ranks_table(tool, mine, world, beside)]
    if beside and beside.sectors:
        figures.append(_distances(tool, beside))
        tables.append(_distances_table(tool, beside))
    return Reading(findings, figures, tables)


def _own(tool: Tool, mine: list[str], value: Value) -> Iterator[Finding]:
    """Yield what there is to say about one's own order."""
    found = part(tool, "classement")
    users = next((row.id for row in found.rows if USERS in row.cites), "") if found else ""
    if users in mine:
        rank = mine.index(users) + 1
        key = "usagers-haut" if rank <= TOP else "usagers-bas"
        yield Finding("note", say(tool, key, rang=rank))
    expected = one_of(value, "attente")
    if "attendu" not in expected:
        yield Finding("note", say(tool, "sans-attente"), ("attente",))
    elif "vu" in expected:
        yield Finding("note", say(tool, "ecart"))


def _beside(tool: Tool, beside: Compared | None) -> Finding:
    """Return how far others are, in one finding: more notes would be folded."""
    if beside is None:
        return Finding("note", say(tool, "seuls"))
    told = [say(tool, "distance", paires=number(10 * beside.distance, 1), nombre=len(beside.orders))]
    if not beside.sectors:
        told.append(say(tool, "sans-secteurs"))
    elif any(gap for _, gap in beside.sectors.values()):
        far = max(beside.sectors, key=lambda name: beside.sectors[name][1])
        told.append(say(tool, "loin", secteur=far))
    return Finding("note", " ".join(told))


def _heading(tool: Tool, key: str) -> str:
    """Return a heading."""
    return plain(say(tool, key))


def _ranks_table(tool: Tool, mine: list[str], world: World, beside: Compared | None) -> Table:
    """Return one's order, beside the mean rank of others when there is one."""
    keys = ["colonne-moi", "colonne-finalite", *(["colonne-autres"] if beside else [])]
    rows = [[str(rank), row_text(tool, "classement", name, world)] for rank, name in enumerate(mine, start=1)]
    for row, name in zip(rows, mine, strict=True):
        row.extend([number(beside.mean_rank(name), 1)] if beside else [])
    return Table(_heading(tool, "titre-rangs"), [_heading(tool, key) for key in keys], rows)


def _distances_table(tool: Tool, beside: Compared) -> Table:
    """Return how far each sector is."""
    keys = ("colonne-secteur", "colonne-reponses", "colonne-distance")
    rows = [[name, str(count), number(10 * gap, 1)] for name, (count, gap) in beside.sectors.items()]
    rows.append([_heading(tool, "ensemble"), str(len(beside.orders)), number(10 * beside.distance, 1)])
    return Table(_heading(tool, "titre-distances"), [_heading(tool, key) for key in keys], rows)


def _ranks(tool: Tool, mine: list[str], world: World, beside: Compared | None) -> Figure:
    """Draw one's order from the top down; under each purpose, one's own place and the mean of others on one scale."""
    title = _heading(tool, "titre-rangs")
    told = "; ".join(f"{rank}. {row_text(tool, 'classement', name, world)}" for rank, name in enumerate(mine, start=1))
    picture = Picture(WIDTH, 0, title, f"{told}.")
    y = _legend(picture, tool) if beside else 24.0
    for rank, name in enumerate(mine, start=1):
        picture.circle(24, y - 5, 14, fill=SAND if rank <= TOP else PAPER)
        picture.text(24, y, str(rank), size=14, weight=600, anchor="middle")
        y += picture.text(_LEFT, y, row_text(tool, "classement", name, world), size=15, wrap=_RIGHT - _LEFT)
        y += _scale(picture, y, rank, beside.mean_rank(name), len(mine)) if beside else 18
    picture.height = y
    return Figure(title, picture.description, picture.svg())


def _legend(picture: Picture, tool: Tool) -> float:
    """Draw which sign is whose; return where the rest starts."""
    picture.circle(_LEFT, 18, 6, fill=RIVER, stroke=RIVER)
    picture.text(_LEFT + 14, 23, _heading(tool, "legende-moi"), size=13)
    picture.rect(_LEFT + 60, 12, 12, 12, stroke=BRICK, width=2, rx=1)
    picture.text(_LEFT + 80, 23, _heading(tool, "legende-autres"), size=13)
    return 60.0


def _scale(picture: Picture, y: float, mine: float, theirs: float, most: int) -> float:
    """Draw one's place and the mean of others on a line, the first place on the left; return the height used."""
    step = (_RIGHT - _LEFT) / max(1, most - 1)
    picture.line(_LEFT, y, _RIGHT, y, stroke=GREY)
    picture.rect(_LEFT + (theirs - 1) * step - 6, y - 6, 12, 12, stroke=BRICK, width=2, rx=1)
    picture.circle(_LEFT + (mine - 1) * step, y, 6, fill=RIVER, stroke=RIVER)
    return 36


def _distances(tool: Tool, beside: Compared) -> Figure:
    """Draw one bar per sector: how many pairs out of ten it puts the other way round."""
    title = _heading(tool, "titre-distances")
    bars = {name: gap for name, (_, gap) in beside.sectors.items()} | {_heading(tool, "ensemble"): beside.distance}
    picture = Picture(WIDTH, 0, title, "; ".join(f"{name} : {number(10 * gap, 1)}" for name, gap in bars.items()) + ".")
    y = 24.0
    for name, gap in bars.items():
        y += picture.text(12, y, name, size=13, wrap=WIDTH - 24) - 8
        picture.rect(12, y, 272, 16, stroke=GREY, rx=3)
        picture.rect(12, y, 272 * gap, 16, fill=RIVER, stroke=RIVER, rx=3)
        picture.text(292, y + 13, number(10 * gap, 1), size=13, fill=INK)
        y += 44
    picture.height = y - 10
    return Figure(title, picture.description, picture.svg())


_SAYS = (
    "vide", "usagers-haut", "usagers-bas", "sans-attente", "ecart", "seuls", "sans-secteurs", "distance",
    "loin", "titre-rangs", "titre-distances", "colonne-finalite", "colonne-moi", "colonne-autres", "colonne-secteur",
    "colonne-reponses", "colonne-distance", "ensemble", "legende-moi", "legende-autres",
)  # fmt: skip
READING = ToolReading(read, frozenset(_SAYS))
