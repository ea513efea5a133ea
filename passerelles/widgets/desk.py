"""The desk: where a view asks for a lesson, a case or a role play, and gives in what the learner did.

Here is what a desk does and what it may refuse; the desks themselves are in files of their own, and `desks` opens one.
"""

from __future__ import annotations

from typing import Any, Protocol

Json = dict[str, Any]


class DeskRefused(Exception):
    """The desk said no: `code` is stable, `message` is for the learner, `state` is the item's when given."""

    def __init__(self, code: str, message: str, state: Json | None = None) -> None:
        """The code is what the exception prints; the message never leaves for a log."""
        super().__init__(code)
        self.code, self.message, self.state = code, message, state


class DeskUnreachable(Exception):
    """The desk did not answer: nothing was kept, the same request may be sent again."""


class Desk(Protocol):
    """What a lesson needs. Each method raises DeskRefused or DeskUnreachable."""

    base_url: str | None

    def lesson(self) -> Json:
        """Return the whole lesson as this learner may see it."""

    def answer(self, item: str, answer: object, key: str) -> Json:
        """Give an answer in; return `{"state", "saved_at"}`. The same key counts once."""

    def save(self, name: str, value: object, key: str) -> Json:
        """Keep a draft, a rubric or a tool's value; return `{"saved_at"}`."""

    def place(self, step: str) -> None:
        """Remember the step the learner is at."""

    def hand_in(self, assignment: str) -> Json:
        """Hand the assignment in; return `{"handin": row}`."""

    def handin(self, assignment: str) -> Json:
        """Return the latest hand-in: `{"handin": row | None}`."""


class CaseDesk(Protocol):
    """What a case needs. Each method raises DeskRefused (with the present `state` when it helps) or DeskUnreachable.

    A `state` is a play as its player sees it; the same key counts once.
    """

    base_url: str | None

    def case(self) -> Json:
        """Return the whole case as this learner may see it, with the play they were at last."""

    def start(self, level: str, mode: str | None, viewpoint: str | None, team: int | None, key: str) -> Json:
        """Begin a play; return `{"state", "plays", "saved_at"}`. A viewpoint follows the last finished play."""

    def choose(self, play: int, turn: int, option: str, key: str) -> Json:
        """Choose an option at that turn; return the same."""

    def back(self, play: int, turn: int, node: str, comment: str, key: str) -> Json:
        """Go back to a moment passed; return the same."""

    def open(self, play: int) -> Json:
        """Show another play; return the same."""

    def save(self, name: str, value: object, key: str) -> Json:
        """Keep what was written in the debrief; return `{"saved_at"}`."""

    def hand_in_case(self) -> Json:
        """Hand the debrief in; return `{"handin": row}`."""

    def handin(self, assignment: str) -> Json:
        """Return the latest hand-in: `{"handin": row | None}`."""


class RolePlayDesk(Protocol):
    """What a role play needs. Each method raises DeskRefused (with where one is when it helps) or DeskUnreachable."""

    base_url: str | None

    def roleplay(self) -> Json:
        """Return the role play as this learner may see it, and where they are in it."""

    def deed(self, kind: str, value: Json) -> Json:
        """Do one thing; return `{"state", "saved_at"}`. Asked twice it counts once."""
