"""Satisfaction: marks for the room, sentences for the trainer alone, nothing of fewer than five."""

from support.live_room import Room

from passerelles.engines.live.activities.satisfaction import ACTIVITY

SHEET = ("5", "4", "3", "2", "1", "Un geste", "Le rythme")


def test_the_room_sees_the_marks_and_only_the_trainer_the_sentences():
    room = Room(ACTIVITY).each(range(1, 6), "rate", "", *SHEET)
    assert not any("Un geste" in told for who, told in room.screens.items() if who in ("p6", "room", "trainer"))
    room.lead("show").do("p6", "rate", "", *SHEET)
    (marks,) = room.blocks("room", "table")
    assert marks["rows"][0][1:] == ["0", "0", "0", "0", "5"]
    assert "Un geste" not in room.screens["room"] + room.screens["p1"]
    assert room.blocks("trainer", "list")[0]["items"] == ["Un geste"] * 5
    assert "Un geste" in room.trace
    assert room.facts == {"people": 5, "late": 1}


def test_of_fewer_than_five_nothing_is_told():
    room = Room(ACTIVITY).each(range(1, 5), "rate", "", *SHEET).lead("show")
    assert "Un geste" not in room.screens["trainer"] + room.trace
    assert room.blocks("room", "table")[0]["rows"][0][1:] == ["—"] * 5


def test_lines_may_be_left_empty_but_not_all():
    room = Room(ACTIVITY).do("p1", "rate", "", *[""] * 5, "Merci", "").do("p2", "rate", "", "1", *[""] * 6)
    room.refuses("p1", "rate", "", *[""] * 7)
    room.refuses("p1", "rate", "", "9", *SHEET[1:])
    room.refuses("p1", "rate", "", *SHEET[:6])
    assert ACTIVITY.trace(Room(ACTIVITY).state).empty
    assert [field["value"] for field in room.blocks("p1", "form")[0]["fields"]][-2:] == ["Merci", ""]
