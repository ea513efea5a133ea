"""Reading `concertation-clause` (M47): a clause of concertation, read in the fictional article it is added to.

The tool has these parts and fields; one may add other fields to the last one, which are shown and not read:

- part `article` (given rows: « **§ 1.** words »): `manque` (`choice`; `ici`: the clause follows the first such row);
- part `consulter` (no rows): `qui`, `avant`, `secteurs` (`several`), `forme` (`choice`: what sectors are invited to);
- part `moyens` (no rows): `delai` (days), `moyens`, `desaccord`;
- part `jeunes` (no rows): `ecoute`, `retour`;
- part `revue` (no rows): `dans` (months), `par`;
- part `relecture` (no rows, for somebody of another sector): `clair`, `faisable` (`choice`; `oui`), `charge`.

`says` keys, with their places: `vide` (), `titre` (), `colonne-place` (), `colonne-texte` (), `ma-clause` ({n}),
`a-ecrire` (); the sentences of the clause `alinea-qui` ({avant}, {qui}, {secteurs}), `alinea-forme` ({forme}, {delai}),
`alinea-moyens` ({moyens}), `alinea-desaccord` ({desaccord}), `alinea-jeunes` ({ecoute}, {retour}), `alinea-revue`
({dans}, {par}); `sans-endroit` (), one `sans-…` () for each other field, `un-secteur` (), `court` (), `porte`
({mots}), `complete` (), `pas-clair` (), `pas-faisable` (), `charge` ({charge}), `relue` ().
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from passerelles.content.tool import Tool

from .default import contents, shown
from .reading import (
    Finding,
    Level,
    Reading,
    Table,
    ToolReading,
    Value,
    World,
    filled,
    part,
    plain,
    row_text,
    say,
    single,
)
from .wording import loophole_in

SOON = 14  # days: a team may not meet before
_FIELDS: Mapping[str, tuple[str, ...]] = {
    "consulter": ("qui", "avant", "secteurs", "forme"),
    "moyens": ("delai", "moyens", "desaccord"),
    "jeunes": ("ecoute", "retour"),
    "revue": ("dans", "par"),
}
_STOPS = ("qui", "secteurs")  # without them there is no concertation at all
_SENTENCES = ("qui", "forme", "moyens", "desaccord", "jeunes", "revue")


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Return the article with its clause; say what the clause lacks, and what somebody of another sector said."""
    tables = contents(tool, value, world)
    if not tables:
        return Reading([Finding("note", say(tool, "vide"))], tables=[_article(tool, value, world)])
    found = [*_place(tool, value), *_lacks(tool, value), *_fragile(tool, value)]
    if all(finding.level == "note" for finding in found):
        found.append(Finding("good", say(tool, "complete")))
    reread = part(tool, "relecture")
    told = [table for table in tables if reread and table.title == reread.title]  # the rest stands in the clause
    return Reading([*found, *_reread(tool, value)], tables=[_article(tool, value, world), *told])


def _place(tool: Tool, value: Value) -> Iterator[Finding]:
    """Ask where the clause goes."""
    if not _chosen(value):
        yield Finding("note", say(tool, "sans-endroit"), ("article",))


def _chosen(value: Value) -> set[str]:
    """Return the rows of the article after which a concertation is said to be missing."""
    return {row for row, of in filled(value, "article") if of.get("manque") == "ici"}


def _lacks(tool: Tool, value: Value) -> Iterator[Finding]:
    """Ask for each thing that a clause needs to be applied."""
    for name, fields in _FIELDS.items():
        of = single(value, name)
        for field in fields:
            if field not in of:
                level: Level = "stop" if field in _STOPS else "warning"
                yield Finding(level, say(tool, f"sans-{field}"), (name,))
    if len(single(value, "consulter").get("secteurs", [])) == 1:
        yield Finding("warning", say(tool, "un-secteur"), ("consulter",))


def _fragile(tool: Tool, value: Value) -> Iterator[Finding]:
    """Point to a short delay, and to words that leave a door open."""
    if 0 < single(value, "moyens").get("delai", 0) < SOON:
        yield Finding("note", say(tool, "court"), ("moyens",))
    for name, fields in _FIELDS.items():
        of = single(value, name)
        for words in filter(None, (loophole_in(of.get(field)) for field in fields)):
            yield Finding("note", say(tool, "porte", mots=words), (name,))


def _reread(tool: Tool, value: Value) -> Iterator[Finding]:
    """Say what somebody of another sector thinks of it."""
    of = single(value, "relecture")
    for field, key in (("clair", "pas-clair"), ("faisable", "pas-faisable")):
        if of.get(field, "oui") != "oui":
            yield Finding("note", say(tool, key), ("relecture",))
    if "charge" in of:
        yield Finding("note", say(tool, "charge", charge=_inner(of["charge"])), ("relecture",))
    if of.get("clair") == of.get("faisable") == "oui":
        yield Finding("good", say(tool, "relue"), ("relecture",))


def _article(tool: Tool, value: Value, world: World) -> Table:
    """Return the article as one reads it, its clause after the first chosen row, or at the end."""
    found, chosen = part(tool, "article"), _chosen(value)
    rows = [(row.id, row_text(tool, "article", row.id, world)) for row in (found.rows if found else [])]
    at = next((rank for rank, (name, _) in enumerate(rows, start=1) if name in chosen), len(rows))
    lines = [[mark, text] for mark, _, text in (words.partition(". ") for _, words in rows)]
    head = [plain(say(tool, f"colonne-{key}")) for key in ("place", "texte")]
    return Table(plain(say(tool, "titre")), head, [*lines[:at], *_clause(tool, value, world), *lines[at:]], open=True)


def _clause(tool: Tool, value: Value, world: World) -> list[list[str]]:
    """Return the sentences of the clause, what is not written being shown as such."""
    places = {field: _written(tool, value, name, field, world) for name, fields in _FIELDS.items() for field in fields}
    sentences = [plain(say(tool, f"alinea-{key}", **places)) for key in _SENTENCES]
    return [[plain(say(tool, "ma-clause", n=n)), words] for n, words in enumerate(sentences, start=1)]


def _written(tool: Tool, value: Value, part_id: str, field_id: str, world: World) -> str:
    """Return what stands in a field as the clause says it."""
    content, found = single(value, part_id).get(field_id), part(tool, part_id)
    field = next((field for field in found.fields if field.id == field_id), None) if found else None
    words = shown(tool, found, field, content, world) if found and field else ""
    return _inner(words) or plain(say(tool, "a-ecrire"))


def _inner(words: str) -> str:
    """Return words as they stand inside a sentence: on one line, without a full stop."""
    return " ".join(words.split()).rstrip(" .;")


_SAYS = (
    "vide", "titre", "colonne-place", "colonne-texte", "ma-clause", "a-ecrire", "sans-endroit", "un-secteur", "court",
    "porte", "complete", "pas-clair", "pas-faisable", "charge", "relue",
    *(f"alinea-{key}" for key in _SENTENCES),
    *(f"sans-{field}" for fields in _FIELDS.values() for field in fields),
)  # fmt: skip
READING = ToolReading(read, frozenset(_SAYS))
