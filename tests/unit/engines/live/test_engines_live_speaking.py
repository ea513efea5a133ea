"""The chair of the young person: who speaks how long, to them or of them, and what they read again."""

from __future__ import annotations

import pytest

from passerelles.engines.live.activities.speaking import ACTIVITY
from passerelles.engines.live.activity import TRAINER, Event, Person, Refused

PREPARED = {"sectors": {"a": "École", "b": "Santé"}, "subject": ""}
SIX_AND_FIVE = "aaaaaabbbbb"


class Room:
    """A meeting noted tap by tap; each comes so many seconds after the one before."""

    def __init__(self, sectors=SIX_AND_FIVE):
        people = [Person(f"p{rank}", f"N{rank}", sector) for rank, sector in enumerate(sectors)]
        self.state, self.now = ACTIVITY.begin(PREPARED, people, "day"), 100.0

    def do(self, who, kind, what="", *says, after=10):
        self.now += after
        self.state = ACTIVITY.act(self.state, Event(kind, who, self.now, what, says))
        return self

    def tap(self, kind, what="", after=10):
        return self.do(TRAINER, kind, what, after=after)

    def refuses(self, who, kind, what="", *says):
        with pytest.raises(Refused) as refused:
            ACTIVITY.act(self.state, Event(kind, who, self.now, what, says))
        return str(refused.value)

    def shares(self):
        shown = next(block for block in ACTIVITY.room(self.state).blocks if block["kind"] == "bars")
        return {row["label"]: row["value"] for row in shown["rows"]}


def test_each_speaks_until_the_next_and_silence_counts_for_nobody():
    room = Room().tap("speak", "a").tap("speak", "young", 30).tap("speak", "", 10).tap("speak", "facilitator", 500)
    room.tap("speak", "facilitator", 5).tap("speak", "b", 5).tap("speak", "", 50)
    assert room.shares() == {
        "Le jeune (0 min 10 s)": 10,
        "École (0 min 30 s)": 30,
        "Santé (0 min 50 s)": 50,
        "Qui anime (0 min 10 s)": 10,
    }
    assert room.state.turns == {"a": 1, "young": 1, "facilitator": 1, "b": 1}


def test_sectors_of_fewer_than_five_people_are_told_together():
    room = Room("aaaaabbbcc").tap("speak", "b").tap("speak", "c").tap("speak", "*").tap("speak", "a").tap("speak", "")
    assert room.shares() == {
        "Le jeune (0 min 00 s)": 0,
        "École (0 min 10 s)": 25,
        "Les autres personnes (0 min 30 s)": 75,
    }


def test_one_speaks_to_the_young_person_or_of_them():
    room = Room().tap("speak", "a").tap("address", "of", 5).tap("address", "to", 30).tap("speak", "young", 10)
    told = "On parle au jeune (0 min 10 s). On parle du jeune (0 min 30 s). Chaise vide 100 % du temps noté."
    assert told in str(ACTIVITY.room(room.state).told())
    assert room.state.turns["a"] == 1
    room.refuses(TRAINER, "address", "to")
    room.tap("speak", "")
    room.refuses(TRAINER, "address", "of")


def test_the_empty_chair_is_counted_from_the_first_thing_noted():
    room = Room().tap("speak", "a", 900).tap("chair", "occupied", 30).tap("speak", "young", 10).tap("close", after=50)
    told = str(ACTIVITY.room(room.state).told())
    assert "Chaise vide 33 %" in told
    assert "La chaise du jeune est occupée." in told
    room.tap("reopen", after=3600).tap("speak", "a", 60).tap("speak", "", 1)
    assert sum(room.state.chair.values()) == 91
    assert room.state.seconds["young"] == 50


def test_one_person_notes_besides_the_trainer():
    room = Room()
    room.refuses("p1", "speak", "a")
    room.do("p1", "take").do("p1", "speak", "a").do(TRAINER, "speak", "b")
    room.refuses("p2", "take")
    room.refuses("p2", "speak", "a")
    assert "buttons-speak" in [block["id"] for block in ACTIVITY.person(room.state, "p1").told()["blocks"]]
    assert not [block for block in ACTIVITY.person(room.state, "p2").blocks if block["kind"] in ("buttons", "form")]
    room.do(TRAINER, "leave", "p1").do("p2", "take").do("p2", "give")
    assert not room.state.scribe
    room.refuses("p2", "speak", "a")
    room.refuses(TRAINER, "speak", "z")


def test_a_decision_says_how_the_young_person_read_it_again():
    room = Room()
    assert "relue" in room.refuses(TRAINER, "decide", "", "Se revoir", "la titulaire", "lundi", "")
    assert "Mme Untel" in room.refuses(TRAINER, "decide", "", "Se revoir", "Mme Untel", "lundi", "by")
    room.refuses(TRAINER, "decide", "", "Se revoir", "la titulaire", "", "by")
    room.do(TRAINER, "decide", "", "Se revoir", "la titulaire", "2026-12-01", "no")
    assert "n’a pas relues : 1" in str(ACTIVITY.room(room.state).told())
    room.do(TRAINER, "reread", "d1", "with")
    trace = ACTIVITY.trace(room.state)
    assert trace.blocks[-1]["rows"] == [["Se revoir", "la titulaire", "1er\u00a0décembre 2026", "Relue avec le jeune"]]
    assert trace.facts["Décisions relues avec ou par le jeune"] == 1
    assert ACTIVITY.trace(room.do(TRAINER, "strike", "d1").state).empty


def test_what_comes_after_the_close_is_kept_and_not_counted():
    room = Room().do("p1", "take").do("p1", "speak", "a").tap("close", after=20)
    room.do("p1", "speak", "young").do("p1", "decide", "", "Se revoir", "la titulaire", "lundi", "by")
    assert room.shares() == {"Le jeune (0 min 00 s)": 0, "École (0 min 20 s)": 100}
    assert room.state.decisions[0].late
    assert ACTIVITY.trace(room.state).facts["Décisions"] == 0
    assert "en retard : 2" in str(ACTIVITY.trainer(room.state).told())
