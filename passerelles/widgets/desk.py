"""The desk: where a view asks for a lesson, a case or a role play, and gives in what the learner did.

`HttpDesk` talks to the learner server, for all three, and for the trainer's figures of a session. `LocalDesk`,
`LocalCaseDesk` and `LocalRolePlayDesk` (in files of their own, which import the course) work alone.
"""

from __future__ import annotations

import json
import os
from typing import Any, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from passerelles.text import t

TIMEOUT = 5.0  # seconds; the browser gives up after six
LARGEST_REPLY = 8_000_000  # bytes of JSON we accept from the server

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


class HttpDesk:
    """The learner server, over loopback, with the token of one learner and one page."""

    def __init__(self, api: str, token: str) -> None:
        """`api`: address of the kernel API."""
        self._api, self._token = api.rstrip("/"), token
        self.base_url: str | None = urlsplit(self._api).path.removesuffix("api/kernel")

    def lesson(self) -> Json:
        """See Desk."""
        return self._call("GET", "lesson")

    def answer(self, item: str, answer: object, key: str) -> Json:
        """See Desk."""
        return self._call("POST", "answers", {"item": item, "answer": answer, "key": key})

    def save(self, name: str, value: object, key: str) -> Json:
        """See Desk."""
        return self._call("POST", "works", {"name": name, "value": value, "key": key})

    def place(self, step: str) -> None:
        """See Desk."""
        self._call("POST", "place", {"step": step})

    def hand_in(self, assignment: str) -> Json:
        """See Desk."""
        return self._call("POST", "handin", {"assignment": assignment})

    def handin(self, assignment: str) -> Json:
        """See Desk."""
        return self._call("GET", f"handin?assignment={quote(assignment, safe='')}")

    def case(self) -> Json:
        """See CaseDesk."""
        return self._call("GET", "case")

    def start(self, level: str, mode: str | None, viewpoint: str | None, team: int | None, key: str) -> Json:
        """See CaseDesk."""
        how = {"level": level, "mode": mode, "viewpoint": viewpoint, "team": team}
        return self._call("POST", "case/start", {**how, "key": key})

    def choose(self, play: int, turn: int, option: str, key: str) -> Json:
        """See CaseDesk."""
        return self._call("POST", "case/choose", {"play": play, "turn": turn, "option": option, "key": key})

    def back(self, play: int, turn: int, node: str, comment: str, key: str) -> Json:
        """See CaseDesk."""
        move = {"play": play, "turn": turn, "node": node, "comment": comment}
        return self._call("POST", "case/back", {**move, "key": key})

    def open(self, play: int) -> Json:
        """See CaseDesk."""
        return self._call("POST", "case/open", {"play": play})

    def hand_in_case(self) -> Json:
        """See CaseDesk."""
        return self._call("POST", "case/handin", {})

    def roleplay(self) -> Json:
        """See RolePlayDesk."""
        return self._call("GET", "roleplay")

    def deed(self, kind: str, value: Json) -> Json:
        """See RolePlayDesk."""
        return self._call("POST", f"roleplay/{kind}", value)

    def figures(self) -> Json:
        """Return the figures of the session that the token is for."""
        return self._call("GET", "seance")

    def _call(self, method: str, path: str, body: Json | None = None) -> Json:
        """Send one request; return the JSON object received."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self._token}", "Content-Type": "application/json"}
        request = Request(f"{self._api}/{path}", data=data, method=method, headers=headers)  # noqa: S310 (own loopback)
        try:
            with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 (own loopback)
                return _object(response.read(LARGEST_REPLY))
        except HTTPError as error:
            raise _refusal(error) from None
        except (URLError, OSError, ValueError):
            raise DeskUnreachable from None


def desk_from_environment(slug: str) -> Desk:
    """Return the learner server's desk when the environment names one, else a desk of our own for that module.

    Raises DeskRefused when there is no such module.
    """
    if served := served_desk():
        return served
    from passerelles.widgets.local_desk import LocalDesk

    return LocalDesk.of(slug)


def case_desk_from_environment(slug: str) -> CaseDesk:
    """Return the same for a case; raises DeskRefused when there is no such case."""
    if served := served_desk():
        return served
    from passerelles.widgets.case_desk import LocalCaseDesk

    return LocalCaseDesk.of(slug)


def roleplay_desk_from_environment(slug: str) -> RolePlayDesk:
    """Return the same for a role play; raises DeskRefused when there is no such one."""
    if served := served_desk():
        return served
    from passerelles.widgets.roleplay_desk import LocalRolePlayDesk

    return LocalRolePlayDesk.of(slug)


def served_desk() -> HttpDesk | None:
    """Return the learner server's desk, when the environment names one."""
    api = os.environ.get("PASSERELLES_API")
    return HttpDesk(api, os.environ.get("PASSERELLES_TOKEN", "")) if api else None


def _object(raw: bytes) -> Json:
    """Return a JSON object, or `{}` for an empty body; ValueError for anything else."""
    value = json.loads(raw) if raw else {}
    if not isinstance(value, dict):
        raise ValueError
    return value


def _refusal(error: HTTPError) -> DeskRefused | DeskUnreachable:
    """Return what an HTTP error means: a refusal in words, or a server that could not do it now."""
    if error.code >= 500 or error.code == 429:
        return DeskUnreachable()
    try:
        said = _object(error.read(LARGEST_REPLY))
    except (OSError, ValueError):
        said = {}
    code = str(said.get("code") or f"http-{error.code}")
    message = said.get("message") or t(
        "widgets.common.expired" if error.code in (401, 403) else "widgets.common.refused"
    )
    state = said.get("state")
    return DeskRefused(code, str(message), state if isinstance(state, dict) else None)
