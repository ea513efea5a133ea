"""Crossed presentations: never two of one sector when it can be helped, and no word before its pair is called."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelles.engines.live.activities.pairs import ACTIVITY
from passerelles.engines.live.activities.pairs.pairing import avoidable, mixed, paired
from passerelles.engines.live.activities.pairs.state import partner, sectors
from passerelles.engines.live.activity import TRAINER, Event, Person, Refused

PREPARED = {"sectors": {"a": "École", "b": "Santé", "c": "Prévention"}}
ROOMS = st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=2, max_size=60)


def people(found):
    return [Person(f"p{rank}", f"N{rank}", sector) for rank, sector in enumerate(found, 1)]


class Room:
    """Pairs led line by line."""

    def __init__(self, found):
        self.state, self.now = ACTIVITY.begin(PREPARED, people(found), "day"), 0.0

    def do(self, who, kind, what="", *says):
        self.now += 1
        self.state = ACTIVITY.act(self.state, Event(kind, who, self.now, what, says))
        return self

    def lead(self, kind, what="", *says):
        return self.do(TRAINER, kind, what, *says)

    def refuses(self, who, kind, what="", *says):
        with pytest.raises(Refused):
            ACTIVITY.act(self.state, Event(kind, who, self.now, what, says))

    def writes(self, who, words="Un lieu ouvert"):
        return self.do(who, "brings", partner(self.state, who), words)

    def told(self, who=None):
        screen = ACTIVITY.person(self.state, who) if who else ACTIVITY.room(self.state)
        return json.dumps(screen.told(), ensure_ascii=False)


@settings(deadline=None, max_examples=60)
@given(found=ROOMS, seed=st.sampled_from(["one", "two"]))
def test_two_of_one_sector_never_meet_when_it_can_be_helped(found, seed):
    room = people(found)
    groups = paired(room, seed)
    told = {person.id: person.sector for person in room}
    assert sorted(who for group in groups for who in group) == sorted(told)
    assert sorted(len(group) for group in groups) == [2] * (len(room) // 2 - len(room) % 2) + [3] * (len(room) % 2)
    assert groups == paired(list(reversed(room)), seed)
    assert not avoidable(groups, told)
    most = max(Counter(found).values())
    if most <= (len(room) + 1) // 2:
        assert all(mixed(group, told) for group in groups)


@settings(deadline=None, max_examples=40)
@given(
    begins=st.lists(st.sampled_from("ab"), max_size=7), steps=st.lists(st.sampled_from(["a", "b", "go"]), max_size=12)
)
def test_who_comes_late_or_stays_alone_finds_somebody(begins, steps):
    room = Room(begins)
    here = [person.id for person in people(begins)]
    for rank, step in enumerate(steps):
        if step == "go" and here:
            room.lead("leave", here.pop(0))
        elif step != "go":
            here.append(f"q{rank}")
            room.lead("arrive", here[-1], "Nouveau", step)
    assert sorted(who for group in room.state.groups for who in group) == sorted(here)
    assert all(len(group) in (2, 3) for group in room.state.groups) or len(here) == 1


def test_a_pair_of_one_sector_waits_as_long_as_another_way_is_possible():
    room = Room(["a", "a", "b", "b"])
    room.state = replace(room.state, groups=(("p1", "p2"), ("p3", "p4")))
    room.refuses("p1", "brings", "p2", "Trop tôt")
    assert "form-brings" not in room.told("p1")
    room.lead("mix")
    assert all(mixed(group, sectors(room.state)) for group in room.state.groups)
    assert "form-brings" in room.told("p1")


def test_a_pair_of_one_sector_writes_when_there_is_no_other_way():
    assert "C’est une limite" in Room(["a", "a"]).writes("p1").told("p2")
    room = Room(["a", "b", "a"]).writes("p1")
    room.state = replace(room.state, groups=(("p1", "p2"), ("p3",)))
    room.lead("call", "p1").lead("arrive", "p4", "N4", "a")
    assert room.writes("p3").state.sheets["p3", "p4"]


def test_what_they_bring_comes_first_and_stays_covered_until_the_pair_is_called():
    room = Room(["a", "b", "a", "b"])
    other = partner(room.state, "p1")
    room.refuses("p1", "limits", other, "Pas de mandat")
    room.refuses("p1", "brings", other, "  ")
    room.writes("p1", "Un accueil sans rendez-vous").do("p1", "limits", other, "Pas de mandat")
    assert "Un accueil" in room.told("p1")
    seen = [room.told(who) for who in ("p2", "p3", "p4")] + [room.told(), str(ACTIVITY.trainer(room.state).told())]
    assert not any("Un accueil" in told or "Pas de mandat" in told for told in seen)
    room.lead("call", "p1")
    card = next(block for block in ACTIVITY.room(room.state).blocks if block["kind"] == "cards")["cards"][0]
    assert card == {"title": "Santé", "words": "Un accueil sans rendez-vous", "note": "Limites : Pas de mandat"}
    room.lead("strike", "s1").lead("rest")
    assert "Un accueil" not in room.told() + str(ACTIVITY.trainer(room.state).told())


def test_nobody_writes_of_somebody_they_do_not_present():
    room = Room(["a", "b", "a", "b"])
    other = partner(room.state, "p1")
    stranger = next(who for who in ("p2", "p3", "p4") if who != other)
    room.refuses("p1", "brings", stranger, "Bonjour")
    room.refuses("p9", "brings", other, "Bonjour")
    room.refuses("p1", "next")
    room.refuses("p1", "brings", other, "x" * 601)


def test_the_check_asks_about_others_and_tells_at_once():
    room = Room(["a", "b", "c"] * 4)
    for rank in range(1, 13):
        room.writes(f"p{rank}", f"Apport {rank}")
    while any(not room.state.presented.intersection(group) for group in room.state.groups):
        room.lead("next")
    room.lead("check")
    for who in (f"p{rank}" for rank in range(1, 6)):
        asked = room.state.asked[who]
        assert len(asked) == 4
        assert all(who not in (sheet.who, sheet.about) for sheet in asked)
        right = room.state.presence.sector(asked[0].about)
        room.do(who, "guess", asked[0].id, right if who != "p1" else "z")
        room.refuses(who, "guess", asked[0].id, right)
    assert "C’était" in room.told("p1")
    assert "4 bonnes réponses sur 5" in room.told()


def test_what_comes_after_the_close_is_kept_and_not_counted():
    room = Room(["a", "b"]).writes("p1", "À temps").lead("close")
    room.writes("p2", "En retard").lead("reopen").lead("next").lead("resume")
    trace = ACTIVITY.trace(room.state)
    assert "À temps" in str(trace.blocks)
    assert "En retard" not in str(trace.blocks)
    assert "En retard" in room.told()


def test_what_is_kept_names_nobody_and_no_small_sector():
    room = Room(["a"] * 6 + ["b"] * 5 + ["c"])
    for rank in range(1, 13):
        room.writes(f"p{rank}", f"Apport {rank}").lead("call", f"p{rank}")
    told = json.dumps(list(ACTIVITY.trace(room.state).blocks), ensure_ascii=False)
    assert "Prévention" not in told
    assert "Santé" not in told  # with them alone beside it, the last person would be found by subtraction
    assert "École" in told
    assert not any(f"N{rank}" in told for rank in range(1, 13))
