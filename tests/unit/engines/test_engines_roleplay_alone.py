"""A role play read and played alone: what shows, and when."""

import json
from pathlib import Path

import pytest

from passerelles.content.roleplay import RolePlay
from passerelles.content.yaml import read_yaml
from passerelles.engines.roleplay_alone import alone_view, begin, from_json, say, take, to_json, write
from passerelles.engines.roleplay_state import Refused

FILE = Path(__file__).parents[2] / "fixtures/courses/mini/case_studies/table/roleplay.yaml"
PLAY = RolePlay.model_validate(read_yaml(FILE, FILE.name).value)


def test_a_card_shows_when_its_role_is_taken_and_its_comments_once_a_sentence_is_written():
    alone = begin(PLAY)
    assert "secret" not in json.dumps(alone_view(PLAY, alone))
    with pytest.raises(Refused):
        write(PLAY, alone, "Bonjour.")
    alone = take(PLAY, alone, "amo")
    assert "secret-amo-1" in json.dumps(alone_view(PLAY, alone))
    assert "secret-amo-5" not in json.dumps(alone_view(PLAY, alone))
    alone = write(PLAY, alone, " Bonjour. ")
    assert alone.written == {"amo": "Bonjour."}
    assert "secret-amo-5" in json.dumps(alone_view(PLAY, alone))
    assert "secret-ecole" not in json.dumps(alone_view(PLAY, alone))
    assert alone_view(PLAY, take(PLAY, alone, "ecole"))["left"] == ["noa", "tante", "ecole"]


def test_the_counterpart_answers_by_the_branches_of_the_file_and_comments_come_after():
    alone = take(PLAY, begin(PLAY), "amo")
    with pytest.raises(Refused):
        say(PLAY, alone, "a-deux", "a")
    alone = write(PLAY, alone, "Bonjour.")
    seen = alone_view(PLAY, alone)["exchanges"][0]
    assert seen["now"]["line"] == "Je dois décider vendredi."
    assert "On demande." not in json.dumps(seen)
    alone = say(PLAY, alone, "a-deux", "a")
    seen = alone_view(PLAY, alone)["exchanges"][0]
    assert seen["now"]["line"] == "On me l’a demandé."
    assert seen["past"][0]["reply"]["comment"] == "On demande."
    assert seen["closing"] is None
    alone = say(PLAY, alone, "a-deux", "b")
    assert alone_view(PLAY, alone)["exchanges"][0]["closing"] == "La réunion commence."
    with pytest.raises(Refused):
        say(PLAY, alone, "a-deux", "a")
    assert from_json(PLAY, json.loads(json.dumps(to_json(alone)))) == alone


def test_what_is_no_play_of_this_content_is_refused():
    kept = to_json(write(PLAY, take(PLAY, begin(PLAY), "amo"), "Bonjour."))
    step = {"kind": "say", "what": "a-deux.t2.a", "words": ""}
    for wrong in ({}, {**kept, "content": "autre"}, {**kept, "steps": [*kept["steps"], step]}, {**kept, "steps": [1]}):
        with pytest.raises(Refused):
            from_json(PLAY, wrong)
    with pytest.raises(Refused):
        take(PLAY, begin(PLAY), "nul")
