"""Models of what helps a trainer debrief a group: scripts by phases, and safeguards."""

from __future__ import annotations

from pydantic import Field

from .items import Identifier, StatementId, Strict, Text


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
