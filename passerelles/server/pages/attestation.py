"""`/attestation`: whoever holds a code learns what it proves, without an account. Nothing typed here is kept."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import cast

from passerelles.documents.attestation import facts, limits, proofs
from passerelles.engines.attestation import Claim, NotValid, names, opened
from passerelles.server.signature import verifying_key
from passerelles.text import t

from .base import PageHandler
from .throttle import Throttle

PER_CODE, PER_ADDRESS = 10, 60  # wrong tries a minute: names tried on one code, anything wrong from one address
LONGEST_CODE, LONGEST_NAME = 6000, 120


@dataclass(frozen=True)
class _Asked:
    """What was typed."""

    code: str = ""
    name: str = ""


class AttestationHandler(PageHandler):
    """A form, and what its code proves. The code comes in a form or behind a « # »: never in an address we are sent."""

    @property
    def throttle(self) -> tuple[Throttle, Throttle]:
        """The wrong tries by code and by address, kept as long as the server lives."""
        fresh = (Throttle(PER_CODE), Throttle(PER_ADDRESS))
        return cast(tuple[Throttle, Throttle], self.settings.setdefault("passerelles_attestation_throttle", fresh))

    def get(self) -> None:
        """Ask for the code."""
        self._show(_Asked())

    async def post(self) -> None:
        """Say what the code proves, and whether it was made for the name."""
        asked = _Asked(
            self.get_body_argument("code", "")[:LONGEST_CODE], self.get_body_argument("nom", "")[:LONGEST_NAME]
        )
        keys = list(zip(self.throttle, (_short(asked.code), self.request.remote_ip or ""), strict=True))
        if wait := max(throttle.wait(key) for throttle, key in keys):
            self.set_header("Retry-After", str(wait))
            self._show(asked, t("evidence.page.slow", seconds=wait), status=HTTPStatus.TOO_MANY_REQUESTS)
        elif not asked.code.strip():
            self._show(asked, t("evidence.page.empty"))
        elif not await self._checked(asked):
            for throttle, key in keys:
                throttle.wrong(key)

    async def _checked(self, asked: _Asked) -> bool:
        """Show what a code proves; False when it proves nothing, or not for that name."""
        key = verifying_key(cast(Path, self.settings["passerelles_app"].data_dir_path))
        if key is None:
            self._show(asked, t("evidence.no-key"))
            return False
        try:
            claim = opened(asked.code, key)
        except NotValid as why:
            self._show(asked, f"{t(f'evidence.not.{why.reason}')} {t(f'evidence.not.{why.reason}.cure')}")
            return False
        fits = await asyncio.to_thread(names, asked.code, asked.name) if asked.name.strip() else None
        self._show(asked, claim=claim, fits=fits)
        return fits is not False

    def _show(
        self,
        asked: _Asked,
        problem: str = "",
        *,
        claim: Claim | None = None,
        fits: bool | None = None,
        status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
    ) -> None:
        """Show the form with what was typed, and why it was not accepted or what it proves."""
        if problem:
            self.set_status(status)
        told = {"facts": facts(claim), "proofs": proofs(), "limits": limits()} if claim else {}
        self.page("attestation.html", asked=asked, problem=problem, claim=claim, fits=fits, **told)


def _short(code: str) -> str:
    """Return what stands for a code in memory."""
    return hashlib.sha256("".join(code.split()).encode()).hexdigest()[:16]
