"""Where a group stands: covered, sentence by sentence, moved as seen from the end, and never a total."""

import pytest
from support.live_room import Room

from passerelles.content.loader import load_course
from passerelles.engines.live.activities.positioning import ACTIVITY
from passerelles.errors import Refusal

TEN = ["3"] * 10


@pytest.fixture(scope="module")
def course():
    return load_course()


@pytest.fixture
def room(course):
    return Room(ACTIVITY, 7, course)


def tables(room, who="room"):
    return [[row[1:] for row in block["rows"]] for block in room.blocks(who, "table")]


def test_the_ten_sentences_are_those_of_the_module_and_say_that_nobody_validated_them(room):
    fields = room.blocks("p1", "form")[0]["fields"]
    assert len(fields) == 10
    assert fields[0]["label"].startswith("Je peux expliquer à un jeune, sans sigle")
    assert not any(field["required"] for field in fields)
    assert all("Non validé" in told for told in room.screens.values())


def test_the_group_is_shown_by_the_trainer_where_five_answered(room):
    room.each(range(1, 6), "stand", "before", *TEN).do("p5", "stand", "before", "4", "", *TEN[2:])
    assert tables(room) == []
    first, second = tables(room.lead("show", "before"))[0][:2]
    assert first == ["0", "0", "4", "1", "0"]
    assert second == ["—"] * 5
    room.do("p6", "stand", "before", *TEN)
    assert tables(room)[0][0] == first
    assert "en retard" in room.screens["p6"]


def test_later_in_the_day_one_looks_back_and_stands_again(room):
    room.each(range(1, 6), "stand", "before", *TEN).lead("close").lead("resume")
    assert len(room.blocks("p1", "form")[0]["fields"]) == 20
    room.refuses("p1", "stand", "after", *TEN)
    room.each(range(1, 5), "stand", "after", *["2", "4"] * 10).do(
        "p5", "stand", "after", "4", "4", "5", "1", *[""] * 16
    )
    room.do("p6", "stand", "before", *TEN).lead("show", "after")
    (moved,) = tables(room)
    now = tables(room, "trainer")[-1]
    assert now[0] == ["0", "0", "0", "5", "0"]
    assert moved[:3] == [["4", "1", "0"], ["4", "0", "1"], ["—"] * 3]
    assert room.facts == {"before": 5, "after": 5, "up-sans-sigle": 4, "up-decide": 4}
    assert [len(room.state.stands["before"].late), room.trace.count("Non validé")] == [1, 1]


def test_the_trainer_may_come_back_to_the_first_moment(room):
    room.lead("after").lead("before").do("p1", "stand", "before", *TEN).lead("after")
    room.do("p1", "stand", "after", *TEN, *TEN).refuses("trainer", "before")


@pytest.mark.parametrize("says", [[""] * 10, ["6", *TEN[1:]], TEN[1:], ["x", *TEN[1:]]])
def test_what_says_nothing_is_refused(room, says):
    room.refuses("p1", "stand", "before", *says)
    room.refuses("p1", "stand", "after", *TEN, *TEN)


def test_sentences_that_are_not_there(course):
    for wrong in ({"module": "absent"}, {"tool": "absent"}):
        with pytest.raises(Refusal):
            Room(ACTIVITY, 7, course, **wrong)
