"""The rules of two invented funders: a plan that keeps them all, and each of them broken alone."""

from __future__ import annotations

import pytest

from passerelles.engines.tools.funders import CLOSED, FUNDERS, LINES, RULES, Line, accepts, total, verdicts

KEPT = {
    "coordination": Line("coordination", a=4000, month="mars"),
    "animation": Line("animation", b=2500, month="sept"),
    "atelier": Line("atelier", a=2000, b=500, month="avr"),
    "jeunes": Line("jeunes", a=2000, month="mai"),
    "materiel": Line("materiel", b=2500, month="oct"),
}
BROKEN = {
    "a-enveloppe": ("coordination", {"a": 9000.0}),
    "a-secteurs": ("animation", {"a": 100.0, "month": "mars"}),
    "a-calendrier": ("atelier", {"month": "fevr"}),
    "a-jeunes": ("jeunes", {"a": 900.0}),
    "b-enveloppe": ("materiel", {"b": 4500.0}),
    "b-personnel": ("animation", {"b": 3100.0}),
    "b-calendrier": ("materiel", {"month": "dec"}),
    "b-autre": ("coordination", {"a": 1000.0}),
}


def states(plan: list[Line]) -> dict[str, str]:
    """Return what each rule says of a plan, by its name."""
    return {one.rule.name: one.state for one in verdicts(plan)}


def test_a_plan_that_both_accept() -> None:
    plan = [*KEPT.values()]
    assert {*states(plan).values()} == {"kept"}
    assert all(accepts(verdicts(plan), funder) for funder in FUNDERS)


def test_every_rule_is_tried() -> None:
    assert [*BROKEN] == [rule.name for rule in RULES]


@pytest.mark.parametrize("name", BROKEN)
def test_each_rule_can_be_broken_alone(name: str) -> None:
    row, changed = BROKEN[name]
    plan = [*{**KEPT, row: KEPT[row]._replace(**changed)}.values()]
    assert [rule for rule, state in states(plan).items() if state != "kept"] == [name]
    refusing = next(one for one in verdicts(plan) if one.state == "broken")
    assert refusing.lines
    assert [accepts(verdicts(plan), funder) for funder in FUNDERS] == [name[0] == "b", name[0] == "a"]


def test_what_cannot_be_told_is_open() -> None:
    assert {*states([]).values()} == {"open"}
    undated = [line._replace(month="") for line in KEPT.values()]
    assert [rule for rule, state in states(undated).items() if state == "open"] == ["a-calendrier", "b-calendrier"]


def test_the_envelopes_are_closed_and_the_calendars_differ() -> None:
    assert sum(line.cost for line in LINES.values()) > sum(funder.envelope for funder in FUNDERS)
    assert CLOSED == ["dec"]
    assert (total([*KEPT.values()], "a"), total([*KEPT.values()], "b")) == (8000, 5500)
