"""The trainer's password, the one-time key that allows choosing it, and the open sessions.

Kept in the store's settings, as hashes only: `trainer_password` (argon2), `trainer_setup` and `trainer_sessions`
(SHA-256 of long random secrets).
"""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from jupyter_server.auth.security import passwd, passwd_check

from passerelles.server.secret import bare, digest
from passerelles.store import Store

SHORTEST, LONGEST = 10, 200
SESSION = timedelta(hours=12)
KEY_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Access:
    """Who may open the trainer's pages."""

    def __init__(self, store: Store, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """`clock` gives aware datetimes."""
        self.settings, self.clock = store.settings, clock

    @property
    def ready(self) -> bool:
        """True once a password was chosen."""
        return bool(self.settings.get("trainer_password"))

    def new_key(self) -> str | None:
        """Return a fresh one-time key to print in the terminal, in place of any former one; None with a password."""
        if self.ready:
            return None
        key = "-".join("".join(secrets.choice(KEY_SIGNS) for _ in range(5)) for _ in range(4))
        self.settings.set("trainer_setup", digest(bare(key)))
        return key

    def key_fits(self, key: str) -> bool:
        """Say whether this is the one-time key; case, spaces and dashes do not matter."""
        expected = self.settings.get("trainer_setup")
        return bool(expected) and hmac.compare_digest(digest(bare(key)), expected)

    def set_password(self, password: str) -> None:
        """Keep a new password, use up the one-time key and close every session."""
        self.settings.set("trainer_password", passwd(_normal(password)))
        self.settings.set("trainer_setup", None)
        self.settings.set("trainer_sessions", {})

    def forget_password(self) -> None:
        """Go back to the first day: no password, no session; `new_key` gives a key again. Grades are untouched."""
        self.settings.set("trainer_password", None)
        self.settings.set("trainer_sessions", {})

    def password_fits(self, password: str) -> bool:
        """Say whether this is the password."""
        kept = self.settings.get("trainer_password")
        return bool(kept) and len(password) <= LONGEST and bool(passwd_check(kept, _normal(password)))

    def open_session(self) -> str:
        """Return the secret of a new session, to be kept in a signed cookie."""
        token = secrets.token_urlsafe(32)
        until = (self.clock() + SESSION).isoformat()
        self.settings.set("trainer_sessions", self._living() | {digest(token): until})
        return token

    def is_open(self, token: str | None) -> bool:
        """Say whether the session of that secret exists and has not expired."""
        return token is not None and digest(token) in self._living()

    def close(self, token: str | None) -> None:
        """End a session here, so that a copied cookie opens nothing any more."""
        if token is not None:
            self.settings.set("trainer_sessions", {k: v for k, v in self._living().items() if k != digest(token)})

    def _living(self) -> dict[str, str]:
        """Return the sessions that have not expired."""
        sessions: dict[str, str] = self.settings.get("trainer_sessions") or {}
        now = self.clock()
        return {name: until for name, until in sessions.items() if datetime.fromisoformat(until) > now}


def problem(password: str, again: str) -> str | None:
    """Return the catalogue key of what is wrong with a new password; None when it will do."""
    if not SHORTEST <= len(password) <= LONGEST:
        return "trainer.password.length"
    return None if password == again else "trainer.password.differ"


def _normal(password: str) -> str:
    """Return the password in one Unicode form: keyboards write « é » in two ways."""
    return unicodedata.normalize("NFC", password)
