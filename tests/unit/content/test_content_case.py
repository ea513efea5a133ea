"""A case is read strictly: what the models refuse, with its line and its cure; what conditions mean."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from support.broken import swap

from passerelles.content.case import Case, CaseOption, Story
from passerelles.content.case_walk import State
from passerelles.content.conditions import Condition, holds, mentions
from passerelles.content.loader import load_course
from passerelles.content.problems import CourseError
from passerelles.content.yaml import read_yaml

CASE = "case_studies/mini/case.yaml"
STATE = State(
    node="n2", mode="concerted", before=frozenset({"m1.a"}), chosen=("n1.b",), young=2, trust=-1, time=5, over=True,
    variables={"poids": 3},
)  # fmt: skip

TRUE = [
    {"chose": "n1.b"},
    {"chose": "m1.a"},
    {"mode": "concerted"},
    {"over_budget": True},
    {"variable": "poids", "at_least": 3},
    {"variable": "jamais-vue", "at_most": 0},
    {"indicator": "young", "at_least": 2, "at_most": 2},
    {"indicator": "time", "at_least": 5},
    {"not": {"chose": "n1.a"}},
    {"all": [{"chose": "n1.b"}, {"indicator": "trust", "at_most": -1}]},
    {"any": [{"chose": "n1.a"}, {"over_budget": True}]},
]
FALSE = [
    {"chose": "n1.a"},
    {"mode": "juxtaposed"},
    {"over_budget": False},
    {"variable": "poids", "at_least": 4},
    {"indicator": "young", "at_most": 1},
    {"not": {"any": [{"chose": "n1.b"}, {"chose": "n1.a"}]}},
    {"all": [{"chose": "n1.b"}, {"indicator": "trust", "at_least": 0}]},
]
WRONG = [
    {},
    {"chose": "n1"},
    {"chose": "n1.a", "mode": "x"},
    {"indicator": "young"},
    {"indicator": "joie", "at_least": 1},
    {"variable": "poids"},
    {"chose": "n1.a", "at_least": 1},
    {"all": [{"chose": "n1.a"}]},
    {"not": {}},
    {"chose": "n1.a", "unknown": 1},
]


@pytest.mark.parametrize("said", TRUE, ids=json.dumps)
def test_what_is_true(said):
    assert holds(Condition.model_validate(said), STATE)


@pytest.mark.parametrize("said", FALSE, ids=json.dumps)
def test_what_is_false(said):
    assert not holds(Condition.model_validate(said), STATE)


@pytest.mark.parametrize("said", WRONG, ids=json.dumps)
def test_what_is_no_condition(said):
    with pytest.raises(ValidationError):
        Condition.model_validate(said)


leaves = st.sampled_from([*TRUE[:8], *FALSE[:5]])
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda one: {"not": one}, inner),
        st.lists(inner, min_size=2, max_size=3).flatmap(lambda many: st.sampled_from([{"all": many}, {"any": many}])),
    ),
    max_leaves=8,
)


def meaning(said):
    """Say the same with Python's own words."""
    if "not" in said:
        return not meaning(said["not"])
    if "all" in said or "any" in said:
        together = [meaning(one) for one in said.get("all", said.get("any"))]
        return all(together) if "all" in said else any(together)
    return said in TRUE


@given(trees)
def test_all_any_and_not_mean_what_they_say_and_survive_the_cache(said):
    condition = Condition.model_validate(said)
    assert holds(condition, STATE) == meaning(said)
    assert Condition.model_validate_json(condition.model_dump_json()) == condition
    assert {name for kind, name in mentions(condition) if kind == "choice"} <= {"n1.b", "n1.a", "m1.a"}


def test_no_condition_always_holds():
    assert holds(None, STATE)


def test_a_case_is_the_same_once_kept_and_read_again(mini):
    case = load_course(mini).cases["mini"]
    assert Case.model_validate_json(case.model_dump_json()) == case
    assert load_course(mini).cases == {"mini": case}
    assert case == Case.model_validate(read_yaml(mini / CASE, CASE).value)


REFUSED = [
    ("        cites: [C5-010]\n        alliance: C5-067", "        alliance: C5-067", "uncited-item", "- id: a"),
    ("time: 1}\n        feedback", "time: 4}\n        feedback", "wrong-value", "time: 4"),
    ("time: 1}\n        feedback", "time: -1}\n        feedback", "inconsistent", "time: -1"),
    ("young: -1, trust: 0, mandate: 0, time: 1", "young: -3, time: 1", "wrong-value", "young: -3"),
    ("question: Que faites-vous ?", "questions: Que faire ?", "unknown-key", "questions"),
    ("kind: messages", "kind: film", "wrong-value", "kind: film"),
    ("when: {chose: n1.a}\n", "when: {chose: n1.a, mode: concerted}\n", "inconsistent", "when"),
    ("transcript: Noa écrit", "transcript: Noa. # ", "wrong-value", "transcript"),
    ("alliance: C5-067", "alliance: C5-066", "wrong-value", "alliance"),
    ("minutes: 9", "minutes: 20", "wrong-value", "minutes"),
    ("value: 1}]", "value: 1, add: 1}]", "inconsistent", "sets"),
    ("          - {to: n4}\n", "", "inconsistent", "at_most: -2"),
    ("slug: mini", "slug: maxi", "slug-folder", "slug"),
]


@pytest.mark.parametrize(("old", "new", "code", "at"), REFUSED, ids=[row[2] + "-" + row[3] for row in REFUSED])
def test_a_mistake_is_refused_with_its_line_and_its_cure(mini, old, new, code, at):
    swap(CASE, old, new)(mini)
    with pytest.raises(CourseError) as refused:
        load_course(mini)
    lines = (mini / CASE).read_text(encoding="utf-8").splitlines()
    found = [problem for problem in refused.value.problems if problem.code == code]
    assert any(at in lines[problem.line - 1] for problem in found), refused.value
    assert all(problem.cure for problem in found)


def test_a_story_closes_itself():
    option = {"id": "a", "text": "A.", "consequence": "A.", "effects": {}, "feedback": "A.", "cites": ["C5-010"]}
    node = {
        "title": "N",
        "scene": "N.",
        "question": "?",
        "cites": ["C5-010"],
        "options": [option, {**option, "id": "b"}],
    }
    story = {
        "opening": "O.",
        "nodes": [{"id": "n1", **node}, {"id": "n2", **node}],
        "endings": [
            {"id": "x", "when": {"chose": "n1.a"}, "title": "X", "text": "X."},
            {"id": "y", "title": "Y", "text": "Y."},
        ],
        "profile": [[{"text": "1."}], [{"text": "2."}], [{"text": "3."}]],
    }
    assert Story.model_validate(story).node("n2").option("b").id == "b"
    for wrong in (
        {"endings": story["endings"][::-1]},
        {"endings": story["endings"][:1] * 2},
        {"profile": story["profile"][:2]},
        {"profile": [[{"text": "1.", "when": {"chose": "n1.a"}}], *story["profile"][1:]]},
        {"budget": 3},
    ):
        with pytest.raises(ValidationError):
            Story.model_validate({**story, **wrong})
    with pytest.raises(ValidationError):
        CaseOption.model_validate({**option, "next": [{"to": "n1"}, {"to": "n2"}]})
