"""Type the learner code on another device."""

from __future__ import annotations

from http import HTTPStatus
from typing import cast

from passerelles.store.learners import HALF, normalised
from passerelles.text import t

from .base import PageHandler
from .throttle import Throttle

PER_CODE, PER_ADDRESS = 10, 60  # wrong tries a minute; a whole class may share one address
LONGEST_CODE = 80


class ResumeHandler(PageHandler):
    """`/reprendre`."""

    @property
    def throttle(self) -> tuple[Throttle, Throttle]:
        """The wrong tries by code and by address, kept as long as the server lives."""
        fresh = (Throttle(PER_CODE), Throttle(PER_ADDRESS))
        return cast(tuple[Throttle, Throttle], self.settings.setdefault("passerelles_resume_throttle", fresh))

    def get(self) -> None:
        """Ask for the code."""
        self.page("resume.html", typed="", problem=None)

    def post(self) -> None:
        """Follow a known code home; keep what was typed when it is not known."""
        typed = self.get_body_argument("code", "")[:LONGEST_CODE]
        code = normalised(typed)
        guessed = code[:HALF] if code else ""
        keys = list(zip(self.throttle, (guessed, self.request.remote_ip or ""), strict=True))
        if wait := max(throttle.wait(key) for throttle, key in keys):
            self.set_header("Retry-After", str(wait))
            self._refuse(typed, t("pages.resume.slow", seconds=wait), HTTPStatus.TOO_MANY_REQUESTS)
        elif not typed.strip():
            self._refuse(typed, t("pages.resume.empty"))
        elif code is None or self.identity.enter(self, f"{code[:HALF]}-{code[HALF:]}") is None:
            for throttle, key in keys:
                throttle.wrong(key)
            self._refuse(typed, t("pages.resume.unknown"))
        else:
            self.redirect(self.base_url, status=HTTPStatus.SEE_OTHER)

    def _refuse(self, typed: str, problem: str, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        """Show the form again with what was typed and why it was not accepted."""
        self.set_status(status)
        self.page("resume.html", typed=typed, problem=problem)
