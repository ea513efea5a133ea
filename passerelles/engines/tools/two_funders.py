"""Reading `two-funders` (M11, M12): two closed envelopes shared between the lines of a plan, by the rules of both.

The funders, their rules and what each line costs are the fiction of `funders.py`: changed there and in the texts.

The tool has these parts and fields; one may add other fields, which are shown and not read:

- part `plan` (given `rows`: the ids of `funders.LINES`): `a`, `b` (`number`, whose labels name the two funders), `mois`
  (`choice`: the ids of `funders.MONTHS`), `raison` (`choice`: ids of statements in lower case);
- part `apres` (no rows): `trou` (`text`: who holds on in the month nobody pays), `suite` (`text`: what is left when the
  money ends).

`says` keys, with their places: `vide` (), a sentence for each rule, as its funder puts it: `a-enveloppe` ({euros}),
`a-secteurs` (), `a-calendrier` (), `a-jeunes` ({euros}), `b-enveloppe` ({euros}), `b-personnel` (), `b-calendrier` (),
`b-autre` (); `rompue` ({bailleur}, {regle}, {lignes}), `accepte` ({bailleur}), `accord` (), `compte` ({bailleur},
{donne}, {enveloppe}, {reste}), `trop` ({ligne}, {recu}, {cout}), `sans-mois` ({lignes}), `sans-raison` ({lignes}),
`raisons` (), `renonce` ({lignes}), `emiette` (): cites C5-039, `sans-trou` (), `sans-suite` (): cites C5-079.
"""

from __future__ import annotations

from collections.abc import Iterator

from passerelles.content.tool import Tool
from passerelles.french import number
from passerelles.text import t

from .funders import FUNDERS, LINES, MONTHS, RULES, Line, Plan, Verdict, accepts, total, verdicts
from .funders_calendar import Words, calendar
from .reading import (
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
    row_name,
    say,
    single,
)

PART = "plan"


def plan_of(value: Value) -> list[Line]:
    """Return the lines to which a funder gives something, in the order of the fiction."""
    given = dict(filled(value, PART))
    found = [_line(row, given[row]) for row in LINES if row in given]
    return [line for line in found if line.given > 0]


def _line(row: str, of: Value) -> Line:
    """Return one line as it was filled in."""
    return Line(row, float(of.get("a", 0)), float(of.get("b", 0)), str(of.get("mois", "")), str(of.get("raison", "")))


def read(tool: Tool, value: Value, world: World) -> Reading:
    """Say whether both funders would accept the plan, what breaks which rule, and ask what comes after the money."""
    plan, words = plan_of(value), _words(tool, world)
    told = verdicts(plan)
    figure, rules = calendar(plan, words), _rules(tool, told, words)
    if not plan:
        return Reading([Finding("note", say(tool, "vide"))], [figure], [rules])
    said = [*_of_money(tool, plan, words), *_of_rules(tool, told, words), *_of_lines(tool, plan, words)]
    return Reading([*said, *_of_after(tool, value)], [figure], [rules, _table(tool, plan, words)])


def _words(tool: Tool, world: World) -> Words:
    """Return what the tool calls the lines, the funders and the months."""
    found = part(tool, PART)
    payers = {field.id: plain(field.label) for field in found.fields if field.id in ("a", "b")} if found else {}
    months = {month: option(tool, PART, "mois", month) for month in MONTHS}
    return Words({row: row_name(tool, PART, row, world) for row in LINES}, payers, months)


def _of_money(tool: Tool, plan: Plan, words: Words) -> Iterator[Finding]:
    """Say what each envelope has given and has left, and which line receives more than it costs."""
    for funder in FUNDERS:
        given = total(plan, funder.key)
        sums = {"donne": given, "enveloppe": funder.envelope, "reste": max(0, funder.envelope - given)}
        places = {name: number(euros) for name, euros in sums.items()}
        yield Finding("note", say(tool, "compte", bailleur=words.payers[funder.key], **places), (PART,))
    for line in plan:
        if line.given > LINES[line.row].cost:
            places = {"recu": number(line.given), "cout": number(LINES[line.row].cost)}
            yield Finding("warning", say(tool, "trop", ligne=words.lines[line.row], **places), (PART, line.row))


def _of_rules(tool: Tool, told: list[Verdict], words: Words) -> Iterator[Finding]:
    """Name each rule that is broken with the lines that break it, then who accepts."""
    for one in told:
        if one.state == "broken":
            places = {"bailleur": words.payers[one.rule.funder.key], "regle": _as_put(tool, one)}
            lines = words.quoted(one.lines)
            yield Finding("warning", say(tool, "rompue", lignes=lines, **places), (PART, one.lines[0].row))
    content = [funder for funder in FUNDERS if accepts(told, funder)]
    if len(content) == len(FUNDERS):
        yield Finding("good", say(tool, "accord"))
    for funder in content if len(content) < len(FUNDERS) else []:
        yield Finding("good", say(tool, "accepte", bailleur=words.payers[funder.key]))


def _of_lines(tool: Tool, plan: Plan, words: Words) -> Iterator[Finding]:
    """Ask for the month and the reason of each line, open the reasons, and name what is given up or crumbled."""
    lacking = {"sans-mois": [x for x in plan if not x.month], "sans-raison": [x for x in plan if not x.why]}
    for key, lines in lacking.items():
        if lines:
            yield Finding("warning", say(tool, key, lignes=words.quoted(lines)), (PART, lines[0].row))
    if reasons := sorted({line.why.upper() for line in plan if line.why}):
        yield Finding("note", f"{say(tool, 'raisons')} [{', '.join(reasons)}]")
    funded = {line.row for line in plan}
    if given_up := [Line(row) for row in LINES if row not in funded]:
        yield Finding("note", say(tool, "renonce", lignes=words.quoted(given_up)))
    elif sum(line.given >= LINES[line.row].cost for line in plan) < len(LINES) / 2:
        yield Finding("warning", say(tool, "emiette"), (PART,))


def _of_after(tool: Tool, value: Value) -> Iterator[Finding]:
    """Ask who holds on when nobody pays, and what is left when the money ends."""
    told = single(value, "apres")
    for name in ("trou", "suite"):
        if name not in told:
            yield Finding("warning", say(tool, f"sans-{name}"), ("apres",))


def _as_put(tool: Tool, one: Verdict) -> str:
    """Return a rule as its funder puts it."""
    return plain(say(tool, one.rule.name, euros=number(one.rule.euros)))


def _rules(tool: Tool, told: list[Verdict], words: Words) -> Table:
    """Return a rule per line: whose it is, its words, whether the plan keeps it."""
    head = [t(f"engines.two-funders.{key}") for key in ("funder", "rule", "state")]
    rows = [[words.payers[one.rule.funder.key], _as_put(tool, one), _state(one, words)] for one in told]
    return Table(t("engines.two-funders.rules"), head, rows)


def _state(one: Verdict, words: Words) -> str:
    """Return whether a rule is kept, in words, with the lines that break it."""
    state = t(f"engines.two-funders.{one.state}")
    return f"{state} : {words.quoted(one.lines)}" if one.lines else state


def _table(tool: Tool, plan: Plan, words: Words) -> Table:
    """Return a funded line per row, then the sums."""
    keys = [t(f"engines.two-funders.{key}") for key in ("line", "cost", "month", "why")]
    head = [keys[0], words.payers["a"], words.payers["b"], *keys[1:]]
    rows = [[words.lines[one.row], *_sums([one]), *_chosen(tool, one)] for one in plan]
    return Table(t("engines.two-funders.table"), head, [*rows, [t("engines.two-funders.sum"), *_sums(plan), "", ""]])


def _sums(plan: Plan) -> list[str]:
    """Return what each funder pays of some lines, and what those cost."""
    return [number(euros) for euros in (total(plan, "a"), total(plan, "b"), sum(LINES[x.row].cost for x in plan))]


def _chosen(tool: Tool, line: Line) -> list[str]:
    """Return the month and the reason of a line in words; nothing for what is not chosen."""
    chosen = {"mois": line.month, "raison": line.why}
    return [option(tool, PART, field, found) if found else "" for field, found in chosen.items()]


_SAYS = ("vide", "rompue", "accepte", "accord", "compte", "trop", "sans-mois", "sans-raison", "raisons", "renonce")
_SAID_AFTER = ("emiette", "sans-trou", "sans-suite")
READING = ToolReading(read, frozenset((*_SAYS, *_SAID_AFTER, *(rule.name for rule in RULES))))
