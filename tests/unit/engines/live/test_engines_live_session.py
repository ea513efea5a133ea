"""The session of a day: who comes and goes, slots, activities that begin, sleep and go on, attendance, the end."""

from __future__ import annotations

import json

import pytest
from support.activities import Echo

from passerelles.engines.live.activity import TRAINER, Event, Refused
from passerelles.engines.live.options import fields, read
from passerelles.engines.live.session import engine
from passerelles.engines.live.session.agenda import Slot
from passerelles.engines.live.session.state import Session, is_open
from passerelles.engines.live.session.trainer import next_slot, trainer_frame
from passerelles.engines.live.session.view import half_label, phone_frame, room_frame

SLOTS = (
    Slot("s1", "Ouvrir", 30, words="Bienvenue."),
    Slot("s2", "Avant", 60, place="deux", activity="gather"),
    Slot("s3", "Repas", 60, apart=True),
    Slot("s4", "Après", 45, place="deux", activity="gather"),
    Slot("s5", "Autre", 15, place="autre", activity="gather"),
)


@pytest.fixture
def session() -> Session:
    """A day of five slots, nobody there."""
    kept = engine.setup("Une journée", SLOTS, 540, {"ecole": "École", "sante": "Santé"}, {"essai": "Essai"})
    return engine.begin("abc", "K7M2PQ", json.loads(json.dumps(kept)), {"gather": Echo()})


def do(session: Session, *deeds: tuple[str, ...], who: str = TRAINER, place: str = "") -> Session:
    """Do things one after the other: kind, what, says…"""
    for kind, *rest in deeds:
        what, *says = rest or [""]
        session = engine.act(session, place, Event(kind, who, session.now + 1, what, tuple(says)))
    return session


def join(session: Session, *names: str) -> Session:
    for name in names:
        session = do(session, ("join", "", name, "ecole"), who=f"p{len(session.people) + 1}")
    return session


def told(session: Session, place: str) -> list[str]:
    return [kind for kind, _ in session.places[place].state.told]


def test_an_activity_begins_sleeps_is_taken_up_and_goes_on_in_a_later_slot(session: Session) -> None:
    session = do(join(session, "Sam"), ("open", "deux", "gather", "{}"), ("go", "s2"), ("go", "s1"))
    assert told(session, "deux") == ["close"]
    assert not is_open(session, "deux")
    session = do(session, ("go", "s2"))
    assert told(session, "deux") == ["close", "reopen"]
    session = do(session, ("go", "s4"), ("go", "s2"), ("go", "s4"))
    assert told(session, "deux") == ["close", "reopen", "resume"]
    assert is_open(session, "deux")


def test_a_slot_is_not_entered_before_its_activity_is_open(session: Session) -> None:
    with pytest.raises(Refused):
        do(session, ("go", "s2"))


def test_going_where_the_day_is_changes_nothing(session: Session) -> None:
    """Two trainers press « suite » at once."""
    once = do(session, ("go", "s1"))
    twice = do(once, ("go", "s1"))
    assert (twice.since, twice.visited) == (once.since, once.visited)


def test_who_comes_and_goes_is_told_to_every_activity(session: Session) -> None:
    session = do(join(session, "Sam"), ("open", "deux", "gather", "{}"), ("open", "autre", "gather", "{}"))
    session = do(join(session, "Lou"), ("remove", "p1"))
    assert session.places["autre"].state.people == ("p1",)
    assert told(session, "deux") == told(session, "autre") == ["arrive", "leave"]
    assert [person.name for person in session.here()] == ["Lou"]


def test_nobody_acts_who_is_not_there_or_was_removed(session: Session) -> None:
    session = do(join(session, "Sam"), ("open", "deux", "gather", "{}"), ("go", "s2"))
    assert do(session, ("dit",), who="p1", place="deux").places["deux"].state.told[-1] == ("dit", "p1")
    gone = do(session, ("remove", "p1"))
    for one, who in ((gone, "p1"), (session, "p9")):
        with pytest.raises(Refused):
            do(one, ("dit",), who=who, place="deux")


@pytest.mark.parametrize("kind", ["arrive", "leave", "close", "reopen", "resume"])
def test_what_the_session_tells_an_activity_is_told_by_nobody_else(session: Session, kind: str) -> None:
    session = do(join(session, "Sam"), ("open", "deux", "gather", "{}"))
    for who in ("p1", TRAINER):
        with pytest.raises(Refused):
            do(session, (kind, "p1"), who=who, place="deux")


@pytest.mark.parametrize("deed", [("go", "s1"), ("lock",), ("remove", "p1"), ("end",), ("open", "x", "gather", "{}")])
def test_a_person_does_nothing_of_the_trainers(session: Session, deed: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        do(join(session, "Sam"), deed, who="p1")


def test_two_people_of_one_name_are_told_apart(session: Session) -> None:
    session = join(session, "Sam", " sam ", "SAM")
    assert [person.name for person in session.here()] == ["Sam", "sam (2)", "SAM (3)"]


@pytest.mark.parametrize(("name", "sector"), [("", "ecole"), ("x" * 41, "ecole"), ("Sam", "lune")])
def test_a_name_and_a_sector_that_cannot_be_are_refused(session: Session, name: str, sector: str) -> None:
    with pytest.raises(Refused):
        do(session, ("join", "", name, sector), who="p1")


@pytest.mark.parametrize("says", [(), ("un",), ("un", "ecole", "trois")])
def test_words_that_are_missing_or_too_many_are_refused(session: Session, says: tuple[str, ...]) -> None:
    with pytest.raises(Refused):
        do(session, ("join", "", *says), who="p1")


def test_after_the_end_answers_still_come_in_late_and_nothing_else(session: Session) -> None:
    session = do(join(session, "Sam"), ("open", "deux", "gather", "{}"), ("go", "s2"), ("end",))
    assert told(session, "deux") == ["close"]
    assert not is_open(session, "deux")
    session = do(session, ("dit",), who="p1", place="deux")
    assert told(session, "deux") == ["close", "dit"]
    with pytest.raises(Refused):
        do(session, ("go", "s1"))
    again = do(session, ("reopen",))
    assert told(again, "deux")[-1] == "reopen"
    assert is_open(again, "deux")


def test_time_never_goes_back(session: Session) -> None:
    session = do(session, ("lock",))
    with pytest.raises(Refused):
        engine.act(session, "", Event("unlock", TRAINER, session.now - 1))


def test_presence_is_marked_by_the_phone_while_it_is_open_and_by_the_trainer_at_any_time(session: Session) -> None:
    session = join(session, "Sam", "Lou")
    with pytest.raises(Refused):
        do(session, ("attend", "h1"), who="p1")
    session = do(session, ("mark", "h1"))
    session = do(session, ("attend", "h1"), who="p1")
    session = do(session, ("mark", ""), ("attend", "h2", "p2"), ("attend", "h1", "p2"), ("miss", "h1", "p2"))
    assert session.present == {"h1": {"p1"}, "h2": {"p2"}}
    with pytest.raises(Refused):
        do(session, ("attend", "h9", "p1"))


def test_halves_lie_between_meals_and_follow_the_agenda(session: Session) -> None:
    assert [(half.id, half.minutes) for half in session.halves()] == [("h1", 90), ("h2", 60)]
    assert [half_label(session, half.id) for half in session.halves()] == ["matin", "après-midi"]
    longer = do(session, ("edit-slot", "s1", "Ouvrir", "40", ""))
    assert longer.halves()[0].minutes == 100
    whole = do(session, ("drop-slot", "s3"))
    assert [half_label(whole, half.id) for half in whole.halves()] == ["toute la séance"]


def test_the_agenda_is_changed_added_to_and_moved(session: Session) -> None:
    session = do(session, ("add-slot", "s1", "Voter", "10", "", "vote"), ("move-slot", "s5", "-1"), ("go", "s1"))
    assert [slot.id for slot in session.slots] == ["s1", "s6", "s2", "s3", "s5", "s4"]
    assert session.slots[1].place == "vote"
    assert next_slot(session) == session.slots[1]
    for deed in (
        ("drop-slot", "s1"),
        ("move-slot", "s1", "-1"),
        ("edit-slot", "s2", "", "10", ""),
        ("edit-slot", "s2", "Titre", "0", ""),
        ("edit-slot", "s2", "Titre", "٣", ""),
        ("add-slot", "s9", "Titre", "10", "", ""),
        ("add-slot", "s1", "Titre", "10", "", "jargon"),
    ):
        with pytest.raises(Refused):
            do(session, deed)


def test_an_activity_is_settled_before_it_begins_and_not_after(session: Session) -> None:
    session = do(session, ("settle", "s2", "Que gardez-vous ?", "2"))
    assert {slot.id: slot.options for slot in session.slots if slot.place == "deux"} == {
        name: {"question": "Que gardez-vous ?", "most": 2} for name in ("s2", "s4")
    }
    for says in (("", "2"), ("Que gardez-vous ?", "11"), ("Une",)):
        with pytest.raises(Refused):
            do(session, ("settle", "s2", *says))
    begun = do(session, ("open", "deux", "gather", "{}"))
    with pytest.raises(Refused):
        do(begun, ("settle", "s2", "Autre chose ?", "2"))
    with pytest.raises(Refused):
        do(session, ("settle", "s1", "Que gardez-vous ?", "2"))


@pytest.mark.parametrize(
    ("kind", "says", "options"),
    [
        ("world-cafe", ("", ""), {}),
        ("world-cafe", (" Une ?\n\nDeux ? ", "3"), {"questions": ["Une ?", "Deux ?"], "rounds": 3}),
        ("world-cafe", ("Une ?", ""), None),
        ("vote", ("", "x", "no"), {}),
        ("vote", ("Oui ?", "A\nB", "yes"), {"question": "Oui ?", "twice": True,
                                            "choices": [{"id": "c1", "text": "A"}, {"id": "c2", "text": "B"}]}),
        ("vote", ("Oui ?", "A", "yes"), None),
        ("quiz", ("essai", "3", "yes", "no"), {"module": "essai", "count": 3, "together": True, "teams": False}),
        ("quiz", ("lune", "3", "yes", "no"), None),
        ("diagnosis", (" les mercredis ",), {"about": "les mercredis"}),
        ("diagnosis", ("x" * 121,), None),
        ("pairs", (), None),
    ],
)  # fmt: skip
def test_what_is_settled_is_read_or_refused(kind: str, says: tuple[str, ...], options: object) -> None:
    if options is None:
        with pytest.raises(Refused):
            read(kind, says, {"essai": "Essai"})
        return
    settled = read(kind, says, {"essai": "Essai"})
    assert settled == options
    assert tuple(one.value for one in fields(kind, settled, {"essai": "Essai"}))


def test_a_rehearsal_without_anybody_is_not_the_day(session: Session) -> None:
    session = do(session, ("go", "s1"))
    assert session.began is None
    session = do(join(session, "Sam"), ("go", "s3"), ("go", "s1"))
    assert session.began == 3


def test_every_page_shows_its_own(session: Session) -> None:
    session = join(session, "Sam", "Lou")
    assert "bientôt" in json.dumps(phone_frame(session, "p1"), ensure_ascii=False)
    session = do(session, ("open", "deux", "gather", "{}"), ("go", "s2"), ("notice", "", "Pause à 10 h 30"))
    shown = [phone_frame(session, "p2", "K7"), room_frame(session), trainer_frame(session)]
    for frame, words in zip(shown, ("pour p2", "pour la salle", "pour qui anime"), strict=True):
        assert words in [block.get("words") for block in frame["screen"]["blocks"]]
    assert {frame["notice"] for frame in shown} == {"Pause à 10 h 30"}
    assert shown[0]["me"] == {"name": "Lou", "rejoin": "K7"}
    assert shown[1]["timer"]["seconds"] == 3600
    locked = do(session, ("lock",))
    assert room_frame(locked)["code"] is None
    assert trainer_frame(locked)["code"] == "K7M2PQ"


def test_a_removed_persons_page_is_never_made_of_anothers(session: Session) -> None:
    session = join(session, "Sam", "Lou")
    assert "Lou" not in json.dumps(phone_frame(session, "p1"))
