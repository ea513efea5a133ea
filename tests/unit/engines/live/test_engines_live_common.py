"""What the activities in which everybody answers have in common: who comes and goes, what is late, what is refused."""

import json

import pytest
from support.live_room import Room

from passerelles.content.loader import load_course
from passerelles.engines.live.activity import TRAINER
from passerelles.engines.live.registry import activities
from passerelles.engines.live.screen import Screen

DEEDS = {
    "vote": ("vote", "before", "envie"),
    "gather": ("write", "", "Une phrase à garder"),
    "quiz": ("answer", "q-sigles", json.dumps("x")),
    "wall": ("answer", "mur", json.dumps({"c5-010": "externe"})),
    "diagnosis": ("write", "", "Une phrase à garder", "au collège", "septembre"),
    "decisions": ("decide", "", "Une phrase à garder", "", ""),
    "positioning": ("stand", "before", *["3"] * 10),
    "satisfaction": ("rate", "", *["3"] * 5, "Une phrase à garder", ""),
    "commitments": ("commit", "", "Une phrase à garder", "l’AMO", "1970-02-20", "moi", "me"),
}


@pytest.fixture(scope="module")
def course():
    return load_course()


@pytest.fixture(params=DEEDS)
def room(request, course):
    """A room of six in each activity, and somebody who acts in it."""
    options = {"module": "qui-fait-quoi", "items": ["q-sigles"]} if request.param == "quiz" else {}
    room = Room(activities()[request.param], 6, course, **options)
    room.deed = DEEDS[request.param]
    if request.param == "quiz":
        room.deed = (*room.deed[:2], json.dumps(room.state.asked[0].item.options[0].id))
    return room


def test_people_come_and_go_and_what_they_gave_stays(room):
    room.do("p1", *room.deed).lead("arrive", "p7", "Nouvelle", "sante").do("p7", *room.deed)
    given = room.trace
    room.lead("leave", "p1").refuses("p1", *room.deed)
    room.refuses("p9", *room.deed)
    assert room.trace == given
    assert set(room.screens) == {"p2", "p3", "p4", "p5", "p6", "p7", "room", TRAINER}
    assert "p1" in room.lead("arrive", "p1", "Prénom1", "ecole").screens


def test_what_comes_once_it_is_closed_is_kept_and_counted_apart(room):
    room.do("p1", *room.deed)
    counted = {name: value for name, value in room.facts.items() if name != "late"}
    room.lead("close").do("p2", *room.deed)
    assert "en retard" in room.screens["p2"]
    late = {name: value for name, value in room.facts.items() if name != "late"}
    assert (
        late == counted or room.activity.kind == "decisions"
    )  # a decision is the room's: it stands, whenever it comes
    room.lead("reopen").do("p3", *room.deed)
    assert room.facts != counted


def test_nothing_of_the_trainer_s_is_anybody_s_and_no_deed_is_unknown(room):
    for kind in ("show", "strike", "close", "arrive", "results", "after", "ask", "unknown"):
        room.refuses("p1", kind, "")
    room.refuses(TRAINER, "unknown")
    room.refuses("p1", room.deed[0], *room.deed[1:2], *["x" * 700 for _ in room.deed[2:]])


def test_an_empty_room_and_every_screen_can_be_drawn(room):
    for n in range(1, 7):
        room.lead("leave", f"p{n}")
    screens = [room.activity.room(room.state), room.activity.trainer(room.state)]
    assert all(json.dumps(screen.told()) and screen.title for screen in screens)
    ids = [block["id"] for block in Screen("", room.activity.trainer(room.state).blocks).told()["blocks"]]
    assert len(set(ids)) == len(ids)
