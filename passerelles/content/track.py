"""A track: a way through the course for a trainer's day, a student or somebody alone; sessions made of sequences.

Authored in `corpus/tracks/<slug>.yaml`. Everything it holds is named from elsewhere: a track is an order and a clock.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from .items import Identifier, MechanismId, Strict, Text

Kind = Literal["module", "case", "roleplay", "tool", "review", "room"]


ActivityKind = Literal[
    "acquaintance", "commitments", "decisions", "diagnosis", "gather", "jargon", "pairs", "positioning", "quiz",
    "roleplay", "satisfaction", "speaking", "vote", "wall", "world-cafe",
]  # fmt: skip


class Live(Strict):
    """What a sequence becomes on phones in a live session."""

    activity: ActivityKind
    place: Identifier | None = Field(default=None, description="two sequences with one place go on with one activity")
    options: dict[str, Any] = Field(default={}, description="what the activity asks for: see its module")


class Sequence(Strict):
    """Some minutes of a session: a module or steps, a case, a role play, a tool, a review, or something in the room."""

    title: Text
    minutes: int = Field(ge=1, le=180)
    module: Identifier | None = Field(default=None, description="slug of a module")
    steps: list[Identifier] = Field(default=[], description="steps of that module; none: the whole module")
    case: Identifier | None = Field(default=None, description="slug of a case")
    roleplay: Identifier | None = Field(default=None, description="slug of a role play, to be played alone")
    tool: Identifier | None = Field(default=None, description="id of a tool of a module")
    review: bool = Field(default=False, description="« À revoir aujourd’hui »")
    text: Text | None = Field(default=None, description="how it goes; needed when nothing else is named")
    leave: Text | None = Field(default=None, description="what stays of it: a card, a wall, a form")
    apart: bool = Field(default=False, description="not counted in the announced time: a meal")
    live: Live | None = Field(default=None, description="what it becomes on phones in a live session")

    @model_validator(mode="after")
    def _one_thing(self) -> Sequence:
        """Raise ValueError on a sequence that names two things, or nothing."""
        named = [self.module, self.case, self.roleplay, self.tool, self.review or None]
        if sum(thing is not None for thing in named) > 1:
            raise ValueError("donnez un seul de `module`, `case`, `roleplay`, `tool` et `review`")
        if self.kind == "room" and not self.text:
            raise ValueError("sans module, cas, jeu de rôle, outil ni révision, dites dans `text` ce qui se fait")
        if self.steps and not self.module:
            raise ValueError("`steps` va avec `module`")
        return self

    @property
    def kind(self) -> Kind:
        """What it is made of."""
        if self.module:
            return "module"
        if self.case:
            return "case"
        if self.roleplay:
            return "roleplay"
        return "tool" if self.tool else "review" if self.review else "room"


class Session(Strict):
    """What is done in one go."""

    title: Text
    aim: Text | None = None
    start: str | None = Field(default=None, pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="« 09:00 »: an agenda")
    minutes: int = Field(ge=1, description="announced, without what stands apart; a rule adds the sequences up")
    sequences: list[Sequence] = Field(min_length=1)
    leave: Text | None = Field(default=None, description="what one leaves the session with")


class Track(Strict):
    """Sessions in order, for somebody."""

    slug: Identifier
    rank: int = Field(ge=1, le=99)
    title: Text
    audience: Text = Field(description="for whom, in how many")
    purpose: Text
    minutes: int = Field(ge=1, description="announced in all; a rule adds the sessions up")
    mechanisms: list[MechanismId] = Field(default=[], description="mechanisms of the texts that the track itself is")
    reaches: list[MechanismId] = Field(default=[], description="mechanisms it makes one do: a rule looks for each")
    notes: list[Text] = Field(default=[], description="for the trainer: what to prepare, what it cannot do")
    sessions: list[Session] = Field(min_length=1)
