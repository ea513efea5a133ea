"""Reading `standing-body` (M15): a body whose members have the mission to meet, drawn with what comes out of it.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `mission` (no rows): `nom`, `mandat`, `donne` (who gives it), `limite` (what it does not decide);
- part `membres` (`repeat`): `fonction`, `secteur` (`choice`; empty: from elsewhere);
- part `jeunes` (no rows): `place` (`choice`: `membres`, `entendus`, `informes`, `absents`), `comment`;
- part `vie` (no rows): `fois` (meetings a year), `duree` (hours), `convoque`, `debut`, `revoir` (`date`);
- part `sorties` (`repeat`): `quoi`, `vers` (whom it reaches);
- part `grille` (given rows, for somebody else): `regard` (`choice`; `net`: plainly seen).

`says` keys, with their places: `vide` (), `sans-mandat` (): stop, `sans-donne` (), `sans-limite` (), `sans-membres` (),
`un-secteur` (), `personne` ({mots}), `sans-rythme` (), `temps` ({heures}), `sans-convoque` (), `sans-sortie` (),
`sans-vers` ({sortie}), `sans-revue` (), `a-l-envers` (): stop, `lointaine` (), `sans-place` (), `jeunes-absents` (),
`sans-comment` (), `tient` (), `a-reprendre` ({criteres}), `relu` ().
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from passerelles.content.tool import Tool
from passerelles.french import number, quoted
from passerelles.text import t

from .dates import day
from .default import contents
from .reading import Finding, Reading, ToolReading, Value, World, filled, part, row_name, say, single
from .standing_body_picture import drawing
from .wording import person_in

LONG = timedelta(days=731)  # before it is looked at again
CLEAR = "net"


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what is missing or fragile, draw the body, and say what somebody else saw of it."""
    tables = contents(tool, value, world)
    if not tables:
        return Reading([Finding("note", say(tool, "vide"))])
    found = [*_mandate(tool, value), *_members(tool, value), *_life(tool, value), *_ageing(tool, value)]
    found += [*_outputs(tool, value), *_young(tool, value)]
    if all(finding.level == "note" for finding in found):
        found.append(Finding("good", say(tool, "tient")))
    return Reading([*found, *_seen(tool, value, world)], [drawing(tool, value, world)], tables)


def _mandate(tool: Tool, value: Value) -> Iterator[Finding]:
    """Stop without a mandate; ask who gives it, and where it ends."""
    of = single(value, "mission")
    if "mandat" not in of:
        yield Finding("stop", say(tool, "sans-mandat"), ("mission",))
    if "donne" not in of:
        yield Finding("warning", say(tool, "sans-donne"), ("mission",))
    if "limite" not in of:
        yield Finding("note", say(tool, "sans-limite"), ("mission",))


def _members(tool: Tool, value: Value) -> Iterator[Finding]:
    """Ask for members of several sectors, by function."""
    members = filled(value, "membres")
    if not members:
        yield Finding("warning", say(tool, "sans-membres"), ("membres",))
    elif len({of.get("secteur") for _, of in members}) < 2:
        yield Finding("warning", say(tool, "un-secteur"), ("membres",))
    for row, of in members:
        if words := person_in(of.get("fonction")):
            yield Finding("warning", say(tool, "personne", mots=words), ("membres", row))


def _life(tool: Tool, value: Value) -> Iterator[Finding]:
    """Count the hours it takes of each member in a year; ask who convenes."""
    of = single(value, "vie")
    if {"fois", "duree"} <= set(of):
        hours = t("engines.standing-body.hours", n=number(of["fois"] * of["duree"]))
        yield Finding("note", say(tool, "temps", heures=hours), ("vie",))
    else:
        yield Finding("warning", say(tool, "sans-rythme"), ("vie",))
    if "convoque" not in of:
        yield Finding("warning", say(tool, "sans-convoque"), ("vie",))


def _ageing(tool: Tool, value: Value) -> Iterator[Finding]:
    """Ask for the day when one decides whether it goes on, neither before it starts nor far away."""
    of = single(value, "vie")
    start, again = day(of.get("debut")), day(of.get("revoir"))
    if again is None:
        yield Finding("warning", say(tool, "sans-revue"), ("vie",))
    elif start and again <= start:
        yield Finding("stop", say(tool, "a-l-envers"), ("vie",))
    elif start and again - start > LONG:
        yield Finding("warning", say(tool, "lointaine"), ("vie",))


def _outputs(tool: Tool, value: Value) -> Iterator[Finding]:
    """Ask what comes out of it, and whom each thing reaches."""
    outputs = filled(value, "sorties")
    if not outputs:
        yield Finding("warning", say(tool, "sans-sortie"), ("sorties",))
    for row, of in outputs:
        if "vers" not in of:
            yield Finding("warning", say(tool, "sans-vers", sortie=of.get("quoi", "…")), ("sorties", row))


def _young(tool: Tool, value: Value) -> Iterator[Finding]:
    """Ask for the place of the young people: that they have none is a question, and no fault."""
    of = single(value, "jeunes")
    if "place" not in of:
        yield Finding("note", say(tool, "sans-place"), ("jeunes",))
    elif of["place"] == "absents":
        yield Finding("note", say(tool, "jeunes-absents"), ("jeunes",))
    elif "comment" not in of:
        yield Finding("note", say(tool, "sans-comment"), ("jeunes",))


def _seen(tool: Tool, value: Value, world: World) -> Iterator[Finding]:
    """Name what somebody else does not see plainly yet; nothing is counted."""
    told = {row: of["regard"] for row, of in filled(value, "grille") if "regard" in of}
    found = part(tool, "grille")
    rows = [row.id for row in found.rows] if found else []
    unclear = [row_name(tool, "grille", row, world) for row in rows if told.get(row, CLEAR) != CLEAR]
    if unclear:
        yield Finding("note", say(tool, "a-reprendre", criteres=quoted(unclear)), ("grille",))
    elif rows and set(rows) <= set(told):
        yield Finding("good", say(tool, "relu"), ("grille",))


_SAYS = (
    "vide", "sans-mandat", "sans-donne", "sans-limite", "sans-membres", "un-secteur", "personne", "sans-rythme",
    "temps", "sans-convoque", "sans-sortie", "sans-vers", "sans-revue", "a-l-envers", "lointaine", "sans-place",
    "jeunes-absents", "sans-comment", "tient", "a-reprendre", "relu",
)  # fmt: skip
READING = ToolReading(read, frozenset(_SAYS))
