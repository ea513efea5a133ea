"""A path as a line to paste: it gives the play back, and nothing else passes for one."""

import ast
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.cases import cases

from passerelles.content.case import Case
from passerelles.content.case_walk import offered
from passerelles.content.yaml import read_yaml
from passerelles.engines.case.engine import abandoned, back, choose, is_over, moments, replay, start
from passerelles.engines.case.path import VARIABLE, NotAPath, line, path_of, plays
from passerelles.grading import cells
from passerelles.grading.path_taken import PATH

MINI = Path(__file__).parents[3] / "fixtures/courses/mini/case_studies/mini/case.yaml"
WHOLE = ["n1.a", "n2.b", "n3.a", "n4.a", "n5.b"]


@pytest.fixture(scope="module")
def mini():
    return Case.model_validate(read_yaml(MINI, "case.yaml").value)


def ended(case, data, play):
    while options := offered(case, moments(case, play)[-1]):
        play = choose(case, play, data.draw(st.sampled_from(options)).id)
    return play


@given(cases(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_path_gives_back_the_play_goings_back_included(case, data):
    play = ended(case, data, start(case))
    play = ended(case, data, back(case, play, data.draw(st.sampled_from(play.choices)).partition(".")[0], "Pourquoi ?"))
    [again] = plays(case, json.loads(json.dumps(path_of(play))))
    assert again.choices == play.choices
    assert [undone for undone, _ in abandoned(again)] == [undone for undone, _ in abandoned(play)]
    assert "Pourquoi" not in line(play)


@given(cases(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_path_cut_short_or_prolonged_is_not_one(case, data):
    whole = list(ended(case, data, start(case)).choices)
    for wrong, why in ((whole[:-1], "unfinished"), ([*whole, whole[-1]], "move"), ([*whole, "n9"], "move")):
        with pytest.raises(NotAPath) as refused:
            plays(case, wrong)
        assert refused.value.why == why


def test_the_line_is_what_a_notebook_calls_its_path(mini):
    play = replay(mini, WHOLE, mode="juxtaposed")
    [assigned] = ast.parse(line(play)).body
    assert ast.unparse(assigned.targets[0]) == VARIABLE == cells.variable(PATH)
    assert plays(mini, ast.literal_eval(assigned.value)) == [play]


def test_a_viewpoint_comes_with_the_play_before_it(mini):
    main = replay(mini, WHOLE, mode="concerted")
    seen = choose(mini, start(mini, mode="concerted", viewpoint="noa", after=main.choices), "a")
    seen = choose(mini, seen, "b")
    assert is_over(mini, seen)
    assert path_of(seen) == {"choix": WHOLE, "mode": "concerted", "regard": "noa", "ensuite": ["v1.a", "v2.b"]}
    assert plays(mini, path_of(seen)) == [main, seen]


@pytest.mark.parametrize(
    ("path", "why", "what"),
    [
        (WHOLE, "mode", ""),
        ({"choix": WHOLE, "mode": "nul"}, "mode", "nul"),
        ({"choix": WHOLE, "mode": "concerted", "regard": "nul"}, "mode", "nul"),
        ({"choix": WHOLE, "mode": "concerted", "regard": "noa"}, "unfinished", ""),
        ({"choix": ["n2.a"], "mode": "concerted"}, "move", "n2.a"),
        ({"choix": ["n1.z"], "mode": "concerted"}, "move", "n1.z"),
        ({"choix": ["n1.a", "n2"], "mode": "concerted"}, "move", "n2"),
        ({"choix": [*WHOLE[:4], "n5.c"], "mode": "juxtaposed"}, "move", "n5.c"),
        ({"choix": [], "mode": "concerted"}, "unfinished", ""),
        ({"mode": "concerted"}, "shape", ""),
        ({"choix": WHOLE, "mode": "concerted", "note": 20}, "shape", ""),
        ({"choix": [1, 2]}, "shape", ""),
        ({"choix": "n1.a"}, "shape", ""),
        (["n1.a"] * 501, "shape", ""),
        ("n1.a", "shape", ""),
        (True, "shape", ""),
        (None, "shape", ""),
    ],
)
def test_anything_else_is_refused_and_says_why(mini, path, why, what):
    with pytest.raises(NotAPath) as refused:
        plays(mini, path)
    assert (refused.value.why, refused.value.what) == (why, what)
