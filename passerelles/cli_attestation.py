"""The command that checks attestations, without network: `passerelles attestation`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from traitlets import Unicode

from passerelles.command import Command
from passerelles.errors import Refusal
from passerelles.text import t

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Attestation(Command):
    """Vérifier une attestation sans réseau : attestation verify CODE ; attestation key donne la clé publique."""

    name = "passerelles-attestation"
    key = Unicode(help="File that holds the public key; by default, the key of the data folder.").tag(config=True)
    person = Unicode(help="Name to try: was the attestation made for it?").tag(config=True)
    aliases: dict[str, Any] = {**Command.aliases, "key": "Attestation.key", "name": "Attestation.person"}

    def run(self) -> int:
        """Print the public key, or what a code proves; a code that proves nothing is a refusal."""
        deed, *code = self.extra_args or [""]
        if deed == "key" and not code:
            self._show_key()
        elif deed == "verify" and code:
            self._verify("".join(code))
        else:
            raise Refusal(t("evidence.words"), t("evidence.words.cure"))
        return 0

    def _show_key(self) -> None:
        """Print the public key."""
        from passerelles.engines.attestation import told_key

        key = told_key(self._public_key())
        self.show({"key": key}, f"{t('cli.attestation.key')}\n{key}")

    def _verify(self, code: str) -> None:
        """Print what a code proves, and whether the name fits."""
        from dataclasses import asdict

        from passerelles.documents.attestation import facts, limits
        from passerelles.engines.attestation import NotValid, names, opened

        try:
            claim = opened(code, self._public_key())
        except NotValid as why:
            raise Refusal(t(f"evidence.not.{why.reason}"), t(f"evidence.not.{why.reason}.cure")) from None
        if self.person and not names(code, self.person):
            raise Refusal(t("evidence.name.differs", name=self.person), t("evidence.name.cure"))
        told = asdict(claim) | {"day": claim.day.isoformat(), "issued": claim.issued.isoformat()}
        fits = [t("evidence.name.fits", name=self.person)] if self.person else []
        lines = [t("evidence.valid"), *fits, claim.title, *(f"{name} : {value}" for name, value in facts(claim))]
        self.show(told | {"name_fits": bool(self.person) or None}, "\n".join([*lines, *limits()]))

    def _public_key(self) -> Ed25519PublicKey:
        """Return the key to check with."""
        from passerelles.engines.attestation import read_key
        from passerelles.server.signature import verifying_key

        if not self.key:
            key = verifying_key(self.data_path)
            if key is None:
                raise Refusal(t("evidence.no-key"), t("evidence.no-key.cure"))
            return key
        try:
            return read_key(Path(self.key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise Refusal(t("evidence.file", where=self.key), t("evidence.file.cure")) from None
