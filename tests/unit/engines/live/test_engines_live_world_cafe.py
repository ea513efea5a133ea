"""A World Café lived together: everybody is told where to go, cloths stay without names, and a note comes of it."""

import json
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelles.content.corpus import Statement
from passerelles.engines.live.activities.world_cafe import ACTIVITY
from passerelles.engines.live.activity import TRAINER, Event, Person, Refused
from passerelles.errors import Refusal

QUOTES = {
    "WC-048": "Pour quoi faire ?",
    "WC-049": "Avec qui ?",
    "WC-060": "de tisser des liens,",
    "WC-087": "Social",
}
COURSE = SimpleNamespace(
    statements={
        name: Statement(id=name, section=["a", "b", "Il permet"], quote=quote, lines=(1, 1), kind="question")
        for name, quote in QUOTES.items()
    }
)


class Room:
    """A café of a room, led line by line."""

    def __init__(self, people=8, **options):
        everybody = [Person(f"p{n}", f"Nom{n}", ("aide", "ecole", "sante")[n % 3]) for n in range(people)]
        prepared = json.loads(json.dumps(ACTIVITY.prepare(COURSE, options)))
        self.state, self.now = ACTIVITY.begin(prepared, everybody, "graine"), 0.0

    def do(self, who, kind, what="", *says):
        self.now += 1
        self.state = ACTIVITY.act(self.state, Event(kind, who, self.now, what, says))
        return self

    def refuses(self, who, kind, what="", *says):
        with pytest.raises(Refused):
            self.do(who, kind, what, *says)

    def lead(self, *kinds):
        for kind in kinds:
            self.do(TRAINER, kind)
        return self

    def at(self, name):
        return next(one for one in self.state.view["tables"] if one["name"] == name)

    def sees(self, who):
        return json.dumps(ACTIVITY.person(self.state, who).told(), ensure_ascii=False)

    @property
    def shown(self):
        return json.dumps(ACTIVITY.room(self.state).told(), ensure_ascii=False)

    @property
    def led(self):
        return json.dumps(ACTIVITY.trainer(self.state).told(), ensure_ascii=False)


def harvested():
    """Return a café at its harvest, with two traces tied on 1A and one thing found in them."""
    room = Room().lead("open-round")
    one, other = room.at("1A")["guests"][:2]
    room.do(one, "trace", "1A", "Mutualiser").do(other, "trace", "1A", "Un regard tiers")
    room.do(one, "link", "", "t1", "t2").lead("close-round", "open-round", "close-round", "open-harvest")
    return room.do(room.at("1A")["host"], "harvest", "", "1", "finalite", "Relier les forces", "t1,t2")


def test_each_is_told_their_table_and_discovers_the_cloth_of_those_before():
    room = Room()
    for name in ("1A", "2A"):
        assert all(f"Allez à la table {name}" in room.sees(who) for who in room.at(name)["guests"])
    room.lead("open-round")
    first, away = room.at("1A"), room.at("2A")["guests"][0]
    assert "Fiche d’hôte" in room.sees(first["host"])
    assert "Fiche d’hôte" not in room.sees(first["guests"][0])
    room.do(first["guests"][0], "trace", "1A", "Mutualiser")
    assert "Mutualiser" in room.sees(first["host"])
    assert "Mutualiser" not in room.sees(away) + room.shown
    room.lead("close-round", "open-round")
    assert "Mutualiser" in room.sees(away)
    assert '"tour 1"' in room.sees(away)


def test_a_trace_that_comes_after_the_round_stays_on_its_cloth_and_is_told_to_be_late():
    room = Room().lead("open-round")
    who = room.at("1A")["guests"][0]
    room.lead("close-round", "open-round").do(who, "trace", "1A", "Sans réseau")
    assert "Arrivé en retard" in room.sees(who)
    assert "arrivé en retard" in room.led
    room.refuses(who, "trace", "9Z", "Nulle part")
    room.lead("close").do(who, "trace", "1A", "Bien trop tard")
    assert "Bien trop tard" in room.sees(who)
    assert "Bien trop tard" not in room.led + str(ACTIVITY.trace(room.state))
    room.lead("reopen").do(who, "trace", room.at("2A")["name"], "À l’heure")
    room.refuses(who, "trace", "2A", "x" * 601)


def test_the_trainer_copies_a_cloth_of_paper_ties_traces_and_takes_one_off():
    room = Room()
    assert "Recopier" not in room.led
    room.lead("open-round").do(TRAINER, "trace", "", "2A", "Les parents").do(TRAINER, "trace", "", "2A", "Madame X.")
    room.do(TRAINER, "link", "", "t1", "t2")
    seen = ACTIVITY.person(room.state, room.at("2A")["host"]).blocks
    assert next(one for one in seen if one["kind"] == "cloth")["lines"] == [["t1", "t2"]]
    room.do(TRAINER, "strike", "", "t2")
    assert "Madame X." not in room.led
    room.do(TRAINER, "extend", "5")
    assert next(one for one in ACTIVITY.room(room.state).blocks if one["kind"] == "timer")["seconds"] == 25 * 60


def test_what_is_harvested_is_set_beside_2011_and_what_is_new_is_told():
    room = harvested()
    assert "Relier les forces" in room.shown
    assert "Il permet… de tisser des liens," in room.led
    assert "Social" not in room.led  # an answer to the other question
    room.do(TRAINER, "compare", "r1", "WC-060")
    assert "Déjà dit en 2011 : Il permet… de tisser des liens, [WC-060]" in room.shown
    room.do(TRAINER, "harvest", "", "0", "piste", "Un annuaire", "").do(TRAINER, "compare", "r2", "new")
    assert "Nouveau constat" in room.shown
    room.refuses(TRAINER, "harvest", "", "0", "finalite", "Sans question", "")
    assert "une récolte pour « Avec qui ? »" in room.led
    room.do(TRAINER, "read", "r2").do(TRAINER, "drop", "r2")
    assert "Un annuaire" not in room.shown


def test_the_note_and_what_stays_name_nobody():
    room = harvested()
    note, trace = ACTIVITY.note(room.state), ACTIVITY.trace(room.state)
    assert [one["words"] for one in note["findings"]] == ["Relier les forces"]
    told = json.dumps([note, *trace.blocks], ensure_ascii=False)
    assert "Nom" not in told
    assert "Mutualiser" in told
    assert (trace.facts["Traces sur les nappes"], trace.facts["Secteurs présents"], trace.empty) == (2, 3, False)
    assert ACTIVITY.trace(Room().state).empty


@settings(deadline=None, max_examples=25)
@given(st.integers(4, 60), st.lists(st.integers(0, 70), max_size=12), st.integers(0, 3))
def test_whoever_comes_or_goes_nobody_is_refused_and_everybody_sees_something(people, moves, held):
    room = Room(people)
    room.lead(*["open-round", "close-round", "open-round", "close-round"][:held])
    for rank, number in enumerate(moves):
        gone = f"p{number}"
        if gone in room.state.names and gone not in room.state.left and number < people:
            there = {one.id for one in room.state.state.seating.people}
            if gone in there and len(there) > 1:
                room.do(TRAINER, "leave", gone)
        room.do(TRAINER, "arrive", f"q{rank}", f"Tard{rank}", "sante")
        assert room.sees(f"q{rank}")
    assert len(room.state.state.seating.people) <= 60
    assert room.shown
    assert room.led


def test_what_cannot_be_a_cafe_is_refused_with_its_cure():
    for options in ({"questions": ["Une seule"]}, {"questions": ["a", "x" * 601]}, {"minutes": 0}, {"rounds": "deux"}):
        with pytest.raises(Refusal) as refusal:
            ACTIVITY.prepare(COURSE, options)
        assert refusal.value.cure
    for people in (3, 61):
        with pytest.raises(Refusal):
            Room(people)
    own = Room(6, questions=["Qui manque ?", "Avec qui ?"])
    assert own.state.answers_to(1) == [("WC-087", "Il permet… Social")]
    assert len(own.state.answers_to(0)) == 2
