"""Reading `actor-map` (M63, M64, M66): the young person at the centre, two networks and what differs, who is absent.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `jeune` (no rows): `prenom` (`line`, invented: without it there is no map), `demande` (`text`), `place`
  (`choice`: `avec`, `relue`, `sans`);
- part `professionnels` (`repeat`): `qui` (`line`), `categorie` (`choice`; `autre` is none of those of the text),
  `motivation` (`choice`), `compte` (`choice`; `oui`: he or she counts for the young person);
- part `sien` (`repeat`): `qui`, `categorie`, `connu` (`choice`; `oui`: the professionals know);
- part `composer` (`repeat`): `qui`, `categorie`, `limite`, `strategie`. Never a partner: no line to the centre;
- part `absents` (no rows): `choix` (`text`: absent on purpose or forgotten).

`says` keys, with their places: `vide` (), `sans-jeune` (), `sans-demande` ({jeune}), `sans-lui` ({jeune}),
`sien-vide` ({jeune}), `ecart-pros` ({jeune}, {noms}), `ecart-sien` ({jeune}, {noms}), `communs` ({noms}),
`aucun-commun` ({jeune}), `sans-strategie` ({qui}), `sans-limite` ({qui}), `deux-fois` ({qui}), `attributs` ({noms}),
`absents` ({categories}), `complet` ({jeune}), `absents-a-dire` ().
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from passerelles.content.tool import Tool
from passerelles.french import listed
from passerelles.text import t

from .picture import BRICK, INK, MOSS, PAPER, RIVER, SAND, Picture, wrapped
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
    plain,
    say,
    single,
)

PARTS = ("professionnels", "sien", "composer")
_SMALL, _LINE = 13, 17  # of the words in the picture


@dataclass(frozen=True)
class Actor:
    """Somebody on the map. `shared`: counts for the young person and is known to the professionals."""

    part: str
    row: str
    name: str
    of: Mapping[str, Any]

    @property
    def shared(self) -> bool:
        """Say whether this actor stands in both networks."""
        return "oui" in (self.of.get("compte"), self.of.get("connu"))


@dataclass(frozen=True)
class Map:
    """The young person's name and the zones of the map."""

    young: str
    theirs: list[Actor]  # of the professionals alone
    own: list[Actor]  # of the young person alone
    shared: list[Actor]
    dealt_with: list[Actor]

    @property
    def everybody(self) -> list[Actor]:
        """Return every actor, zone by zone."""
        return [*self.theirs, *self.shared, *self.own, *self.dealt_with]


def actor_map(value: Value) -> Map:
    """Return who stands where."""
    told: dict[str, list[Actor]] = {}
    for name in PARTS:
        rows = enumerate(filled(value, name), start=1)
        told[name] = [Actor(name, row, str(of.get("qui") or _unnamed(name, n)), of) for n, (row, of) in rows]
    partners, own = told["professionnels"], told["sien"]
    shared = [actor for actor in [*partners, *own] if actor.shared]
    alone = [[actor for actor in side if not actor.shared] for side in (partners, own)]
    return Map(str(single(value, "jeune").get("prenom", "")), alone[0], alone[1], shared, told["composer"])


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what the map shows, and draw it; without the young person there is no map."""
    told = actor_map(value)
    if not told.young:
        stopped = bool(told.everybody or single(value, "jeune"))
        return Reading([Finding("stop" if stopped else "note", say(tool, "sans-jeune" if stopped else "vide"))])
    found = [*_centre(tool, value, told), *_strategies(tool, told), *_networks(tool, told), *_absent(tool, value, told)]
    return Reading(found, [_drawn(told)], [_table(tool, told)])


def _centre(tool: Tool, value: Value, told: Map) -> Iterator[Finding]:
    """Ask what the young person wants, and whether the map is made with them."""
    centre = single(value, "jeune")
    if "demande" not in centre:
        yield Finding("warning", say(tool, "sans-demande", jeune=told.young), ("jeune",))
    if centre.get("place") == "sans":
        yield Finding("warning", say(tool, "sans-lui", jeune=told.young), ("jeune",))


def _strategies(tool: Tool, told: Map) -> Iterator[Finding]:
    """Stop at somebody to deal with who has no strategy, or who is a partner as well."""
    partners = {actor.name.casefold() for actor in [*told.theirs, *told.shared]}
    for actor in told.dealt_with:
        where = ("composer", actor.row)
        if actor.name.casefold() in partners:
            yield Finding("stop", say(tool, "deux-fois", qui=actor.name), where)
        if "strategie" not in actor.of:
            yield Finding("stop", say(tool, "sans-strategie", qui=actor.name), where)
        elif "limite" not in actor.of:
            yield Finding("warning", say(tool, "sans-limite", qui=actor.name), where)


def _networks(tool: Tool, told: Map) -> Iterator[Finding]:
    """Tell the two networks apart, and whose attributes are missing."""
    partners = [actor for actor in told.everybody if actor.part == "professionnels"]
    own = [actor for actor in told.everybody if actor.part == "sien"]
    if not own:
        yield Finding("warning", say(tool, "sien-vide", jeune=told.young), ("sien",))
    for key, zone, where in (("ecart-pros", told.theirs, "professionnels"), ("ecart-sien", told.own, "sien")):
        if zone:
            yield Finding("note", say(tool, key, jeune=told.young, noms=_named(zone)), (where,))
    if told.shared:
        yield Finding("good", say(tool, "communs", noms=_named(told.shared)))
    elif partners and own:
        yield Finding("warning", say(tool, "aucun-commun", jeune=told.young))
    if lacking := [actor for actor in partners if not {"categorie", "motivation"} <= set(actor.of)]:
        yield Finding("note", say(tool, "attributs", noms=_named(lacking)), ("professionnels",))


def _absent(tool: Tool, value: Value, told: Map) -> Iterator[Finding]:
    """Name the categories of the text that nobody on the map is of."""
    present = {actor.of.get("categorie") for actor in told.everybody}
    absent = [words for name, words in _categories(tool) if name not in present]
    if not absent:
        yield Finding("good", say(tool, "complet", jeune=told.young))
        return
    yield Finding("note", say(tool, "absents", categories=" · ".join(absent)), ("absents",))
    if "choix" not in single(value, "absents"):
        yield Finding("note", say(tool, "absents-a-dire"), ("absents",))


def _categories(tool: Tool) -> list[tuple[str, str]]:
    """Return the categories of the text, id and words, as the tool offers them."""
    found = part(tool, "professionnels")
    fields = [field for field in found.fields if field.id == "categorie"] if found else []
    return [(one.id, plain(one.text)) for field in fields for one in field.options if one.id != "autre"]


def _unnamed(part_id: str, rank: int) -> str:
    """Return what to call somebody whose function is not written yet."""
    return t(f"engines.actor-map.unnamed.{part_id}", rank=rank)


def _named(actors: Sequence[Actor]) -> str:
    """Return the names of actors for a sentence."""
    return listed([actor.name for actor in actors])


def _zones(told: Map) -> list[tuple[str, list[Actor]]]:
    """Return the zones of the map with their titles, those of the picture and of the table."""
    zones = {"theirs": told.theirs, "shared": told.shared, "own": told.own, "dealt_with": told.dealt_with}
    return [(t(f"engines.actor-map.{name}", young=told.young), actors) for name, actors in zones.items()]


def _table(tool: Tool, told: Map) -> Table:
    """Return the map, an actor per line."""
    rows = [
        [zone, actor.name, *(_words(tool, actor, field) for field in ("categorie", "motivation")), _deal(actor)]
        for zone, actors in _zones(told)
        for actor in actors
    ]
    head = [t(f"engines.actor-map.{key}") for key in ("zone", "who", "category", "motivation", "strategy")]
    return Table(t("engines.actor-map.table", young=told.young), head, rows)


def _words(tool: Tool, actor: Actor, field: str) -> str:
    """Return what was chosen about an actor."""
    chosen = str(actor.of.get(field, ""))
    return option(tool, actor.part, field, chosen) if chosen else ""


def _deal(actor: Actor) -> str:
    """Return how an actor is dealt with."""
    return str(actor.of.get("strategie", ""))


def _drawn(told: Map) -> Figure:
    """Draw the young person between the two networks; below and unlinked, whom one must deal with."""
    title = t("engines.actor-map.figure", young=told.young)
    zones = _zones(told)
    told_so = " ; ".join(f"{name} : {_named(actors) or '…'}" for name, actors in zones)
    (left, theirs), (both, shared), (right, own), (below, dealt_with) = zones
    picture = Picture(340, 100, title, told_so)
    high = max(_height(left, theirs, 160), _height(right, own, 160))
    centre = high + 56
    for x, y in ((84, high + 4), (256, high + 4), (170, centre + 62)):
        picture.line(170, centre, x, y, width=2)
    _box(picture, 4, 4, 160, high, left, theirs, RIVER)
    _box(picture, 176, 4, 160, high, right, own, MOSS)
    picture.circle(170, centre, 40, fill=SAND, width=2)
    lines = wrapped(told.young, 70, _SMALL, 600)[:3]
    for rank, line in enumerate(lines):
        picture.text(
            170, centre + 5 + (rank - (len(lines) - 1) / 2) * _LINE, line, size=_SMALL, anchor="middle", weight=600
        )
    y = centre + 62
    y += _box(picture, 40, y, 260, _height(both, shared, 260), both, shared, INK)
    y += 16
    y += _box(picture, 4, y, 332, _height(below, dealt_with, 332), below, dealt_with, BRICK, dash="6 4")
    picture.height = y + 6
    return Figure(title, told_so, picture.svg())


def _centred(picture: Picture, x: float, y: float, name: str) -> None:
    """Write a name in the middle of its circle, three lines at most."""
    picture.circle(x, y, 40, fill=SAND, width=2)
    lines = wrapped(name, 70, _SMALL, 600)[:3]
    top = y + 5 - (len(lines) - 1) / 2 * _LINE
    for rank, line in enumerate(lines):
        picture.text(x, top + rank * _LINE, line, size=_SMALL, anchor="middle", weight=600)


def _lines(title: str, actors: Sequence[Actor], wide: float) -> list[tuple[str, int]]:
    """Return the lines of a box with their weight: its title, then its actors."""
    names = [actor.name for actor in actors] or ["…"]
    told = [line for name in names for line in wrapped(f"· {name}", wide - 16, _SMALL)]
    return [(line, 600) for line in wrapped(title, wide - 16, _SMALL, 600)] + [(line, 400) for line in told]


def _height(title: str, actors: Sequence[Actor], wide: float) -> float:
    """Return the height that a box needs."""
    return 14 + _LINE * len(_lines(title, actors, wide))


def _box(
    picture: Picture, x: float, y: float, wide: float, high: float, title: str, actors: Sequence[Actor], stroke: str,
    dash: str | None = None,
) -> float:  # fmt: skip
    """Draw a zone and who stands in it; return its height."""
    picture.rect(x, y, wide, high, fill=PAPER, stroke=stroke, width=2, dash=dash)
    for rank, (line, weight) in enumerate(_lines(title, actors, wide)):
        picture.text(x + 8, y + 20 + rank * _LINE, line, size=_SMALL, weight=weight)
    return high


_SAYS = "vide sans-jeune sans-demande sans-lui sien-vide ecart-pros ecart-sien communs aucun-commun sans-strategie"
READING = ToolReading(
    read, frozenset([*_SAYS.split(), "sans-limite", "deux-fois", "attributs", "absents", "complet", "absents-a-dire"])
)
