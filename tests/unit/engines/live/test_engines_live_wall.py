"""The wall of obstacles: each sorts alone, the text's own groups come last, nobody's obstacle is told of too few."""

import json

import pytest
from support.live_room import Room

from passerelles.content.loader import load_course
from passerelles.engines.live.activities.wall import ACTIVITY, EIGHTEEN, group_of
from passerelles.engines.live.activity import TRAINER
from passerelles.errors import Refusal

THREE = ["C5-011", "C5-021", "C5-036"]
LIVED = json.dumps({"c5-011": "externe", "c5-021": "externe", "c5-036": "partenaires"})


@pytest.fixture(scope="module")
def course():
    return load_course()


@pytest.fixture
def room(course):
    return Room(ACTIVITY, 6, course, statements=THREE)


def test_the_eighteen_are_what_the_text_puts_in_its_three_groups(course):
    groups = [group_of(course.statements[name]) for name in EIGHTEEN]
    assert len(set(EIGHTEEN)) == 18
    assert [groups.count(name) for name in ("externe", "interne", "partenaires")] == [6, 2, 10]
    assert len(Room(ACTIVITY, 1, course).blocks("p1", "question")[0]["item"]["elements"]) == 18


def test_the_text_is_covered_until_the_wall_is_shown(room):
    room.each(range(1, 6), "answer", "mur", LIVED)
    assert not any('"table"' in told or "range ici" in told for told in room.screens.values())
    assert room.blocks("p1", "question")[0]["state"]["status"] == "answered"
    assert len(room.blocks("p1", "form")) == 1
    assert room.blocks("p6", "form") == []
    (wall,) = room.lead("show", "mur").blocks("room", "table")
    assert [row[1:] for row in wall["rows"]] == [
        ["5", "0", "0", "externe", "—"],
        ["5", "0", "0", "interne", "—"],
        ["0", "0", "5", "partenaires", "—"],
    ]
    assert [card["note"] for card in room.blocks("p1", "cards")[0]["cards"]] == ["Vous : externe. Le texte : interne."]


def test_the_projector_shows_six_at_a_time_and_everybody_else_all_of_them(course):
    room = Room(ACTIVITY, 6, course)
    room.refuses(TRAINER, "turn", "1")
    room.lead("show", "mur").lead("turn", "2")
    assert [len(room.blocks(who, "table")[0]["rows"]) for who in ("room", "p1")] == [6, 18]
    assert "jusque dans chaque service de terrain" in room.blocks("room", "table")[0]["rows"][-1][0]
    pages = next(block for block in room.blocks(TRAINER, "buttons") if block["id"] == "buttons-turn")["choices"]
    assert [one["pressed"] for one in pages] == [False, False, True]
    assert pages[2]["label"] == "Obstacles 13 à 18"
    for wrong in ("3", "-1", "un"):
        room.refuses(TRAINER, "turn", wrong)


def test_which_is_yours_is_counted_from_five_on(room):
    room.each(range(1, 7), "answer", "mur", LIVED).lead("show", "mur").each(range(1, 5), "own", "", "C5-036")
    assert [row[-1] for row in room.blocks("room", "table")[0]["rows"]] == ["—"] * 3
    room.do("p5", "own", "", "C5-011").do("p4", "own", "", "C5-011")
    assert [row[-1] for row in room.blocks("room", "table")[0]["rows"]] == ["2", "0", "3"]
    assert room.facts == {"people": 6, "own": 5}


def test_of_fewer_than_five_only_the_text_is_shown(room):
    room.each(range(1, 5), "answer", "mur", LIVED).lead("show", "mur").do("p5", "answer", "mur", LIVED)
    assert room.blocks("room", "table")[0]["rows"][0][1:] == ["—", "—", "—", "externe", "—"]
    assert "en retard" in room.screens["p5"]
    assert "externe" in room.trace


def test_what_cannot_be(room, course):
    room.refuses("p1", "own", "", "C5-010")
    room.refuses("p1", "answer", "autre", LIVED)
    room.refuses("p1", "answer", "mur", '{"c5-011": "ailleurs"}')
    for wrong in (["C5-083", "C5-011", "C5-012"], ["absent"] * 3, THREE[:2], [*THREE, "C5-011"], []):
        with pytest.raises(Refusal):
            Room(ACTIVITY, 6, course, statements=wrong)
