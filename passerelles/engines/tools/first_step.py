"""Reading `first-step` (M68, M69): what already worked comes first; what one wants in common waits for it.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `connus` (`repeat`): `fonction` (`line`), `secteur` (`choice`, `options_from: sectors`), `marche` (`text`),
  `accord` (`choice` with the options `oui`, `demander`, `non`);
- part `rencontres` (`repeat`): `fonction` (`line`), `secteur` (`choice`), `occasion` (`choice`);
- part `commun`: `objectif`, `desaccords` (`text`).

`says` keys, with their places: `vide` (), `sans-fait` ({fonction}), `sans-fonction` ({rang}), `nom` ({mot}),
`a-demander` ({fonction}), `refus` ({fonction}), `un-seul` (), `verrou` (), `meme-secteur` (), `sans-rencontre` (),
`sans-occasion` ({fonction}), `sans-desaccord` (), `pret` (); and the headings `titre`, `etape-…`, `attend`, `rien`,
`ouverte`, `ecrite`, `tableau`, `colonne-…`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from passerelles.content.tool import Tool

from .picture import GREY, INK, MOSS, PAPER, SAND, Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, option, plain, say, single
from .wording import person_in

KNOWN = 2  # partners with whom something worked, before the second step opens
WIDTH, _INNER = 340, 300


class Person(NamedTuple):
    """Somebody by their function: known, or to be met."""

    part: str
    row: str
    rank: int
    function: str
    of: Mapping[str, Any]


def people(tool: Tool, value: Value, part_id: str) -> list[Person]:
    """Return who was written down in a part."""
    found = enumerate(filled(value, part_id), start=1)
    return [Person(part_id, row, n, str(of.get("fonction") or plain(say(tool, "rien"))), of) for n, (row, of) in found]


def is_open(known: Sequence[Person]) -> bool:
    """Say whether the second step may begin: enough partners with whom something worked."""
    return sum("marche" in person.of for person in known) >= KNOWN


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what the first step lacks, and hold the second until it is there."""
    known, met = people(tool, value, "connus"), people(tool, value, "rencontres")
    common = single(value, "commun")
    if not (known or met or common):
        return Reading([Finding("note", say(tool, "vide"))])
    findings = [*_second(tool, known, common), *_known(tool, known), *_met(tool, known, met)]
    if not any(finding.level in ("stop", "warning") for finding in findings):
        findings.insert(0, Finding("good", say(tool, "pret")))
    return Reading(findings, [_figure(tool, known, met, common)], [_table(tool, known, met, world)])


def _second(tool: Tool, known: Sequence[Person], common: Mapping[str, Any]) -> Iterator[Finding]:
    """Yield what there is to say about the second step."""
    if common and not is_open(known):
        yield Finding("stop", say(tool, "verrou"), ("commun",))
    elif "objectif" in common and "desaccords" not in common:
        yield Finding("note", say(tool, "sans-desaccord"), ("commun",))


def _known(tool: Tool, known: Sequence[Person]) -> Iterator[Finding]:
    """Yield what is left to write or to ask about known partners."""
    for person in known:
        yield from _named(tool, person)
        if "marche" not in person.of:
            yield _about(tool, "warning", "sans-fait", person)
        if person.of.get("accord") in ("demander", "non"):
            yield _about(tool, "note", "refus" if person.of["accord"] == "non" else "a-demander", person)
    if len(known) < KNOWN:
        yield Finding("warning", say(tool, "un-seul"), ("connus",))


def _met(tool: Tool, known: Sequence[Person], met: Sequence[Person]) -> Iterator[Finding]:
    """Yield what is left to do to go and meet others."""
    for person in met:
        yield from _named(tool, person)
        if "occasion" not in person.of:
            yield _about(tool, "note", "sans-occasion", person)
    if not met:
        yield Finding("warning", say(tool, "sans-rencontre"), ("rencontres",))
    sectors = [person.of.get("secteur") for person in (*known, *met)]
    if len(sectors) > 1 and len(set(sectors)) == 1 and sectors[0]:
        yield Finding("note", say(tool, "meme-secteur"), ("rencontres",))


def _named(tool: Tool, person: Person) -> Iterator[Finding]:
    """Yield a warning when there is no function, or when it looks like a person's name."""
    where = (person.part, person.row)
    if "fonction" not in person.of:
        yield Finding("warning", say(tool, "sans-fonction", rang=person.rank), where)
    elif word := person_in(person.of["fonction"]):
        yield Finding("warning", say(tool, "nom", mot=word), where)


def _about(tool: Tool, level: Any, key: str, person: Person) -> Finding:
    """Return a finding about somebody."""
    return Finding(level, say(tool, key, fonction=person.function), (person.part, person.row))


def _heading(tool: Tool, key: str) -> str:
    """Return a heading."""
    return plain(say(tool, key))


def _table(tool: Tool, known: Sequence[Person], met: Sequence[Person], world: World) -> Table:
    """Return known partners, then those to be met."""
    rows = []
    for person in (*known, *met):
        chosen = {name: str(person.of.get(name, "")) for name in ("secteur", "accord", "occasion")}
        words = {name: option(tool, person.part, name, i, world) if i else "" for name, i in chosen.items()}
        step = _heading(tool, "etape-une" if person.part == "connus" else "etape-rencontre")
        fact = str(person.of.get("marche", "")) or words["occasion"]
        rows.append([step, person.function, words["secteur"], fact, words["accord"]])
    head = [_heading(tool, f"colonne-{key}") for key in ("etape", "fonction", "secteur", "fait", "accord")]
    return Table(_heading(tool, "tableau"), head, rows)


def _figure(tool: Tool, known: Sequence[Person], met: Sequence[Person], common: Mapping[str, Any]) -> Figure:
    """Draw the steps one under the other, from what worked to what is common; dashed while a step waits."""
    opened, empty = is_open(known), [_heading(tool, "rien")]
    second = "attend" if not opened else "ecrite" if common else "ouverte"
    boxes = [
        (_heading(tool, "etape-une"), [person.function for person in known] or empty, opened),
        (_heading(tool, "etape-rencontre"), [person.function for person in met] or empty, bool(met)),
        (_heading(tool, "etape-deux"), [_heading(tool, second)], opened and bool(common)),
    ]
    title = _heading(tool, "titre")
    told = " ".join(f"{name} : {', '.join(lines)}." for name, lines, _ in boxes)
    picture, y = Picture(WIDTH, 0, title, told), 8.0
    for rank, (name, lines, done) in enumerate(boxes):
        if rank:
            picture.line(WIDTH / 2, y, WIDTH / 2, y + 24, stroke=GREY, width=2, arrow=True)
            y += 28
        y += _box(picture, y, name, lines, done)
    picture.height = y + 8
    return Figure(title, told, picture.svg())


def _box(picture: Picture, y: float, name: str, lines: Sequence[str], done: bool) -> float:
    """Draw one step from there down; return its height."""
    measure = Picture(WIDTH, 0, "", "")
    heights = [measure.text(0, 0, line, size=14, wrap=_INNER - 16) + 4 for line in lines]
    high = sum(heights) + measure.text(0, 0, name, weight=600, wrap=_INNER) + 22
    picture.rect(8, y, WIDTH - 16, high, fill=SAND if done else PAPER, stroke=MOSS if done else INK, width=2,
                 dash=None if done else "5 4")  # fmt: skip
    at = y + 24 + picture.text(20, y + 24, name, weight=600, wrap=_INNER) + 2
    for line, tall in zip(lines, heights, strict=True):
        picture.circle(25, at - 5, 3, fill=INK)
        picture.text(36, at, line, size=14, wrap=_INNER - 16)
        at += tall
    return high


_SAYS = (
    "vide", "sans-fait", "sans-fonction", "nom", "a-demander", "refus", "un-seul", "verrou", "meme-secteur",
    "sans-rencontre", "sans-occasion", "sans-desaccord", "pret", "titre", "etape-une", "etape-rencontre", "etape-deux",
    "attend", "rien", "ouverte", "ecrite", "tableau", "colonne-etape", "colonne-fonction", "colonne-secteur",
    "colonne-fait", "colonne-accord",
)  # fmt: skip
READING = ToolReading(read, frozenset(_SAYS))
