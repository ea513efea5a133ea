"""An attestation that anybody can check without asking us: what it says, signed (Ed25519), as one code.

The code holds the claim and a salted hash of the name, never the name: who holds a code may try a name, which is what
it is for, and each try costs a tenth of a second. Signing and checking need nothing but a key.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from passerelles.errors import Refusal
from passerelles.spelling import words
from passerelles.text import t

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

LONGEST = 6000  # signs of a code that is looked at
_FORM = 1
_SAID = b"passerelles: attestation\n"  # a signature made for this can stand for nothing else
_SIGNS = b"_~"  # base64 without a sign that a PDF reader drops at the end of a line
_FOREIGN = re.compile(r"[^A-Za-z0-9_~]+")
_HEAD, _SIGNATURE, _SALT, _NAME = 5, 64, 12, 20  # bytes
_COST = 2**14  # of hashing a name: 16 MiB for a tenth of a second

Reason = Literal["unreadable", "other-key", "altered"]


@dataclass(frozen=True, slots=True)
class Claim:
    """What is attested: somebody was there. `hours` are those of the halves in which they were marked present."""

    session: str
    day: date
    title: str
    hours: float
    halves: list[str]
    track: str  # its title; "" without one
    statements: int  # of the two texts, worked on that day
    issued: date


class NotValid(Exception):
    """A code that proves nothing, and why."""

    def __init__(self, reason: Reason) -> None:
        """Say why: not a whole code of ours, signed by another key, or changed since it was signed."""
        super().__init__(reason)
        self.reason = reason


class _Parts(NamedTuple):
    """A code, cut."""

    head: bytes  # form, and which key
    signature: bytes
    body: bytes  # salt, hash of the name, claim


def seal(claim: Claim, name: str, key: Ed25519PrivateKey) -> str:
    """Return the code of an attestation; the name is nowhere in it. Raises Refusal on a name without a letter."""
    if not words(name):
        raise Refusal(t("evidence.no-name"), t("evidence.no-name.cure"))
    salt, head = secrets.token_bytes(_SALT), _head(key.public_key())
    body = salt + _hashed(name, salt) + _packed(claim)
    return _coded(head + key.sign(_SAID + head + body) + body)


def opened(code: str, key: Ed25519PublicKey) -> Claim:
    """Return what a code attests, signed by the owner of that key; raises NotValid."""
    from cryptography.exceptions import InvalidSignature

    parts = _cut(code)
    if parts.head != _head(key):
        raise NotValid("other-key")
    try:
        key.verify(parts.signature, _SAID + parts.head + parts.body)
    except InvalidSignature:
        raise NotValid("altered") from None
    return _unpacked(parts.body[_SALT + _NAME :])


def names(code: str, name: str) -> bool:
    """Say whether a code was made for that name, whatever its accents and capitals; the code must have been opened."""
    body = _cut(code).body
    salt, kept = body[:_SALT], body[_SALT : _SALT + _NAME]
    return hmac.compare_digest(_hashed(name, salt), kept)


def told_key(key: Ed25519PublicKey) -> str:
    """Return a public key as text: 43 signs."""
    return _coded(key.public_bytes_raw())


def read_key(text: str) -> Ed25519PublicKey:
    """Return the public key of a text; raises Refusal."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        return Ed25519PublicKey.from_public_bytes(_decoded(text))
    except (ValueError, NotValid):
        raise Refusal(t("evidence.key"), t("evidence.key.cure")) from None


def _head(key: Ed25519PublicKey) -> bytes:
    """Return what a code begins with: its form, and four bytes that tell one key from another."""
    return bytes([_FORM]) + hashlib.sha256(key.public_bytes_raw()).digest()[: _HEAD - 1]


def _hashed(name: str, salt: bytes) -> bytes:
    """Return the hash of a name, the same whatever its accents, capitals and spaces."""
    bare = " ".join(words(name)).encode()
    return hashlib.scrypt(bare, salt=salt, n=_COST, r=8, p=1, dklen=_NAME)


def _packed(claim: Claim) -> bytes:
    """Return a claim as bytes."""
    told = asdict(claim) | {"day": claim.day.isoformat(), "issued": claim.issued.isoformat()}
    return json.dumps([*told.values()], ensure_ascii=False, separators=(",", ":")).encode()


def _unpacked(kept: bytes) -> Claim:
    """Return the claim that was packed: it is signed, so it has the form we gave it."""
    session, day, title, hours, halves, track, statements, issued = json.loads(kept)
    days = date.fromisoformat(day), date.fromisoformat(issued)
    return Claim(session, days[0], title, hours, halves, track, statements, days[1])


def _cut(code: str) -> _Parts:
    """Return the parts of a code, however it was pasted; raises NotValid."""
    raw = _decoded(code)
    if len(raw) <= _HEAD + _SIGNATURE + _SALT + _NAME or raw[0] != _FORM:
        raise NotValid("unreadable")
    return _Parts(raw[:_HEAD], raw[_HEAD : _HEAD + _SIGNATURE], raw[_HEAD + _SIGNATURE :])


def _coded(raw: bytes) -> str:
    """Return bytes as text that survives a PDF, an address and a copy."""
    return b64encode(raw, _SIGNS).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    """Return the bytes of a text, whatever spaces and line ends came with it; raises NotValid."""
    bare = _FOREIGN.sub("", text[:LONGEST])
    try:
        return b64decode(bare + "=" * (-len(bare) % 4), _SIGNS, validate=True)
    except ValueError:
        raise NotValid("unreadable") from None
