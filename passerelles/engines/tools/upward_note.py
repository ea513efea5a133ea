"""Reading `upward-note` (M43, M46): findings of several sectors, and one demand to somebody who can decide.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `constats` (`repeat`): `quoi`, `ou` (where it was spoken of), `secteurs` (`several`), `niveau` (`choice`:
  `terrain`, `institution`, `administration`, `politique`, from low to high), `appui` (`choice`; `autre`: new);
- part `demande` (no rows): `destinataire` (`choice`: `institution`, `administration`, `politique`; others are free),
  `decide`, `quoi`, `echeance` (`date`), `part` (what the team takes upon itself).

`says` keys, with their places: `vide` (), `un-constat` (), `un-secteur` ({constat}), `sans-ou` ({constat}),
`sans-niveau` ({constat}), `sans-appui` ({constat}), `nouveau` ({constat}), `sans-demande` (), `sans-destinataire` (),
`sans-pouvoir` (), `plus-haut` ({niveau}): a finding is played at a higher level than the addressee's, `sans-part` (),
`sans-date` (), `prete` ().
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from passerelles.content.tool import Tool
from passerelles.text import t

from .default import contents
from .picture import BRICK, GREY, INK, MOSS, PAPER, SAND, Picture
from .reading import Figure, Finding, Reading, ToolReading, Value, World, filled, option, say, single

LEVELS = ("terrain", "institution", "administration", "politique")  # from low to high
NEW = "autre"
_NEEDED = (  # field of the demand, what is said without it, and whether the note stops there
    ("quoi", "sans-demande", True),
    ("destinataire", "sans-destinataire", True),
    ("decide", "sans-pouvoir", False),
    ("part", "sans-part", False),
    ("echeance", "sans-date", False),
)
_STEP = 58  # height of a level in the picture

Row = tuple[str, Mapping[str, Any]]


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what each finding still lacks, what the demand lacks, and whether it goes high enough."""
    found, demand = filled(value, "constats"), single(value, "demande")
    if not found and not demand:
        return Reading([Finding("note", say(tool, "vide"))])
    said = [finding for row in found for finding in _of(tool, row)]
    if len(found) < 2:
        said.append(Finding("warning", say(tool, "un-constat"), ("constats",)))
    said += [*_of_demand(tool, demand), *_too_low(tool, found, demand)]
    if all(finding.level == "note" for finding in said):
        said.append(Finding("good", say(tool, "prete")))
    return Reading(said, [_ladder(tool, found, demand)], contents(tool, value, world))


def _of(tool: Tool, row: Row) -> Iterator[Finding]:
    """Say what one finding lacks, and whether it is new."""
    name, of = row
    words, where = str(of.get("quoi", "…")), ("constats", name)
    lacks = {"un-secteur": len(of.get("secteurs", [])) < 2}
    lacks |= {f"sans-{field}": field not in of for field in ("ou", "niveau", "appui")}
    yield from (Finding("warning", say(tool, key, constat=words), where) for key, missing in lacks.items() if missing)
    if of.get("appui") == NEW:
        yield Finding("note", say(tool, "nouveau", constat=words), where)


def _of_demand(tool: Tool, demand: Mapping[str, Any]) -> Iterator[Finding]:
    """Stop without a demand or without somebody to address it to; ask for the rest."""
    for field, key, stops in _NEEDED:
        if field not in demand:
            yield Finding("stop" if stops else "warning", say(tool, key), ("demande",))


def _too_low(tool: Tool, found: list[Row], demand: Mapping[str, Any]) -> Iterator[Finding]:
    """Say when a finding is played higher than where the note goes."""
    levels = [of["niveau"] for _, of in found if of.get("niveau") in LEVELS]
    highest, to = max(levels, key=LEVELS.index, default=None), demand.get("destinataire")
    if highest and to in LEVELS and LEVELS.index(highest) > LEVELS.index(str(to)):
        words = option(tool, "constats", "niveau", highest)
        yield Finding("note", say(tool, "plus-haut", niveau=words), ("demande",))


def _ladder(tool: Tool, found: list[Row], demand: Mapping[str, Any]) -> Figure:
    """Draw the four levels from low to high: the findings by number where they are played, and where the note goes."""
    held = {
        level: [str(rank) for rank, (_, of) in enumerate(found, start=1) if of.get("niveau") == level]
        for level in LEVELS
    }
    to, names = demand.get("destinataire"), {level: option(tool, "constats", "niveau", level) for level in LEVELS}
    addressed = option(tool, "demande", "destinataire", str(to)) if to else t("engines.upward-note.nobody")
    title = t("engines.upward-note.figure")
    told = [f"{names[level]} : {', '.join(numbers) or '–'}" for level, numbers in held.items()]
    described = " ; ".join([*told, f"{t('engines.upward-note.to')} : {addressed}"])
    picture = Picture(340, 0, title, described)
    for rank, level in enumerate(reversed(LEVELS)):
        _level(picture, 6 + rank * _STEP, names[level], held[level], level == to)
    bottom = 6.0 + len(LEVELS) * _STEP
    picture.line(22, bottom - 14, 22, 12, stroke=MOSS, width=3, arrow=True)
    words = f"{t('engines.upward-note.to')} : {addressed}"
    picture.height = bottom + picture.text(8, bottom + 14, words, size=13, weight=600, wrap=324) + 8
    return Figure(title, described, picture.svg())


def _level(picture: Picture, y: float, name: str, numbers: list[str], addressed: bool) -> None:
    """Draw one level: its name, the numbers of the findings, a heavy frame where the note goes."""
    stroke, width = (BRICK, 3.0) if addressed else (GREY, 1.0)
    picture.rect(40, y, 296, _STEP - 8, fill=SAND if addressed else PAPER, stroke=stroke, width=width)
    picture.text(50, y + 18, name, size=13, weight=600)
    for rank, one in enumerate(numbers):
        picture.circle(62 + rank * 30, y + 34, 11, fill=PAPER, stroke=INK)
        picture.text(62 + rank * 30, y + 39, one, size=13, anchor="middle", weight=600)


_SAYS = ("vide", "un-constat", "un-secteur", "sans-ou", "sans-niveau", "sans-appui", "nouveau", "sans-demande")
READING = ToolReading(
    read, frozenset((*_SAYS, "sans-destinataire", "sans-pouvoir", "plus-haut", "sans-part", "sans-date", "prete"))
)
