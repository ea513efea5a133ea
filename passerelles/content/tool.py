"""Models of the tools that learners fill in: parts, rows and fields, authored in `modules/<slug>/tools.yaml`.

What a learner fills in is a JSON object by part id. A part without rows holds `{field id: value}`; with `rows`,
`{row id: {field id: value}}`; with `repeat`, a list of `{"id": text, field id: value}`; with `ranked`, a list of row
ids. Nothing is obligatory: what is not filled in is absent.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from .items import Identifier, MechanismId, Misplaced, StatementId, Strict, Text


class ToolOption(Strict):
    """One thing to choose in a field."""

    id: Identifier
    text: Text


class FieldCondition(Strict):
    """A field that only some answers to another field of the same row call for."""

    field: Identifier
    among: list[Identifier] = Field(min_length=1, description="option ids of that field")


class ToolField(Strict):
    """One thing to fill in. Value: text; option id; list of option ids; number; ISO date."""

    id: Identifier
    kind: Literal["line", "text", "choice", "several", "number", "scale", "date"]
    label: Text
    hint: Text | None = None
    options: list[ToolOption] = Field(default=[], description="of a choice or of several")
    options_from: Literal["sectors", "actors", "stories", "methods"] | None = Field(
        default=None, description="options of the course instead: their ids and names; stories: cases and role plays"
    )
    least: float = Field(default=0, description="smallest number")
    most: float = Field(default=1000, description="largest number; of a scale, its last step")
    step: float = Field(default=1, gt=0, description="of a number")
    unit: Text | None = Field(default=None, description="of a number, as shown: « heures »")
    low: Text | None = Field(default=None, description="what the first step of a scale means")
    high: Text | None = Field(default=None, description="what its last step means")
    when: FieldCondition | None = Field(default=None, description="shown only then")
    reminder: Text | None = Field(
        default=None, description="of a date: its name in a calendar; {geste} is what stands there in that field"
    )

    @model_validator(mode="after")
    def _options(self) -> ToolField:
        """Raise ValueError unless exactly those kinds have options, and only dates come back in a calendar."""
        if self.reminder and self.kind != "date":
            raise ValueError("`reminder` va avec une date")
        if (self.kind in ("choice", "several")) != bool(self.options or self.options_from):
            raise ValueError("`options` (ou `options_from`) va avec les genres choice et several, et avec eux seuls")
        return self

    @property
    def steps(self) -> range:
        """Steps of a scale: from 1 to `most`, unless `least` says where it begins."""
        return range(int(self.least) if "least" in self.model_fields_set else 1, int(self.most) + 1)


class ToolRow(Strict):
    """One thing given to fill in about, in its own words or those of a statement."""

    id: Identifier
    text: Text | None = None
    statement: StatementId | None = None
    cites: list[StatementId] = []
    defensible: list[Identifier] = Field(
        default=[], description="options of the first field that can be argued for; told only once one was chosen"
    )
    feedback: Text | None = Field(default=None, description="told with it")
    days: int | None = Field(
        default=None, ge=-366, le=366, description="its day, counted from the tool’s day: -60; it goes in the calendar"
    )

    @model_validator(mode="after")
    def _one_wording(self) -> ToolRow:
        """Raise ValueError unless there is one wording, and a comment with what can be argued for."""
        if (self.text is None) == (self.statement is None):
            raise ValueError("donnez soit `text`, soit `statement`, un seul des deux")
        if self.days is not None and self.text is None:
            raise ValueError("`days` va avec `text`")
        if bool(self.defensible) != bool(self.feedback):
            raise ValueError("`defensible` et `feedback` vont ensemble")
        return self


class Repeat(Strict):
    """Rows that the learner adds and removes."""

    name: Text = Field(description="what one row is, in the singular: « Partenaire »")
    least: int = Field(default=1, ge=0, le=12, description="rows shown from the start")
    most: int = Field(default=8, ge=1, le=20)


class ToolPart(Strict):
    """A group of fields: once, for each given row, or for each row the learner adds; or rows to rank."""

    id: Identifier
    title: Text
    help: Text | None = None
    fields: list[ToolField] = []
    rows: list[ToolRow] = []
    repeat: Repeat | None = None
    ranked: bool = Field(default=False, description="the rows are put in an order instead of being filled in")
    later: bool = Field(default=False, description="shown closed until it is opened: to be filled in another day")

    @model_validator(mode="after")
    def _one_form(self) -> ToolPart:
        """Raise ValueError on a part that nobody could fill in."""
        if self.rows and self.repeat:
            raise ValueError("donnez soit `rows`, soit `repeat`")
        if self.ranked != (not self.fields) or (self.ranked and len(self.rows) < 3):
            raise ValueError("il faut des `fields`, ou bien `ranked: true` et au moins trois `rows`")
        for name, things in (("fields", self.fields), ("rows", self.rows)):
            ids = [thing.id for thing in things]
            if repeated := next((i for i in ids if ids.count(i) > 1), None):
                raise Misplaced((name, ids.index(repeated)), f"« {repeated} » vient deux fois", "Changez l’un des deux")
        return self


class Tool(Strict):
    """Something a learner makes in a module: filled in, drawn, read back, kept and exported."""

    id: Identifier = Field(description="unique in the course; what a step names in `tool`")
    title: Text
    purpose: Text = Field(description="what it is for, one or two sentences")
    mechanisms: list[MechanismId] = Field(default=[], description="mechanisms of the texts that one does here")
    cites: list[StatementId] = Field(min_length=1, description="statements that filling it in practises")
    caution: Literal["legal", "memory"] | None = None
    parts: list[ToolPart] = Field(min_length=1)
    reading: Identifier | None = Field(
        default=None, description="how it is read back: a name of `engines/tools`; none: shown as filled in"
    )
    says: dict[Identifier, Text] = Field(
        default={}, description="the sentences of that reading, with {places}; each may cite [C5-104]"
    )
    compared: bool = Field(default=False, description="read beside what other learners made, five at least")
    example: dict[Identifier, Any] = Field(description="the tool filled in, for a fictional team: learners can see it")

    @model_validator(mode="after")
    def _counted_from(self) -> Tool:
        """Raise ValueError on rows whose days are counted from nothing."""
        if self.origin is None and any(row.days is not None for part in self.parts for row in part.rows):
            raise ValueError("`days` compte à partir d’un jour : donnez un champ date, avec `reminder`, sans lignes")
        return self

    @property
    def origin(self) -> tuple[str, str] | None:
        """Part and field of the day that the `days` of rows are counted from: the first that a calendar holds."""
        once = [part for part in self.parts if not (part.rows or part.repeat)]
        return next(((part.id, field.id) for part in once for field in part.fields if field.reminder), None)

    @property
    def has_reminders(self) -> bool:
        """Say whether some of its dates can be put in a calendar."""
        return any(field.reminder for part in self.parts for field in part.fields)
