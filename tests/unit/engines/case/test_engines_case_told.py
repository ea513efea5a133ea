"""What is said of a case before it is played, and of a play once it is over."""

import json
from pathlib import Path

import pytest

from passerelles.content.case import Case
from passerelles.content.yaml import read_yaml
from passerelles.engines.case.engine import back, choose, replay, start
from passerelles.engines.case.told import presentation, told
from passerelles.engines.case.view import profile, scene, side_by_side, what_if

MINI = Path(__file__).parents[3] / "fixtures/courses/mini/case_studies/mini/case.yaml"
WALK = ("n1.a", "n2.a", "n3.a", "n4.b", "n5.a")


@pytest.fixture(scope="module")
def mini():
    return Case.model_validate(read_yaml(MINI, "case.yaml").value)


def test_a_case_presents_itself_without_giving_anything_away(mini):
    shown = presentation(mini, {})
    assert (shown["slug"], shown["minutes"], shown["budget"]) == ("mini", 9, 4)
    assert shown["young"] == {"name": "Noa", "age": "16 ans"}
    assert shown["cast"][1] == {"name": "Line", "function": "tante de Noa", "sector": None}
    assert [mode["id"] for mode in shown["modes"]] == ["juxtaposed", "concerted"]
    assert shown["viewpoints"] == [{"id": "noa", "title": "Par les yeux de Noa", "role": "Vous êtes Noa, seize ans."}]
    assert shown["levels"] == ["novice", "confirmed"]
    assert "dossier attend" in shown["price"]
    assert shown["caution"] is None
    assert shown["review"] == {"readers": [], "on": "2099-01-01"}
    text = json.dumps(shown, ensure_ascii=False)
    assert not [word for word in ("Un relais clair", "Noa hoche la tête", "se défend") if word in text]


def test_the_legal_caution_and_the_readers_are_said(mini):
    shown = presentation(mini.model_copy(update={"caution": "legal"}), {}, readers=["École"])
    assert "non juridique" in shown["caution"]
    assert shown["review"]["readers"] == ["École"]


def test_nothing_is_told_of_afterwards_before_the_end(mini):
    play = replay(mini, WALK[:4], mode="concerted")
    seen = told(mini, play, "s", {})
    assert seen == {"scene": scene(mini, play, seed="s", statements={}), "after": None}
    assert told(mini, choose(mini, play, "a"), "s", {})["after"]


def test_the_end_tells_the_portrait_the_other_ways_and_what_each_one_gains_and_pays(mini):
    play = replay(mini, WALK, mode="concerted")
    after = told(mini, play, "s", {})["after"]
    assert after["profile"] == profile(mini, play, statements={})
    assert after["what_if"] == what_if(mini, play, statements={})
    assert after["sides"] == []
    karim = {"name": "Karim", "function": "éducateur", "gain": "Un relais clair.", "cost": "Deux heures par mois."}
    assert after["cast"][0] == karim
    assert [asked["id"] for asked in after["debrief"]] == [asked.id for asked in mini.debrief]
    assert "gardé pour vous" in after["debrief"][0]["question"]
    assert told(mini, back(mini, play, "n5"), "s", {})["after"] is None


def test_a_viewpoint_ends_side_by_side_with_the_play_it_followed(mini):
    play = start(mini, mode="concerted", viewpoint="noa", after=WALK)
    play = choose(mini, choose(mini, play, "b"), "a")
    sides = told(mini, play, "s", {})["after"]["sides"]
    assert sides == side_by_side(mini, replay(mini, WALK, mode="concerted"), play)
    assert [row["here"]["node"] for row in sides] == ["n1", "n5"]
