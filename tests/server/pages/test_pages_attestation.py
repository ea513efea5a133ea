"""The page that says what an attestation proves: to anybody, about any code, keeping nothing."""

from __future__ import annotations

from datetime import date

import pytest

from passerelles.engines.attestation import Claim, seal
from passerelles.server.pages.throttle import Throttle
from passerelles.server.signature import signing_key

DAY = date(2026, 11, 21)
EVIL = "<script>alert(1)</script>"


@pytest.fixture
def code(site) -> str:
    claim = Claim("abc", DAY, f"Journée {EVIL}", 6.5, ["matin", "après-midi"], "", 42, DAY)
    return seal(claim, "Ada Lovelace", signing_key(site.app.settings["passerelles_app"].data_dir_path))


def test_a_code_says_its_facts_and_what_it_does_not_prove(site, code):
    answer = site.visitor().post("attestation", code=f" {code[:40]}\n{code[40:]}", nom="")
    assert answer.status == 200
    for words in ("est authentique", "21 novembre 2026", "6 heures et 30 minutes", "matin et après-midi",
                  "n’a contrôlé aucune identité"):  # fmt: skip
        assert words in answer.text, words
    assert EVIL not in answer.text
    assert "Lovelace" not in answer.text  # three letters may well stand in the code
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_a_name_fits_or_not(site, code):
    said = {
        "ada LOVELACE": "Elle a été faite pour ce nom : ada LOVELACE",
        EVIL: "n’a pas été faite pour ce nom : &lt;script&gt;",
    }
    for name, words in said.items():
        assert words in site.visitor().post("attestation", code=code, nom=name).text


def test_what_proves_nothing_is_refused_with_its_reason(site, code):
    said = {"": "Collez d’abord", "bonjour": "pas un code d’attestation entier", code[:-12]: "a été changé"}
    for given, words in said.items():
        answer = site.visitor().post("attestation", code=given)
        assert answer.status == 422
        assert words in answer.text
        assert "Cette attestation est authentique" not in answer.text


def test_before_anything_was_signed_the_page_says_so(site):
    assert "Aucune attestation n’a encore été signée" in site.visitor().post("attestation", code="A" * 200).text


def test_names_cannot_be_tried_for_long(site, code):
    site.app.settings["passerelles_attestation_throttle"] = (Throttle(2), Throttle(60))
    guesser = site.visitor()
    assert [guesser.post("attestation", code=code, nom=f"Nom {n}").status for n in range(3)] == [200, 200, 429]
    assert "Cette attestation est authentique" not in guesser.post("attestation", code=code, nom="Ada Lovelace").text
