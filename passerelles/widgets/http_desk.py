"""The desk of the learner server: for lessons, cases and role plays, and for the trainer's figures of a session."""

from __future__ import annotations

import json
import os
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from passerelles.text import t
from passerelles.widgets.desk import DeskRefused, DeskUnreachable, Json

TIMEOUT = 5.0  # seconds; the browser gives up after six
LARGEST_REPLY = 8_000_000  # bytes of JSON we accept from the server


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
