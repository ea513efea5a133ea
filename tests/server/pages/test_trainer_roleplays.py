"""The trainer's pages about role plays: private cards for trainers alone, and documents that may load nothing."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from support.small_roleplay import small_roleplay

from passerelles.content.track import Track

PAGES = ("jeux", "jeux/table", "jeux/table/papier", "world-cafe/papier")


@pytest.fixture
def course(course):
    questions = {name: course.statements["WC-009"].model_copy(update={"id": name, "quote": quote})
                 for name, quote in (("WC-048", "Pour quoi faire ?"), ("WC-049", "Avec qui ?"))}  # fmt: skip
    return course.model_copy(
        update={"roleplays": {"table": small_roleplay()}, "statements": course.statements | questions}
    )


@pytest.mark.parametrize("page", PAGES)
def test_they_open_for_trainers_alone(site, page):
    answer = site.visitor(site.learner()).get(f"formateur/{page}")
    assert (answer.status, answer.body) == (303, b"")
    assert site.trainer().get(f"formateur/{page}").status == 200


def test_the_list_says_the_minutes_the_table_and_who_read_it(site):
    text = site.trainer().get("formateur/jeux").text
    assert all(said in text for said in ("90 minutes", "4 rôles", "non relu", 'value="Avec qui', "Aide à la jeunesse"))
    assert 'href="/sous/formateur/jeux/table/papier"' in text


def test_a_role_play_is_told_whole(site):
    text = site.trainer().get("formateur/jeux/table").text
    for said in ("secret-noa-1", "secret-noa-2", "secret-amo-8", "n’y gagne pas", "Un essai de trois semaines"):
        assert said in text
    assert small_roleplay().content_hash[:8] in text


@pytest.mark.parametrize("path", ["jeux/table/papier", "world-cafe/papier"])
def test_what_is_printed_is_a_whole_document_that_may_load_nothing(site, path):
    answer = site.trainer().get(f"formateur/{path}")
    assert answer.text.lstrip().startswith("<!doctype html>")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("path", ["jeux/inconnu", "jeux/inconnu/papier"])
def test_no_page_of_a_role_play_that_does_not_exist(site, path):
    assert site.trainer().get(f"formateur/{path}").status == 404


def test_questions_of_ones_own_are_printed_and_numbers_that_cannot_be_told(site):
    own = urlencode([("personnes", "8"), ("question", "Et les familles ?"), ("question", "Et demain ?")])
    assert "Et les familles" in site.trainer().get(f"formateur/world-cafe/papier?{own}").text
    for number in ("3", "999", "beaucoup"):
        answer = site.trainer().get(f"formateur/world-cafe/papier?personnes={number}")
        assert answer.status == 422
        assert 'role="alert"' in answer.text


def test_the_agenda_leads_to_what_is_to_print(site, course):
    raw = course.tracks["soir"].model_dump()
    for sequence, activity in zip(raw["sessions"][0]["sequences"], ("roleplay", "world-cafe"), strict=False):
        sequence["live"] = {"activity": activity}
    site.app.settings["passerelles_course"] = course.model_copy(update={"tracks": {"soir": Track.model_validate(raw)}})
    text = site.trainer().get("formateur/parcours/soir").text
    assert [text.count(f'href="/sous/formateur/jeux{end}"') for end in ("", "#cafe")] == [2, 1], "one in the bar above"
