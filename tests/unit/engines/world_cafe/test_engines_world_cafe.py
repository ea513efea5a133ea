"""A World Café led to its note: cloths found again by the next group, a harvest compared, nobody named."""

import contextlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelles.engines.roleplay.state import TRAINER, Event, Refused
from passerelles.engines.world_cafe.engine import act, from_json, start, to_json
from passerelles.engines.world_cafe.moves import TRAINER_MAY
from passerelles.engines.world_cafe.seating import Person
from passerelles.engines.world_cafe.state import ANSWERS
from passerelles.engines.world_cafe.view import person_view, room_view, trainer_view, upward_note
from passerelles.errors import Refusal

ASKED = ("Le travail en réseau. Pour quoi faire ?", "Le travail en réseau. Avec qui ?")
PEOPLE = [Person(f"p{i:02}", f"s{i % 4}") for i in range(16)]


class Room:
    """A café played line by line."""

    def __init__(self, people=PEOPLE, rounds=2):
        self.cafe, self.now = start(ASKED, people, rounds, "day"), 0.0

    def do(self, who, kind, what="", *says):
        self.now += 1
        self.cafe = act(self.cafe, Event(kind, who, self.now, what, says))
        return self

    def lead(self, *kinds):
        for kind in kinds:
            self.do(TRAINER, kind)
        return self

    def refuses(self, who, kind, what="", *says):
        with pytest.raises(Refused):
            act(self.cafe, Event(kind, who, self.now, what, says))

    def table(self, name, rank=0):
        return next(table for table in self.cafe.state.seating.rounds[rank] if table.name == name)

    def sees(self, who):
        return person_view(self.cafe, who)


@pytest.fixture
def room():
    """A room in its second round, with two traces tied on the cloth of 1A."""
    room = Room().lead("open-round")
    one, other = room.table("1A").guests[:2]
    room.do(one, "trace", "1A", " Mutualiser ").do(other, "trace", "1A", "Un regard tiers")
    return room.do(one, "link", "t2", "t1").lead("close-round", "open-round")


def test_rounds_follow_one_another_and_the_harvest_comes_after():
    room = Room()
    for kind in ("close-round", "open-harvest"):
        room.refuses(TRAINER, kind)
    room.refuses("p00", "open-round")
    room.refuses("p00", "trace", "1A", "Trop tôt")
    room.lead("open-round").refuses(TRAINER, "open-round")
    room.refuses(TRAINER, "open-harvest")
    room.lead("close-round", "open-round", "close-round").refuses(TRAINER, "open-round")
    assert room.lead("open-harvest").cafe.state.phase == "harvest"


def test_the_next_group_finds_the_cloth_and_nobody_else_does(room: Room):
    for who in room.table("1A", 1).people:
        cloth = room.sees(who)["cloth"]
        assert [trace["words"] for trace in cloth["before"]] == ["Mutualiser", "Un regard tiers"]
        assert cloth["now"] == []
        assert cloth["lines"] == [["t1", "t2"]]
    elsewhere = [who for name in ("1B", "2A", "2B") for who in room.table(name, 1).people]
    assert "Mutualiser" not in json.dumps([room_view(room.cafe), *(room.sees(who) for who in elsewhere)])
    guest = room.table("1A", 1).guests[0]
    assert room.do(guest, "trace", "1A", "Et les jeunes ?").sees(guest)["cloth"]["now"][0]["words"] == "Et les jeunes ?"
    assert "Mutualiser" in json.dumps(room_view(room.lead("close-round", "open-harvest").cafe))


def test_no_view_says_who_wrote(room: Room):
    traces = [trace for cloth in trainer_view(room.cafe)["cloths"] for trace in (*cloth["before"], *cloth["now"])]
    assert len(traces) == 2
    assert all(set(trace) == {"id", "words", "round", "late"} for trace in traces)
    author = room.cafe.state.traces["t1"].who
    assert room.sees(author)["mine"] == ["t1"]


def test_one_writes_on_the_cloth_before_one_and_late_words_are_kept_and_marked(room: Room):
    author = room.cafe.state.traces["t1"].who
    never = next(name for name in ("1B", "2A", "2B") if author not in room.table(name, 1).people)
    room.refuses(author, "trace", never, "Ailleurs")
    room.refuses(author, "trace", "1A", "  ")
    room.refuses(author, "trace", "1A", "x" * 601)
    room.do(author, "trace", "1A", "Resté sur mon téléphone")
    late = room.cafe.state.traces["t3"]
    assert (late.round, late.late) == (0, True)
    room.do(TRAINER, "trace", "2B", "Recopié de la nappe de papier")
    assert not room.cafe.state.traces["t4"].late
    room.refuses(TRAINER, "trace", "9Z", "Nulle part")


def test_lines_join_two_traces_of_one_cloth(room: Room):
    guest, far = room.table("1A", 1).guests[0], room.table("2A", 1).host
    room.do(far, "trace", "2A", "Les parents")
    for says in (("t1",), ("t3",), ("t9",), (), ("t2", "t3")):
        room.refuses(guest, "link", "t1", *says)
    room.refuses(far, "link", "t1", "t2")
    room.do(guest, "link", "t1", "t2")
    assert room.cafe.state.lines == {("t1", "t2")}, "drawn twice, there once"
    assert not room.do(guest, "unlink", "t2", "t1").cafe.state.lines


def test_a_trace_is_struck_by_who_wrote_it_or_by_the_trainer(room: Room):
    room.refuses(room.table("1A", 1).host, "strike", "t1")
    room.do(TRAINER, "strike", "t1")
    assert "Mutualiser" not in json.dumps([trainer_view(room.cafe), *(room.sees(person.id) for person in PEOPLE)])
    assert not room.cafe.state.lines
    assert [trace["words"] for trace in room.sees(room.table("1A").host)["cloth"]["before"]] == ["Un regard tiers"]
    room.do(room.cafe.state.traces["t2"].who, "strike", "t2")
    room.do(TRAINER, "trace", "1A", "Encore")
    assert "t3" in room.cafe.state.traces, "no number is given twice"


def test_hosts_cross_to_the_question_they_missed_when_the_harvest_begins(room: Room):
    host = room.table("1A").host
    assert room.sees(host)["cross"] == []
    room.refuses(host, "trace", "2A", "Pas encore")
    room.lead("close-round", "open-harvest")
    (cross,) = room.sees(host)["cross"]
    assert cross in ("2A", "2B")
    trace = room.do(host, "trace", cross, "Avec les parents").cafe.state.traces["t3"]
    assert (trace.round, trace.late) == (2, False)
    assert room.sees(room.table("1A", 1).guests[0])["cross"] == []


def test_the_harvest_is_typed_compared_and_goes_up_with_where_it_comes_from(room: Room):
    host, guest = room.table("1A").host, room.table("1A", 1).guests[0]
    room.refuses(TRAINER, "harvest", "1", "finalite", "Mutualiser", "t1")
    room.lead("close-round", "open-harvest").do(host, "harvest", "1", "finalite", "Mutualiser", "t1", "t2")
    room.refuses(guest, "harvest", "1", "finalite", "Moi aussi")
    for what, says in (("3", ("finalite", "x")), ("1", ("autre", "x")), ("", ("finalite", "x")), ("1", ("piste", " ")),
                       ("1", ("piste", "x", "t9")), ("1", ("piste", "x", "t1", "t1")), ("1", ())):  # fmt: skip
        room.refuses(TRAINER, "harvest", what, *says)
    room.do(TRAINER, "harvest", "", "piste", "Se voir deux fois par an")
    assert trainer_view(room.cafe)["to_do"] == {"questions": ["2"], "entries": ["r1", "r2"]}
    room.refuses(host, "compare", "r1", "WC-054")
    for says in (("WC-053",), ("new", "WC-054"), ("WC-054", "WC-054")):
        room.refuses(TRAINER, "compare", "r1", *says)
    room.do(TRAINER, "compare", "r1", "WC-054", "WC-056").do(TRAINER, "compare", "r2", "new")
    note = upward_note(room.cafe)
    first, second = note["findings"]
    assert note["cites"] == ["C5-130"]
    assert (first["statements"], first["new"], first["question"]) == (["WC-054", "WC-056"], False, ASKED[0])
    assert first["tables"] == ["1A"]
    assert [trace["words"] for trace in first["traces"]] == ["Mutualiser", "Un regard tiers"]
    assert (second["new"], second["question"], second["tables"]) == (True, None, [])
    assert "WC-054" not in note["unspoken"]
    assert len(note["unspoken"]) == 62
    assert note["to_do"]["questions"] == ["2"]
    assert not any(f'"{person.id}"' in json.dumps(note) for person in PEOPLE)
    assert room.do(TRAINER, "drop", "r2").do(TRAINER, "harvest", "2", "acteur", "x").cafe.state.reaped == 3


def test_a_note_of_few_people_tells_no_sector():
    assert upward_note(Room(PEOPLE[:4]).cafe)["sectors"] == []
    assert upward_note(Room(PEOPLE[:5]).cafe)["sectors"] == ["s0", "s1", "s2", "s3"]


def test_people_come_and_leave_while_the_others_stay(room: Room):
    before = {who: room.sees(who)["table"]["name"] for who in (person.id for person in PEOPLE)}
    room.do(TRAINER, "arrive", "late", "s9").do("p03", "leave").do(TRAINER, "leave", "p04")
    room.refuses("p03", "trace", "1A", "Parti")
    room.refuses("p05", "leave", "p06")
    room.refuses("p05", "arrive", "more", "s1")
    assert all(room.sees(who)["table"]["name"] == name for who, name in before.items() if who not in ("p03", "p04"))
    assert len(room.lead("close-round", "open-harvest").sees("late")["cross"]) == 1


def test_between_two_rounds_one_sees_where_to_go():
    room = Room().lead("open-round", "close-round")
    for person in PEOPLE:
        following = room.cafe.state.seating.table_of(person.id, 1)
        assert following is not None
        assert room.sees(person.id)["next"] == following.name
        assert room.sees(person.id)["cloth"] is None
    shown = {table["name"]: table["guests"] for table in room_view(room.cafe)["tables"]}
    assert shown["1A"] == list(room.table("1A", 1).guests)


def test_a_cafe_needs_questions_and_people_who_can_be_seated():
    trainer = Person(TRAINER, "s1")
    for questions, people in ((("Une", " "), PEOPLE), (ASKED, [*PEOPLE, trainer]), (("x" * 601, "y"), PEOPLE)):
        with pytest.raises(Refused):
            start(questions, people)
    with pytest.raises(Refusal):
        start(("Une seule",), PEOPLE)


def test_answers_of_2011_are_the_sixty_four():
    assert [len(names) for names in ANSWERS] == [26, 38]
    assert (ANSWERS[0][0], ANSWERS[0][-1], ANSWERS[1][0], ANSWERS[1][-1]) == ("WC-054", "WC-079", "WC-080", "WC-117")


def test_a_cafe_is_kept_as_json_and_refused_when_it_is_none(room: Room):
    kept = json.loads(json.dumps(to_json(room.cafe)))
    assert from_json(kept) == room.cafe
    forged = [*kept["events"], {"kind": "drop", "who": "p00", "at": room.now, "what": "r1", "says": []}]
    for wrong in ({}, {**kept, "people": 3}, {**kept, "rounds": 9}, {**kept, "people": kept["people"][:3]},
                  {**kept, "events": forged}, {**kept, "events": [{"kind": "open-round"}]}):  # fmt: skip
        with pytest.raises(Refused):
            from_json(wrong)


EVENTS = st.tuples(
    st.sampled_from([*TRAINER_MAY, "trace", "trace", "link", "open-round", "close-round", "nothing"]),
    st.sampled_from([TRAINER, TRAINER, "p00", "p01", "p05", "p06", "late", "nobody"]),
    st.sampled_from(["", "1A", "2A", "1B", "t1", "t2", "r1", "1", "2", "late", "p05"]),
    st.sampled_from([(), ("Un mot",), ("t1",), ("t2",), ("finalite", "Mutualiser", "t1"), ("new",), ("WC-080",)]),
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(EVENTS, max_size=40))
def test_whatever_is_tried_the_views_hold_and_the_cafe_comes_back_from_json(tried):
    cafe = start(ASKED, PEOPLE[:8])
    for now, (kind, who, what, says) in enumerate(tried):
        with contextlib.suppress(Refused, Refusal):
            cafe = act(cafe, Event(kind, who, float(now), what, says))
    assert from_json(json.loads(json.dumps(to_json(cafe)))) == cafe
    seen = [person_view(cafe, person.id) for person in cafe.state.seating.people]
    json.dumps([seen, trainer_view(cafe), upward_note(cafe)])
    if cafe.state.phase != "harvest":
        assert room_view(cafe)["cloths"] == room_view(cafe)["harvest"] == []
