"""A role play read and played alone: what shows, and when; it stays short, and survives a corrected word."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.small_table import ROLES, small_play

from passerelles.engines.roleplay.alone import Alone, MovedOn, again, begin, deed, from_json, say, take, to_json, write
from passerelles.engines.roleplay.state import Refused
from passerelles.engines.roleplay.told import presentation, told

PLAY = small_play()
SAID = {"exchange": "a-deux", "turn": "t1", "reply": "a"}


def seen(alone: Alone) -> str:
    return json.dumps([presentation(PLAY, {}), told(PLAY, alone, "graine", {})], ensure_ascii=False)


def whole() -> Alone:
    alone = begin(PLAY)
    for role in ROLES:
        alone = deed(PLAY, alone, "write", {"role": role, "words": f"Bonjour de {role}."})
    return alone


def test_a_card_shows_when_its_role_is_taken_and_its_comments_once_a_sentence_is_written():
    alone = begin(PLAY)
    assert "secret" not in seen(alone)
    with pytest.raises(Refused):
        write(PLAY, alone, "Bonjour.")
    alone = take(PLAY, alone, "amo")
    assert "secret-amo-1" in seen(alone)
    assert "secret-amo-5" not in seen(alone)
    alone = write(PLAY, alone, " Bonjour. ")
    assert alone.written == {"amo": "Bonjour."}
    assert "secret-amo-5" in seen(alone)
    assert "secret-ecole" not in seen(alone)
    alone = take(PLAY, alone, "ecole")
    assert "secret-amo" not in seen(alone)
    assert told(PLAY, alone, "", {})["left"] == ["noa", "tante", "ecole"]


def test_the_counterpart_answers_by_the_branches_of_the_file_and_comments_come_after():
    alone = take(PLAY, begin(PLAY), "amo")
    with pytest.raises(Refused):
        say(PLAY, alone, "a-deux", "t1", "a")
    alone = write(PLAY, alone, "Bonjour.")
    (talk,) = told(PLAY, alone, "", {})["exchanges"]
    assert (talk["now"]["turn"], talk["now"]["line"]) == ("t1", "Je dois décider vendredi.")
    assert "On demande." not in json.dumps(talk)
    alone = say(PLAY, alone, "a-deux", "t1", "a")
    (talk,) = told(PLAY, alone, "", {})["exchanges"]
    assert talk["now"]["line"] == "On me l’a demandé."
    assert "On demande." in talk["past"][0]["comment"]
    assert talk["closing"] is None
    alone = say(PLAY, alone, "a-deux", "t2", "b")
    (talk,) = told(PLAY, alone, "", {})["exchanges"]
    assert (talk["now"], "La réunion commence." in talk["closing"]) == (None, True)
    alone = again(PLAY, alone, "a-deux")
    (talk,) = told(PLAY, alone, "", {})["exchanges"]
    assert (talk["past"], talk["now"]["turn"]) == ([], "t1")


def test_what_is_sent_twice_counts_once_and_what_comes_too_late_is_told():
    alone = deed(PLAY, begin(PLAY), "write", {"role": "amo", "words": "Bonjour."})
    once = deed(PLAY, alone, "say", SAID)
    assert deed(PLAY, once, "say", SAID) == once
    with pytest.raises(MovedOn):
        deed(PLAY, once, "say", {**SAID, "reply": "b"})
    for wrong in ({"role": "nul"}, {"role": ""}):
        with pytest.raises(Refused):
            deed(PLAY, once, "take", wrong)
    with pytest.raises(Refused):
        deed(PLAY, once, "again", {"exchange": "nul"})


def test_all_constraints_show_once_every_role_has_its_sentence():
    alone = whole()
    after = told(PLAY, alone, "", {})["after"]
    assert {role: card["constraint"] for role, card in after["cards"].items()} == {r: f"secret-{r}-1" for r in ROLES}
    assert [one["success"] for one in after["proposals"]] == [True, False]
    assert after["proposals"][1]["stakes"][0] == {"who": "noa", "gain": "", "pays": "Son année."}


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(["take", "write", "say", "again"]), st.sampled_from(ROLES)), max_size=60))
def test_however_one_goes_about_a_play_stays_short_and_comes_back_as_it_was(deeds):
    alone = begin(PLAY)
    for kind, role in deeds:
        if kind == "say" and "amo" not in alone.written:
            continue
        try:
            alone = deed(PLAY, alone, kind, {"role": role, "words": role, **SAID})
        except MovedOn:
            continue
    assert len(alone.steps) <= 2 * (len(ROLES) + 2) + 1
    assert from_json(PLAY, json.loads(json.dumps(to_json(alone)))) == alone


def test_a_play_begun_before_the_file_changed_keeps_what_still_holds():
    alone = deed(PLAY, whole(), "say", SAID)
    other = PLAY.model_copy(update={"roles": PLAY.roles[:2], "exchanges": []})
    kept = from_json(other, to_json(alone))
    assert kept.written == {"noa": "Bonjour de noa.", "amo": "Bonjour de amo."}
    assert kept.content == other.content_hash
