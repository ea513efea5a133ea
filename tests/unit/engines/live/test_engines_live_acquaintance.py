"""Who knows whom: shares before and after, and nothing by which one person's list could be found."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelles.engines.live.activities.acquaintance import ACTIVITY
from passerelles.engines.live.activities.acquaintance.figures import figures
from passerelles.engines.live.activity import SMALL, TRAINER, Event, Person, Refused
from passerelles.engines.live.presence import OTHERS, grouped

PREPARED = {"sectors": {"a": "École", "b": "Santé"}}


class Room:
    """Who knows whom, line by line: five of the school, five of health."""

    def __init__(self, many=10):
        people = [Person(f"p{rank}", f"N{rank}", "ab"[rank % 2]) for rank in range(many)]
        self.state, self.now = ACTIVITY.begin(PREPARED, people, "day"), 0.0

    def do(self, who, kind, what="", *says):
        self.now += 1
        self.state = ACTIVITY.act(self.state, Event(kind, who, self.now, what, says))
        return self

    def lead(self, kind, what="", *says):
        return self.do(TRAINER, kind, what, *says)

    def all_know(self, moment, knows):
        for who in self.state.presence.people:
            self.do(who, "know", moment, knows(who))
        return self

    def told(self):
        return json.dumps(ACTIVITY.room(self.state).told(), ensure_ascii=False)


def known_of(*people):
    """Return who ticks these people, themselves left out."""
    return lambda who: ",".join(one for one in people if one != who)


def test_before_and_after_are_shares_of_the_same_people_and_nobody_is_named():
    room = Room().all_know("before", known_of("p1")).lead("show")
    assert ACTIVITY.room(room.state).blocks[-2]["rows"] == [{"label": "Au début", "value": 0}]
    room.lead("close").lead("resume").lead("arrive", "p10", "Tard", "a")
    assert "Densité" not in room.told()  # covered again
    room.all_know("after", known_of("p1", "p2", "p3")).lead("show")
    density = next(block for block in ACTIVITY.room(room.state).blocks if block["kind"] == "bars")
    assert [row["value"] for row in density["rows"]] == [10, 30]
    assert "entre les 10 personnes" in room.told().lower()  # not who came later
    table = ACTIVITY.room(room.state).blocks[-1]
    assert table["head"][1:] == ["École", "Santé"]
    assert table["rows"][0] == ["École", "0 % → 20 %", "20 % → 40 %"]
    trace = ACTIVITY.trace(room.state)
    assert trace.facts["Densité à la fin"] == 0.3
    told = room.told() + json.dumps(list(trace.blocks), ensure_ascii=False)
    assert not any(f'"p{rank}' in told or f"N{rank}" in told for rank in range(10))


def test_lists_of_fewer_than_five_are_not_shown():
    room = Room(4).all_know("before", known_of("p1")).lead("show")
    assert "rien n’est montré" in room.told()
    assert ACTIVITY.trace(room.lead("close").state).empty


def test_one_more_list_moves_nothing_until_it_is_shown_again():
    room = Room()
    for who in ("p0", "p1", "p2", "p3", "p4"):
        room.do(who, "know", "before", "")
    before = ACTIVITY.room(room.lead("show").state).blocks
    assert ACTIVITY.room(room.do("p5", "know", "before", "p0,p1").state).blocks == before
    assert ACTIVITY.trace(room.state).facts["Personnes comptées, au début"] == 5
    assert ACTIVITY.room(room.lead("show").state).blocks != before


def test_a_list_comes_back_to_its_author_alone_and_is_completed_when_others_come():
    room = Room().do("p0", "know", "before", "p1,p2")
    field = ACTIVITY.person(room.state, "p0").blocks[-1]["fields"][0]
    assert field["value"] == "p1,p2"
    assert ["p0", "N0 (École)"] not in field["options"]
    assert "Complétez" not in str(ACTIVITY.person(room.state, "p0").told())
    room.lead("arrive", "p10", "Tard", "a")
    assert "Complétez" in str(ACTIVITY.person(room.state, "p0").told())
    assert ACTIVITY.person(room.state, "p1").blocks[-1]["fields"][0]["value"] == ""


@pytest.mark.parametrize("says", [("p0",), ("p99",), ("p1", "p2"), ()])
def test_a_list_that_cannot_be_is_refused(says):
    with pytest.raises(Refused):
        Room().do("p0", "know", "before", *says)


def test_the_end_is_not_ticked_before_it_comes_and_a_late_beginning_is_not_counted():
    room = Room().all_know("before", known_of("p1"))
    with pytest.raises(Refused):
        room.do("p0", "know", "after", "p1")
    room.lead("arrive", "p10", "Tard", "a").lead("after").do("p10", "know", "before", "p1")
    assert room.state.answers["before"]["p10"].late
    assert not room.do("p0", "know", "before", "p2").state.answers["before"]["p0"].late
    assert "arrivées en retard" in str(ACTIVITY.trainer(room.state).told())
    assert ACTIVITY.trace(room.lead("close").state).facts["Personnes comptées, au début"] == 10


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=SMALL, max_size=24))
def test_no_group_that_is_told_has_fewer_than_five_people(sectors):
    groups = grouped(sectors)
    size = Counter(groups[sector] for sector in sectors)
    assert min(size.values()) >= SMALL
    assert groups.get("", OTHERS) == OTHERS


def test_reciprocity_is_the_share_of_ties_that_go_both_ways():
    ticks = {"1": {"2", "3"}, "2": {"1"}, "3": set(), "4": set(), "5": {"9"}}
    found = figures({who: frozenset(known) for who, known in ticks.items()}, dict.fromkeys("12345", "a"))
    assert (found.density, round(found.mutual, 2), found.between) == (3 / 20, 0.67, {})
