"""Reading `time-balance` (M19): hours given to working together against duplications avoided. Nothing was measured.

The learner states every hypothesis; the formula is said in words and in numbers.
Balance after month m = duplications avoided × hours of each × max(0, m − delay)
                      − start − m × (meetings × hours × people + upkeep).

The tool has these parts and fields; one may add other fields, which are shown and not counted:

- part `investi` (no rows), five `number` fields:
  `reunions` (per month; step 0.5), `duree` (hours of one meeting, travel included; step 0.5), `personnes` (people of
  the team, or of the partners, who attend), `entretien` (hours per month besides, all people together: preparing,
  minutes, phone calls; left empty = 0), `depart` (hours spent once, before starting; left empty = 0);
- part `gagne` (no rows), three `number` fields:
  `doublons` (duplications avoided per month: twice the same file, visit, call…; step 0.5), `heures-doublon` (hours
  lost by each, all people together; step 0.5), `delai` (months before the first effects; left empty = 0);
- part `raisons` (no rows): `source` (`text`: where these figures come from; a guess is an answer), `hors-compte`
  (`text`: what the count leaves out, the young people first).

`reunions`, `duree`, `personnes`, `doublons`, `heures-doublon` are needed: without one, only `manque` is said.

`says` keys, with their places:

- `rien-mesure` ():                  always said first; must say « rien n’a été mesuré », cites C5-090, WC-072
- `manque` ({champs}):               the labels of the fields still needed
- `formule` ({donne}, {depart}, {rendu}, {delai}): the formula in words with its numbers; hours per month given, hours
                                     at the start, hours per month given back, months of delay
- `equilibre` ({mois}):              break-even, as « 7 mois »
- `jamais` ({horizon}):              no break-even within « 36 mois »; the reasons may lie elsewhere than in hours
- `sensible` ({hypothese}, {moins}, {plus}): the hypothesis that moves break-even most; what it becomes at −50 % and at
                                     +50 %: « 4 mois », or « pas en 36 mois »
- `sans-raison` ():                  `source` is empty
- `sans-jeunes` ():                  `hors-compte` is empty
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from passerelles.content.tool import Tool
from passerelles.french import number, quoted
from passerelles.text import t

from .picture import BRICK, GREY, INK, MOSS, SAND, Picture
from .reading import Figure, Finding, Reading, Table, ToolReading, Value, World, part, plain, say, single

if TYPE_CHECKING:
    from pandas import DataFrame

HORIZON = 36  # months looked at
NEEDED = ("reunions", "duree", "personnes", "doublons", "heures-doublon")
FIELDS: dict[str, tuple[str, ...]] = {
    "investi": ("reunions", "duree", "personnes", "entretien", "depart"),
    "gagne": ("doublons", "heures-doublon", "delai"),
}
SHIFTS = (-0.5, -0.25, 0.0, 0.25, 0.5)
_TOLD = (1, 3, 6, 12, 18, 24, 36)  # months of the table
_LEFT, _TOP, _WIDE, _HIGH = 44, 40, 270, 200  # of the picture

Hypotheses = Mapping[str, float]


def given_monthly(of: Hypotheses) -> float:
    """Return the hours given each month: meetings × hours × people + upkeep."""
    return of["reunions"] * of["duree"] * of["personnes"] + of["entretien"]


def back_monthly(of: Hypotheses) -> float:
    """Return the hours given back each month, once the effects are there."""
    return of["doublons"] * of["heures-doublon"]


def balance(of: Hypotheses) -> DataFrame:
    """Return the hours `given`, those given `back` and their `difference`, summed up, by month from 0 to HORIZON."""
    import pandas as pd

    months = pd.Series(range(HORIZON + 1), dtype=float)
    given = of["depart"] + given_monthly(of) * months
    back = back_monthly(of) * (months - of["delai"]).clip(lower=0)
    return pd.DataFrame({"given": given, "back": back, "difference": (back - given).round(6)})


def break_even(of: Hypotheses) -> int | None:
    """Return the first month at whose end what was given is back; None when it is not within HORIZON."""
    reached = (balance(of)["difference"].iloc[1:] >= 0).to_list()
    return reached.index(True) + 1 if back_monthly(of) and True in reached else None


def sensitivity(of: Hypotheses) -> dict[str, list[int | None]]:
    """Return the break-even of each hypothesis that counts, were it off by each of SHIFTS."""
    return {
        name: [break_even({**of, name: value * (1 + shift)}) for shift in SHIFTS] for name, value in of.items() if value
    }


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say when the time given would be back, on the learner's own hypotheses."""
    labels = {f.id: plain(f.label) for name in FIELDS for f in getattr(part(tool, name), "fields", [])}
    stated = {name: _number(single(value, p).get(name)) for p, names in FIELDS.items() for name in names}
    if all(found is None for found in stated.values()):
        return Reading([Finding("note", say(tool, "rien-mesure"))])
    if missing := [labels.get(name, name) for name in NEEDED if stated[name] is None]:
        return Reading([Finding("note", say(tool, "manque", champs=quoted(missing)))])
    of = {name: found or 0.0 for name, found in stated.items()}
    moved = {labels.get(name, name): months for name, months in sensitivity(of).items()}
    said = [*_result(tool, of), *_most_sensitive(tool, moved), *_unsaid(tool, value)]
    return Reading(said, [_curves(of)], [_by_month(of), _by_hypothesis(moved)])


def _number(found: object) -> float | None:
    """Return what was filled in as a number."""
    return float(found) if isinstance(found, int | float) else None


def _result(tool: Tool, of: Hypotheses) -> list[Finding]:
    """Say that nothing was measured, then the formula, then break-even."""
    places = {"donne": given_monthly(of), "depart": of["depart"], "rendu": back_monthly(of), "delai": of["delai"]}
    formula = say(tool, "formule", **{name: number(hours) for name, hours in places.items()})
    month = break_even(of)
    told = say(tool, "equilibre", mois=_months(month)) if month else say(tool, "jamais", horizon=_months(HORIZON))
    return [
        Finding("note", say(tool, "rien-mesure")),
        Finding("note", formula),
        Finding("good" if month else "warning", told),
    ]


def _most_sensitive(tool: Tool, moved: Mapping[str, list[int | None]]) -> list[Finding]:
    """Name the hypothesis that moves break-even most, if any does."""
    spread = {name: abs((months[0] or HORIZON + 1) - (months[-1] or HORIZON + 1)) for name, months in moved.items()}
    most = max(spread, key=spread.__getitem__, default="")
    if not spread.get(most):
        return []
    low, high = _months(moved[most][0]), _months(moved[most][-1])
    return [Finding("note", say(tool, "sensible", hypothese=most, moins=low, plus=high))]


def _unsaid(tool: Tool, value: Value) -> list[Finding]:
    """Ask for what the figures need beside them: where they come from, what they leave out."""
    told = single(value, "raisons")
    asked = {"source": "sans-raison", "hors-compte": "sans-jeunes"}
    return [Finding("warning", say(tool, key), ("raisons",)) for name, key in asked.items() if name not in told]


def _months(month: int | None) -> str:
    """Return a number of months in words."""
    return t("engines.time-balance.months", n=month) if month else t("engines.time-balance.never", n=HORIZON)


def _by_month(of: Hypotheses) -> Table:
    """Return the curves in figures, break-even included."""
    frame, month = balance(of), break_even(of)
    kept = sorted({*_TOLD, *([month] if month else [])})
    columns = [frame[name].to_list() for name in ("given", "back", "difference")]
    rows = [[str(at), *(number(column[at]) for column in columns)] for at in kept]
    head = [t(f"engines.time-balance.{name}") for name in ("month", "given", "back", "difference")]
    return Table(t("engines.time-balance.by_month"), head, rows)


def _by_hypothesis(moved: Mapping[str, list[int | None]]) -> Table:
    """Return what break-even becomes when one hypothesis at a time is wrong."""
    head = [
        t("engines.time-balance.hypothesis"),
        *(f"{shift:+.0%}".replace("%", " %").replace("-", "−") for shift in SHIFTS),
    ]
    head[1 + SHIFTS.index(0.0)] = t("engines.time-balance.as_stated")
    rows = [[name, *(_months(month) for month in months)] for name, months in moved.items()]
    return Table(t("engines.time-balance.by_hypothesis"), head, rows)


def _curves(of: Hypotheses) -> Figure:
    """Draw the hours given and given back over time, and where they meet."""
    frame, month = balance(of), break_even(of)
    told = t("engines.time-balance.meet", n=month) if month else t("engines.time-balance.not_met", n=HORIZON)
    title, top = t("engines.time-balance.figure"), max(1.0, float(frame[["given", "back"]].to_numpy().max()))
    picture = Picture(340, 300, title, told)
    picture.text(8, 20, told, weight=600)
    _axes(picture, top)
    if month:
        x = _LEFT + _WIDE * month / HORIZON
        picture.line(x, _TOP, x, _TOP + _HIGH, stroke=GREY, dash="2 3")
    for rank, (name, colour, dash) in enumerate((("given", BRICK, "6 4"), ("back", MOSS, None))):
        hours = enumerate(frame[name].to_list())
        points = [f"{_LEFT + _WIDE * at / HORIZON:.1f} {_TOP + _HIGH * (1 - h / top):.1f}" for at, h in hours]
        picture.path("M" + " L".join(points), stroke=colour, width=2.5, dash=dash)
        x = _LEFT + rank * 150
        picture.line(x, 286, x + 28, 286, stroke=colour, width=2.5, dash=dash)
        picture.text(x + 34, 290, t(f"engines.time-balance.{name}"), size=12)
    return Figure(title, told, picture.svg())


def _axes(picture: Picture, top: float) -> None:
    """Draw the ground of the curves: months along, hours up."""
    picture.rect(_LEFT, _TOP, _WIDE, _HIGH, fill=SAND, stroke=GREY, rx=0)
    for share in (0, 0.5, 1):
        y = _TOP + _HIGH * (1 - share)
        picture.text(_LEFT - 4, y + 4, f"{number(round(top * share))} h", size=11, anchor="end", fill=INK)
    for at in range(0, HORIZON + 1, 12):
        picture.text(_LEFT + _WIDE * at / HORIZON, _TOP + _HIGH + 18, str(at), size=12, anchor="middle")
    picture.text(_LEFT + _WIDE / 2, _TOP + _HIGH + 32, t("engines.time-balance.months_axis"), size=12, anchor="middle")


_SAYS = ("rien-mesure", "manque", "formule", "equilibre", "jamais", "sensible", "sans-raison", "sans-jeunes")
READING = ToolReading(read, frozenset(_SAYS))
