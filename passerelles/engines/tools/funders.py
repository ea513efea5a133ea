"""Two invented funders whose rules differ, the lines of a small plan, and what each rule says of a plan (M11, M12).

What stands here is the fiction itself, which the texts of the tool tell: rows, amounts and months go together.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

MONTHS = ("sept", "oct", "nov", "dec", "janv", "fevr", "mars", "avr", "mai", "juin")
YOUNG, YOUNG_LEAST = "jeunes", 1000  # the line that young people decide about, and what funder A wants to see on it
STAFF_MOST = 0.5  # of what funder B pays

State = Literal["kept", "broken", "open"]
Key = Literal["a", "b"]


class Asked(NamedTuple):
    """What one line of the plan costs, and what a funder wants to know of it."""

    cost: int
    staff: bool = False
    joint: bool = True  # borne by two sectors at least


LINES = {
    "coordination": Asked(6000, staff=True),
    "animation": Asked(4500, staff=True, joint=False),
    "atelier": Asked(3000),
    YOUNG: Asked(2000),
    "materiel": Asked(2500, joint=False),
    "fete": Asked(5000),
}


class Funder(NamedTuple):
    """Somebody who pays: up to how much, and in which months."""

    key: Key
    envelope: int
    months: tuple[str, ...]


FUNDERS = (Funder("a", 10_000, MONTHS[6:]), Funder("b", 7_000, tuple(m for m in MONTHS if m != "dec")))
CLOSED = [month for month in MONTHS if not any(month in funder.months for funder in FUNDERS)]


class Line(NamedTuple):
    """One line as somebody filled it in: what each funder pays, when, and the statement it rests on."""

    row: str
    a: float = 0
    b: float = 0
    month: str = ""
    why: str = ""

    def paid_by(self, key: Key) -> float:
        """Return what one funder pays of it."""
        return self.a if key == "a" else self.b

    @property
    def given(self) -> float:
        """Return what it receives in all."""
        return self.a + self.b


Plan = Sequence[Line]


def total(plan: Plan, key: Key) -> float:
    """Return what one funder pays in all."""
    return sum(line.paid_by(key) for line in plan)


def paid(plan: Plan, key: Key) -> list[Line]:
    """Return the lines of which one funder pays something, the largest first."""
    return sorted((line for line in plan if line.paid_by(key)), key=lambda line: -line.paid_by(key))


class Rule(NamedTuple):
    """One rule of a funder: its name in `says`, and the lines that break it; none: it is kept."""

    name: str
    funder: Funder
    breaking: Callable[[Plan, Funder], list[Line]]
    euros: int = 0  # the sum it speaks of


def _above(plan: Plan, funder: Funder) -> list[Line]:
    """Return the largest line when the envelope is passed."""
    return paid(plan, funder.key)[:1] if total(plan, funder.key) > funder.envelope else []


def _alone(plan: Plan, funder: Funder) -> list[Line]:
    """Return the lines it pays that one sector bears alone."""
    return [line for line in paid(plan, funder.key) if not LINES[line.row].joint]


def _out_of_time(plan: Plan, funder: Funder) -> list[Line]:
    """Return the lines it would pay in a month when it pays nothing."""
    return [line for line in paid(plan, funder.key) if line.month and line.month not in funder.months]


def _without_the_young(plan: Plan, funder: Funder) -> list[Line]:
    """Return the young people's line when it gets too little of it."""
    theirs = next((line for line in plan if line.row == YOUNG), Line(YOUNG))
    return [theirs] if theirs.paid_by(funder.key) < YOUNG_LEAST else []


def _too_much_staff(plan: Plan, funder: Funder) -> list[Line]:
    """Return the largest line of staff when staff takes too large a share."""
    staff = [line for line in paid(plan, funder.key) if LINES[line.row].staff]
    return staff[:1] if total(staff, funder.key) > STAFF_MOST * total(plan, funder.key) else []


def _more_than_the_other(plan: Plan, funder: Funder) -> list[Line]:
    """Return its largest line when it pays more than the other funder."""
    other: Key = "b" if funder.key == "a" else "a"
    return paid(plan, funder.key)[:1] if total(plan, funder.key) > total(plan, other) else []


_A, _B = FUNDERS
RULES = (
    Rule("a-enveloppe", _A, _above, _A.envelope),
    Rule("a-secteurs", _A, _alone),
    Rule("a-calendrier", _A, _out_of_time),
    Rule("a-jeunes", _A, _without_the_young, YOUNG_LEAST),
    Rule("b-enveloppe", _B, _above, _B.envelope),
    Rule("b-personnel", _B, _too_much_staff),
    Rule("b-calendrier", _B, _out_of_time),
    Rule("b-autre", _B, _more_than_the_other),
)


class Verdict(NamedTuple):
    """What a rule says of a plan; `open`: too little is filled in to tell."""

    rule: Rule
    state: State
    lines: list[Line]


def verdicts(plan: Plan) -> list[Verdict]:
    """Return what each rule says of a plan."""
    return [_verdict(plan, rule) for rule in RULES]


def _verdict(plan: Plan, rule: Rule) -> Verdict:
    """Return what one rule says: of a funder that pays nothing, or of a line without a month, it cannot tell."""
    if not (theirs := paid(plan, rule.funder.key)):
        return Verdict(rule, "open", [])
    if breaking := rule.breaking(plan, rule.funder):
        return Verdict(rule, "broken", breaking)
    undated = rule.breaking is _out_of_time and not all(line.month for line in theirs)
    return Verdict(rule, "open" if undated else "kept", [])


def accepts(told: Sequence[Verdict], funder: Funder) -> bool:
    """Say whether a funder accepts a plan: all its rules are kept."""
    return all(one.state == "kept" for one in told if one.rule.funder == funder)
