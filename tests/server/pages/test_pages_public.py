"""Pages without personal content: home, glossary, prose, errors."""

from __future__ import annotations

import pytest

PATHS = ["", "glossaire", "methodes", "methodes/tour", "a-propos", "accessibilite", "vie-privee", "reprendre",
         "mon-carnet", "effacer", "attestation", "mes-resultats/essai", "formateur/mot-de-passe",
         "nulle-part"]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_every_page_has_one_frame_and_asks_nothing_of_a_third_party(site, path):
    text = site.visitor().get(path).text
    assert text.lstrip().startswith("<!doctype html>")
    assert '<html lang="fr-BE">' in text
    assert text.count("<main") == text.count("<h1") == text.count("<header") == text.count("<footer") == 1
    assert 'href="#contenu"' in text
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "https://" not in text
    assert " style=" not in text
    assert all("src=" in script for script in text.split("<script")[1:])


@pytest.mark.parametrize("path", PATHS)
def test_every_page_carries_the_protective_headers(site, path):
    headers = site.visitor().get(path).headers
    assert "script-src 'self';" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Server"] is None


def test_a_first_visit_makes_a_code_and_the_second_keeps_it(site):
    browser = site.visitor()
    first = browser.get("").text
    code = browser.cookies["qui"]
    assert code in first
    assert code in browser.get("").text
    assert len(site.store.learners.all()) == 1


def test_other_pages_make_no_code(site):
    for path in PATHS[1:]:
        site.visitor().get(path)
    assert site.store.learners.all() == []


def test_home_shows_progress_and_where_one_was(site):
    code = site.learner(choix="a", tri={"e0": "x", "e1": "y", "e2": "x"})
    site.store.records.set_place(code[:6], "essai", "deux")
    text = site.visitor(code).get("").text
    assert "2 réponses sur 7" in text
    assert 'value="2" max="7"' in text
    assert "/sous/module/essai#deux" in text
    assert "étape 2 sur 2" in text
    assert "En cours" in text


def test_home_forgets_a_step_that_is_gone(site):
    code = site.learner()
    site.store.records.set_place(code[:6], "essai", "disparue")
    assert "Reprendre là où" not in site.visitor(code).get("").text


def test_only_the_home_page_shows_the_whole_code(site):
    code = site.learner(choix="a")
    browser = site.visitor(code)
    assert code in browser.get("").text
    for path in PATHS[1:]:
        assert code not in browser.get(path).text


@pytest.mark.parametrize("query", ["équipe", "EQUIPE", "equipe mob", "mobile"])
def test_glossary_is_searched_without_accents(site, query):
    from urllib.parse import quote

    text = site.visitor().get(f"glossaire?q={quote(query)}").text
    assert "1 entrée sur 3" in text
    assert 'id="mot-equipe"' in text
    assert 'id="acteur-amo"' not in text


def test_glossary_says_when_nothing_is_found_and_keeps_the_query(site):
    text = site.visitor().get("glossaire?q=%22%3E%3Cscript%3E").text
    assert "Aucune entrée" in text
    assert "<script>" not in text
    assert "&#34;&gt;&lt;script&gt;" in text


def test_glossary_filters_by_kind(site):
    text = site.visitor().get("glossaire?genre=acteur").text
    assert "acteur-amo" in text
    assert "mot-reseau" not in text


def test_glossary_shows_cautions_false_friends_sources_and_dates(site):
    text = site.visitor().get("glossaire").text
    assert text.count("À vérifier") == 1
    assert "Ne pas confondre" in text
    assert "Faux ami" in text
    assert "[vu: ailleurs]" in text
    assert "1er mars 2027" in text
    assert "Phrase WC-009" in text


def test_glossary_never_lets_html_of_the_content_through(site):
    text = site.visitor().get("glossaire").text
    assert "<img" not in text
    assert "&lt;img" in text


def test_about_tells_what_the_sources_are_and_that_numbers_are_ours(site):
    text = site.visitor().get("a-propos").text
    for said in ("Des avis", "Les jeunes", "Inconnus", "2 énoncés", "la nôtre, pas celle des sources"):
        assert said in text


def test_privacy_page_lists_the_purposes_of_the_register(site):
    from passerelles.store.register import declared

    text = site.visitor().get("vie-privee").text
    for line in declared():
        if line.entry.personal:
            assert line.entry.purpose.replace("'", "&#39;") in text, line


@pytest.mark.parametrize(("path", "status"), [("nulle-part", 404), ("mes-resultats/inconnu", 404)])
def test_an_unknown_address_is_kind_and_says_nothing_of_the_inside(site, path, status):
    answer = site.visitor().get(path)
    assert answer.status == status
    assert "n’existe pas" in answer.text
    assert "Traceback" not in answer.text
    assert "passerelles/" not in answer.text


def test_a_bug_gives_a_500_page_without_its_cause(site, monkeypatch):
    monkeypatch.setattr(type(site.store.records), "progress", lambda *_: 1 / 0)
    answer = site.visitor().get("")
    assert answer.status == 500
    assert "Ce n’est pas votre faute" in answer.text
    assert "division" not in answer.text


def test_fonts_and_styles_are_ours(site):
    browser = site.visitor()
    css = browser.get("static/theme.css")
    assert css.status == 200
    assert "http" not in css.text
    font = browser.get("static/fonts/atkinson-hyperlegible-next-latin-400-normal.woff2")
    assert font.body[:4] == b"wOF2"
    assert "immutable" in font.headers["Cache-Control"]
    assert browser.get("static/../templates/base.html").status in (403, 404)


def test_a_sheet_of_method_is_read_among_the_others_and_alone(site):
    browser = site.visitor()
    listed, alone = browser.get("methodes").text, browser.get("methodes/tour").text
    assert 'href="/sous/methodes/tour"' in listed
    assert 'href="#tour"' in listed
    assert all(
        "Étape 2" in text and "<q>Phrase WC-009</q>" in text and "<img src=x" not in text for text in (listed, alone)
    )
    assert "proposition de Passerelles" in alone
    assert browser.get("methodes/autre").status == 404
    assert 'href="/sous/methodes"' in browser.get("glossaire").text
