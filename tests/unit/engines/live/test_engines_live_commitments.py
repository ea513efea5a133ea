"""Commitments: kept for who takes them, shown only when they agree, without a name, by who can decide."""

from datetime import date

import pytest
from support.live_room import Room

from passerelles.engines.live.activities.commitments import ACTIVITY, commitment_of

MINE = ("J’appelle l’école", "la direction", "1970-02-20", "moi", "me")
OURS = ("Je demande deux heures", "l’échevine", "1970-03-01", "politique", "room")


@pytest.fixture
def room():
    return Room(ACTIVITY).do("p1", "commit", "", *MINE).do("p1", "commit", "", *OURS)


def test_only_what_somebody_agrees_to_show_is_shown(room):
    assert [who for who, told in room.screens.items() if "J’appelle" in told] == ["p1"]
    assert [who for who, told in room.screens.items() if "deux heures" in told] == ["p1", "trainer"]
    room.lead("show", "plans")
    assert all("deux heures" in told for told in room.screens.values())
    assert "J’appelle" not in room.screens["room"] + room.trace
    assert "J’appelle" in room.do("p1", "share", "c1").screens["room"]
    assert "J’appelle" not in room.do("p1", "unshare", "c1").screens["p2"]
    assert "deux heures" not in room.lead("strike", "c2").trace
    assert "deux heures" in room.screens["p1"]


def test_a_calendar_has_them_with_the_weeks_to_come_back(room):
    one, other = commitment_of(room.state, "p1")
    assert (one.on, other.on) == (date(1970, 2, 20), date(1970, 3, 1))
    assert one.back == (date(1970, 2, 12), date(1970, 2, 26))
    assert commitment_of(room.do("p1", "drop", "c1").state, "p1") == [other]
    assert commitment_of(room.state, "p2") == []


def test_three_at_most_and_nobody_elses(room):
    room.do("p1", "commit", "", *MINE).refuses("p1", "commit", "", *MINE)
    for kind in ("drop", "share", "unshare"):
        room.refuses("p2", kind, "c1")
    room.do("p1", "drop", "c3").refuses("p1", "share", "c3")


@pytest.mark.parametrize(
    ("rank", "wrong"), [(0, " "), (1, "Mme Dupont"), (2, "1969-12-30"), (2, ""), (3, "eux"), (4, "")]
)
def test_what_is_no_commitment(rank, wrong):
    Room(ACTIVITY).refuses("p1", "commit", "", *MINE[:rank], wrong, *MINE[rank + 1 :])


def test_columns_are_counted_from_five_people_on(room):
    assert room.facts == {"people": 1, "commitments": 2, "late": 0}
    room.each(range(2, 6), "commit", "", *MINE).lead("close").do("p6", "commit", "", *OURS)
    told = {"people": 5, "commitments": 6, "late": 1, "moi": 5, "direction": 0, "politique": 1}
    assert room.facts == told
    assert "Arrivé en retard" in room.screens["p6"]
    assert ACTIVITY.trace(Room(ACTIVITY).state).empty
