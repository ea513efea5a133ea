"""What the store hands out: plain read-only rows that `dataclasses.asdict` turns into JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

HandinStatus = Literal["received", "grading", "graded", "refused", "failed"]
STATUSES: tuple[str, ...] = get_args(HandinStatus)


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
