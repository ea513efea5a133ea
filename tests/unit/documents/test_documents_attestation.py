"""The sheet that a person takes away, and the register of the day."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from passerelles.documents import attestation
from passerelles.documents import pdf as setting
from passerelles.documents.attendance import Attendee, Half, Register, register_html, register_pdf
from passerelles.documents.attestation import Claim, attest, facts
from passerelles.documents.qr import qr_svg

UGLY = '😀 مرحبا <script>alert(1)</script> #let x = $a$ *b* @c "d" \\ ' + "é" * 90
DAY = date(2026, 11, 21)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.fixture(autouse=True)
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    """A PDF that is not PDF/UA would be logged: here it fails."""
    monkeypatch.setattr(setting, "logging", SimpleNamespace())


def claim(title: str = "Se former ensemble") -> Claim:
    return Claim("abc", DAY, title, 6.5, ["matin", "après-midi"], "La journée", 42, DAY)


@pytest.mark.parametrize("page", ["https://cours.example/attestation", ""])
def test_whatever_was_typed_makes_an_accessible_attestation(page: str) -> None:
    made = attest(claim(UGLY), UGLY, KEY, page)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in made


def test_the_code_stands_behind_a_sign_that_no_browser_sends(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr(attestation, "qr_svg", lambda text: drawn.append(text) or qr_svg(text))
    attest(claim(), "Ada Lovelace", KEY, "https://cours.example/attestation")
    assert re.fullmatch(r"https://cours\.example/attestation#[A-Za-z0-9_~]{200,}", drawn[0])


def test_facts_are_told_in_french_and_empty_ones_left_out() -> None:
    told = dict(facts(Claim("abc", DAY, "T", 2.9999, ["matin"], "", 0, DAY)))
    assert told["Durée"] == "3\u00a0heures"
    assert set(told) == {"Date", "Présence notée", "Durée", "Attestation faite le"}


def register(people: int) -> Register:
    crowd = [Attendee(UGLY, "AMO", [True, rank % 2 == 0]) for rank in range(people)]
    return Register(UGLY, DAY, [Half("matin", 3.5), Half("après-midi", 3)], crowd)


def test_a_register_counts_who_was_marked_and_leaves_room_for_names() -> None:
    assert b"<pdfuaid:part>1</pdfuaid:part>" in register_pdf(register(40))
    page = register_html(register(3))
    assert "<script>" not in page
    assert page.count("<tr>") == 1 + 3 + 3 + 1  # head, people, spare rows, totals
    assert re.findall(r"<td><strong>(\d+)", page) == ["3", "2"]
    assert "6\u00a0heures et 30\u00a0minutes" in page


@pytest.mark.parametrize(("came", "rows"), [(0, 24), (2, 5)])
def test_a_register_has_rows_for_those_without_a_phone_and_for_a_day_on_paper(came: int, rows: int) -> None:
    people = [Attendee(f"Personne {rank}", "", [True]) for rank in range(came)]
    page = register_html(Register("Se former ensemble", DAY if came else None, [Half("matin", 3.5)], people))
    assert ("novembre" in page) == bool(came)
    body = page[page.index("<tbody") : page.index("</tbody")]
    assert body.count("<tr") == rows
