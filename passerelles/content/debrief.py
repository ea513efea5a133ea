"""Models of a debriefing: scripts by phases and safeguards for a trainer, and what each case asks and points to."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .items import Criterion, Identifier, StatementId, Strict, Text


class DebriefPhase(Strict):
    """One phase of a script."""

    title: Text
    minutes: int = Field(ge=1, le=60, description="its weight: shared out over the length of the debriefing")
    hint: Text | None = Field(default=None, description="what the trainer does with the questions")
    questions: list[Text] = Field(min_length=1, description="what to say, word for word")


class DebriefScript(Strict):
    """A way to lead a debriefing, named by the `guide` of the cases."""

    id: Identifier
    name: Text
    source: Text = Field(description="source tag as in the corpus")
    phases: list[DebriefPhase] = Field(min_length=2)


class Safeguard(Strict):
    """Something to hold to while a group debriefs."""

    id: Identifier
    text: Text
    cites: list[StatementId] = Field(default=[])


class DebriefQuestion(Strict):
    """A question answered in writing after the case; with a rubric, a trainer can mark it."""

    id: Identifier
    question: Text
    cites: list[StatementId] = Field(min_length=1)
    rubric: list[Criterion] = Field(default=[])

    @property
    def points(self) -> int:
        """What a trainer can give at most."""
        return sum(criterion.points for criterion in self.rubric)


class Guide(Strict):
    """Pointers for the trainer who debriefs a group."""

    script: Literal["plus-delta", "gas", "pearls"]
    minutes: int = Field(ge=5, le=60)
    pointers: list[Text] = Field(min_length=2, description="what to listen for and to ask in this case")
