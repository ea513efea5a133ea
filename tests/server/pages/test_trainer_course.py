"""The trainer's pages about the course: tracks by the minute, mechanisms, coverage, item bank."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from passerelles.content.problems import Problem

PAGES = ("parcours", "parcours/soir", "parcours/soir/a-deux", "mecanismes", "couverture", "banque")


@pytest.mark.parametrize("page", PAGES)
def test_they_open_for_trainers_alone(site, page):
    assert site.visitor().get(f"formateur/{page}").status == 303
    assert site.trainer().get(f"formateur/{page}").status == 200


def test_a_track_tells_the_hour_of_each_sequence_and_what_is_still_to_come(site):
    text = site.trainer().get("formateur/parcours/soir").text
    assert [at in text for at in ("18 h 50", "18 h 55", "19 h 15", "0 min", "10 min")] == [True] * 5
    assert 'href="/sous/module/essai#un"' in text
    assert "hors du temps annoncé" in text
    assert "Ce qui reste : Une carte" in text
    assert text.count("pas encore dans le cours") == 1
    assert site.trainer().get("formateur/parcours/matin").status == 404


def test_two_who_lead_together_have_a_line_for_each_sequence_of_the_track(site, course):
    assert 'href="/sous/formateur/parcours/soir/a-deux"' in site.trainer().get("formateur/parcours/soir").text
    text = site.trainer().get("formateur/parcours/soir/a-deux").text
    sequences = [sequence for session in course.tracks["soir"].sessions for sequence in session.sequences]
    assert text.count("<td></td><td></td>") == len(sequences)
    assert "18 h 55" in text
    assert site.trainer().get("formateur/parcours/matin/a-deux").status == 404


def test_a_mechanism_leads_to_where_it_is_done_or_says_nowhere(site):
    text = site.trainer().get("formateur/mecanismes").text
    first, second = text.split('id="M01"')[1].split('id="M02"')
    assert 'href="/sous/module/essai#un"' in first
    assert "pas encore servi" in second
    assert "1 sur 2" in text


def test_the_coverage_counts_against_what_is_expected_and_links_each_place(site):
    browser = site.trainer()
    text = browser.get("formateur/couverture").text
    figures = re.findall(r"<strong>(\d+ sur \d+)</strong> (\w+)", text)
    assert figures == [("0 sur 3", "enseignés"), ("1 sur 2", "exercés"), ("1 sur 2", "évalués")]
    row = text.split('id="C5-010"')[1].split("</tr>")[0]
    assert 'href="/sous/module/essai#deux"' in row
    assert "manque" in row
    assert text.index("<svg") < text.index("<table")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("source=WC", {"WC-009"}),
        ("nature=frein", set()),
        ("source=C5&manque=oui", {"C5-010", "C5-011"}),
    ],
)
def test_the_statements_are_filtered_without_a_script(site, query, shown):
    text = site.trainer().get(f"formateur/couverture?{query}").text
    assert set(re.findall(r'<tr id="([\w-]+)"', text)) == shown


def test_the_bank_never_claims_that_anybody_read_an_item(site):
    text = site.trainer().get("formateur/banque").text
    assert "7 questions, dont 7 dans un quiz. Aucune n’est encore relue." in re.sub(r"<[^>]+>|\s+(?=\s)", "", text)
    assert text.count("<td>non relu</td>") == 7
    assert "Aucune question" in site.trainer().get("formateur/banque?module=autre").text


def test_trainers_are_told_when_what_is_written_cannot_be_shown(site):
    problem = Problem("wrong-value", "modules/essai/items.yaml", 12, "« kind » est vide.", "Choisissez-en un.")
    site.app.settings["passerelles_freshness"] = SimpleNamespace(problems=[problem])
    text = site.trainer().get("formateur").text
    assert "<code>modules/essai/items.yaml</code>, ligne 12 : « kind » est vide." in text
    assert "la dernière bonne version" in text
