"""A vote: covered until it is shown, moved by a debate, told of nobody, and never of fewer than five."""

import pytest
from support.live_room import Room

from passerelles.engines.live.activities.vote import ACTIVITY
from passerelles.errors import Refusal

CHOICES = [{"id": "oui", "text": "Plutôt oui"}, {"id": "non", "text": "Plutôt non"}]


def counted(room, who="room"):
    return [[row["value"] for row in block["rows"]] for block in room.blocks(who, "bars")]


def test_nothing_is_told_before_it_is_shown():
    room = Room(ACTIVITY, 6).each(range(1, 6), "vote", "before", "envie")
    before = room.screens
    room.do("p6", "vote", "before", "obliger")
    after = {who: told.replace("6 sur 6", "5 sur 6") for who, told in room.screens.items()}
    assert [who for who in before if before[who] != after[who]] == ["p6"]
    assert counted(room.lead("show", "before")) == counted(room, "p1") == [[1, 5, 0]]


def test_one_may_change_until_then_and_is_late_afterwards():
    room = Room(ACTIVITY, 6).each(range(1, 7), "vote", "before", "envie").do("p1", "vote", "before", "selon")
    room.lead("show", "before").do("p2", "vote", "before", "selon")
    assert counted(room) == [[0, 5, 1]]
    assert "en retard" in room.screens["p2"]
    assert room.facts == {"before": 6, "after": 0, "late": 1, "both": 0}
    room.refuses("p1", "vote", "after", "envie")
    room.refuses("p1", "vote", "before", "autre")
    room.refuses("p9", "vote", "before", "envie")
    room.refuses("p1", "vote", "before")


def test_who_voted_once_is_not_told_by_what_is_left():
    room = Room(ACTIVITY, 6).each(range(1, 7), "vote", "before", "envie").lead("show", "before").lead("resume")
    room.each(range(1, 6), "vote", "after", "selon").lead("show", "after")
    assert room.blocks("trainer", "table") == []


def test_a_debate_moves_the_vote():
    room = Room(ACTIVITY, 6).each(range(1, 6), "vote", "before", "envie").lead("show", "before").lead("resume")
    room.each(range(1, 4), "vote", "after", "selon").each(range(4, 6), "vote", "after", "envie")
    assert "C5-083" not in "".join(room.screens.values())
    assert counted(room.lead("show", "after")) == [[0, 5, 0], [0, 2, 3]]
    assert "Qui a voté deux fois : 5. A changé d’avis : 3." in room.screens["room"]
    (shift,) = room.blocks("trainer", "table")
    assert [row[1:] for row in shift["rows"]] == [["0", "0"], ["5", "2"], ["0", "3"]]
    assert room.facts["changed"] == 3
    assert "Mots de C5-083" in room.screens["p1"]
    assert "Mots de WC-104" in room.trace


def test_a_first_vote_nobody_gave_is_not_left_behind():
    assert Room(ACTIVITY).lead("close").lead("resume").state.round == "before"
    assert Room(ACTIVITY).lead("again").state.round == "after"
    Room(ACTIVITY, twice=False).refuses("trainer", "again")


def test_fewer_than_five_are_not_broken_down():
    room = Room(ACTIVITY, 4).each(range(1, 5), "vote", "before", "envie").lead("show", "before").lead("again")
    room.each(range(1, 5), "vote", "after", "selon").lead("show", "after")
    assert counted(room) == []
    assert room.blocks("trainer", "table") == []
    assert "changed" not in room.facts


def test_reasons_are_shown_by_the_trainer_without_anybody():
    room = Room(ACTIVITY, 6, question="Et si ?", choices=CHOICES, open=True)
    room.each(range(1, 6), "vote", "before", "oui", "").do("p6", "vote", "before", "non", "<b>Parce que</b>")
    assert "Parce que" not in room.screens["room"] + room.screens["trainer"] + room.screens["p1"]
    assert "Parce que" in room.lead("show", "before").screens["trainer"]
    assert "Parce que" not in room.screens["room"]
    assert room.lead("show-reasons").blocks("room", "cards")[0]["cards"] == [
        {"title": "Plutôt non", "words": "<b>Parce que</b>"}
    ]
    (strike,) = room.blocks("trainer", "buttons")[-1]["choices"]
    assert "p6" not in strike["what"]
    assert "Parce que" not in room.lead("strike", strike["what"]).trace


def test_a_vote_needs_two_choices_and_known_statements():
    for wrong in ({"choices": CHOICES[:1]}, {"choices": CHOICES[:1] * 2}, {"choices": CHOICES, "cites": ["C5-999"]}):
        with pytest.raises(Refusal):
            Room(ACTIVITY, question="?", **wrong)


def test_nothing_voted_is_an_empty_trace():
    assert ACTIVITY.trace(Room(ACTIVITY).state).empty
