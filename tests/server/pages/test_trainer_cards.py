"""The cards of a case are a document of their own, for a trainer only."""

from __future__ import annotations

import pytest
from support.small_case import small_case


@pytest.fixture
def course(course):
    broken = small_case().model_copy(update={"slug": "casse", "nodes": small_case().nodes[:2]})
    return course.model_copy(update={"cases": {"mini": small_case(), "casse": broken}})


def test_nobody_but_a_trainer_prints_the_cards(site):
    answer = site.visitor(site.learner()).get("formateur/cas/mini/cartes")
    assert answer.status == 303
    assert answer.body == b""


def test_the_cards_are_a_whole_document_that_may_load_nothing(site):
    answer = site.trainer().get("formateur/cas/mini/cartes")
    assert answer.status == 200
    assert answer.text.lstrip().startswith("<!doctype html>")
    assert 'aria-label="Carte 1"' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("slug", ["inconnu", "casse"])
def test_no_cards_of_a_case_that_cannot_be_played(site, slug):
    assert site.trainer().get(f"formateur/cas/{slug}/cartes").status == 404
