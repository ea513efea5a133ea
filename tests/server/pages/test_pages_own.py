"""Pages about one learner: the workbook, erasing, typing the code, results."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from passerelles.server.pages.throttle import Throttle
from passerelles.store.errors import EraseIncomplete

EVIL_TEXT = "<script>alert('moi')</script> & \"fin\""


def test_workbook_shows_answers_in_words_and_never_the_key(site):
    code = site.learner(choix="b", tri={"e0": "x", "e1": "x", "e2": "y"}, ordre=["p2", "p0", "p1"], ouverte=EVIL_TEXT)
    text = site.visitor(code).get("mon-dossier").text
    for said in ("Option b", "Externe", "Élément e1", "Pas la réponse attendue", "0 sur 2", "Texte gardé"):
        assert said in text
    assert "MARQUE-DE-LA-CLE" not in text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(&#39;moi&#39;)&lt;/script&gt; &amp; &#34;fin&#34;" in text
    assert text.index("Élément p2") < text.index("Élément p0", text.index("Mettez en ordre"))


def test_workbook_shows_drafts_tools_and_the_rubric_as_ticked(site):
    code = site.learner(ouverte="J’appelle.")
    me, records = code[:6], site.store.records
    records.save_work(me, "essai", "draft:court", "mili")
    records.save_work(me, "essai", "rubric:ouverte", {"un": True})
    pick = {"id": "C5-010", "weight": 3, "reach": {"C5-011": "near"}}
    records.save_work(me, "essai", "tool:freins", {"picked": [pick], "note": "Lundi."})
    records.save_work(me, "essai", "tool:engagement", {"gesture": "Téléphoner", "date": "2026-12-01"})
    text = site.visitor(code).get("mon-carnet").text
    for said in ("Brouillon du", "☑ Dit qui", "☐ Dit quand", "Pèse lourd", "Phrase C5-010", "À ma portée", "Un café.",
                 "Lundi.", "Téléphoner", "1er décembre 2026"):  # fmt: skip
        assert said in text, said


def test_downloads_hold_everything_of_this_learner_and_of_nobody_else(site):
    mine, other = site.learner(ouverte="À moi seule"), site.learner(ouverte="À une autre")
    browser = site.visitor(mine)
    page, data = browser.get("mon-dossier?telecharger=html"), browser.get("mon-carnet?telecharger=json")
    assert page.headers["Content-Disposition"] == f'attachment; filename="dossier-{mine[:6]}.html"'
    assert "À moi seule" in page.text
    assert "href=" not in page.text.replace('href="#', "")
    kept = json.loads(data.body)
    assert [row["answer"] for row in kept["records"]["attempt"]] == ["À moi seule"]
    for answer in (page, data):
        assert "À une autre" not in answer.text
        assert mine not in answer.text
        assert other[:6] not in answer.text
        assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_workbook_and_its_tools_are_taken_away_in_every_form(site):
    mine, other = site.learner(), site.learner(ouverte="À une autre")
    team = {"equipe": {"qui": EVIL_TEXT, "quoi": "=1+1"}, "ordre": ["c", "a", "b"]}
    site.store.records.save_work(mine[:6], "essai", "tool:essai-outil", team)
    browser, at = site.visitor(mine), "mon-dossier/essai/essai-outil?forme="
    page = browser.get("mon-dossier").text
    assert "&lt;script&gt;alert" in page
    assert 'href="/sous/mon-dossier/essai/essai-outil?forme=docx"' in page
    starts = {"pdf": b"%PDF-1.7", "docx": b"PK"}
    for form, start in starts.items():
        for address in (f"mon-dossier?telecharger={form}", at + form):
            found = browser.get(address)
            assert found.body.startswith(start), address
            assert "attachment" in found.headers["Content-Disposition"]
            assert found.headers["Cache-Control"] == "private, no-store"
    table = browser.get(at + "csv").body.decode("utf-8-sig")
    assert '"Quoi";"\'=1+1"' in table
    for nothing in (at + "svg", at + "exe", "mon-dossier/essai/autre", "mon-dossier/autre/essai-outil"):
        assert browser.get(nothing).status == 404, nothing
    assert site.visitor(other).get(at + "pdf").status == 404
    assert site.visitor().get(at + "pdf").status == 404


def test_without_a_code_the_workbook_says_so(site):
    assert "pas encore de code" in site.visitor().get("mon-carnet?telecharger=json").text


def test_erasing_asks_then_erases_and_forgets_the_browser(site):
    code = site.learner(choix="a")
    browser = site.visitor(code)
    assert code[:6] in browser.get("effacer").text
    assert site.store.learners.exists(code[:6])
    answer = browser.post("effacer", code=code[:6].lower())
    assert "C’est effacé" in answer.text
    assert not site.store.learners.exists(code[:6])
    assert "qui" not in browser.cookies


def test_erasing_closes_the_open_lesson_and_empties_the_grading_folder(site, tmp_path):
    code, other = site.learner(choix="a"), site.learner(choix="a")
    folder = tmp_path / "grading" / "submitted"
    for learner in (code[:6], other[:6]):
        (folder / learner / "essai").mkdir(parents=True)
    closed = []

    async def forget(learner):
        closed.append((learner, site.store.learners.exists(learner)))

    site.app.settings["kernel_manager"] = SimpleNamespace(forget=forget)
    site.app.settings["passerelles_app"] = SimpleNamespace(data_dir_path=tmp_path)
    assert site.visitor(code).post("effacer", code=code[:6]).status == 200
    assert closed == [(code[:6], True)]
    assert [path.name for path in folder.iterdir()] == [other[:6]]


def test_an_erasure_that_leaves_bytes_in_the_journal_says_so(site, monkeypatch):
    def unfinished(_, learner):
        raise EraseIncomplete(where="ici")

    monkeypatch.setattr(type(site.store.privacy), "erase", unfinished)
    code = site.learner(choix="a")
    browser = site.visitor(code)
    answer = browser.post("effacer", code=code[:6])
    assert answer.status == 200
    assert "d’anciens octets" in answer.text
    assert "qui" not in browser.cookies


@pytest.mark.parametrize("typed", ["", "AAAAAA", "oui"])
def test_a_wrong_confirmation_erases_nothing(site, typed):
    code = site.learner(choix="a")
    answer = site.visitor(code).post("effacer", code=typed)
    assert answer.status == 422
    assert "Rien n’a été effacé" in answer.text
    assert site.store.learners.exists(code[:6])


def test_erasing_without_the_token_or_the_cookie_is_refused(site):
    code = site.learner(choix="a")
    assert site.visitor(code).post("effacer", xsrf=False, code=code[:6]).status == 403
    assert site.visitor().post("effacer", code=code[:6]).status == 403
    assert site.store.learners.exists(code[:6])


@pytest.mark.parametrize("shape", ["{}", " {} ", "{lower}", "{spaced}"])
def test_a_code_is_recognised_however_it_is_typed(site, shape):
    code = site.learner(choix="a")
    typed = shape.format(code, lower=code.lower().replace("-", ""), spaced=" ".join(code))
    browser = site.visitor()
    answer = browser.post("reprendre", code=typed)
    assert answer.status == 303
    assert answer.headers["Location"] == "/sous/"
    assert "1 réponse sur 7" in browser.get("").text


def test_a_wrong_code_is_kept_in_the_field_and_explained(site):
    answer = site.visitor().post("reprendre", code='K7M2QP-"><b>')
    assert answer.status == 422
    assert 'value="K7M2QP-&#34;&gt;&lt;b&gt;"' in answer.text
    assert "n’est pas connu ici" in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_guessing_one_code_is_slowed_down_while_the_rest_of_the_room_gets_in(site):
    target, neighbour = site.learner(), site.learner()
    guesser = site.visitor()
    statuses = [guesser.post("reprendre", code=target[:7] + "ABCDEF").status for _ in range(11)]
    assert statuses == [422] * 10 + [429]
    refused = guesser.post("reprendre", code=target)
    assert refused.status == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert site.visitor().post("reprendre", code=neighbour).status == 303


def test_a_pause_doubles_and_a_right_answer_forgives():
    now = [0.0]
    throttle = Throttle(limit=2, window=60, clock=lambda: now[0])
    for expected in (60, 120, 240):
        throttle.wrong("x")
        assert throttle.wait("x") == 0
        throttle.wrong("x")
        assert throttle.wait("x") == expected
        now[0] += expected
        assert throttle.wait("x") == 0
    throttle.right("x")
    throttle.wrong("x")
    throttle.wrong("x")
    assert throttle.wait("x") == 60
    assert throttle.wait("y") == 0


def test_wrong_tries_far_apart_never_add_up():
    now = [0.0]
    throttle = Throttle(limit=2, window=60, clock=lambda: now[0])
    for _ in range(5):
        throttle.wrong("x")
        now[0] += 61
    assert throttle.wait("x") == 0


def _cells(**scores):
    names = ("choix", "coches", "tri", "ordre", "court", "ouverte", "avis")
    maxima = dict(zip(names, (2.0, 2.0, 3.0, 3.0, 1.0, 2.0, 0.0), strict=True))
    return {
        name: {"score": scores.get(name), "max": maxima[name], "needs_manual": name == "ouverte", "comment": None}
        for name in names
    }


def _hand_in(site, code, **answers):
    return site.store.handins.add(code[:6], "essai", answers)


def test_results_wait_then_show_score_lateness_and_what_is_to_be_marked(site):
    code = site.learner(choix="a", coches=["a", "c"])
    row = _hand_in(site, code, choix="a", coches=["a", "c"], ouverte="Mon texte")
    browser = site.visitor(code)
    waiting = browser.get("mes-resultats/essai").text
    assert 'data-poll="oui"' in waiting
    assert "http-equiv" not in waiting
    cells = _cells(choix=2.0, coches=0.5)
    cells["choix"]["comment"] = "Bien <b>vu</b>"
    site.store.handins.set_status(
        row.id, "graded", results={"score": 2.5, "max_score": 13.0, "late_seconds": 90061.0, "cells": cells}
    )
    text = browser.get("mes-resultats/essai").text
    assert 'data-poll="non"' in text
    for said in (
        "<strong>2,5</strong> sur 13",
        "1 jour et 1 heure",
        "1 réponse ouverte doit",
        "Mon texte",
        "0,5 sur 2",
    ):
        assert said in text, said
    assert "Bien &lt;b&gt;vu&lt;/b&gt;" in text
    read = {"score": 1.0, "max": 5.0, "needs_manual": False, "comment": None}
    done = {"score": 3.5, "max_score": 13.0, "cells": cells | {"ouverte": read}}
    site.store.handins.set_status(row.id, "graded", results=done)
    assert "Lu par un formateur" in browser.get("mes-resultats/essai").text
    unread = {"score": 0.0, "max_score": 13.0, "cells": _cells()}
    site.store.handins.set_status(row.id, "graded", results=unread)
    text = browser.get("mes-resultats/essai").text
    assert "Votre score viendra ensuite" in text
    assert "</strong> sur 13" not in text, "what nobody has read yet is told as zero"


def test_results_reveal_no_key_of_an_item_that_can_still_be_tried(site):
    """`coches` allows two tries: after one, nothing may tell that `b` was right."""
    code = site.learner(coches=["a", "c"])
    row = _hand_in(site, code, coches=["a", "c"])
    site.store.handins.set_status(row.id, "graded", results={"score": 0.0, "max_score": 13.0, "cells": _cells()})
    text = site.visitor(code).get("mes-resultats/essai").text
    assert "MARQUE-DE-LA-CLE c." in text
    assert "MARQUE-DE-LA-CLE b." not in text
    assert "à retenir" not in text


def test_a_refused_hand_in_tells_its_reason_escaped(site):
    code = site.learner()
    row = _hand_in(site, code)
    site.store.handins.set_status(row.id, "refused", reason="Du code <script> dans une réponse.")
    text = site.visitor(code).get("mes-resultats/essai").text
    assert "Du code &lt;script&gt; dans une réponse." in text


def test_results_are_those_of_the_cookie_only(site):
    mine, other = site.learner(), site.learner()
    _hand_in(site, other, ouverte="Texte d’une autre personne")
    assert "pas encore remis" in site.visitor(mine).get("mes-resultats/essai").text
    assert "pas encore remis" in site.visitor().get("mes-resultats/essai").text
