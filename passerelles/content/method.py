"""Sheets of method: how to prepare or lead a moment of a meeting. They are ours, and proposed, not proved."""

from __future__ import annotations

from pydantic import Field

from .items import Identifier, StatementId, Strict, Text


class MethodStep(Strict):
    """One thing to do, in order."""

    text: Text
    minutes: int | None = Field(default=None, ge=1, le=120, description="given to every step of the sheet, or to none")


class Method(Strict):
    """A sheet of one page: something a meeting can be made of."""

    id: Identifier
    title: Text
    aim: Text = Field(description="what it is for, one sentence")
    minutes: int = Field(ge=3, le=120, description="as long as its steps together")
    people: Text = Field(description="for how many, or for whom")
    material: list[Text] = Field(min_length=1, description="what to have at hand; « Rien » is an answer")
    steps: list[MethodStep] = Field(min_length=3, max_length=6)
    variant: Text = Field(description="another way to do it")
    watch: Text = Field(description="what to watch out for")
    cites: list[StatementId] = Field(min_length=1, description="statements that speak of what it is for")
