"""The glossary as cards, and a text that is read again and not kept."""

from __future__ import annotations

import re

from passerelles.content.rules.jargon import lint
from passerelles.server.pages.jargon import LONGEST, grouped, pieces

CARDS, READ = "glossaire/cartes", "glossaire/relire-un-texte"
EVIL = "<script>alert(1)</script>"


def shown(answer) -> str:
    return re.search(r'name="carte" value="(\w+)"', answer.text)[1]


def test_what_is_said_of_a_card_is_kept_for_the_learner_and_decides_what_comes_next(site):
    code = site.learner()
    browser = site.visitor(code)
    first = shown(browser.get(CARDS))
    answer = browser.post(CARDS, carte=first, su="non", genre="mots")
    assert (answer.status, answer.headers["Location"]) == (303, f"/sous/{CARDS}?genre=mots&suite=1")
    second = browser.get(CARDS)
    assert shown(second) != first
    assert "À revoir : <strong>1</strong>" in second.text
    browser.post(CARDS, carte=shown(second), su="oui")
    assert shown(browser.get(CARDS)) == first
    browser.post(CARDS, carte=first, su="oui")
    assert "Plus aucune carte" in browser.get(CARDS).text
    assert first in str(site.store.privacy.export(code[:6]))
    browser.post(CARDS, recommencer="oui")
    assert "Pas encore vues : <strong>2</strong>" in browser.get(CARDS).text


def test_a_card_of_a_kind_that_exists_and_by_the_form_only(site):
    browser = site.visitor(site.learner())
    assert "Plus aucune carte" in browser.get(f"{CARDS}?genre=sigles").text
    assert browser.post(CARDS, carte="autre", su="oui").status == 404
    assert browser.post(CARDS, xsrf=False, carte="reseau").status == 403


def test_a_text_comes_back_marked_escaped_and_is_kept_nowhere(site):
    code = site.learner()
    text = f"Un cas social, au XYZ.\r\n{EVIL}"
    answer = site.visitor(code).post(READ, texte=text)
    assert answer.status == 200
    assert EVIL not in answer.text
    assert '<mark class="p-jargon--word ">cas social</mark>' in answer.text
    assert "Sigles inconnus du glossaire" in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert "cas social" not in str(site.store.privacy.export(code[:6]))


def test_a_text_too_long_is_refused_and_given_back_and_an_empty_one_is_said(site):
    browser = site.visitor()
    answer = browser.post(READ, texte="a" * (LONGEST + 1))
    assert answer.status == 413
    assert "a" * (LONGEST + 1) in answer.text
    assert "Collez d’abord un texte." in browser.post(READ, texte="  ").text


def test_the_pieces_make_the_text_and_each_remark_begins_once():
    text = "Le XYZ est toujours " + "mot " * 31 + "et jamais. Cas social !"
    remarks = lint(text, [])
    cut = list(pieces(text, remarks))
    assert "".join(piece.text for piece in cut) == text
    assert sorted(n for piece in cut for n in piece.begins) == list(range(1, len(remarks) + 1))
    assert sum(len(group) for _, group in grouped(remarks)) == len(remarks)
    assert ["sentence", "absolute"] in [piece.kinds for piece in cut]


def test_the_glossary_leads_to_both(site):
    text = site.visitor().get("glossaire").text
    assert f'href="/sous/{CARDS}"' in text
    assert f'href="/sous/{READ}"' in text
