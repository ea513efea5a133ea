"""What a trainer sees of the cases a group played: counts, names only where they belong, nothing of the debrief."""

from __future__ import annotations

import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest
from support.small_case import WALK, small_case

from passerelles.content.debrief import DebriefScript, Safeguard
from passerelles.engines.case.engine import back, choose, replay
from passerelles.server.trainer.cases import PERIODS, in_words

OTHER = ("n1.b", "n2.a", "n3.a", "n4.b", "n5.a")
COMMENT = "Nous aurions dû demander."
SCRIPT = {"id": "gas", "name": "Recueillir, analyser, synthétiser (GAS)", "source": "[proposition]",
          "phases": [{"title": "Recueillir", "minutes": 2, "questions": ["« Racontez. »"]},
                     {"title": "Analyser", "minutes": 3, "questions": ["« Quand ? »"]}]}  # fmt: skip


@pytest.fixture
def course(course):
    safeguard = Safeguard(id="moyens", text="Rappeler les moyens [C5-010].", cites=["C5-010"])
    cases = {"mini": small_case()}
    scripts = [DebriefScript.model_validate(SCRIPT | {"id": name}) for name in ("gas", "pearls", "plus-delta")]
    return course.model_copy(update={"cases": cases, "debriefs": scripts, "safeguards": [safeguard]})


@pytest.fixture
def play(site):
    """Record a play as a trio made it; returns its learner."""
    number = itertools.count()

    def recorded(choices=WALK, team=None, mode="concerted", learner=None, then=None):
        learner = learner or site.learner()[:6]
        made = replay(small_case(), choices, mode=mode)
        made = then(made) if then else made
        row = site.store.plays.start(learner, "mini", level="novice", mode=mode, team=team, key=f"p{next(number)}")
        for turn, event in enumerate(made.events):
            site.store.plays.add_move(row.id, turn, event.kind, event.what, f"m{turn}", event.comment)
        return learner

    return recorded


def corrected(made):
    """Go back to the last moment, saying why, and choose the same again."""
    node, _, option = made.choices[-1].partition(".")
    return choose(small_case(), back(small_case(), made, node, COMMENT), option)


@pytest.mark.parametrize("path", ["formateur/cas", "formateur/cas/mini", "formateur/cas/mini/guide"])
def test_nobody_but_a_trainer_sees_them(site, path):
    assert site.visitor(site.learner()).get(path).status == 303
    assert site.trainer().get(path).status == 200


@pytest.mark.parametrize(
    "path", ["cas/rien", "cas/rien/guide", "cas/mini?regard=rien", "cas/mini?mode=noa", "cas/mini?periode=hier"]
)
def test_what_does_not_exist_is_said_so(site, path):
    assert site.trainer().get(f"formateur/{path}").status == 404


def test_the_list_counts_plays_and_those_that_ended(site, play):
    play(), play(choices=WALK[:1])
    text = plain(site.trainer().get("formateur/cas").text)
    assert "Un cas minuscule" in text
    assert text.count("2 parties , 1 terminée") == 3


def test_each_case_says_which_sectors_read_it_and_the_list_how_to_note_one(site, course):
    text = plain(site.trainer().get("formateur/cas").text)
    assert "Un cas minuscule Non relu" in text
    assert "reviewed_by" in text
    assert "aide : Aide à la jeunesse" in text
    read = small_case().model_copy(update={"reviewed_by": ["aide"]})
    site.app.settings["passerelles_course"] = course.model_copy(update={"cases": {"mini": read}})
    for path in ("cas", "cas/mini", "cas/mini/guide"):
        assert "Relu par : Aide à la jeunesse" in plain(site.trainer().get(f"formateur/{path}").text), path


def plain(html):
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_divergence_comes_first_and_says_its_measure(site, play):
    for team, walk in enumerate([WALK, WALK, OTHER, OTHER], 1):
        play(walk, team=team)
    text = plain(site.trainer().get("formateur/cas/mini").text)
    assert "4 parties , dont 4 terminées." in text
    start = text.index("Commencez le débriefing ici")
    assert text.index("67 % des paires de parties ont choisi différemment") > start
    assert "2 sur 4 (la moitié)" in text
    assert "0 sur 4 (personne)" in text


def test_who_chose_what_stands_in_a_fold_and_never_on_the_projection(site, play):
    alone = play(OTHER)
    play(team=3), play(team=3)
    page = site.trainer()
    text = page.get("formateur/cas/mini").text
    assert alone in text
    assert len(re.findall(r"Trio 3 \([0-9A-Z]{6}\)", text)) >= 2, "two devices bear the same number"
    projected = page.get("formateur/cas/mini?vue=projection").text
    assert "2 sur 3" in plain(projected)
    assert alone not in projected
    assert "Trio" not in projected


def test_comments_of_goings_back_are_told_without_a_name_and_not_projected(site, play):
    play(team=7, then=corrected)
    page = site.trainer()
    text = page.get("formateur/cas/mini").text
    told = text[text.index("Retours en arrière") :]
    assert COMMENT in told
    assert "Trio" not in told.split("</section>")[0]
    assert COMMENT not in page.get("formateur/cas/mini?vue=projection").text


def test_of_what_is_written_in_the_debrief_only_the_number_is_known(site, play):
    wrote, empty = play(), play()
    question = small_case().debrief[0].id
    site.store.records.save_work(wrote, "mini", f"debrief:{question}", "MON TEXTE À MOI")
    site.store.records.save_work(empty, "mini", f"debrief:{question}", "")
    text = site.trainer().get("formateur/cas/mini").text
    assert "MON TEXTE" not in text
    assert "1 joueur a déjà écrit dans le débriefing" in plain(text)


def test_plays_of_a_former_version_are_counted_apart_in_words(site, play):
    play()
    row = site.store.plays.start(site.learner()[:6], "mini", level="novice", mode="concerted", key="ancien")
    site.store.plays.add_move(row.id, 0, "chose", "n1.disparue", "m")
    text = plain(site.trainer().get("formateur/cas/mini").text)
    assert "1 partie , dont 1 terminée." in text
    assert "1 partie d’une version précédente du cas, laissée de côté" in text


def test_a_second_play_of_the_same_trio_does_not_count_twice(site, play):
    learner = play(team=2)
    play(OTHER, team=2, learner=learner)
    text = plain(site.trainer().get("formateur/cas/mini").text)
    assert "1 partie , dont 1 terminée." in text
    assert "1 partie de plus par les mêmes joueurs, laissée de côté" in text


def test_modes_are_told_apart(site, play):
    play(), play(choices=("n1.b",), mode="juxtaposed")
    page = site.trainer()
    assert "2 parties , dont 1" in plain(page.get("formateur/cas/mini").text)
    assert "1 partie , dont 0" in plain(page.get("formateur/cas/mini?mode=juxtaposed").text)
    assert "Aucune partie dans cette période" in plain(page.get("formateur/cas/mini?regard=noa").text)


def test_a_period_says_since_when():
    now = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)  # 2 July, half past midnight in Belgium
    assert PERIODS["aujourdhui"](now) == datetime(2026, 7, 1, 22, 0, tzinfo=UTC)
    assert PERIODS["semaine"](now) == now - timedelta(days=7)
    assert PERIODS["tout"](now) is None


def test_today_is_shown_first_then_the_shortest_period_with_plays(site, play):
    page = site.trainer()
    chosen = 'href="?periode={}" aria-current'
    assert chosen.format("tout") in page.get("formateur/cas/mini").text
    play()
    assert chosen.format("aujourdhui") in page.get("formateur/cas/mini").text


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 8, "personne"), (8, 8, "tout le monde"), (4, 8, "la moitié"), (3, 8, "une minorité"), (5, 8, "une majorité")],
)
def test_a_share_has_its_word(part, whole, said):
    assert in_words(part, whole) == said


def test_the_guide_holds_all_that_a_debriefing_needs(site):
    case, text = small_case(), plain(site.trainer().get("formateur/cas/mini/guide").text)
    assert case.purpose in text
    for question in case.debrief:
        assert question.question in text
    for guide in case.guide:
        assert all(pointer in text for pointer in guide.pointers)
    assert "« Racontez. »" in text
    assert "Non relu par le terrain." in text
    assert "Rappeler les moyens" in text
    assert "C5-010 Phrase C5-010" in text


@pytest.mark.parametrize(("asked", "given"), [("20", 20), ("1", 5), ("999", 60)])
def test_the_guide_is_cut_to_the_time_there_is(site, asked, given):
    assert f", {given} minutes" in plain(site.trainer().get(f"formateur/cas/mini/guide?minutes={asked}").text)


def test_minutes_that_are_none_change_nothing(site):
    page = site.trainer()
    assert page.get("formateur/cas/mini/guide?minutes=%C2%B2").status == 200
    assert ", 5 minutes" in plain(page.get("formateur/cas/mini/guide?minutes=douze").text)
