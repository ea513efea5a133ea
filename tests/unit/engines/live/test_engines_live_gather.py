"""Gathering: everyone writes, the trainer shows and keeps, nobody is named, and what is private stays so."""

import pytest
from support.live_room import Room

from passerelles.engines.live.activities.gather import ACTIVITY
from passerelles.errors import Refusal


def test_words_wait_for_the_trainer_then_stand_without_a_name():
    room = Room(ACTIVITY, question="Une règle ?").do("p1", "write", "", " Dire ce qu’on ne décide pas ")
    assert [who for who, told in room.screens.items() if "Dire ce" in told] == ["p1", "trainer"]
    room.lead("show", "n1")
    assert all("Dire ce qu’on ne décide pas" in told for told in room.screens.values())
    assert "Prénom" not in "".join(room.screens.values())
    assert [who for who, told in room.lead("hide", "n1").screens.items() if "Dire ce" in told] == ["p1", "trainer"]


def test_the_room_keeps_some_in_its_own_words_too():
    room = Room(ACTIVITY).do("p1", "write", "", "Un").do("p2", "write", "", "Deux").lead("keep", "n2").lead("show")
    room.lead("write", "", "Notre règle")
    assert room.blocks("p3", "list")[0]["items"] == ["Deux", "Notre règle"]
    assert room.facts == {"people": 2, "kept": 2, "notes": 3}
    assert room.lead("drop", "n2").blocks("room", "list")[0]["items"] == ["Notre règle"]


def test_what_is_taken_away_is_nowhere():
    room = Room(ACTIVITY).do("p1", "write", "", "Trop").do("p2", "write", "", "Non plus").lead("keep", "n1")
    room.refuses("p2", "withdraw", "n1")
    room.lead("strike", "n1").do("p2", "withdraw", "n2")
    assert not any(word in told for told in [*room.screens.values(), room.trace] for word in ("Trop", "Non plus"))
    room.refuses("trainer", "show", "n1")


def test_as_many_as_asked_and_late_ones_say_so():
    room = Room(ACTIVITY, closing=True).do("p1", "write", "", "Merci")
    room.refuses("p1", "write", "", "Encore")
    room.refuses("p2", "write", "", "  ")
    room.refuses("p2", "write", "", "Appelez le 0470 12 34 56")
    room.refuses("p2", "write", "", "x" * 601)
    room.refuses("p2", "show", "n1")
    room.lead("close").do("p2", "write", "", "Tard").lead("show")
    assert [card.get("note") for card in room.blocks("room", "cards")[0]["cards"]] == ["arrivé en retard", None]
    assert room.facts["notes"] == room.facts["people"] == 1


def test_private_words_stay_with_who_wrote_them():
    room = Room(ACTIVITY, private=True).do("p1", "write", "", "Une situation")
    assert [who for who, told in room.screens.items() if "Une situation" in told] == ["p1"]
    for kind in ("show", "keep"):
        room.refuses("trainer", kind, "n1")
    room.refuses("trainer", "write", "", "Notre règle")
    assert "Une situation" not in room.trace


def test_limits_that_cannot_be():
    for wrong in ({"most": 0}, {"most": 11}, {"keep": 11}, {"private": True, "keep": 3}):
        with pytest.raises(Refusal):
            Room(ACTIVITY, **wrong)
