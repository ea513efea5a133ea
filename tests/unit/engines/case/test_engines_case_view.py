"""What travels to a browser: nothing before it is earned, everything once it is over, never a mark."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import cases

from passerelles.content.case import Case
from passerelles.content.case_walk import offered
from passerelles.content.yaml import read_yaml
from passerelles.engines.case.engine import back, choose, moments, replay, start
from passerelles.engines.case.view import profile, scene, side_by_side, what_if

MINI = Path(__file__).parents[3] / "fixtures/courses/mini/case_studies/mini/case.yaml"
WALK = ("n1.a", "n2.a", "n3.a", "n4.b", "n5.a")


@pytest.fixture(scope="module")
def mini():
    return Case.model_validate(read_yaml(MINI, "case.yaml").value)


def seen(case, play, seed="s"):
    return scene(case, play, seed=seed, statements={})


@given(cases(), st.data(), st.sampled_from(["novice", "confirmed"]))
@settings(max_examples=40, deadline=None)
def test_nothing_of_an_option_shows_before_it_is_chosen(case, data, level):
    play = start(case, level=level)
    while options := offered(case, moments(case, play)[-1]):
        text = json.dumps(seen(case, play))
        chosen = {choice.replace(".o", "").removeprefix("n") for choice in play.choices}
        for node in case.nodes:
            for option in node.options:
                name = f"{node.id}{option.id}".replace("o", "").removeprefix("n")
                assert (f"SUITE{name}" in text) == (name in chosen)
                assert (f"AVIS{name}" in text) == (name in chosen and level == "novice")
                if name not in chosen:
                    assert f"PLUSTARD{name}" not in text
        play = choose(case, play, data.draw(st.sampled_from(options)).id)
    text = json.dumps(seen(case, play))
    assert all(f"AVIS{choice.replace('.o', '').removeprefix('n')}" in text for choice in play.choices)


@given(cases(), st.text(max_size=8))
@settings(max_examples=40, deadline=None)
def test_the_order_of_options_is_of_the_player_and_stays(case, seed):
    play = start(case)
    first = [option["id"] for option in seen(case, play, seed)["now"]["options"]]
    assert first == [option["id"] for option in seen(case, play, seed)["now"]["options"]]
    assert sorted(first) == sorted(option.id for option in case.nodes[0].options)


def test_players_have_different_orders(mini):
    play = start(mini, mode="concerted")
    assert len({tuple(o["id"] for o in seen(mini, play, str(n))["now"]["options"]) for n in range(30)}) == 2


def test_indicators_are_there_from_the_start_with_their_meaning_and_their_curve(mini):
    shown = seen(mini, start(mini, mode="concerted"))
    assert [(i["id"], i["value"], i["curve"]) for i in shown["indicators"]] == [
        (name, 0, [0]) for name in ("young", "trust", "mandate", "time")
    ]
    assert "Noa" in shown["indicators"][0]["name"]
    assert shown["time"]["budget"] == shown["time"]["left"] == 4
    assert "dossier attend" in shown["time"]["price"]["html"]
    assert shown["gauges"] == [{"id": "pression", "name": "Pression", "meaning": "Ce qui pèse sur Noa.", "value": 0}]
    later = seen(mini, replay(mini, WALK[:3], mode="concerted"))
    assert [i["curve"] for i in later["indicators"]] == [[0, -1, 0, 2], [0, 0, 1, 1], [0, 0, 0, 0], [0, 1, 3, 6]]
    assert [i["change"] for i in later["indicators"]] == [2, 0, 0, 3]
    assert later["time"]["over"]
    assert later["story"][-1]["charged"]


def test_a_dilemma_and_a_document_say_so(mini):
    assert seen(mini, start(mini, mode="concerted"))["now"]["document"]["transcript"].startswith("Noa écrit")
    last = seen(mini, replay(mini, WALK[:4], mode="concerted"))["now"]
    assert last["perfect"] is False
    assert last["document"] is None


def test_the_end_has_three_sentences_and_no_mark(mini):
    play = replay(mini, WALK, mode="concerted")
    shown = seen(mini, play)
    assert (shown["status"], shown["now"]) == ("over", None)
    assert shown["ending"]["id"] == "loin"
    portrait = profile(mini, play, statements={})
    assert len(portrait["sentences"]) == 3
    assert "dépassé" in portrait["sentences"][2]
    assert not {"score", "total", "points", "mark"} & (set(portrait) | set(shown))


def test_what_was_left_by_going_back_is_in_the_profile(mini):
    play = replay(mini, WALK, mode="concerted")
    again = back(mini, play, "n5", "Pour voir.")
    portrait = profile(mini, choose(mini, again, "b"), statements={})
    assert portrait["left"] == [{"choices": ["n5.a"], "comment": "Pour voir."}]


def test_profile_and_what_if_wait_for_the_end(mini):
    play = replay(mini, WALK[:4], mode="concerted")
    with pytest.raises(KeyError):
        profile(mini, play, statements={})
    with pytest.raises(KeyError):
        what_if(mini, play, statements={})


def test_what_if_tells_every_option_of_the_way_and_where_it_could_end(mini):
    play = replay(mini, (*WALK[:3], "n4.a", "n5.a"), mode="concerted")
    told = what_if(mini, play, statements={})
    assert [moment["node"] for moment in told] == ["n1", "n2", "n3", "n4", "n5"]
    chosen = ["".join(o["id"] for o in moment["options"] if o["chosen"]) for moment in told]
    assert chosen == ["a", "a", "a", "a", "a"]
    assert [end["id"] for end in told[0]["options"][1]["endings"]] == ["loin", "pres"]
    assert told[0]["options"][1]["later"][0]["at"] == "n3"
    last = {o["id"]: [end["id"] for end in o["endings"]] for o in told[4]["options"]}
    assert last == {"a": ["loin"], "b": ["pres"], "c": ["loin"]}


def test_side_by_side_shows_who_knew_what(mini):
    play = replay(mini, WALK, mode="concerted")
    other = start(mini, mode="concerted", viewpoint="noa", after=WALK)
    other = choose(mini, choose(mini, other, "b"), "a")
    rows = side_by_side(mini, play, other)
    assert [(row["here"]["node"], row["there"]["node"]) for row in rows] == [("n1", "v1"), ("n5", "v2")]
    assert [i["id"] for i in seen(mini, other)["indicators"]] == ["young"]
    assert rows[0]["there"]["does_not_know"] == ["Vous ne savez pas qui décide."]
    assert "pas qui décide" not in json.dumps(seen(mini, other), ensure_ascii=False)
