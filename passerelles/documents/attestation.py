"""The attestation that a person takes away: a sheet of A4, what it proves and does not, and the code that proves it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from passerelles.engines.attestation import Claim, seal
from passerelles.french import day, duration, listed
from passerelles.text import t
from passerelles.typography import typeset

from .pdf import pdf
from .qr import qr_svg

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

__all__ = ["Claim", "attest", "facts", "limits", "proofs"]

_PIECE = 30  # signs of the code that stay together


@dataclass(frozen=True)
class _Sheet:
    """Everything that the sheet shows, in words."""

    title: str
    lead: str
    name: str
    subject: str
    facts: list[tuple[str, str]]
    limits: str
    signed: str
    signature: list[str]
    check: str
    how: list[str]
    page: str
    code: str
    qr: str
    qr_told: str


def attest(claim: Claim, name: str, key: Ed25519PrivateKey, page: str = "") -> bytes:
    """Return the attestation as PDF/UA, sealed; the name is kept nowhere else. Raises Refusal on an empty name.

    `page` is the address where codes are checked, if there is one: the QR code leads there, the code behind a « # »,
    which no browser sends and no log can keep.
    """
    code = seal(claim, name, key)
    return pdf(_sheet(claim, " ".join(name.split()), code, page), "attestation.typ")


def facts(claim: Claim) -> list[tuple[str, str]]:
    """Return what is attested, line by line: a name and its value."""
    told = {
        "day": day(claim.day),
        "halves": listed(claim.halves),
        "hours": hours(claim.hours),
        "track": claim.track,
        "statements": t("evidence.statements", count=claim.statements) if claim.statements else "",
        "issued": day(claim.issued),
    }
    return [(_say(f"fact.{name}"), typeset(value)) for name, value in told.items() if value]


def proofs() -> list[str]:
    """Return what a valid code proves."""
    return [_say(f"proves.{name}") for name in ("signed", "present", "hours", "name")]


def limits() -> list[str]:
    """Return what it does not prove."""
    return [_say(f"limit.{name}") for name in ("identity", "learned")]


def hours(value: float) -> str:
    """Return « 6 heures et 30 minutes »."""
    return duration(60 * round(60 * value))


def _sheet(claim: Claim, name: str, code: str, page: str) -> _Sheet:
    """Return the sheet."""
    return _Sheet(
        title=_say("title"),
        lead=_say("lead"),
        name=name,
        subject=typeset(claim.title),
        facts=facts(claim),
        limits=" ".join(limits()),
        signed=_say("signed"),
        signature=[_say("signature.function"), _say("signature.hand")],
        check=_say("check"),
        how=[_say("how.page" if page else "how.here"), _say("how.name"), _say("how.offline")],
        page=page,
        code=" ".join(code[at : at + _PIECE] for at in range(0, len(code), _PIECE)),
        qr=qr_svg(f"{page}#{code}" if page else code),
        qr_told=_say("qr"),
    )


def _say(key: str, **values: object) -> str:
    """Return a sentence of the sheet."""
    return typeset(t(f"evidence.{key}", **values))
