"""The « carton jargon »: a word comes up with its meaning, and nobody sees who raised it."""

from __future__ import annotations

import json

import pytest

from passerelles.engines.live.activities.jargon import ACTIVITY
from passerelles.engines.live.activity import TRAINER, Event, Person, Refused

AMO = {
    "term": "AMO",
    "expansion": "Action en milieu ouvert",
    "definition": "Un service de prévention.",
    "confusion": "",
    "to_check": True,
}
TABLE = AMO | {"term": "Table, tables (plateforme)", "expansion": "", "definition": "Une réunion.", "to_check": False}
PEOPLE = [Person(f"p{rank}", f"N{rank}", "a") for rank in range(4)]


class Room:
    """Cards raised one after the other."""

    def __init__(self, *terms):
        self.state, self.now = ACTIVITY.begin({"terms": list(terms)}, PEOPLE, "day"), 0.0

    def do(self, who, kind, what="", *says):
        self.now += 1
        self.state = ACTIVITY.act(self.state, Event(kind, who, self.now, what, says))
        return self

    def refuses(self, who, kind, what="", *says):
        with pytest.raises(Refused):
            ACTIVITY.act(self.state, Event(kind, who, self.now, what, says))

    def cards(self):
        return [card for block in ACTIVITY.room(self.state).blocks for card in block.get("cards", ())]

    def seen_by(self, who):
        return json.dumps(ACTIVITY.person(self.state, who).told(), ensure_ascii=False)


@pytest.mark.parametrize("heard", ["AMO", "l’amo", "une A.M.O.", "Action en milieu ouvert", "TABLES", "la table"])
def test_a_word_comes_up_with_its_meaning_however_it_was_typed(heard):
    told = "Action en milieu ouvert. Un service de prévention. (Définition à vérifier.)"
    found = Room(AMO, TABLE).do("p0", "raise", "", heard).cards()[0]["words"]
    assert found == ("Une réunion." if "table" in heard.lower() else told)


def test_a_false_friend_comes_with_all_its_meanings_and_an_unknown_word_with_none():
    other = AMO | {"expansion": "", "definition": "Autre chose.", "to_check": False}
    assert Room(AMO, other).do("p0", "raise", "", "AMO").cards()[0]["words"].endswith("Autre chose.")
    assert Room(AMO).do("p0", "raise", "", "COCOF").cards()[0]["words"] == ""


def test_a_word_is_counted_once_for_each_person_and_nobody_sees_whose_card_it_is():
    room = Room(AMO).do("p0", "raise", "", "AMO").do("p0", "raise", "", "une amo").do("p1", "raise", "", "amo")
    assert room.cards()[0]["note"] == "À déplier. Cartons levés : 2."
    assert "Votre carton est levé : AMO." in room.seen_by("p0")
    assert "Votre carton" not in room.seen_by("p2")
    told = room.seen_by("p2") + json.dumps([ACTIVITY.room(room.state).told(), ACTIVITY.trainer(room.state).told()])
    assert not any(f'"p{rank}"' in told or f"N{rank}" in told for rank in range(4))
    room.do(TRAINER, "unfold", "c1")
    assert not room.state.cards["amo"].raised_by


def test_whoever_said_it_unfolds_it_and_it_may_come_up_again():
    room = Room().do("p0", "raise", "", "Le DPI").do("p1", "raise")
    assert [card["title"] for card in room.cards()] == ["le mot qui vient d’être dit", "Le DPI"]
    room.refuses("p2", "unfold", "c1", " ")
    room.do("p2", "unfold", "c1", "Un dossier partagé")
    assert room.cards()[1]["words"] == "Un dossier partagé"
    room.refuses(TRAINER, "unfold", "c1")
    room.do("p0", "raise", "", "DPI")
    assert room.cards()[0]["note"] == "À déplier. Cartons levés : 2."


def test_the_trainer_takes_a_word_away_and_nobody_else_can():
    room = Room().do("p0", "raise", "", "Monsieur Untel")
    room.refuses("p1", "strike", "c1")
    room.do(TRAINER, "strike", "c1")
    assert room.cards() == []
    assert ACTIVITY.trace(room.state).blocks[0]["rows"] == []
    room.refuses("p1", "unfold", "c1", "Lui")


def test_the_report_says_how_each_word_was_unfolded_and_late_cards_do_not_count():
    room = Room(AMO).do("p0", "raise", "", "AMO").do("p1", "raise", "", "DPI").do("p2", "raise", "", "ETP")
    room.do(TRAINER, "unfold", "c1").do(TRAINER, "unfold", "c2").do(TRAINER, "close")
    room.do("p3", "raise", "", "PCS").do("p3", "raise", "", "ETP")
    trace = ACTIVITY.trace(room.state)
    assert sorted(trace.blocks[0]["rows"]) == [
        ["AMO", "1", "Par le glossaire"],
        ["DPI", "1", "De vive voix"],
        ["ETP", "1", "Pas encore déplié"],
    ]
    assert trace.facts["Cartons arrivés en retard"] == 2
    assert ACTIVITY.trace(Room().state).empty


def test_a_word_is_short_and_comes_from_somebody_there():
    room = Room()
    room.refuses("p0", "raise", "", "x" * 61)
    room.refuses("p9", "raise", "", "AMO")
    room.refuses("p0", "shout")
