"""Conditions of a branching case: structured YAML, no expression language to learn or to get wrong.

`{chose: n1.b}` · `{variable: pressure, at_least: 2}` · `{indicator: trust, at_most: 0}` · `{over_budget: true}` ·
`{mode: concerted}` · `{all: […]}` · `{any: […]}` · `{not: …}`: exactly one of them in each condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal, Protocol

from pydantic import ConfigDict, Field, model_validator

from .items import Identifier, Misplaced, Strict

ChoiceId = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,39}\.[a-z][a-z0-9-]{0,39}$")]
Measure = Literal["young", "trust", "mandate", "time"]
Kind = Literal["choice", "variable", "mode"]

_KINDS = ("chose", "variable", "indicator", "mode", "over_budget", "all", "any", "not_")


class Condition(Strict):
    """Something that is true or false of a play at a given moment."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True)  # « not » is no name for a field

    chose: ChoiceId | None = Field(default=None, description="node.option, chosen earlier")
    variable: Identifier | None = Field(default=None, description="id of a variable; give at_least, at_most or both")
    indicator: Measure | None = Field(default=None, description="give at_least, at_most or both")
    at_least: int | None = None
    at_most: int | None = None
    over_budget: bool | None = Field(default=None, description="the time budget was once exceeded (or never was)")
    mode: Identifier | None = Field(default=None, description="id of the mode played")
    all: list[Condition] | None = Field(default=None, min_length=2)
    any: list[Condition] | None = Field(default=None, min_length=2)
    not_: Condition | None = Field(default=None, alias="not")

    @model_validator(mode="after")
    def _one_kind(self) -> Condition:
        """Raise ValueError unless it says one thing, with bounds where they mean something."""
        said = [name for name in _KINDS if getattr(self, name) is not None]
        if len(said) != 1:
            cause = "une condition dit une chose et une seule"
            raise Misplaced((), cause, "Pour en réunir plusieurs : {all: [{chose: n1.a}, {chose: n2.b}]}, any ou not.")
        bounded = self.at_least is not None or self.at_most is not None
        if bounded != (said[0] in ("variable", "indicator")):
            cause = "« at_least » ou « at_most » accompagne « variable » ou « indicator », et eux seuls"
            raise Misplaced((), cause, "Écrivez par exemple : {indicator: trust, at_least: 1}.")
        return self


class Facts(Protocol):
    """What a condition asks about a play."""

    @property
    def mode(self) -> str | None:
        """The mode played."""

    @property
    def over(self) -> bool:
        """Whether the budget was once exceeded."""

    def has_chosen(self, choice: str) -> bool:
        """Say whether `node.option` was chosen."""

    def measure(self, name: str) -> int:
        """Return the value of an indicator."""

    def count(self, name: str) -> int:
        """Return the value of a variable."""


def holds(condition: Condition | None, facts: Facts) -> bool:
    """Say whether a condition is true; no condition always is."""
    if condition is None:
        return True
    if condition.all is not None:
        return all(holds(inner, facts) for inner in condition.all)
    if condition.any is not None:
        return any(holds(inner, facts) for inner in condition.any)
    if condition.not_ is not None:
        return not holds(condition.not_, facts)
    return _simple(condition, facts)


def _simple(condition: Condition, facts: Facts) -> bool:
    """Say whether a condition that holds no other is true."""
    if condition.chose is not None:
        return facts.has_chosen(condition.chose)
    if condition.mode is not None:
        return facts.mode == condition.mode
    if condition.over_budget is not None:
        return facts.over == condition.over_budget
    value = facts.count(condition.variable) if condition.variable else facts.measure(str(condition.indicator))
    low, high = condition.at_least, condition.at_most
    return (low is None or value >= low) and (high is None or value <= high)


def mentions(condition: Condition | None) -> Iterator[tuple[Kind, str]]:
    """Yield what a condition names: choices, variables, modes."""
    if condition is None:
        return
    if condition.chose:
        yield "choice", condition.chose
    if condition.variable:
        yield "variable", condition.variable
    if condition.mode:
        yield "mode", condition.mode
    for inner in [*(condition.all or []), *(condition.any or []), condition.not_]:
        yield from mentions(inner)
