"""The log of decisions: what each lacks is said, the trainer mends it, and the room says whether it was useful."""

from support.live_room import Room

from passerelles.engines.live.activities.decisions import ACTIVITY


def rows(room, who="room"):
    return room.blocks(who, "table")[0]["rows"]


def test_a_decision_without_somebody_or_a_date_is_told_to_be_unfinished():
    room = (
        Room(ACTIVITY)
        .do("p1", "decide", "", " Appeler le PMS ", "", "2026-12-01")
        .lead("decide", "", "Relire la fiche", "l’AMO", "2026-11-30")
    )
    assert rows(room) == [
        ["Appeler le PMS", "à compléter", "1er\u00a0décembre 2026", "pas encore"],
        ["Relire la fiche", "l’AMO", "30\u00a0novembre 2026", "pas encore"],
    ]
    assert "sans date : 1" in room.screens["room"]
    assert room.blocks("p2", "cards")[0]["cards"][0]["words"].startswith("Qui : à compléter. Pour quand : 1er")
    room.lead("change", "d1", "Appeler le PMS", "l’école", "2026-12-01").lead("reread", "d1")
    assert rows(room)[0][1:] == ["l’école", "1er\u00a0décembre 2026", "oui"]
    assert "sans date" not in room.screens["room"]
    assert room.facts == {"decisions": 2, "complete": 2, "reread": 1, "useful-answers": 0, "late": 0}
    assert rows(room.lead("unread", "d1").lead("strike", "d2"))[0][-1] == "pas encore"
    assert "Relire" not in room.trace


def test_only_the_trainer_changes_what_stands():
    room = Room(ACTIVITY).do("p1", "decide", "", "Appeler", "", "")
    for kind in ("change", "reread", "strike"):
        room.refuses("p1", kind, "d1", "Autre", "", "")
    room.refuses("p1", "decide", "", " ", "", "")
    room.refuses("p1", "decide", "", "Appeler", "", "demain")
    room.refuses("p1", "decide", "", "Appeler")
    room.refuses("p1", "decide", "", "Appeler", "Mme Dupont", "")
    room.refuses("trainer", "change", "d2", "Autre", "", "")
    room.lead("strike", "d1").refuses("trainer", "reread", "d1")


def test_whether_it_was_useful_is_asked_then_shown():
    room = Room(ACTIVITY)
    room.refuses("p1", "exit", "", "yes", "Rien")
    room.refuses("trainer", "show")
    room.lead("ask").each(range(1, 5), "exit", "", "yes", "Je n’aurais appelé personne")
    room.lead("show")
    assert room.blocks("room", "bars") == []
    assert "appelé" not in room.screens["room"] + room.trace
    assert "useful-yes" not in room.facts
    room = Room(ACTIVITY).lead("ask").each(range(1, 6), "exit", "", "yes", "Je n’aurais appelé personne")
    assert "5 sur 6" in room.screens["room"]
    assert "appelé" not in room.screens["room"]
    room.lead("show").do("p6", "exit", "", "no", "")
    assert [row["value"] for row in room.blocks("room", "bars")[0]["rows"]] == [5, 0, 0]
    assert room.facts["useful-yes"] == 5
    assert "appelé" in room.trace


def test_nothing_decided_is_said():
    assert ACTIVITY.trace(Room(ACTIVITY).state).empty
    assert "Aucune décision" in Room(ACTIVITY).trace
