"""What the store hands out, and the events it takes: plain read-only rows that `dataclasses.asdict` turns into JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

HandinStatus = Literal["received", "grading", "graded", "refused", "failed"]
STATUSES: tuple[str, ...] = get_args(HandinStatus)
MoveKind = Literal["chose", "back"]
MOVES: tuple[str, ...] = get_args(MoveKind)


@dataclass(frozen=True)
class LearnerRow:
    """A learner, without their secret; times are UTC ISO text, here and below."""

    public: str
    created_at: str
    seen_at: str


@dataclass(frozen=True)
class AttemptRow:
    """One answer given; `sequence` grows with every answer of every learner."""

    sequence: int
    learner: str
    module: str
    item: str
    answer: Any
    points: float
    maximum: float
    verdict: str
    key: str
    given_at: str


@dataclass(frozen=True)
class WorkRow:
    """The latest version of something a learner is writing."""

    learner: str
    module: str
    name: str
    value: Any
    saved_at: str


@dataclass(frozen=True)
class PlaceRow:
    """The step a learner was at in a module."""

    module: str
    step: str
    at: str


@dataclass(frozen=True)
class HandinRow:
    """One hand-in; `reason` when it was refused or failed, `results` when it was graded."""

    id: int
    learner: str
    assignment: str
    answers: Any
    received_at: str
    status: HandinStatus
    reason: str | None
    results: Any
    status_at: str


@dataclass(frozen=True)
class MoveRow:
    """One thing done in a play: a choice (`node.option`), or going back to a node with a comment."""

    turn: int
    kind: MoveKind
    what: str
    comment: str
    key: str
    at: str


@dataclass(frozen=True)
class PlayRow:
    """A play with its moves, in order."""

    id: int
    learner: str
    case: str
    level: str
    mode: str | None
    viewpoint: str | None
    after: tuple[str, ...]
    team: int | None
    key: str
    rank: int
    started_at: str
    moves: tuple[MoveRow, ...]

    @property
    def turn(self) -> int:
        """How many moves were made."""
        return len(self.moves)

    @property
    def saved_at(self) -> str:
        """When something was last added."""
        return self.moves[-1].at if self.moves else self.started_at

    def kept(self) -> dict[str, Any]:
        """Return the play as JSON: what `engines.case.engine.from_json` reads."""
        shared = {name: getattr(self, name) for name in ("case", "level", "mode", "viewpoint", "after")}
        return shared | {"events": [asdict(move) for move in self.moves]}


@dataclass(frozen=True)
class SessionRow:
    """A live session as it was planned; it goes on until `ended_at`."""

    id: str
    code: str
    title: str
    track: str | None
    agenda: Any
    created_at: str
    ended_at: str | None


@dataclass(frozen=True)
class PersonRow:
    """Somebody who joined a live session; `learner` when they came with their code."""

    session: str
    id: str
    learner: str | None
    token_hash: str
    joined_at: str


@dataclass(frozen=True, slots=True)
class NewEvent:
    """Something that happened in a live session; `key` tells it from every other of that session."""

    place: str  # "" is the session itself
    kind: str
    who: str
    what: str
    says: Sequence[str]
    key: str
    at: float


@dataclass(frozen=True, slots=True)
class LiveEventRow:
    """One thing that happened in a live session: `at` when it was done (seconds), `given_at` when it was kept."""

    session: str
    number: int
    place: str
    kind: str
    who: str
    what: str
    says: tuple[str, ...]
    key: str
    at: float
    given_at: str
