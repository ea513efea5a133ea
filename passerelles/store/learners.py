"""Learners: a code made by us, no name, no address.

The code reads `K7M2QP-8HX4WT`. Its first half is public (trainers see it); of its second half, the secret, only a
slow hash keyed by this installation is kept, so that a stolen backup does not open anyone's course.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from passerelles.store.clock import stamp
from passerelles.store.room import Room, require_learner, row
from passerelles.store.rows import LearnerRow
from passerelles.store.tables import Learner, Setting

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: read aloud, copied by hand
HALF = 6
HASH_COST = 2**11
FIRST_COST = 2**13  # of hashes that do not say theirs
KEY_SETTING = "store.code-key"
_SEEN_EVERY = timedelta(minutes=15)


class Learners(Room):
    """Make, recognise and list learners."""

    def create(self) -> str:
        """Make a learner; return the full code, which is shown once and cannot be found back."""
        now = self._now()
        with self._database.transaction() as session:
            public, secret = _half(), _half()
            while session.get(Learner, public) is not None:
                public = _half()
            digest = _digest(_key(session), public, secret, HASH_COST)
            session.add(Learner(public=public, secret_hash=f"{HASH_COST}:{digest}", created_at=now, seen_at=now))
        return f"{public}-{secret}"

    def verify(self, full_code: str) -> str | None:
        """Return the public half when the code is right, else None; case, spaces and dashes do not matter.

        An unknown learner costs the same time as a wrong secret of a learner of today.
        """
        code = normalised(full_code)
        if code is None:
            return None
        public, secret = code[:HALF], code[HALF:]
        with self._database.transaction() as session:
            learner = session.get(Learner, public)
            key = _key(session)
        cost, _, digest = (learner.secret_hash if learner else f"{HASH_COST}:").rpartition(":")
        right = hmac.compare_digest(digest.encode(), _digest(key, public, secret, int(cost or FIRST_COST)).encode())
        return public if right else None

    def exists(self, public: str) -> bool:
        """Say whether this learner is here: an erased one is not."""
        with self._database.transaction() as session:
            return public.isprintable() and session.get(Learner, public) is not None

    def all(self) -> list[LearnerRow]:
        """Return every learner by public code, an order that says nothing about who came first."""
        with self._database.transaction() as session:
            return [row(LearnerRow, record) for record in session.scalars(select(Learner).order_by(Learner.public))]

    def touch(self, public: str) -> None:
        """Note a visit, at most once a quarter of an hour; raises UnknownLearner."""
        now = self._clock()
        with self._database.transaction() as session:
            learner = require_learner(session, public)
            if abs(now - datetime.fromisoformat(learner.seen_at)) >= _SEEN_EVERY:
                learner.seen_at = stamp(now)


def normalised(full_code: str) -> str | None:
    """Return the twelve characters of a code as typed by a person, None when it cannot be one."""
    code = "".join(c for c in full_code.upper() if not c.isspace() and c not in "-‐‑‒–—_.")
    return code if len(code) == 2 * HALF and set(code) <= set(ALPHABET) else None


def _half() -> str:
    """Return six characters drawn at random."""
    return "".join(secrets.choice(ALPHABET) for _ in range(HALF))


def _key(session: Session) -> bytes:
    """Return this installation's key, made at first use; it travels with backups, or codes would stop working."""
    setting = session.get(Setting, KEY_SETTING)
    if setting is None:
        setting = Setting(name=KEY_SETTING, value=secrets.token_hex(32))
        session.add(setting)
    return bytes.fromhex(setting.value)


def _digest(key: bytes, public: str, secret: str, cost: int) -> str:
    """Return the hash kept instead of the secret, some milliseconds of work, so that guessing is slow.

    A code has 31⁶ secrets: weeks of work for whoever stole a backup and wants to open one learner's course. But a room
    of thirty who press Start together waits for thirty of these.
    """
    return hashlib.scrypt(secret.encode(), salt=key + public.encode(), n=cost, r=8, p=1).hex()
