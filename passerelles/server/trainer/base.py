"""What every page of the trainer shares: no session, no page."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, cast

from tornado.web import HTTPError, RequestHandler

from passerelles.server.pages.base import SAFE_METHODS, PageHandler
from passerelles.server.pages.throttle import Throttle
from passerelles.server.web.security import installation

from .access import Access

WRONG_TRIES = 10  # a minute, by address


class DoorHandler(PageHandler):
    """A page that opens without a session: the way in."""

    active = "formateur"

    @property
    def access(self) -> Access:
        """The password and the sessions."""
        return Access(self.store)

    @property
    def throttle(self) -> Throttle:
        """The wrong tries, kept as long as the server lives."""
        return cast(Throttle, self.settings.setdefault("passerelles_trainer_throttle", Throttle(WRONG_TRIES)))

    @property
    def address(self) -> str:
        """Where the request comes from."""
        return self.request.remote_ip or ""

    @property
    def token(self) -> str | None:
        """The secret of the session in the cookie, if the signature holds."""
        kept = self.get_signed_cookie(self._cookie(), max_age_days=1)
        return kept.decode("ascii", "replace") if kept else None

    @property
    def signed_in(self) -> bool:
        """True for a trainer."""
        return self.access.is_open(self.token)

    def sign_in(self) -> None:
        """Open a session and go to the first page."""
        self.set_signed_cookie(
            self._cookie(),
            self.access.open_session(),
            expires_days=None,
            path=self.base_url + "formateur",
            httponly=True,
            samesite="Strict",
            secure=self.request.protocol == "https",
        )
        self.redirect(self.base_url + "formateur", status=HTTPStatus.SEE_OTHER)

    def sign_out(self) -> None:
        """Close the session here and in the browser."""
        self.access.close(self.token)
        self.clear_cookie(self._cookie(), path=self.base_url + "formateur")

    def go(self, path: str) -> None:
        """Go to another page of the trainer."""
        self.redirect(self.base_url + path, status=HTTPStatus.SEE_OTHER)

    def page(self, template: str, **values: Any) -> None:
        """Render with the trainer's own navigation."""
        freshness = self.settings.get("passerelles_freshness")
        told = {"signed_in": self.signed_in, "course_problems": freshness.problems if freshness else []}
        super().page(template, **told | values)

    def _cookie(self) -> str:
        """Return the name of the cookie."""
        return trainer_cookie(self)


class TrainerHandler(DoorHandler):
    """A page for a signed-in trainer only."""

    def prepare(self) -> None:
        """Send anybody else to the way in; refuse their changes."""
        super().prepare()
        if self._finished or self.signed_in:
            return
        if self.request.method not in SAFE_METHODS:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        self.go("formateur/connexion" if self.access.ready else "formateur/mot-de-passe")


def trainer_cookie(handler: RequestHandler) -> str:
    """Return the name of the cookie of a trainer."""
    return f"passerelles-formateur-{installation('trainer', handler.settings['cookie_secret'])}"
