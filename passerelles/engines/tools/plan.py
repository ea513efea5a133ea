"""Reading `plan` (M42, M43): three commitments one can check, and the day, six to eight weeks on, to come back to them.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `engagements` (`repeat`): `geste` (`text`), `fonction` (`line`), `date` (`date`), `genre` (`choice`), `colonne`
  (`choice` with the options `moi`, `direction`, `politique`);
- part `retour`: `debut`, `rappel` (`date`);
- part `bilan` (`rows`, one per commitment, in the same order): `etat` (`choice`; `fait` is read), `manque` (`line`).

`says` keys, with their places: `vide` (), `sans-geste` ({rang}), `incomplet` ({geste}, {manque}), `flou` ({mot}), `nom`
({mot}), `moins-de-trois` ({nombre}), `tout-moi` (), `rien-moi` (), `avant` ({geste}), `apres` ({geste}), `sans-debut`
(), `sans-rappel` ({tot}, {tard}), `rappel-loin` ({jours}, {tot}, {tard}), `pret` ({rappel}), `bilan` ({faits},
{nombre}), `a-remonter` ({manque}); and the headings `titre`, `fenetre`, `debut`, `rappel`, `tableau`, `colonne-…`,
`nom-…`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Any

from passerelles.content.tool import Tool
from passerelles.french import listed

from .dates import day, short_day
from .picture import BRICK, SAND, Picture
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
from .timeline import WIDTH, Mark, draw_days, in_words
from .wording import person_in, wish_in

COMMITMENTS = 3
SOONEST, LATEST = timedelta(weeks=6), timedelta(weeks=8)  # after which one comes back
NEEDED = ("fonction", "date", "colonne")


@dataclass(frozen=True)
class Commitment:
    """One commitment."""

    row: str
    rank: int
    of: Mapping[str, Any]
    back: Mapping[str, Any]  # what was said of it when coming back

    @property
    def act(self) -> str:
        """What is to be done; its rank until that is written."""
        return str(self.of.get("geste", self.rank))

    @property
    def on(self) -> date | None:
        """The day it is for."""
        return day(self.of.get("date"))

    @property
    def done(self) -> bool:
        """Whether it was said to be done."""
        return self.back.get("etat") == "fait"


@dataclass(frozen=True)
class Plan:
    """What was written: commitments, the day of writing, the day to come back."""

    commitments: list[Commitment]
    start: date | None
    back: date | None

    @property
    def window(self) -> tuple[date, date] | None:
        """First and last day to come back on."""
        return (self.start + SOONEST, self.start + LATEST) if self.start else None


def plan_of(tool: Tool, value: Value) -> Plan:
    """Return the plan in what was filled in."""
    given, back, dates = part(tool, "bilan"), dict(filled(value, "bilan")), single(value, "retour")
    told = [back.get(row.id, {}) for row in given.rows] if given else []
    rows = enumerate(zip_longest(filled(value, "engagements"), told), start=1)
    commitments = [Commitment(one[0], n, one[1], said or {}) for n, (one, said) in rows if one]
    return Plan(commitments, day(dates.get("debut")), day(dates.get("rappel")))


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say what keeps the plan from being checked later; draw it in time."""
    plan = plan_of(tool, value)
    if not plan.commitments:
        return Reading([Finding("note", say(tool, "vide"))])
    findings = [f for one in plan.commitments for f in _lacking(tool, one)]
    findings += [*_shared(tool, plan), *_times(tool, plan), *_back(tool, plan)]
    if plan.back and len(plan.commitments) >= COMMITMENTS and not any(f.level == "warning" for f in findings):
        findings.insert(0, Finding("good", say(tool, "pret", rappel=short_day(plan.back))))
    return Reading(findings, _figures(tool, plan), [_table(tool, plan)])


def _lacking(tool: Tool, one: Commitment) -> Iterator[Finding]:
    """Yield what one commitment lacks to be kept and checked."""
    where = ("engagements", one.row)
    if "geste" not in one.of:
        yield Finding("warning", say(tool, "sans-geste", rang=one.rank), where)
        return
    if missing := [_heading(tool, f"nom-{field}") for field in NEEDED if field not in one.of]:
        yield Finding("warning", say(tool, "incomplet", geste=one.act, manque=listed(missing)), where)
    if word := wish_in(one.act):
        yield Finding("note", say(tool, "flou", mot=word), where)
    if word := person_in(one.of.get("fonction")) or person_in(one.act):
        yield Finding("warning", say(tool, "nom", mot=word), where)


def _shared(tool: Tool, plan: Plan) -> Iterator[Finding]:
    """Yield whether the weight is shared: neither all on oneself nor all on others."""
    deciders = [str(one.of["colonne"]) for one in plan.commitments if "colonne" in one.of]
    if len(plan.commitments) < COMMITMENTS:
        yield Finding("note", say(tool, "moins-de-trois", nombre=len(plan.commitments)), ("engagements",))
    elif len(deciders) >= COMMITMENTS and set(deciders) == {"moi"}:
        yield Finding("note", say(tool, "tout-moi"), ("engagements",))
    elif len(deciders) >= COMMITMENTS and "moi" not in deciders:
        yield Finding("note", say(tool, "rien-moi"), ("engagements",))


def _times(tool: Tool, plan: Plan) -> Iterator[Finding]:
    """Yield what does not hold in time."""
    for one in plan.commitments:
        if one.on and plan.start and one.on < plan.start:
            yield Finding("warning", say(tool, "avant", geste=one.act), ("engagements", one.row))
        if one.on and plan.back and one.on > plan.back:
            yield Finding("warning", say(tool, "apres", geste=one.act), ("engagements", one.row))
    if not (plan.start and plan.window):
        yield Finding("note", say(tool, "sans-debut"), ("retour",))
        return
    first, last = plan.window
    asked = {"tot": short_day(first), "tard": short_day(last)}
    if plan.back is None:
        yield Finding("note", say(tool, "sans-rappel", **asked), ("retour",))
    elif not first <= plan.back <= last:
        yield Finding("warning", say(tool, "rappel-loin", jours=(plan.back - plan.start).days, **asked), ("retour",))


def _back(tool: Tool, plan: Plan) -> Iterator[Finding]:
    """Yield what one says when coming back: what was done, what was lacking."""
    if any("etat" in one.back for one in plan.commitments):
        done = sum(one.done for one in plan.commitments)
        yield Finding("note", say(tool, "bilan", faits=done, nombre=len(plan.commitments)), ("bilan",))
    for one in plan.commitments:
        if not one.done and "manque" in one.back:
            yield Finding("note", say(tool, "a-remonter", manque=one.back["manque"]), ("bilan",))


def _heading(tool: Tool, key: str) -> str:
    """Return a heading."""
    return plain(say(tool, key))


def _table(tool: Tool, plan: Plan) -> Table:
    """Return the commitments, one per line, and the two days."""
    rows = []
    for one in plan.commitments:
        chosen = {name: str(one.of.get(name, "")) for name in ("genre", "colonne")}
        words = {name: option(tool, "engagements", name, i) if i else "" for name, i in chosen.items()}
        state = option(tool, "bilan", "etat", str(one.back["etat"])) if "etat" in one.back else ""
        dated = short_day(one.on) if one.on else ""
        rows.append(
            [str(one.of.get("geste", "–")), words["genre"], str(one.of.get("fonction", "")), dated, words["colonne"],
             state]
        )  # fmt: skip
    for key, found in (("debut", plan.start), ("rappel", plan.back)):
        rows += [[_heading(tool, key), "", "", short_day(found), "", ""]] if found else []
    head = [_heading(tool, f"colonne-{key}") for key in ("geste", "genre", "fonction", "date", "colonne", "etat")]
    return Table(_heading(tool, "tableau"), head, rows)


def _figures(tool: Tool, plan: Plan) -> list[Figure]:
    """Draw the days from the top down, in order, with the weeks to come back in; nothing without a day."""
    days = [(one.on, one.act, one.done) for one in plan.commitments]
    days += [(found, _heading(tool, key), False) for key, found in (("debut", plan.start), ("rappel", plan.back))]
    first, last = plan.window or (date.max, date.max)
    marks = [Mark(on, words, done, framed=first <= on <= last) for on, words, done in days if on]
    if not marks:
        return []
    marks.sort(key=lambda mark: mark.on)
    title = _heading(tool, "titre")
    picture = Picture(WIDTH, 0, title, in_words(marks))
    picture.height = draw_days(picture, marks) + 4
    if plan.window:
        words = f"{_heading(tool, 'fenetre')} : {short_day(first)} – {short_day(last)}"
        picture.rect(8, picture.height - 12, 14, 14, fill=SAND, stroke=BRICK, rx=2)
        picture.height += picture.text(30, picture.height, words, size=13, wrap=WIDTH - 40) + 4
    return [Figure(title, picture.description, picture.svg())]


_SAYS = (
    "vide", "sans-geste", "incomplet", "flou", "nom", "moins-de-trois", "tout-moi", "rien-moi", "avant", "apres",
    "sans-debut", "sans-rappel", "rappel-loin", "pret", "bilan", "a-remonter", "titre", "fenetre", "debut", "rappel",
    "tableau", *(f"colonne-{key}" for key in ("geste", "genre", "fonction", "date", "colonne", "etat")),
    *(f"nom-{key}" for key in NEEDED),
)  # fmt: skip
READING = ToolReading(read, frozenset(_SAYS))
