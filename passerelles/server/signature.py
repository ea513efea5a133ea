"""The key that signs attestations: in the data folder, its owner's alone, made when something is first signed.

It is not among the records, so that no copy of them can sign. Who verifies needs the public key only.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from passerelles.errors import Refusal
from passerelles.text import t

from .startup import write_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_FILE = "attestation-key"


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
