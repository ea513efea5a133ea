"""The model of a mechanism: what the two texts describe or recommend, as something to do."""

from __future__ import annotations

from pydantic import Field

from .items import MechanismId, StatementId, Strict, Text


class Mechanism(Strict):
    """Something the texts describe or recommend. Its statements are among those that the course must have practised."""

    id: MechanismId
    title: Text
    deed: Text = Field(description="what one does with it: an infinitive")
    statements: list[StatementId] = Field(min_length=1)
