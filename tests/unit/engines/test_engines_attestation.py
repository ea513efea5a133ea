"""An attestation proves what was sealed, for one name, and nothing once a sign of it changed."""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelles.engines.attestation import Claim, NotValid, names, opened, read_key, seal, told_key
from passerelles.errors import Refusal

KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
DAY = date(2026, 11, 21)
CLAIM = Claim("abc123def456", DAY, "Journée « réseau »", 6.5, ["matin", "après-midi"], "La journée", 42, DAY)
NAME = "Élodie D’Hondt-Łuczak"
CODE = seal(CLAIM, NAME, KEY)


def test_a_code_says_what_was_sealed_however_it_was_pasted() -> None:
    assert opened(CODE, KEY.public_key()) == CLAIM
    pasted = "\u200b\r\n ".join(CODE[at : at + 30] for at in range(0, len(CODE), 30))
    assert opened(f" {pasted}\n", KEY.public_key()) == CLAIM


def test_a_code_fits_one_name_whatever_its_accents_and_holds_none() -> None:
    assert names(CODE, "  elodie d hondt łuczak ")
    assert not names(CODE, "Élodie Hondt")
    assert b"odie" not in b64decode(CODE + "==", b"_~")
    assert seal(CLAIM, NAME, KEY) != CODE  # salted: two codes of a name have nothing in common to compare


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(CODE) - 1), st.sampled_from("AQgw_~09"))
def test_a_changed_sign_is_refused(at: int, sign: str) -> None:
    forged = CODE[:at] + sign + CODE[at + 1 :]
    if b64decode(forged + "==", b"_~") != b64decode(CODE + "==", b"_~"):
        with pytest.raises(NotValid):
            opened(forged, KEY.public_key())


def test_a_refusal_says_why() -> None:
    changed = CODE[:-8] + ("AAAAAAAA" if CODE[-8:] != "AAAAAAAA" else "BBBBBBBB")
    wrong = {CODE[:-60]: "altered", changed: "altered", CODE[:60]: "unreadable", "": "unreadable", "a": "unreadable"}
    wrong |= {"Élodie était là": "unreadable", seal(replace(CLAIM, hours=600), NAME, OTHER): "other-key"}
    for code, reason in wrong.items():
        with pytest.raises(NotValid, match=reason):
            opened(code, KEY.public_key())


def test_a_name_has_a_letter() -> None:
    for name in ("", " — "):
        with pytest.raises(Refusal):
            seal(CLAIM, name, KEY)


def test_a_public_key_is_told_and_read_again() -> None:
    told = told_key(KEY.public_key())
    assert opened(CODE, read_key(f"{told}\n")) == CLAIM
    for text in ("", told[:20], CODE):
        with pytest.raises(Refusal):
            read_key(text)
