"""Role plays on the home page and in the workbook: where one stands, what one wrote, word for word and never run."""

from __future__ import annotations

from typing import Any

import pytest
from support.small_table import ROLES, small_play

from passerelles.content.course import Course
from passerelles.content.track import Track
from passerelles.content.track_course import unknown
from passerelles.engines.roleplay.alone import WORK, Alone, begin, deed, take, to_json
from passerelles.server.pages.roleplay_progress import roleplay_progress
from passerelles.server.pages.tracks import Ways
from passerelles.store import Store

EVIL = "<script>alert('moi')</script>"
SAID = {"exchange": "a-deux", "turn": "t1", "reply": "a"}


@pytest.fixture
def course(course: Course) -> Course:
    """The small course with a role play."""
    return course.model_copy(update={"roleplays": {"table": small_play()}})


def keep(store: Store, learner: str, alone: Alone) -> None:
    """Record where a learner is."""
    store.records.save_work(learner, "table", WORK, to_json(alone))


def wrote(*roles: str) -> Alone:
    """Return a play in which these roles have their sentence."""
    alone = begin(small_play())
    for role in roles:
        alone = deed(small_play(), alone, "write", {"role": role, "words": f"Moi, {role}. {EVIL}"})
    return alone


def test_home_presents_them_and_goes_on_with_the_one_that_was_left(site: Any) -> None:
    code = site.learner()
    page = site.visitor(code).get("").text
    card = page[page.index('id="jeux"') :]
    for said in ("Autour de la table", "Noa, 16 ans", "4 rôles", "Pas encore commencé", 'href="/sous/jeu/table"'):
        assert said in card, said
    keep(site.store, code[:6], wrote("amo"))
    page = site.visitor(code).get("").text
    assert 'href="/sous/jeu/table">Reprendre le jeu de rôle</a>' in page[: page.index('id="modules"')]
    assert "1 phrase écrite sur 4" in page
    keep(site.store, code[:6], wrote(*ROLES))
    page = site.visitor(code).get("").text
    assert "Reprendre le jeu de rôle" not in page
    assert "4 phrases écrites sur 4" in page


def test_the_workbook_holds_the_sentences_and_the_conversations(site: Any) -> None:
    code = site.learner()
    keep(site.store, code[:6], take(small_play(), begin(small_play()), "amo"))
    assert "encore rien" in site.visitor(code).get("mon-dossier").text
    keep(site.store, code[:6], deed(small_play(), wrote("amo", "noa"), "say", SAID))
    told = ["Autour de la table", "Noa, la jeune personne", "Moi, noa.", "Sacha, éducateur", "Moi, amo. &lt;script&gt;",
            "Avant la réunion", "Je dois décider vendredi.", "Pourquoi vendredi"]  # fmt: skip
    browser = site.visitor(code)
    for page in (browser.get("mon-dossier").text, browser.get("mon-dossier?telecharger=html").text):
        places = [page.index(said) for said in told]
        assert places == sorted(places)
        assert "<script>alert" not in page
        assert "secret-" not in page
    for form in ("pdf", "docx"):
        assert browser.get(f"mon-dossier?telecharger={form}").status == 200


def test_a_track_leads_to_one_and_knows_where_one_stands(course: Course, store: Store) -> None:
    learner = store.learners.create()[:6]
    named = [{"title": name, "minutes": 30, "roleplay": name} for name in ("table", "demain")]
    session = {"title": "Une réunion", "minutes": 60, "sequences": named}
    head = {"slug": "seul", "rank": 1, "title": "Seul", "audience": "Une personne", "purpose": "Essayer."}
    track = Track.model_validate({**head, "minutes": 60, "sessions": [session]})

    def stops() -> list[tuple[str | None, str | None]]:
        progress = roleplay_progress(course, store, learner)
        ((_, found),) = Ways(course, store, learner, [], [], progress).way(track).sessions
        return [(stop.path, stop.standing) for stop in found]

    assert stops() == [("jeu/table", "new"), (None, None)]
    keep(store, learner, wrote(*ROLES))
    assert stops()[0] == ("jeu/table", "done")
    assert [*unknown(course, track.sessions[0].sequences[1])] == [("roleplay", "demain")]
