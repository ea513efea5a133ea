"""Reading `common-definition` (M27): versions of a word by voice, a common text, dissents, approvals. There is no key.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `mot` (no rows): `terme` (`choice`), `autre` (`line`: the word itself, when none of the options is);
- part `versions` (`repeat`): `voix` (`choice`: sectors, and `jeunes`), `version` (`text`);
- part `commun` (no rows): `texte` (`text`), `revoir` (`date`);
- part `accords` (`repeat`): `voix` (the same), `avis` (`choice` with `accord`, `reserve`, `attente`), `reste` (`line`:
  what stays different).

`says` keys, with their places: `vide` (), `sans-cle` (), `une-voix` (), `trop-tot` (), `sans-avis` ({voix}),
`sans-desaccord` (), `desaccords` ({voix}), `partage` ({voix}), `sans-jeunes` (), `sans-revoir` ().
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from passerelles.content.tool import Tool
from passerelles.french import quoted
from passerelles.text import t

from .picture import INK, MOSS, PAPER, RIVER, SAND, Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, filled, option, say, single

AGREED = ("accord", "reserve")
YOUNG = "jeunes"  # the voice of young people


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say who was heard, who agrees and what stays different; never whether the text is right."""
    versions, text = _by_voice(value, "versions", "version"), str(single(value, "commun").get("texte", ""))
    if not versions and not text:
        return Reading([Finding("note", say(tool, "vide"))])
    said = [Finding("note", say(tool, "sans-cle")), *_heard(tool, versions, text)]
    if text:
        said += [*_agreement(tool, value, versions), *_dissents(tool, value), *_after(tool, value)]
    return Reading(said, [_cards(tool, value, versions)], [_table(tool, value, versions)])


def _by_voice(value: Value, part_id: str, field_id: str) -> dict[str, str]:
    """Return what each voice said in a part: its last word when it has several rows."""
    rows = [of for _, of in filled(value, part_id) if "voix" in of and field_id in of]
    return {str(of["voix"]): str(of[field_id]) for of in rows}


def _heard(tool: Tool, versions: Mapping[str, str], text: str) -> list[Finding]:
    """Warn when fewer than two voices were heard, and say when young people were not."""
    said: list[Finding] = []
    if len(versions) < 2:
        said.append(Finding("warning", say(tool, "trop-tot" if text else "une-voix"), ("versions",)))
    if YOUNG not in versions:
        said.append(Finding("note", say(tool, "sans-jeunes"), ("versions",)))
    return said


def _agreement(tool: Tool, value: Value, versions: Mapping[str, str]) -> list[Finding]:
    """Say which voices agree with the common text, and which gave a version but no opinion."""
    opinions = _by_voice(value, "accords", "avis")
    agreed = [name for name, opinion in opinions.items() if opinion in AGREED]
    silent = [name for name in versions if name not in agreed]
    if silent:
        return [Finding("warning", say(tool, "sans-avis", voix=_named(tool, silent)), ("accords",))]
    if len(agreed) > 1:
        return [Finding("good", say(tool, "partage", voix=_named(tool, agreed)), ("accords",))]
    return []


def _dissents(tool: Tool, value: Value) -> list[Finding]:
    """Name the voices whose dissent is kept beside the text, or ask whether somebody kept silent."""
    kept = _by_voice(value, "accords", "reste")
    if not kept:
        return [Finding("note", say(tool, "sans-desaccord"), ("accords",))]
    return [Finding("good", say(tool, "desaccords", voix=_named(tool, list(kept))), ("accords",))]


def _after(tool: Tool, value: Value) -> list[Finding]:
    """Ask for a day to look at the text again."""
    dated = "revoir" in single(value, "commun")
    return [] if dated else [Finding("warning", say(tool, "sans-revoir"), ("commun",))]


def _voice(tool: Tool, name: str) -> str:
    """Return a voice in the words of the tool."""
    return option(tool, "versions", "voix", name)


def _named(tool: Tool, voices: Sequence[str]) -> str:
    """Return voices for a sentence."""
    return quoted(_voice(tool, name) for name in voices)


def _term(tool: Tool, value: Value) -> str:
    """Return the word that is being defined."""
    told = single(value, "mot")
    chosen = str(told.get("terme", ""))
    return str(told.get("autre") or (option(tool, "mot", "terme", chosen) if chosen else t("engines.definition.word")))


def _opinion(tool: Tool, value: Value, voice: str) -> str:
    """Return the opinion of a voice on the common text, in the words of the tool."""
    found = _by_voice(value, "accords", "avis").get(voice)
    return option(tool, "accords", "avis", found) if found else t("engines.definition.none")


def _table(tool: Tool, value: Value, versions: Mapping[str, str]) -> Table:
    """Return the versions, dissents and opinions by voice, then the common text."""
    dissents = _by_voice(value, "accords", "reste")
    voices = dict.fromkeys([*versions, *dissents, *_by_voice(value, "accords", "avis")])
    rows = [
        [_voice(tool, name), versions.get(name, ""), dissents.get(name, ""), _opinion(tool, value, name)]
        for name in voices
    ]
    rows.append([t("engines.definition.common"), str(single(value, "commun").get("texte", "")), "", ""])
    head = [t(f"engines.definition.{key}") for key in ("sector", "version", "dissent", "opinion")]
    return Table(t("engines.definition.table", word=_term(tool, value)), head, rows)


def _cards(tool: Tool, value: Value, versions: Mapping[str, str]) -> Figure:
    """Draw the versions above the common text, each with the opinion of its voice; dashed when a dissent is kept."""
    dissents, text = _by_voice(value, "accords", "reste"), str(single(value, "commun").get("texte", ""))
    title = t("engines.definition.figure", word=_term(tool, value))
    told = t("engines.definition.drawn", versions=len(versions), dissents=len(dissents))
    picture, y = Picture(340, 100, title, told), 8.0
    for name, version in versions.items():
        y += _card(picture, y, _voice(tool, name), version, dashed=name in dissents) + 6
        status = _opinion(tool, value, name) + (t("engines.definition.differs") if name in dissents else "")
        y += picture.text(20, y + 10, status, size=12, wrap=300, fill=INK) + 8
    if versions:
        picture.line(170, y, 170, y + 18, width=2, arrow=True)
        y += 24
    y += _card(picture, y, t("engines.definition.common"), text or "…", fill=SAND)
    picture.height = y + 8
    return Figure(title, told, picture.svg())


def _card(picture: Picture, y: float, name: str, text: str, *, dashed: bool = False, fill: str = PAPER) -> float:
    """Draw a card from there down; return its height."""
    measure = Picture(340, 100, name, name)
    high = 26 + measure.text(0, 0, name, weight=600, wrap=296) + measure.text(0, 0, text, size=13, wrap=296)
    picture.rect(
        8, y, 324, high, fill=fill, stroke=RIVER if fill == PAPER else MOSS, width=2, dash="5 3" if dashed else None
    )
    below = picture.text(20, y + 22, name, weight=600, wrap=296)
    picture.text(20, y + 24 + below, text, size=13, wrap=296)
    return high


_SAYS = ("vide", "sans-cle", "une-voix", "trop-tot", "sans-avis", "sans-desaccord", "desaccords", "partage")
READING = ToolReading(read, frozenset((*_SAYS, "sans-jeunes", "sans-revoir")))
