"""The way in: choose the password once, sign in, sign out."""

from __future__ import annotations

from http import HTTPStatus

from passerelles.text import t

from .access import problem
from .base import DoorHandler, TrainerHandler

LONGEST_KEY = 60


class LoginHandler(DoorHandler):
    """`/formateur/connexion`."""

    def get(self) -> None:
        """Ask for the password; without one, go and choose it."""
        if not self.access.ready:
            self.go("formateur/mot-de-passe")
        elif self.signed_in:
            self.go("formateur")
        else:
            self.page("trainer/login.html", problem=None)

    def post(self) -> None:
        """Open a session for the right password; slow down guesses."""
        if wait := self.throttle.wait(self.address):
            self._refuse(HTTPStatus.TOO_MANY_REQUESTS, t("trainer.login.slow", seconds=wait), wait)
        elif self.access.password_fits(self.get_body_argument("mot", "", strip=False)):
            self.throttle.right(self.address)
            self.sign_in()
        else:
            self.throttle.wrong(self.address)
            self._refuse(HTTPStatus.UNPROCESSABLE_ENTITY, t("trainer.login.wrong"))

    def _refuse(self, status: HTTPStatus, why: str, wait: int = 0) -> None:
        """Show the form again with the reason."""
        self.set_status(status)
        if wait:
            self.set_header("Retry-After", str(wait))
        self.page("trainer/login.html", problem=why)


class PasswordHandler(DoorHandler):
    """`/formateur/mot-de-passe`: the first password asks the key of the terminal, later ones the present password."""

    def get(self) -> None:
        """Show the form, to whom it is for; the terminal's link brings the key (`?cle=`)."""
        if self.access.ready and not self.signed_in:
            self.go("formateur/connexion")
        else:
            self._form(key=self.get_query_argument("cle", ""))

    def post(self) -> None:
        """Keep the new password and open a session."""
        proof = self.get_body_argument("preuve", "", strip=False)
        new, again = (self.get_body_argument(name, "", strip=False) for name in ("nouveau", "encore"))
        if wait := self.throttle.wait(self.address):
            self.set_header("Retry-After", str(wait))
            self._form(t("trainer.login.slow", seconds=wait), HTTPStatus.TOO_MANY_REQUESTS)
        elif not self._proven(proof):
            self.throttle.wrong(self.address)
            self._form(t("trainer.login.wrong" if self.access.ready else "trainer.key.wrong"))
        elif why := problem(new, again):
            self._form(t(why))
        else:
            self.access.set_password(new)
            self.sign_in()

    def _proven(self, proof: str) -> bool:
        """Say whether the key (first time) or the present password fits."""
        return self.access.password_fits(proof) if self.access.ready else self.access.key_fits(proof)

    def _form(
        self, why: str | None = None, status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY, key: str = ""
    ) -> None:
        """Show the form, with the reason it was refused; what was typed as key stays, passwords do not."""
        if why:
            self.set_status(status)
        first = not self.access.ready
        key = (key or self.get_body_argument("preuve", ""))[:LONGEST_KEY] if first else ""
        self.page("trainer/password.html", first=first, key=key, problem=why)


class LogoutHandler(TrainerHandler):
    """`/formateur/deconnexion`, POST only."""

    def post(self) -> None:
        """Close the session."""
        self.sign_out()
        self.go("formateur/connexion")
