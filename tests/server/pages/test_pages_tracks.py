"""The home page with a chosen track: what comes next, progress, the choice itself."""

from __future__ import annotations


def test_without_a_choice_there_is_a_track_to_choose_and_no_next(site):
    text = site.visitor().get("").text
    assert 'value="soir"' in text
    assert "La suite" not in text


def test_a_choice_is_kept_until_it_is_changed_and_belongs_to_one_learner(site):
    browser = site.visitor(site.learner())
    answer = browser.post("parcours", parcours="soir")
    assert (answer.status, answer.headers["Location"]) == (303, "/sous/#parcours")
    assert "Votre parcours : Un soir" in browser.get("").text
    assert "Votre parcours" not in site.visitor(site.learner()).get("").text
    browser.post("parcours", parcours="")
    assert "Votre parcours" not in browser.get("").text


def test_what_comes_next_is_the_first_sequence_that_is_not_done(site):
    code = site.learner(choix="a")
    browser = site.visitor(code)
    browser.post("parcours", parcours="soir")
    text = browser.get("").text
    assert "Fait : 0 sur 2" in text
    assert "La suite : Choisir" in text
    assert 'href="/sous/module/essai#un">Continuer' in text
    for name, answer in {"coches": ["a"], "tri": {"e0": "x"}, "ordre": ["p0", "p1", "p2"]}.items():
        site.store.records.add_attempt(code[:6], "essai", name, answer, 0, 1, "wrong", name)
    text = browser.get("").text
    assert "Fait : 1 sur 2" in text
    assert "La suite : Écrire" in text
    assert 'href="/sous/module/essai#deux">Commencer' in text


def test_a_track_withdrawn_since_is_no_track(site):
    code = site.learner()
    site.store.records.save_work(code[:6], "accueil", "parcours", "disparu")
    assert "Par où commencer ?" in site.visitor(code).get("").text


def test_only_a_track_of_the_course_can_be_chosen_and_only_by_the_form(site):
    browser = site.visitor(site.learner())
    assert browser.post("parcours", parcours="autre").status == 404
    assert browser.post("parcours", xsrf=False, parcours="soir").status == 403
    assert browser.get("parcours").status == 405
