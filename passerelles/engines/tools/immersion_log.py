"""Reading `immersion-log` (M25, M50): a few days in another sector, prepared, observed, looked back on. Never a name.

Parts and fields it reads; a tool may have others, which are shown and not read:

- `cadre`: `mien` and `accueil` (`choice` of sectors), `debut` and `fin` (`date`), `convention` (`choice` with the id
  `signee` for « all signed »);
- `images` (`rows`): `avant` and `apres` (`scale`), what one imagines and what one saw;
- `objectifs` (`repeat`): `porte` (`choice` with the id `autre`) and fields that are all to be filled in;
- `grille` (`rows`): `vu` (`choice` with the id `oui`); `journal` (`repeat`): `jour` (`date`);
- `retour`: `idee` (`text`), `secteur` (`choice` of sectors), `jour` (`date`).

The gap between before and after is no mark, and is said to be none.
"""

from __future__ import annotations

from collections.abc import Iterator

from passerelles.content.tool import Tool
from passerelles.french import listed, number, quoted

from .dates import day, short_day
from .reading import Finding, Reading, Table, ToolReading, Value, World, filled, part, plain, row_text, say, single
from .scales import Pair, mark, pairs_figure, pairs_table
from .wording import person_in

OBJECTIVES = 3


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Return what the notebook still lacks, what moved between before and after, and its three phases."""
    pairs = _images(tool, value, world)
    findings = [*_frame(tool, value), *_signed(tool, value), *_objectives(tool, value), *_days(tool, value)]
    findings += [*_moved(tool, pairs), *_return(tool, value, pairs), *_named(tool, value)]
    if not any(filled(value, p.id) if p.rows or p.repeat else single(value, p.id) for p in tool.parts):
        return Reading()
    tables, title = [_phases(tool, value)], say(tool, "figure")
    if not pairs:
        return Reading(findings, tables=tables)
    names = (say(tool, "first"), say(tool, "second"))
    tables.append(pairs_table(title, [say(tool, "head-image"), *names], pairs))
    return Reading(findings, [pairs_figure(title, names, pairs)], tables)


def _images(tool: Tool, value: Value, world: World) -> list[Pair]:
    """Return the images of before and after that were given a mark."""
    given = filled(value, "images")
    pairs = [Pair(row_text(tool, "images", name, world), mark(r, "avant"), mark(r, "apres")) for name, r in given]
    return [pair for pair in pairs if (pair.first, pair.second) != (None, None)]


def _frame(tool: Tool, value: Value) -> Iterator[Finding]:
    """Yield what is said of the two sectors and of the dates."""
    frame = single(value, "cadre")
    mine, host = frame.get("mien"), frame.get("accueil")
    if mine and mine == host:
        yield Finding("stop", say(tool, "same-sector"), ("cadre",))
    elif mine and host:
        yield Finding("good", say(tool, "two-sectors"), ("cadre",))
    first, last = day(frame.get("debut")), day(frame.get("fin"))
    if first and last and last < first:
        yield Finding("stop", say(tool, "dates"), ("cadre",))


def _signed(tool: Tool, value: Value) -> Iterator[Finding]:
    """Yield a stop when the immersion began without signatures, a warning while they are missing."""
    signed = single(value, "cadre").get("convention")
    if signed and signed != "signee":
        started = bool(_seen(value) or filled(value, "journal"))
        key = "unsigned-started" if started else "unsigned"
        yield Finding("stop" if started else "warning", say(tool, key), ("cadre",))


def _objectives(tool: Tool, value: Value) -> Iterator[Finding]:
    """Yield what an objective lacks to be checked, and whether one looks at another sector."""
    given, found = filled(value, "objectifs"), part(tool, "objectifs")
    for rank, (name, row) in enumerate(given, start=1):
        missing = [plain(field.label) for field in (found.fields if found else []) if field.id not in row]
        if missing:
            yield Finding("warning", say(tool, "objective", n=rank, missing=quoted(missing)), ("objectifs", name))
    if 0 < len(given) < OBJECTIVES:
        yield Finding("note", say(tool, "few", count=len(given)), ("objectifs",))
    if len(given) >= OBJECTIVES and not any(row.get("porte") == "autre" for _, row in given):
        yield Finding("warning", say(tool, "no-other"), ("objectifs",))


def _days(tool: Tool, value: Value) -> Iterator[Finding]:
    """Yield the days of the journal that fall outside the immersion."""
    frame = single(value, "cadre")
    first, last = day(frame.get("debut")), day(frame.get("fin"))
    days = [found for _, row in filled(value, "journal") if (found := day(row.get("jour")))]
    outside = [short_day(one) for one in days if (first and one < first) or (last and one > last)]
    if outside:
        yield Finding("warning", say(tool, "outside", days=listed(outside)), ("journal",))


def _moved(tool: Tool, pairs: list[Pair]) -> Iterator[Finding]:
    """Yield how far the images moved, as something learnt and not as a mark."""
    gaps = {pair.about: abs(pair.gap) for pair in pairs if pair.gap is not None}
    if pairs and not gaps:
        yield Finding("note", say(tool, "later"), ("images",))
    if gaps:
        moved, widest = sum(gap > 0 for gap in gaps.values()), max(gaps.values())
        most = quoted(about.rstrip(".") for about, gap in gaps.items() if gap == widest)
        mean = number(sum(gaps.values()) / len(gaps), 1)
        places = {"count": len(gaps), "moved": moved, "most": most, "gap": mean}
        yield Finding("note", say(tool, "moved" if moved else "still", **places), ("images",))
        yield Finding("note", say(tool, "not-a-mark"), ("images",))


def _return(tool: Tool, value: Value, pairs: list[Pair]) -> Iterator[Finding]:
    """Yield what coming back still calls for."""
    back = single(value, "retour")
    if any(pair.second is not None for pair in pairs) and "idee" not in back:
        yield Finding("warning", say(tool, "one-less"), ("retour",))
    if "secteur" in back and back["secteur"] == single(value, "cadre").get("accueil"):
        yield Finding("warning", say(tool, "present-same"), ("retour",))


def _named(tool: Tool, value: Value) -> Iterator[Finding]:
    """Yield whatever looks like somebody, wherever it was written."""
    for one in tool.parts:
        rows = filled(value, one.id) if one.rows or one.repeat else [("", single(value, one.id))]
        for name, row in rows:
            for words in row.values():
                if isinstance(words, str) and (found := person_in(words)):
                    where = (one.id, name) if name else (one.id,)
                    yield Finding("stop", say(tool, "named", words=found), where)


def _seen(value: Value) -> int:
    """Return how many lines of the grid were seen."""
    return sum(row.get("vu") == "oui" for _, row in filled(value, "grille"))


def _phases(tool: Tool, value: Value) -> Table:
    """Return the three phases with their dates and what is noted in each."""
    frame, given = single(value, "cadre"), filled(value, "images")
    dates = [short_day(found) for name in ("debut", "fin") if (found := day(frame.get(name)))]
    shown = day(single(value, "retour").get("jour"))
    of = {one.id: len(one.rows) for one in tool.parts}
    marks = {name: sum(name in row for _, row in given) for name in ("avant", "apres")}
    objectives, moments = len(filled(value, "objectifs")), len(filled(value, "journal"))
    before = say(tool, "made-before", objectives=objectives, images=marks["avant"], of=of.get("images", 0))
    during = say(tool, "made-during", seen=_seen(value), of=of.get("grille", 0), moments=moments)
    after = say(tool, "made-after", images=marks["apres"], of=of.get("images", 0))
    rows = [
        [say(tool, "before"), "…", before],
        [say(tool, "during"), " – ".join(dates) or "…", during],
        [say(tool, "after"), short_day(shown) if shown else "…", after],
    ]
    return Table(say(tool, "phases"), [say(tool, f"head-{name}") for name in ("phase", "days", "made")], rows)


READING = ToolReading(
    read,
    frozenset(
        {"same-sector", "two-sectors", "unsigned", "unsigned-started", "dates", "outside", "objective", "few"}
        | {"no-other", "named", "later", "moved", "still", "not-a-mark", "one-less", "present-same", "figure"}
        | {"first", "second", "head-image", "phases", "head-phase", "head-days", "head-made", "before", "during"}
        | {"after", "made-before", "made-during", "made-after"}
    ),
)
