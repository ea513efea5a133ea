"""What is wrong in an authored file: where, why, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Problem:
    """One thing to put right. `cause` and `cure` are French sentences: authors read them."""

    code: str
    file: str  # relative to the course, with forward slashes
    line: int  # first line is 1
    cause: str
    cure: str
    severity: Severity = "error"

    def __str__(self) -> str:
        """Return it as one readable paragraph: place, code, cause, cure."""
        word = "erreur" if self.severity == "error" else "avertissement"
        return f"{self.file}:{self.line}: {word} [{self.code}] {self.cause}\n    Remède : {self.cure}"

    def as_json(self) -> dict[str, str | int]:
        """Return it as a JSON object, keys as the fields."""
        return asdict(self)


class CourseError(Exception):
    """The course cannot be loaded; `problems` says everything that was found, file by file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Hold the problems; the message lists them."""
        self.problems = list(problems)
        super().__init__("\n".join(map(str, self.problems)))


def refuse(code: str, file: str, line: int, cause: str, cure: str) -> CourseError:
    """Return a CourseError holding that single problem, ready to raise."""
    return CourseError([Problem(code, file, line, cause, cure)])
