"""A role play lived together: dealt fairly, led to its end, and nothing private on another's screen on the way."""

import json
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelles.content.roleplay import RolePlay
from passerelles.content.yaml import read_yaml
from passerelles.engines.live.activities.roleplay import ACTIVITY
from passerelles.engines.live.activities.roleplay.dealing import deal, is_own
from passerelles.engines.live.activity import TRAINER, Event, Person, Refused
from passerelles.errors import Refusal

FILE = Path(__file__).parents[3] / "fixtures/courses/mini/case_studies/table/roleplay.yaml"
PLAY = RolePlay.model_validate(read_yaml(FILE, FILE.name).value)
COURSE = SimpleNamespace(roleplays={"table": PLAY}, debriefs=[], safeguards=[])
PHASES = [phase.id for phase in PLAY.phases]
HOLDING = PHASES[1:6]  # the phases in which a private card is in somebody's hands


class Room:
    """A role play of a room, played line by line, with a clock that one moves."""

    def __init__(self, people=6, **options):
        everybody = [Person(f"p{n}", f"Nom{n}", ("aide", "ecole", "sante")[n % 3]) for n in range(people)]
        prepared = json.loads(json.dumps(ACTIVITY.prepare(COURSE, {"slug": "table", **options})))
        self.state, self.now = ACTIVITY.begin(prepared, everybody, "graine"), 0.0

    def do(self, who, kind, what="", *says):
        self.state = ACTIVITY.act(self.state, Event(kind, who, self.now, what, says))
        return self

    def refuses(self, who, kind, what="", *says):
        with pytest.raises(Refused) as refused:
            self.do(who, kind, what, *says)
        return str(refused.value)

    def to(self, phase):
        while self.table.phase != phase:
            if self.table.kind == "exit":
                self.leave_roles()
            self.do(TRAINER, "next", self.table.phase)
        return self

    def leave_roles(self):
        for table in self.state.tables:
            for role in table.still:
                self.do(table.holds[role], "out")

    @property
    def table(self):
        return self.state.tables[0]

    def holder(self, role):
        return self.table.holds[role]

    def sees(self, who):
        return json.dumps(ACTIVITY.person(self.state, who).told(), ensure_ascii=False)

    @property
    def shown(self):
        return json.dumps(ACTIVITY.room(self.state).told(), ensure_ascii=False)

    @property
    def led(self):
        return json.dumps(ACTIVITY.trainer(self.state).told(), ensure_ascii=False)


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from(["a", "b", "c", ""]), min_size=4, max_size=60),
    st.lists(st.sampled_from(["a", "b", None]), min_size=4, max_size=4),
    st.integers(1, 6),
)
def test_everybody_has_one_place_and_as_few_as_can_be_play_their_own_sector(sectors, roles, wanted):
    cast = [role.model_copy(update={"sector": sector}) for role, sector in zip(PLAY.roles, roles, strict=True)]
    play = PLAY.model_copy(update={"roles": cast})
    people = [Person(f"p{n}", "", sector) for n, sector in enumerate(sectors)]
    tables = deal(play, people, "s", wanted)
    assert tables == deal(play, people[::-1], "s", wanted)
    assert Counter(who for one in tables for who in (*one.holds.values(), *one.watching)) == Counter(
        person.id for person in people
    )
    sizes = [len(one.holds) + len(one.watching) for one in tables]
    assert max(sizes) - min(sizes) <= 1
    assert min(sizes) >= 4
    for one in tables:
        assert "noa" in one.holds
        assert len(one.watching) <= len(play.roles)
        assert len(one.holds) == len(play.roles) or not one.watching
    of = {person.id: person for person in people}
    own = sum(is_own(of[who], play.role(role)) for one in tables for role, who in one.holds.items())
    seats = Counter(play.role(role).sector for one in tables for role in one.holds)
    least = max((sectors.count(one) + seats[one] - len(people) for one in ("a", "b")), default=0)
    assert own == max(0, least)


def test_a_private_card_reaches_who_holds_it_and_nobody_else_in_any_phase():
    room = Room(6)
    for phase in ["", *PHASES]:
        if phase:
            room.to(phase)
        if phase == "acte-2":
            room.do(TRAINER, "inject", "mot")
        assert "secret-" not in room.shown
        for who in (f"p{n}" for n in range(6)):
            role = room.table.role_of(who)
            others = [one.id for one in PLAY.roles if one.id != role]
            assert not [other for other in others if f"secret-{other}" in room.sees(who)]
            assert (f"secret-{role}-1" in room.sees(who)) == (role is not None and phase in HOLDING)
    assert "secret-noa-1" in room.led


def test_proposals_and_votes_stay_covered_until_they_are_turned_up():
    room = Room(5).to("acte-1")
    room.do(room.holder("amo"), "propose", "", "Un atelier le mercredi")
    everywhere = room.shown + "".join(room.sees(f"p{n}") for n in range(5) if f"p{n}" != room.holder("amo"))
    assert "mercredi" not in everywhere
    assert "Propositions couvertes : 1." in room.shown
    room.do(TRAINER, "show-proposals").do(TRAINER, "open-vote")
    assert "mercredi" in room.shown
    room.do(room.holder("noa"), "vote", "by-amo")
    assert "Les votes" not in room.shown
    assert "Les votes" not in room.led
    room.do(TRAINER, "show-votes")
    assert "Les votes" in room.shown
    assert room.table.state.votes == {"noa": "by-amo"}


def test_nobody_goes_on_without_leaving_their_role_to_a_debriefing_or_to_something_else():
    room = Room(5).to("acte-1")
    assert "Nom" in room.refuses(TRAINER, "close")
    assert "Nom" in room.to("sortie").refuses(TRAINER, "next", "sortie")
    for role in ("noa", "amo", "tante"):
        room.do(room.holder(role), "out")
    room.refuses(TRAINER, "next", "sortie")
    assert "Encore dans leur rôle : 1." in room.shown
    assert "Karim" in room.led
    room.do(TRAINER, "empty", "ecole", "1").do(TRAINER, "next", "sortie").do(TRAINER, "close")
    assert "Qu’avez-vous ressenti" in room.shown


def test_what_comes_late_is_kept_and_told_and_counted_nowhere():
    room = Room(5).to("acte-1")
    amo, noa = room.holder("amo"), room.holder("noa")
    room.refuses(amo, "understand", "noa", "Trop tôt.")
    room.do(TRAINER, "show-proposals").do(amo, "propose", "", "Sans réseau")
    room.to("acte-2").do(amo, "understand", "", "noa", "Elle a peur.")
    assert not room.table.state.proposed
    assert not room.table.state.understood
    assert "Arrivé en retard" in room.sees(amo)
    assert "Sans réseau" not in room.shown + room.sees(noa)
    room.to("retour")
    assert "Elle a peur. (arrivé en retard)" in room.sees(noa)
    room.do(TRAINER, "close").do(amo, "decide", "qui", "Un rendez-vous", "l’AMO", "mardi")
    assert not room.table.state.decided
    assert room.refuses(amo, "decide", "qui", "x" * 601)


def test_who_stops_leaves_an_empty_role_that_is_given_to_who_looks_on_and_late_comers_look_on():
    room = Room(5).to("acte-1")
    amo, looking = room.holder("amo"), room.table.game.observers[0]
    room.do(amo, "stop")
    assert "secret-" not in room.sees(amo)
    room.refuses(amo, "propose", "", "Je reviens.")
    room.do(TRAINER, "give", "", "1:amo", looking)
    assert "secret-amo-1" in room.sees(looking)
    room.do(TRAINER, "arrive", "p9", "Tard", "sante").do("p9", "observe", "sigle", "2", "« Le SAJ, c’est… »")
    room.refuses("p9", "propose", "", "Moi aussi.")
    room.do(TRAINER, "leave", room.holder("ecole")).refuses("inconnu", "out")
    assert room.table.empty == ["ecole"]


def test_before_the_start_places_are_traded_and_a_table_keeps_its_young_person():
    room = Room(12)
    assert len(room.state.tables) == 2
    noa, other = room.holder("noa"), room.state.tables[1].holds["amo"]
    room.do(TRAINER, "swap", "", noa, other)
    assert (room.holder("noa"), room.state.tables[1].holds["amo"]) == (other, noa)
    room.do(TRAINER, "leave", other)
    assert "noa" in room.table.holds
    room.do(TRAINER, "deal", "1")
    assert len(room.state.tables) == 2  # one would have more people looking on than playing
    room.do(TRAINER, "next", "")
    assert all(table.phase == "contrat" for table in room.state.tables)
    room.refuses(TRAINER, "next", "")
    room.refuses(TRAINER, "deal")
    room.do(TRAINER, "next", "contrat", "2")
    assert [table.phase for table in room.state.tables] == ["contrat", "cartes"]
    assert "Table 2" in room.shown


def test_the_session_is_told_when_something_is_due():
    room = Room(5).to("acte-1")
    assert ACTIVITY.due(room.state) == 8 * 60
    room.now = 8 * 60.0
    before = room.shown
    room.do(TRAINER, "tick")
    assert "Le téléphone sonne" not in before
    assert "Le téléphone sonne" in room.shown
    assert ACTIVITY.due(room.state) is None


def test_what_stays_names_nobody_and_shows_no_marks_of_a_few():
    room = Room(6).to("acte-2")
    room.do(room.table.game.observers[0], "observe", "sigle", "2", "Une phrase entendue")
    room.do(room.holder("amo"), "decide", "qui", "Un essai", "l’AMO", "lundi").do(room.holder("noa"), "reread")
    trace = ACTIVITY.trace(room.to("retour").state)
    told = json.dumps([*trace.blocks], ensure_ascii=False)
    assert "Un essai" in told
    assert "Nom" not in told
    assert "entendue" not in told
    assert trace.facts["Décisions écrites"] == 1
    assert not trace.empty
    assert ACTIVITY.trace(Room(5).state).empty


def test_the_trainer_chooses_among_the_plays_and_what_cannot_be_is_refused():
    room = Room(5, slug=None)
    assert "choose" in room.led
    assert not room.state.tables
    assert room.do(TRAINER, "choose", "table").state.tables
    with pytest.raises(Refusal):
        Room(3)
    for options in ({"slug": "inconnu"}, {"tables": 0}, {"tables": "deux"}):
        with pytest.raises(Refusal):
            ACTIVITY.prepare(COURSE, options)
