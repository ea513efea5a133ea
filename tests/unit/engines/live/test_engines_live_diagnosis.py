"""A shared diagnosis: facts stay covered, only other sectors tick them, overlaps name sectors and never people."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from support.live_room import Room

from passerelles.engines.live.activities.diagnosis import ACTIVITY
from passerelles.errors import Refusal

# p1 and p4: santé; p2 and p5: prévention; p3 and p6: école
NAMES = {"prevention": "Prévention", "ecole": "École", "sante": "Santé"}
COURSE = SimpleNamespace(sectors=[SimpleNamespace(id=name, name=told) for name, told in NAMES.items()])


def room(people: int = 6, **options: Any) -> Room:
    """Return a room in which nobody has written yet."""
    return Room(ACTIVITY, people, COURSE, **options)


def fact(room: Room, who: str, what: str) -> Room:
    """Return the room after somebody wrote a fact."""
    return room.do(who, "write", "", what, "au collège", "septembre")


def written() -> Room:
    """Return a room with a fact of santé, one of prévention and one of école, on show."""
    return fact(fact(fact(room(), "p1", "Files"), "p2", "Vols"), "p3", "Retards").lead("show")


def overlaps(room: Room, who: str = "room") -> list[tuple[str, str, str]]:
    """Return the facts that several sectors see, as somebody sees them: how many sectors, what, which."""
    found = [block for block in room.blocks(who, "cards") if block["label"] == "Ce que plusieurs secteurs voient"]
    return [(card["title"], card["words"].split(" – ")[0], card["note"]) for block in found for card in block["cards"]]


def test_facts_are_covered_until_the_trainer_shows_them() -> None:
    covered = fact(room(), "p1", "Files")
    assert [who for who, told in covered.screens.items() if "Files" in told] == ["p1", "trainer"]
    assert "Santé : « Files – au collège – septembre »" in covered.screens["trainer"]
    shown = covered.lead("show", "n1").screens
    assert all("Files – au collège – septembre" in told for told in shown.values())
    assert not any("Prénom" in told for told in shown.values())
    assert [who for who, told in covered.lead("hide", "n1").screens.items() if "Files" in told] == ["p1", "trainer"]


def test_a_fact_says_what_where_and_since_when_and_three_are_enough() -> None:
    begun = room()
    for wrong in (("Files", "", "hier"), ("Files",), ("Chez Madame Dupont", "ici", "hier"), ("x" * 201, "ici", "hier")):
        begun.refuses("p1", "write", "", *wrong)
    for _ in range(3):
        fact(begun, "p1", "Files")
    begun.refuses("p1", "write", "", "Files", "au collège", "septembre")
    assert begun.blocks("p1", "form") == []
    assert begun.do("p1", "withdraw", "n2").blocks("p1", "form")


def test_the_sectors_that_are_there_and_wrote_nothing_are_named() -> None:
    begun = fact(room(5), "p1", "Files")
    assert all("Pas encore de fait : Prévention · École." in begun.screens[who] for who in ("room", "trainer"))
    assert "Pas encore de fait : École." in fact(begun, "p2", "Vols").screens["room"]
    assert "Pas encore de fait" not in begun.lead("leave", "p3").screens["room"]


def test_one_ticks_the_facts_of_other_sectors_only() -> None:
    shown = written()
    (form, _) = shown.blocks("p1", "form")
    assert [field["label"] for field in form["fields"]] == ["Prévention", "École"]
    shown.do("p1", "see", "", "n1,n2", "n3").lead("compare")
    assert [one[:2] for one in overlaps(shown)] == [("2 secteurs", "Vols"), ("2 secteurs", "Retards")]
    shown.refuses("p1", "see", "", "n9")


def test_facts_converge_by_sectors_and_not_by_people() -> None:
    shown = written().do("p1", "see", "", "n3").do("p4", "see", "", "n3").do("p2", "see", "", "n3,n1").lead("compare")
    expected = [("3 secteurs", "Retards", "Prévention · École · Santé"), ("2 secteurs", "Files", "Prévention · Santé")]
    assert overlaps(shown) == overlaps(shown, "p6") == overlaps(shown, "trainer") == expected
    assert shown.blocks("p6", "list")[0]["items"] == ["Prévention : « Vols – au collège – septembre »"]
    assert "Les autres faits sont sur les téléphones : 1." in shown.screens["room"]
    assert "ne veut pas dire prouvé" in shown.screens["room"]
    assert "aucun fait n’est vu" in written().lead("compare").screens["room"].lower()


def test_what_is_ticked_is_covered_until_the_overlaps_are_shown_then_late_until_they_are_covered() -> None:
    before = {who: told for who, told in written().do("p2", "see", "").screens.items() if who != "p2"}
    shown = written().do("p2", "see", "", "n1")
    assert {who: told for who, told in shown.screens.items() if who != "p2"} == before
    assert shown.blocks("p2", "form")[0]["fields"][1]["value"] == "n1"
    shown.lead("compare").do("p3", "see", "", "n2")
    assert "en retard" in shown.screens["p3"]
    assert [one[1] for one in overlaps(shown)] == ["Files"]
    shown.lead("cover").lead("compare")
    assert [one[1] for one in overlaps(shown)] == ["Files", "Vols"]


def test_without_a_sector_one_takes_part_and_adds_none() -> None:
    shown = written().lead("arrive", "p7", "Sam", "")
    fact(shown, "p7", "Bus").lead("show").do("p7", "see", "", "n1,n4").do("p1", "see", "", "n4").lead("compare")
    assert overlaps(shown) == []
    assert "Secteur non précisé : « Bus" in shown.screens["p2"]
    assert "sans ajouter de secteur" in shown.lead("cover").screens["p7"]


def test_a_room_reads_fifteen_facts_at_most_each_sector_in_turn() -> None:
    crowd = room(24)
    for n in range(1, 25):
        for _ in range(2 if n % 3 else 1):  # école writes last, and least
            fact(crowd, f"p{n}", f"Fait {n}")
    crowd.lead("show")
    assert [len(notes) for notes in crowd.state.by_sector.values()] == [5, 5, 5]
    crowd.refuses("trainer", "show", "")
    others = {sector: [note.id for note in notes] for sector, notes in crowd.state.by_sector.items()}
    crowd.do("p3", "see", "", *map(",".join, others.values())).lead("compare")
    assert (len(overlaps(crowd)), len(overlaps(crowd, "p1"))) == (5, 10)
    assert "sur les téléphones : 10." in crowd.screens["room"]


def test_what_set_it_off_and_the_common_finding_stay() -> None:
    shown = written()
    for wrong in (("Une bagarre", " "), ("", "Chez Monsieur Henri"), ("", "x" * 301)):
        shown.refuses("trainer", "agree", "", *wrong)
    shown.refuses("p1", "agree", "", "", "À moi")
    shown.lead("agree", "", "", "Le lundi coince").lead("agree", "", "Une bagarre", "Le lundi matin coince")
    assert all("Le lundi matin coince" in told for told in [*shown.screens.values(), shown.trace])
    assert "Une bagarre" in shown.trace


def test_the_trace_holds_facts_and_how_many_sectors_from_five_people_on() -> None:
    shown = written().do("p4", "see", "", "n2")
    assert "2 secteurs" not in shown.trace
    assert shown.facts == {"Personnes qui ont écrit ou coché": 4, "Faits écrits": 3}
    shown.do("p5", "see", "", "n3")
    assert "2 secteurs" in shown.trace
    assert not any(name in shown.trace for name in NAMES.values())
    assert shown.facts["Faits vus par plusieurs secteurs"] == 2
    shown.lead("close").do("p6", "write", "", "Tard", "ici", "hier")
    assert "arrivé en retard" in shown.trace
    assert shown.facts["Faits écrits"] == 3


def test_what_is_taken_away_is_nowhere() -> None:
    shown = written().do("p1", "see", "", "n2").lead("strike", "n2").lead("compare")
    assert not any("Vols" in told for told in [*shown.screens.values(), shown.trace])
    assert overlaps(shown) == []


def test_it_says_what_it_is_about() -> None:
    assert ACTIVITY.room(room(about="les mercredis").state).title == "Diagnostic partagé : les mercredis"
    with pytest.raises(Refusal):
        room(about="x" * 121)
    room().refuses("trainer", "compare", "")
