"""The figures of a day: nobody named, nobody found by taking one from the other, nothing of what still goes on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from support.bots import deeds
from support.live_room import SECTORS, Room

from passerelles.content.loader import load_course
from passerelles.engines.live.activities.acquaintance import ACTIVITY as ACQUAINTANCE
from passerelles.engines.live.activities.positioning import ACTIVITY as POSITIONING
from passerelles.engines.live.activities.quiz import ACTIVITY as QUIZ
from passerelles.engines.live.activities.satisfaction import ACTIVITY as SATISFACTION
from passerelles.engines.live.activities.vote import ACTIVITY as VOTE
from passerelles.engines.live.activity import Json, Person
from passerelles.engines.live.figures import figures_of
from passerelles.engines.live.session.agenda import Slot
from passerelles.engines.live.session.analysis import SessionFigures
from passerelles.engines.live.session.engine import begin, setup
from passerelles.engines.live.session.state import Member, Running, Session

ON = date(2026, 11, 21)


@pytest.fixture(scope="module")
def course():
    return load_course()


def session(people: int = 12, ended: bool = False, **places: Room) -> Session:
    """A session in which these activities were lived; all but the last one are over."""
    names = [*places]
    running = {name: Running(one.activity, one.state, asleep=name != names[-1]) for name, one in places.items()}
    here = [Person(f"p{n}", f"Prénom{n}", SECTORS[0] if n < 9 else SECTORS[n % 3]) for n in range(1, people + 1)]
    slots = tuple(Slot(f"s{n}", name, 30, place=name) for n, name in enumerate(names, 1))
    begun = begin("abc", "K7M2PQ", setup("Une journée", slots, 540, {"ecole": "École"}, {}), {})
    present = {"h1": frozenset(f"p{n}" for n in range(1, 8))}
    members = {one.id: Member(one, 0.0) for one in here}
    return replace(begun, people=members, places=running, ended=ended, present=present)


def told(*rooms: Room) -> Json:
    """The figures of a session that has ended, as JSON brings them to a kernel."""
    places = {f"{one.activity.kind}-{n}": one for n, one in enumerate(rooms)}
    return json.loads(json.dumps(figures_of(session(ended=True, **places), ON)))


def rows(found: Json, part: str) -> list[list[list[object]]]:
    return [one["rows"] for one in found["tables"] if one["part"] == part]


def test_the_day_itself_and_nothing_of_what_goes_on(course):
    positioning, vote = Room(POSITIONING, 6, course), Room(VOTE, 6, course)
    positioning.each(range(1, 7), "stand", "before", *["3"] * 10)
    vote.each(range(1, 7), "vote", "before", "envie")
    found = figures_of(session(positioning=positioning, vote=vote), ON)
    assert (found["day"], found["people"], found["open"]) == ("21\u00a0novembre 2026", 12, ["Vote"])
    assert rows(found, "attendance") == [[["toute la séance", 7]]]  # sectors of 8, 2 and 2: the small ones would show
    assert rows(found, "positioning")[0][0][1:] == ["Au départ", 0, 0, 6, 0, 0]
    assert not rows(found, "vote")
    assert {row[0] for row in found["facts"]} == {"Où j’en suis"}


def test_votes_that_are_compared_are_of_the_same_people(course):
    vote = Room(VOTE, 6, course).each(range(1, 6), "vote", "before", "envie").do("p6", "vote", "before", "obliger")
    assert rows(told(vote), "vote") == [[[label, count] for (_, label), count in zip(
        vote.state.choices, (1, 5, 0), strict=True)]]  # fmt: skip
    vote.lead("show", "before").lead("again").each(range(1, 6), "vote", "after", "selon")
    assert [row[1:] for row in rows(told(vote), "vote")[0]] == [[0, 0], [5, 0], [0, 5]]
    assert not rows(told(Room(VOTE, 6, course).each(range(1, 5), "vote", "before", "envie")), "vote")


def test_where_one_stood_and_stands_is_told_of_those_who_told_both(course):
    room = Room(POSITIONING, 7, course).lead("resume")
    room.each(range(1, 6), "stand", "after", *["2", "4"] * 10).do("p6", "stand", "after", "", "5", *["1", "1"] * 9)
    moved, stood = rows(told(room), "positioning")
    assert [row[1:] for row in stood[:4]] == [
        ["Le départ, vu de la fin", 0, 5, 0, 0, 0],
        ["À la fin", 0, 0, 0, 5, 0],
        ["Le départ, vu de la fin", 1, 5, 0, 0, 0],
        ["À la fin", 1, 0, 0, 5, 0],
    ]
    assert [row[1:] for row in moved[:2]] == [[5, 0, 0], [5, 1, 0]]


def test_knowing_each_other_opinions_and_questions_from_five_people_on(course):
    knowing = Room(ACQUAINTANCE, 12, course)
    knowing.each(range(3, 13), "know", "before", "p1,p2").lead("resume").each(range(1, 13), "know", "after", "")
    opinions = Room(SATISFACTION, 6, course).each(range(1, 5), "rate", "", *"12345", "Des mots.", "")
    quiz = Room(QUIZ, 6, course, module="pourquoi-difficile", count=2)
    for who in ("p1", "p2", "p3", "p4"):
        frame = {"place": "quiz", "screen": QUIZ.person(quiz.state, who).told()}
        quiz.do(who, *next((kind, what, *says) for _, kind, what, says in deeds(frame, who)))
    found = told(knowing, opinions, quiz)
    assert [row[1:] for row in rows(found, "acquaintance")[0]] == [[0, 0], [0, 0]]
    assert {cell for row in rows(found, "satisfaction")[0] for cell in row[1:]} == {None}
    assert [row[1:] for row in rows(found, "quiz")[0]] == [[None, 4]]
    shown = "".join(SessionFigures(found).html(part) for part in ("satisfaction", "quiz", "facts"))
    assert "moins de cinq réponses" in shown
    assert "Des mots" not in json.dumps(found)
    assert "Prénom" not in json.dumps(found, ensure_ascii=False) + shown
