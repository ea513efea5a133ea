"""Reading `mandate-letter` (M57): the four supports asked of one's management, and when to take stock.

The tool has this part and these fields; one may add other fields, which are shown and not read:

- part `lettre`: `mandat`, `implication`, `lieu`, `financement` (`text`), `bilan` (`date`).

`says` keys, with their places: `vide` (), `manque` ({points}), `sans-bilan` (), `complete` (); and the headings
`titre`, `colonne-point`, `colonne-demande`, `nom-…`.
"""

from __future__ import annotations

from passerelles.content.tool import Tool
from passerelles.french import listed

from .cards import WIDTH, card
from .dates import day, short_day
from .picture import Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, plain, say, single

POINTS = ("mandat", "implication", "lieu", "financement")


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say which of the four supports the letter does not ask for yet, and return the letter."""
    letter = single(value, "lettre")
    if not letter:
        return Reading([Finding("note", say(tool, "vide"))])
    findings = []
    if missing := [_name(tool, point) for point in POINTS if point not in letter]:
        findings.append(Finding("warning", say(tool, "manque", points=listed(missing)), ("lettre",)))
    if "bilan" not in letter:
        findings.append(Finding("note", say(tool, "sans-bilan"), ("lettre",)))
    title = plain(say(tool, "titre"))
    head = [plain(say(tool, "colonne-point")), plain(say(tool, "colonne-demande"))]
    stock = day(letter.get("bilan"))
    asked = {point: str(letter.get(point, "–")) for point in POINTS} | {"bilan": short_day(stock) if stock else "–"}
    rows = [[_capital(_name(tool, point)), words] for point, words in asked.items()]
    return Reading(
        findings or [Finding("good", say(tool, "complete"))], [_figure(tool, set(letter))], [Table(title, head, rows)]
    )


def _name(tool: Tool, point: str) -> str:
    """Return the name of a point, as it stands in a sentence."""
    return plain(say(tool, f"nom-{point}"))


def _capital(words: str) -> str:
    """Return words with a capital letter first."""
    return words[:1].upper() + words[1:]


def _figure(tool: Tool, there: set[str]) -> Figure:
    """Draw the letter as a card with its points, there or missing."""
    title = plain(say(tool, "titre"))
    marks = [(_capital(_name(tool, point)), point in there) for point in (*POINTS, "bilan")]
    told = ", ".join(f"{name} : {'✓' if present else '–'}" for name, present in marks)
    picture = Picture(WIDTH, 0, title, told)
    picture.height = card(picture, 8, title, "", marks) + 16
    return Figure(title, told, picture.svg())


_SAYS = (
    "vide", "manque", "sans-bilan", "complete", "titre", "colonne-point", "colonne-demande",
    *(f"nom-{point}" for point in (*POINTS, "bilan")),
)  # fmt: skip
READING = ToolReading(read, frozenset(_SAYS))
