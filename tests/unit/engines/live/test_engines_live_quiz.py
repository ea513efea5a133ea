"""A quiz of the room: no key before its moment, late answers apart, teams of which nobody can be told."""

import json
from collections import Counter
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.live_room import SECTORS, Room

from passerelles.engines.live.activities.quiz.activity import ACTIVITY, answers
from passerelles.engines.live.activities.quiz.teams import joined, teams
from passerelles.engines.live.activity import Person
from passerelles.errors import Refusal

ASKED = ["single", "sort", "short"]


@pytest.fixture
def course(items, statements):
    step = SimpleNamespace(id="quiz", items=list(items))
    module = SimpleNamespace(
        items=list(items.values()), item=items.get, module=SimpleNamespace(steps=[step], slug="lecon")
    )
    return SimpleNamespace(modules={"lecon": module}, statements=statements)


@pytest.fixture
def quiz(course):
    """Return what makes a room in which a quiz is asked."""
    return lambda people=6, **options: Room(ACTIVITY, people, course, module="lecon", **options)


def question(room, who):
    return room.blocks(who, "question")[0]


def give(room, people, item, answer):
    return room.each(people, "answer", item, json.dumps(answer))


def test_at_ones_own_pace_the_reasons_come_with_the_answer(quiz, right_answers, wrong_answers):
    room = quiz(items=ASKED)
    assert "feedback" not in json.dumps(question(room, "p1")["item"])
    assert question(room, "p1")["state"]["feedback"] is None
    room.refuses("p1", "on", "single")
    room.refuses("p1", "answer", "sort", json.dumps(right_answers["sort"]))
    give(room, range(1, 2), "single", wrong_answers["single"])
    assert question(room, "p1")["state"]["feedback"]["details"][1]["right"]
    assert question(room, "p2")["state"]["status"] == "new"
    assert "Retour" not in room.screens["room"] + room.screens["p2"]
    room.refuses("p1", "answer", "single", '"b"')
    room.do("p1", "on", "single")
    for item in ("sort", "short"):
        give(room, range(1, 2), item, right_answers[item]).do("p1", "on", item)
    assert "2 sur 3" in room.screens["p1"]
    assert "Ont terminé : 1 sur 6" in room.screens["room"]


def test_together_nothing_is_right_before_it_is_shown(quiz):
    room = quiz(items=ASKED, together=True, seconds=30)
    room.refuses("p1", "answer", "single", '"b"')
    give(room.lead("next"), range(1, 7), "single", "a")
    assert room.blocks("p1", "timer")[0]["since"] == room.blocks("room", "timer")[0]["since"] == 2
    give(room, range(1, 6), "single", "b")
    assert question(room, "p1")["state"]["answer"] == "b"
    seen = [told for who, told in room.screens.items() if who != "trainer"]
    assert not any(word in told for told in seen for word in ("Retour", "juste", '"right"'))
    room.lead("show", "single")
    give(room, range(1, 2), "single", "c")
    assert [row["value"] for row in room.blocks("room", "bars")[0]["rows"]] == [1, 5, 0]
    assert question(room, "p6")["state"]["feedback"]["verdict"] == "wrong"
    assert question(room, "p1")["state"]["feedback"]["verdict"] == "right"
    assert "en retard" in room.screens["p1"]


def test_who_did_not_answer_reads_what_was_right(quiz):
    room = quiz(items=["sort"], together=True).lead("next").lead("show")
    assert room.blocks("p1", "question") == []
    assert [block["items"] for block in room.blocks("p1", "list")][-1][0] == "Élément e1 → Externe"


@pytest.mark.parametrize("bad", ["{", '""', "[]", '"z"', "null", "x" * 700])
def test_what_is_no_answer_is_refused(quiz, bad):
    quiz(items=ASKED).refuses("p1", "answer", "single", bad)


def test_few_answers_tell_nobody(quiz):
    room = quiz(4, items=["single", "short"], together=True).lead("next")
    give(room, range(1, 5), "single", "b").lead("show").lead("next")
    give(room, range(1, 5), "short", "?").lead("results")  # eight answers, of four people
    assert room.blocks("room", "bars") == []
    assert room.blocks("room", "table")[0]["rows"] == [["Que faites-vous ?", "4", "—"]]
    assert "right" not in room.facts


def test_the_record_of_who_answered_is_told_to_the_server(quiz, right_answers):
    room = give(quiz(items=ASKED, round=1), range(1, 2), "single", right_answers["single"])
    give(room.lead("close"), range(2, 3), "single", right_answers["single"])
    assert [(one.who, one.module, one.item, one.verdict, one.round) for one in answers(room.state)] == [
        ("p1", "lecon", "single", "right", 1),
        ("p2", "lecon", "single", "right", 1),
    ]
    assert room.facts == {"questions": 3, "answers": 1, "late": 1}


def test_a_team_has_a_score_once_five_of_it_answered(quiz):
    room = quiz(11, items=["single"], teams=True)
    mates = [who for who, team in room.state.teams.items() if team == 0]
    for who in mates[:4]:
        room.do(who, "answer", "single", '"b"')
    assert room.lead("results").blocks("room", "bars") == []
    room = quiz(11, items=["single"], teams=True)
    for rank, who in enumerate(mates):
        room.do(who, "answer", "single", '"b"' if rank < 3 else '"a"')
    assert [row["value"] for row in room.lead("results").blocks("room", "bars")[0]["rows"]] == [round(300 / len(mates))]
    assert "Équipe A" in room.screens[mates[0]]
    other = next(who for who, team in room.state.teams.items() if team == 1)
    room = quiz(11, items=["single"], teams=True)
    for who in (*mates, other):
        room.do(who, "answer", "single", '"b"')
    assert set(room.lead("results").state.team_shares.values()) == {None}  # else the room's share tells the other's


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 60), st.lists(st.integers(0, 2), max_size=4))
def test_teams_mix_sectors_and_have_five_people_at_least(count, coming):
    people = [Person(f"p{n}", "", SECTORS[n % 3]) for n in range(count)]
    found = teams(people, "jour")
    assert bool(found) == (count >= 10)
    everybody = {one.id: one for one in people}
    for n, sector in enumerate(coming if found else []):
        everybody[f"q{n}"] = Person(f"q{n}", "", SECTORS[sector])
        found = joined(found, everybody, f"q{n}")
    sizes = Counter(found.values())
    assert all(size >= 5 for size in sizes.values())
    assert max(sizes.values(), default=0) - min(sizes.values(), default=0) <= 1
    for sector in SECTORS:
        alike = [sum(found[one.id] == team and one.sector == sector for one in people) for team in sizes] or [0]
        assert not found or max(alike) - min(alike) <= 1


def test_which_questions_are_asked(quiz):
    assert [one.id for one in quiz().state.asked] == ["single", "multiple", "sort", "match", "order", "short"]
    assert [one.id for one in quiz(count=2).state.asked] == ["single", "match"]
    assert [one.id for one in quiz(items=["lecon/sort"]).state.asked] == ["sort"]
    for wrong in (
        {"items": ["absent"]},
        {"items": ["open"]},
        {"items": ["sort", "sort"]},
        {"steps": []},
        {"items": []},
    ):
        with pytest.raises(Refusal):
            quiz(**wrong)
