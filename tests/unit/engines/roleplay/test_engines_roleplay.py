"""A role play led to its end, and what nobody may do or see on the way."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passerelles.content.roleplay import RolePlay
from passerelles.content.yaml import read_yaml
from passerelles.engines.roleplay.engine import act, from_json, start, state_of, to_json
from passerelles.engines.roleplay.outcome import to_do, weighed
from passerelles.engines.roleplay.state import TRAINER, Event, Game, Refused, phase_of, seconds_left
from passerelles.engines.roleplay.view import observer_view, projector_view, role_view, trainer_view

FILE = Path(__file__).parents[3] / "fixtures/courses/mini/case_studies/table/roleplay.yaml"
PLAY = RolePlay.model_validate(read_yaml(FILE, FILE.name).value)
ROLES = [role.id for role in PLAY.roles]
PHASES = [phase.id for phase in PLAY.phases]


class Table:
    """A game played line by line, with a clock that one moves."""

    def __init__(self, seats=ROLES, observers=("o1",)):
        self.game, self.now = start(PLAY, seats, observers), 0.0

    def do(self, who, kind, what="", *says):
        self.game = act(PLAY, self.game, Event(kind, who, self.now, what, says))
        return self

    def to(self, phase):
        while self.state.since is None or phase_of(PLAY, self.state).id != phase:
            if phase_of(PLAY, self.state).kind == "exit" and self.state.since is not None:
                for name in [name for name in self.game.seats if name not in self.state.gone | self.state.out]:
                    self.do(name, "out")
            self.do(TRAINER, "next")
        return self

    def later(self, minutes):
        self.now += minutes * 60
        return self

    def refuses(self, who, kind, what="", *says):
        with pytest.raises(Refused):
            act(PLAY, self.game, Event(kind, who, self.now, what, says))

    @property
    def state(self):
        return state_of(PLAY, self.game, self.now)

    def sees(self, who):
        return role_view(PLAY, self.game, self.state, who)

    @property
    def room(self):
        return projector_view(PLAY, self.game, self.state)


def test_phases_follow_one_another_and_none_is_jumped():
    table = Table()
    assert not table.room["started"]
    table.refuses("noa", "out")
    seen = [table.do(TRAINER, "next").room["phase"]["id"] for _ in PHASES[:6]]
    assert seen == PHASES[:6]
    table.refuses("noa", "next")


def test_nobody_debriefs_while_somebody_is_still_in_their_role():
    table = Table().to("sortie")
    for name in ROLES[:-1]:
        table.do(name, "out")
        table.refuses(TRAINER, "next")
    assert table.room["exit"]["waiting"] == 1
    assert table.room["debrief"] is None
    table.do(ROLES[-1], "out").do(TRAINER, "next")
    assert table.room["debrief"]["questions"]
    assert table.room["phase"]["kind"] == "debrief"


def test_one_leaves_a_role_only_in_the_phase_for_it_and_may_stop_at_any_time():
    table = Table().to("acte-1")
    table.refuses("noa", "out")
    table.do("ecole", "leave")
    table.refuses("ecole", "propose", "", "Je reviens.")
    assert table.sees("ecole")["card"] is None
    table.to("sortie").do("noa", "out").do("amo", "out").do("tante", "out").do(TRAINER, "next")


def test_emptying_the_table_does_not_skip_the_exit():
    table = Table().to("sortie")
    for name in ROLES:
        table.do(TRAINER, "leave", name)
    table.refuses(TRAINER, "next")


def test_the_clock_is_given_and_only_goes_forward():
    table = Table().to("acte-1").later(5)
    assert seconds_left(PLAY, table.state) == 15 * 60
    table.do(TRAINER, "extend", "5")
    assert seconds_left(PLAY, table.state) == 20 * 60
    table.now -= 1
    table.refuses(TRAINER, "next")
    table.now = float("nan")
    table.refuses(TRAINER, "next")


def test_what_happens_comes_in_its_time_or_before_when_the_trainer_says_so():
    table = Table().to("acte-1").later(7.9)
    assert not table.room["injects"]
    assert [i["id"] for i in table.later(0.2).room["injects"]] == ["appel"]
    table.do(TRAINER, "next")
    assert [i["id"] for i in table.room["injects"]] == ["appel"]
    table.to("acte-2").do(TRAINER, "inject", "mot")
    table.refuses(TRAINER, "inject", "mot")
    assert [i["id"] for i in table.sees("amo")["whispered"]] == ["mot"]
    assert not table.sees("noa")["whispered"]
    assert "mot" not in {i["id"] for i in table.room["injects"]}


def test_what_was_to_happen_in_a_phase_cut_short_does_not():
    table = Table().to("acte-1").later(3).to("acte-2").later(30)
    assert [i["id"] for i in table.room["injects"]] == []


def test_proposals_are_covered_until_turned_up():
    table = Table().to("acte-1").do("noa", "propose", "", "Une semaine").do("noa", "propose", "", "Deux semaines")
    assert table.room["proposals"] == []
    assert table.room["covered"]["proposals"] == 1
    assert "semaines" not in json.dumps([table.sees("amo"), table.room])
    assert table.sees("noa")["proposed"]
    table.refuses(TRAINER, "open-vote")
    table.do(TRAINER, "show-proposals")
    assert [p["id"] for p in table.room["proposals"]] == ["refus", "essai", "by-noa"]  # as on paper
    table.refuses("amo", "propose", "", "Trop tard")


def test_votes_are_covered_until_turned_up_and_never_named():
    table = Table().to("acte-1").do(TRAINER, "show-proposals")
    table.refuses("noa", "vote", "essai")
    table.do(TRAINER, "open-vote").do("noa", "vote", "refus").do("noa", "vote", "essai").do("amo", "vote", "essai")
    table.refuses("tante", "vote", "nul")
    assert table.room["votes"] is None
    assert table.room["covered"]["votes"] == 2
    assert table.sees("noa")["vote"] == "essai"
    assert table.sees("tante")["vote"] is None
    assert "Un départ." not in str(table.sees("noa"))
    assert "De la patience." in str(table.sees("noa"))
    table.do(TRAINER, "show-votes")
    shown = {one["id"]: one for one in table.room["votes"]}
    assert shown["essai"]["votes"] == 2
    assert shown["essai"]["holds"]
    assert not shown["refus"]["holds"]
    assert set(shown["refus"]["loses"]) == {"noa", "amo", "tante"}
    assert set(shown["essai"]) == {"id", "votes", "holds", "gains", "loses", "silent", "stakes"}
    table.refuses("tante", "vote", "essai")


def test_a_proposal_of_the_table_holds_once_every_role_has_said_that_it_gains():
    table = Table().to("acte-1").do("noa", "propose", "", "Un mois").do(TRAINER, "show-proposals")
    for name in ROLES[:-1]:
        table.do(name, "stake", "by-noa", "Un gain", "Du temps", "gains")
    last = {one.id: one for one in weighed(PLAY, table.game, table.state)}["by-noa"]
    assert not last.holds
    assert last.silent == (ROLES[-1],)
    table.do(ROLES[-1], "stake", "by-noa", "", "Tout", "gains")
    assert {one.id: one for one in weighed(PLAY, table.game, table.state)}["by-noa"].loses == (ROLES[-1],)
    table.do(ROLES[-1], "stake", "by-noa", "Du calme", "Un peu", "gains")
    assert {one.id: one for one in weighed(PLAY, table.game, table.state)}["by-noa"].holds
    table.refuses("noa", "stake", "essai", "Un gain", "Du temps", "gains")


def test_what_one_understood_is_read_by_the_other_in_the_debriefing_alone():
    table = Table().to("acte-1")
    table.refuses("noa", "understand", "amo", "Il manque de temps")
    table.to("arret").do("noa", "understand", "amo", "Il manque de temps")
    table.refuses("noa", "understand", "noa", "Moi")
    assert table.room["pause"]
    assert table.sees("noa")["noted"] == {"amo": "Il manque de temps"}
    assert "manque" not in json.dumps([table.sees("amo"), table.sees("tante"), table.room])
    table.to("retour")
    assert table.sees("amo")["heard"] == ["Il manque de temps"]
    assert table.sees("tante")["heard"] == []


def test_the_play_may_stop_once_the_young_person_has_written_and_read_again():
    table = Table().to("acte-2").do("amo", "decide", "qui", "Appeler", "Sacha", "Vendredi")
    table.refuses("amo", "decide", "noa-dit", "Je veux", "Noa", "Lundi")
    table.refuses("amo", "decide", "qui", "Appeler", "", "Vendredi")
    table.refuses("amo", "reread")
    table.do("noa", "decide", "noa-dit", "Je choisis", "Noa", "Lundi")
    assert to_do(PLAY, table.game, table.state) == ["noa"]
    table.do("noa", "reread")
    assert table.room["stop"]["to_do"] == []
    table.do("amo", "decide", "qui", "Autre chose", "Sacha", "Samedi")
    assert table.room["stop"]["to_do"] == ["noa"], "what changed is read again"


def test_observers_mark_a_grid_and_see_their_own_marks():
    table = Table(observers=("o1", "o2")).to("acte-1").do("o1", "observe", "sigle", "2", "Que veut dire ce mot ?")
    table.refuses("o1", "observe", "sigle", "3", "")
    table.refuses("noa", "observe", "sigle", "1", "")
    table.refuses("o1", "vote", "essai")
    assert observer_view(PLAY, table.game, table.state, "o1")["marks"] == {"sigle": ["2", "Que veut dire ce mot ?"]}
    assert observer_view(PLAY, table.game, table.state, "o2")["marks"] == {}
    assert "Que veut dire" not in json.dumps(
        [table.room, table.sees("noa"), trainer_view(PLAY, table.game, table.state)]
    )


def test_a_game_needs_the_young_person_and_known_roles():
    for seats in (["amo", "ecole"], ["noa", "nul"], ["noa", "noa"]):
        with pytest.raises(Refused):
            start(PLAY, seats)
    for observers in (["noa"], [TRAINER], ["o1", "o1"], [""]):
        with pytest.raises(Refused):
            start(PLAY, ROLES, observers)


def test_a_game_is_kept_as_json_and_refused_when_it_is_none():
    table = Table().to("acte-1").do("noa", "propose", "", "Une semaine").later(9).to("arret")
    kept = json.loads(json.dumps(to_json(table.game)))
    assert from_json(PLAY, kept) == table.game
    other = PLAY.model_copy(update={"title": "Autre"})
    for wrong in ({}, {**kept, "play": "autre"}, {**kept, "events": [{"kind": "next"}]}, {**kept, "seats": 3}):
        with pytest.raises(Refused):
            from_json(PLAY, wrong)
    with pytest.raises(Refused):
        from_json(other, kept)
    forged = kept["events"] + [{"kind": "vote", "who": "noa", "at": table.now, "what": "essai", "says": []}]
    with pytest.raises(Refused):
        from_json(PLAY, {**kept, "events": forged})


EVENTS = st.tuples(
    st.sampled_from(["next", "next", "next", "inject", "show-proposals", "open-vote", "show-votes", "extend", "leave",
                     "propose", "vote", "stake", "understand", "decide", "reread", "out", "observe"]),
    st.sampled_from([TRAINER, *ROLES, "o1", "nobody"]),
    st.floats(0, 900),
    st.sampled_from(["", *ROLES, "essai", "refus", "by-noa", "appel", "mot", "qui", "noa-dit", "sigle", "3"]),
    st.sampled_from([(), ("Un mot",), ("2", "Entendu"), ("Un gain", "Un prix", "gains"), ("x" * 700,)]),
)  # fmt: skip


@st.composite
def games(draw):
    """Draw a game: whatever is tried, what is refused changes nothing; half the time somebody leads it on."""
    game, now = start(PLAY, draw(st.sampled_from([ROLES, ["noa", "amo"]])), ["o1"]), 0.0
    for kind, who, wait, what, says in draw(st.lists(EVENTS, max_size=40)):
        now += wait
        tried = [Event(kind, TRAINER if kind == "next" else who, now, what, says)]
        tried += [Event("out", name, now) for name in game.seats] if wait > 600 else []
        for event in tried:
            with contextlib.suppress(Refused):
                game = act(PLAY, game, event)
    return game, now


def secrets_of(name: str) -> str:
    """Return the mark that every private text of a role carries in the file."""
    return f"secret-{name}"


@settings(max_examples=150, deadline=None)
@given(games())
def test_no_view_ever_holds_the_private_text_of_another(made: tuple[Game, float]):
    game, now = made
    state = state_of(PLAY, game, now + 1)
    shared = json.dumps([projector_view(PLAY, game, state), observer_view(PLAY, game, state, "o1")])
    assert "secret" not in shared
    for who in ROLES:
        seen = json.dumps(role_view(PLAY, game, state, who))
        assert not any(secrets_of(other) in seen for other in ROLES if other != who)
        in_hands = who in game.seats and who not in state.gone | state.out
        assert in_hands or "secret" not in seen
    kind = phase_of(PLAY, state).kind
    assert kind not in ("debrief", "trace") or all(name in state.out | state.gone for name in game.seats)
    assert from_json(PLAY, json.loads(json.dumps(to_json(game)))) == game


def test_who_holds_a_card_reads_it_from_the_reading_to_the_exit():
    table = Table().to("contrat")
    assert table.sees("amo")["card"] is None
    table.to("cartes")
    assert table.sees("amo")["card"]["constraint"] == "secret-amo-1"
    table.to("retour")
    assert table.sees("amo")["card"] is None
    assert "secret" not in json.dumps(table.sees("amo"))
