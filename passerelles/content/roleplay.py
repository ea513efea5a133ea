"""A role play: people of several sectors around a young person, each with a public card and a private one.

Authored in `case_studies/<slug>/roleplay.yaml`, validated here; played on phones, on paper and alone from that file.
Texts are Markdown in French. Fields called `who`, `to` and `at` hold ids of roles and of phases, never prose.
"""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from .case import Young
from .debrief import DebriefQuestion
from .items import Identifier, MechanismId, StatementId, Strict, Text

END = "end"
PLAYED = ("act", "pause")  # the kinds of phase in which one is in one's role
Cites = Annotated[list[StatementId], Field(min_length=1)]
PhaseKind = Literal["contract", "reading", "act", "pause", "exit", "debrief", "trace"]


class Phase(Strict):
    """A moment of the whole, one after the other: nobody jumps over one."""

    id: Identifier
    kind: PhaseKind = Field(description="pause: the « temps mort »; exit: everybody leaves their role")
    title: Text
    minutes: int = Field(ge=1, le=60)
    text: Text = Field(description="what to do, said to everybody")
    cites: list[StatementId] = Field(default=[])


class Word(Strict):
    """A word of one's sector, to use without explaining it before somebody asks."""

    word: Text
    meaning: Text


class PublicCard(Strict):
    """What everybody reads about a role."""

    text: Text = Field(description="who this is, and what this person says out loud")
    brings: list[Text] = Field(description="« ce que je peux apporter »: at least three, no fewer than the limits")
    limits: list[Text] = Field(default=[], description="what this role cannot do, and may say")


class PrivateCard(Strict):
    """What only the person who plays the role reads."""

    constraint: Text = Field(description="hidden: a real limit of the trade or of the situation, never a fault")
    objective: Text
    vocabulary: list[Word] = Field(min_length=1)


class Opening(Strict):
    """A way to open one's mouth in that role, commented; shown once the learner has written one."""

    id: Identifier
    text: Text
    comment: Text
    cites: Cites


class Role(Strict):
    """Somebody at the table."""

    id: Identifier
    name: Text
    function: Text
    actor: Identifier | None = Field(default=None, description="id of corpus/actors.yaml")
    sector: Identifier | None = Field(default=None, description="id of corpus/sectors.yaml; empty for a relative")
    young: bool = Field(default=False, description="the young person everything is about")
    translator: bool = Field(default=False, description="makes the others understand one another, C5-087")
    at: Identifier | None = Field(default=None, description="id of the phase where the role comes in; empty: the first")
    cites: Cites
    public: PublicCard
    private: PrivateCard
    openings: list[Opening] = Field(min_length=2)


class Inject(Strict):
    """Something that happens while playing: for everybody, or for some roles alone."""

    id: Identifier
    at: Identifier = Field(description="id of a phase")
    minute: int = Field(ge=0, description="minutes after the start of that phase")
    to: list[Identifier] = Field(default=[], description="ids of roles; empty: everybody, on the projector too")
    title: Text
    text: Text
    cites: Cites


class Stake(Strict):
    """What a proposal gives a role, and takes from it."""

    who: Identifier
    gain: str = Field(default="", max_length=600, description="an empty gain stops everything")
    pays: Text
    net: int = Field(ge=-2, le=2, description="0 or less: this role loses by it")


class Proposal(Strict):
    """Something to vote on. What each gains and pays stays covered until the votes are revealed."""

    id: Identifier
    text: Text
    success: bool = Field(default=False, description="a good way out: only when every role gains by it")
    stakes: list[Stake] = Field(min_length=1)
    comment: Text
    cites: Cites


class StopLine(Strict):
    """A line to fill in before the play may stop."""

    id: Identifier
    text: Text
    who: Identifier | None = Field(default=None, description="the role that must write it; empty: anyone")


class Stop(Strict):
    """The criterion: a log of decisions (what, who, until when), read again by the young person."""

    text: Text
    lines: list[StopLine] = Field(min_length=1)
    cites: Cites


class Pause(Strict):
    """The « temps mort »: each writes what they understood of the constraint of another."""

    question: Text
    cites: Cites


class Observed(Strict):
    """A line of the observers’ grid, marked 0, 1 or 2 with a sentence that was heard."""

    id: Identifier
    text: Text
    cites: list[StatementId] = Field(default=[])


class Debrief(Strict):
    """What is asked once everybody is out of their role; its length is that of the phase."""

    script: Identifier = Field(description="id of corpus/debriefs.yaml")
    pointers: list[Text] = Field(min_length=2, description="for the trainer: what to listen for")
    questions: list[DebriefQuestion] = Field(min_length=1)


class Reply(Strict):
    """Something to answer to a counterpart."""

    id: Identifier
    text: Text
    comment: Text
    cites: Cites
    next: Identifier = Field(description="id of a turn, or « end »")


class Turn(Strict):
    """What a counterpart says, from their own constraint, and what one may answer."""

    id: Identifier
    text: Text
    replies: list[Reply] = Field(min_length=2, max_length=4)


class Exchange(Strict):
    """A conversation to have alone: one plays `who`, the file answers for `to`."""

    id: Identifier
    who: Identifier
    to: Identifier
    title: Text
    turns: list[Turn] = Field(min_length=1, description="starts at the first; replies only lead further down")
    closing: Text


class Variant(Strict):
    """Another way to play it, for a group that asks for more."""

    id: Identifier
    title: Text
    text: Text


class RolePlay(Strict):
    """A whole role play. `caution: legal` puts the legal banner from start to end."""

    slug: Identifier
    rank: int = Field(ge=1, le=99, description="place among the role plays")
    title: Text
    place: Text = Field(description="fictional")
    young: Young
    situation: Text = Field(description="what everybody knows")
    goal: Text = Field(description="what the meeting says it is for")
    purpose: Text
    themes: list[Text] = Field(min_length=1)
    mechanisms: list[MechanismId] = Field(default=[], description="mechanisms of the texts that one does here")
    minutes: int = Field(ge=75, le=120, description="announced; the phases add up to it")
    caution: Literal["legal"] | None = None
    source: list[Text] = Field(default=[], description="what the context rests on, tagged as in the corpus")
    review_on: date = Field(description="when somebody of the sectors must read it again")
    reviewed_by: list[Identifier] = Field(default=[], description="sectors that have read it; empty: « non relu »")
    cites: Cites
    phases: list[Phase] = Field(min_length=6)
    roles: list[Role] = Field(min_length=4, max_length=7)
    injects: list[Inject] = Field(default=[])
    pause: Pause
    proposals: list[Proposal] = Field(min_length=2)
    stop: Stop
    exit: list[Text] = Field(min_length=2, description="what each does to leave the role, step by step")
    grid: list[Observed] = Field(min_length=1)
    debrief: Debrief
    exchanges: list[Exchange] = Field(min_length=1, description="to play alone")
    variants: list[Variant] = Field(default=[])

    @property
    def content_hash(self) -> str:
        """Fingerprint of all that it says: phones, paper and notebook with the same one play the same thing."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()

    @property
    def young_roles(self) -> frozenset[str]:
        """Ids of the roles of the young people it is about."""
        return frozenset(role.id for role in self.roles if role.young)

    @property
    def alone(self) -> dict[str, str]:
        """What one meets without a table, by id: how each role, conversation and proposal is called."""
        named = {role.id: role.name for role in self.roles} | {one.id: one.title for one in self.exchanges}
        return named | {one.id: f"proposition {n}" for n, one in enumerate(self.proposals, 1)}

    def role(self, role_id: str) -> Role:
        """Return the role of that id; KeyError when there is none."""
        return {role.id: role for role in self.roles}[role_id]

    def length(self, *kinds: str) -> int:
        """Return the minutes of the phases of these kinds."""
        return sum(phase.minutes for phase in self.phases if phase.kind in kinds)


def roleplay_cites(play: RolePlay) -> dict[str, list[str]]:
    """Return the statements that each part one does something with cites, once each, by the id of the part."""
    found: dict[str, list[str]] = {"stop": play.stop.cites, "pause": play.pause.cites}
    found |= {phase.id: phase.cites for phase in play.phases}
    for role in play.roles:
        found[role.id] = [*role.cites, *(name for opening in role.openings for name in opening.cites)]
    found |= {inject.id: inject.cites for inject in play.injects}
    found |= {proposal.id: proposal.cites for proposal in play.proposals}
    found |= {line.id: line.cites for line in play.grid}
    found |= {question.id: question.cites for question in play.debrief.questions}
    for exchange in play.exchanges:
        replies = [reply for turn in exchange.turns for reply in turn.replies]
        found[exchange.id] = [name for reply in replies for name in reply.cites]
    return {name: list(dict.fromkeys(cited)) for name, cited in found.items() if cited}
