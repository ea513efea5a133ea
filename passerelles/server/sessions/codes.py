"""The codes and secrets of a live session: made at random, or derived from the secret of this installation."""

from __future__ import annotations

import hmac
import secrets

from passerelles.server.secret import bare

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without those that one mistakes for another
LENGTH = 6
TURN = 30  # seconds during which one code of presence is shown
KEPT_TURNS = 4  # codes shown a moment ago that still hold: typing takes time, and so does a bad network


def join_code() -> str:
    """Return a code to type, one of 31 to the power of 6."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


def told(code: str) -> str:
    """Return a code as it is shown, in two halves."""
    return f"{code[: LENGTH // 2]} {code[LENGTH // 2 :]}"


def secret() -> str:
    """Return a long random secret for a cookie or a link."""
    return secrets.token_urlsafe(24)


class Derived:
    """Codes that follow from the secret of this installation: shown again whenever needed, kept nowhere."""

    def __init__(self, key: bytes | str, session: str) -> None:
        """`key` signs the cookies of this installation."""
        self._key = key if isinstance(key, bytes) else key.encode()
        self._session = session

    def invite(self) -> str:
        """Return the secret of the QR: who scans it need not guess, and is never slowed down."""
        return self._of("invite", 20)

    def second(self, number: int) -> str:
        """Return the secret of the link that gives this session to a second trainer; another number, another link."""
        return self._of(f"second:{number}", 24)

    def rejoin(self, person: str) -> str:
        """Return the code by which somebody comes back on another phone."""
        return self._of(f"rejoin:{person}", 8)

    def attendance(self, half: str, now: float) -> str:
        """Return the code of presence shown at that moment, in seconds."""
        return self._of(f"attendance:{half}:{int(now // TURN)}", LENGTH)

    def attends(self, half: str, typed: str, now: float) -> bool:
        """Say whether that is a code of presence shown now, or a moment ago."""
        shown = [self.attendance(half, now - TURN * ago) for ago in range(KEPT_TURNS)]
        return any(same(bare(typed), code) for code in shown)

    def _of(self, purpose: str, length: int) -> str:
        """Return so many signs for a purpose."""
        made = hmac.digest(self._key, f"{self._session}:{purpose}".encode(), "sha256")
        number, signs = int.from_bytes(made, "big"), []
        for _ in range(length):
            number, rank = divmod(number, len(SIGNS))
            signs.append(SIGNS[rank])
        return "".join(signs)


def same(one: str, other: str) -> bool:
    """Compare two codes in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())
