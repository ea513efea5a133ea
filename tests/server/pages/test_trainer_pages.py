"""The trainer's pages over HTTP: the way in, what is shown, what is hidden, the files."""

from __future__ import annotations

import csv
import io
import subprocess
import sys

import pytest
from openpyxl import load_workbook

from passerelles.errors import Refusal
from passerelles.grading import refusals
from passerelles.grading.course import GradingCourse
from passerelles.server.trainer import Access

PASSWORD = "une petite phrase"
PRIVATE = ["formateur", "formateur/items", "formateur/notes", "formateur/notes.csv", "formateur/notes.xlsx"]


@pytest.mark.parametrize("path", PRIVATE)
def test_nothing_opens_without_a_session(site, path):
    assert site.visitor().get(path).headers["Location"] == "/sous/formateur/mot-de-passe"
    Access(site.store).set_password(PASSWORD)
    answer = site.visitor(site.learner(choix="a")).get(path)
    assert answer.status == 303
    assert answer.headers["Location"] == "/sous/formateur/connexion"
    assert answer.body == b""


def test_first_password_needs_the_key_of_the_terminal(site):
    key = Access(site.store).new_key()
    browser = site.visitor()
    fields = {"nouveau": PASSWORD, "encore": PASSWORD}
    assert f'value="{key}"' in browser.get(f"formateur/mot-de-passe?cle={key}").text
    wrong = browser.post("formateur/mot-de-passe", preuve="AAAAA-AAAAA", **fields)
    assert wrong.status == 422
    assert "clé affichée dans le terminal" in wrong.text
    assert 'value="AAAAA-AAAAA"' in wrong.text
    assert PASSWORD not in wrong.text
    assert not Access(site.store).ready
    assert browser.post("formateur/mot-de-passe", preuve=key, nouveau="court", encore="court").status == 422
    assert not Access(site.store).ready
    assert browser.post("formateur/mot-de-passe", preuve=key, **fields).status == 303
    assert browser.get("formateur").status == 200
    second = site.visitor().post("formateur/mot-de-passe", preuve=key, **fields)
    assert second.status == 422


def test_signing_out_kills_the_session_even_for_a_copied_cookie(site):
    browser = site.trainer()
    copied = dict(browser.cookies)
    assert browser.get("formateur").status == 200
    assert browser.post("formateur/deconnexion").status == 303
    browser.cookies = copied
    assert browser.get("formateur").status == 303


def test_the_session_cookie_is_signed_strict_and_for_this_part_only(site):
    Access(site.store).set_password(PASSWORD)
    browser = site.visitor()
    raw = browser.post("formateur/connexion", mot=PASSWORD).headers["Set-Cookie"]
    for said in ("HttpOnly", "SameSite=Strict", "Path=/sous/formateur"):
        assert said in raw
    name = next(name for name in browser.cookies if name.startswith("passerelles-formateur"))
    browser.cookies[name] = browser.cookies[name][:-3] + "xyz"  # no sign of a signature
    assert browser.get("formateur").status == 303


def test_ten_wrong_passwords_then_a_pause_even_for_the_right_one(site):
    Access(site.store).set_password(PASSWORD)
    browser = site.visitor()
    statuses = [browser.post("formateur/connexion", mot="faux").status for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    answer = browser.post("formateur/connexion", mot=PASSWORD)
    assert answer.status == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60


@pytest.mark.parametrize("path", ["formateur/connexion", "formateur/mot-de-passe", "formateur/deconnexion"])
def test_every_form_needs_its_token(site, path):
    browser = site.trainer()
    assert browser.post(path, xsrf=False, mot=PASSWORD).status == 403
    assert browser.get("formateur").status == 200


def test_progress_shows_codes_only_and_leaves_silent_ones_out(site):
    active, silent = site.learner(choix="a", avis="oui"), site.learner()
    text = site.trainer().get("formateur").text
    assert active[:6] in text
    assert active[7:] not in text
    assert "2 / 7" in text
    assert silent[:6] not in text
    assert "1 autre code" in text


def test_a_breakdown_needs_five_learners_and_says_why(site):
    for _ in range(4):
        site.learner(choix="b")
    browser = site.trainer()
    text = browser.get("formateur/items").text
    assert "4 participants ont répondu" in text
    assert "à partir de 5" in text
    assert "Option b" not in text
    site.learner(choix="a")
    text = browser.get("formateur/items").text
    assert "5 participants" in text
    first, last = text.index("Option b"), text.index("Option a")
    assert first < text.index("Option c") < last
    assert "4 (80 %)" in text
    assert "1 (20 %)" in text
    assert 'width="80.0"' in text


def test_misplaced_elements_say_where_they_went(site):
    for _ in range(5):
        site.learner(tri={"e0": "y", "e1": "y", "e2": "x"})
    text = site.trainer().get("formateur/items").text
    assert "Le plus souvent mis dans : Interne" in text
    assert text.index("Élément e0") < text.index("Élément e1")


def test_items_show_no_text_of_a_learner(site):
    for _ in range(6):
        site.learner(ouverte="Confidence", court="secret maison")
    text = site.trainer().get("formateur/items").text
    assert "Confidence" not in text
    assert "secret maison" not in text
    assert "textes à lire : 6" in text


def _graded(site, score, **cells):
    code = site.learner()
    row = site.store.handins.add(code[:6], "essai", {})
    full = {name: {"score": value, "max": 2.0, "needs_manual": value is None} for name, value in cells.items()}
    results = {"score": score, "max_score": 13.0, "late_seconds": 600.0, "cells": full}
    site.store.handins.set_status(row.id, "graded", results=results)
    return code[:6]


def test_grades_and_both_files_tell_the_same(site):
    one = _graded(site, 2.5, choix=2.0, coches=0.5, ouverte=None)
    two = _graded(site, 1.0, choix=1.0)
    browser = site.trainer()
    text = browser.get("formateur/notes").text
    assert one in text
    assert "1,75" in text  # the mean
    rows = list(csv.DictReader(io.StringIO(browser.get("formateur/notes.csv").text, newline=""), delimiter=";"))
    assert {r["Code"]: (r["Score"], r["choix"], r["À corriger"], r["Retard (minutes)"]) for r in rows} == {
        one: ("2,5", "2,0", "1", "10"),
        two: ("1,0", "1,0", "0", "10"),
    }
    sheet = load_workbook(io.BytesIO(browser.get("formateur/notes.xlsx").body)).active
    head = [cell.value for cell in sheet[1]]
    assert "avis" not in head  # a stance has no points
    assert {line[0]: line[head.index("Score")] for line in sheet.iter_rows(min_row=2, values_only=True)} == {
        one: 2.5,
        two: 1.0,
    }


def test_a_later_hand_in_replaces_the_former_and_refused_ones_keep_their_reason(site):
    code = _graded(site, 2.0, choix=2.0)
    again = site.store.handins.add(code, "essai", {})
    site.store.handins.set_status(again.id, "refused", reason="=HYPERLINK(<b>)")
    browser = site.trainer()
    text = browser.get("formateur/notes").text
    assert "=HYPERLINK(&lt;b&gt;)" in text
    rows = list(csv.DictReader(io.StringIO(browser.get("formateur/notes.csv").text, newline=""), delimiter=";"))
    assert [(r["Code"], r["État"], r["Score"]) for r in rows] == [(code, "Refusé", "")]


def test_a_notebook_that_was_refused_is_shown_once_with_its_reason(site, tmp_path):
    code = site.learner()[:6]
    reason = Refusal("Du code dans la réponse <1>.", "Écrivez une réponse.")
    refusals.keep(tmp_path / "grading", code, "essai", reason, None)
    refusals.keep(tmp_path / "grading", code, "autre", reason, None)
    row = site.store.handins.add(code, "essai", {})
    browser = site.trainer()
    assert browser.get("formateur/notes").text.count("Du code dans la réponse &lt;1&gt;.") == 1
    site.store.handins.set_status(row.id, "refused", reason=str(reason))
    assert browser.get("formateur/notes").text.count("Du code dans la réponse &lt;1&gt;.") == 1


def test_marks_given_in_nbgrader_are_brought_back_once(site, monkeypatch):
    code = _graded(site, 2.0, choix=2.0, ouverte=None)
    marked = {
        "score": 4.0,
        "max_score": 13.0,
        "late_seconds": 600.0,
        "cells": {"ouverte": {"score": 2.0, "max": 2.0, "needs_manual": False, "comment": "Bien vu"}},
    }
    monkeypatch.setattr(GradingCourse, "results", lambda self, learner, assignment: {code: marked}[learner])
    _graded(site, 1.0, choix=1.0)  # unknown to the gradebook: stays as it is
    browser = site.trainer()
    for expected in ("1", "0"):
        answer = browser.post("formateur/notes/reprendre?devoir=essai")
        assert answer.headers["Location"] == f"/sous/formateur/notes?devoir=essai&repris={expected}"
    assert "Aucune note n’a changé" in browser.get("formateur/notes?repris=0").text
    assert site.store.handins.latest(code, "essai").results == marked
    assert site.visitor().post("formateur/notes/reprendre").status == 403


def test_the_grades_open_on_what_was_handed_in_last(site):
    other = site.course.assignments["essai"].model_copy(update={"slug": "autre", "title": "Un autre devoir"})
    site.course.assignments["autre"] = other
    browser = site.trainer()
    assert "<h2>Quiz d’essai" in browser.get("formateur/notes").text
    site.store.handins.add(site.learner()[:6], "autre", {"choix": "a"})
    assert "<h2>Un autre devoir" in browser.get("formateur/notes").text


def test_without_any_hand_in_the_pages_say_so(site):
    browser = site.trainer()
    assert "Personne n’a encore remis" in browser.get("formateur/notes").text
    assert "Personne n’a encore répondu" in browser.get("formateur").text
    assert browser.get("formateur/notes?devoir=inconnu").status == 404
    assert browser.get("formateur/items?module=inconnu").status == 404
    assert browser.get("formateur/notes.csv").text.startswith('"Code";')


def test_pandas_is_not_loaded_until_a_table_is_asked_for():
    code = "import sys, passerelles.server.trainer, passerelles.server.pages; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
