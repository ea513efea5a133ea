"""The key that signs attestations: in the data folder, its owner's alone, made when something is first signed.

It is not among the records, so that no copy of them can sign: a backup has it beside, in a file of its own. Who
verifies needs the public key only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from passerelles.errors import Refusal
from passerelles.store import utcnow
from passerelles.text import t

from .startup import write_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_FILE = "attestation-key"
FORMER = KEY_FILE + "-avant-{at:%Y%m%dT%H%M%SZ}"


def signing_key(data: Path) -> Ed25519PrivateKey:
    """Return the key that signs. To be called by the server alone: two processes could each make one."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    path = data / KEY_FILE
    if not path.exists():
        write_private(path, Ed25519PrivateKey.generate().private_bytes_raw().hex())
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text(encoding="ascii")))
    except (OSError, ValueError):
        raise Refusal(t("evidence.key-file", where=path), t("evidence.key-file.cure", where=path)) from None


def verifying_key(data: Path) -> Ed25519PublicKey | None:
    """Return the key that verifies; None as long as nothing was signed here."""
    return signing_key(data).public_key() if (data / KEY_FILE).exists() else None


def keep_key(data: Path, backup: Path) -> Path | None:
    """Copy the key beside a backup of the records; return where, None as long as nothing was signed here."""
    path, kept = data / KEY_FILE, _beside(backup)
    if not path.exists():
        return None
    try:
        write_private(kept, path.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise Refusal(t("evidence.key-kept", where=kept), t("evidence.key-kept.cure")) from error
    return kept


def take_key_back(backup: Path, data: Path) -> bool:
    """Put the key kept beside a backup back in place; say whether there was one. Another key there stays, renamed."""
    path, kept = data / KEY_FILE, _beside(backup)
    if not kept.exists():
        return False
    key = kept.read_text(encoding="ascii")
    if path.exists() and path.read_text(encoding="ascii") != key:
        path.rename(data / FORMER.format(at=utcnow()))
    write_private(path, key)
    return True


def _beside(backup: Path) -> Path:
    """Return where the key is kept beside a backup."""
    return backup.with_name(f"{backup.name}.{KEY_FILE}")
