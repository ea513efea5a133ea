"""The service of cases: every move played again and checked, counted once, and nothing told ahead."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.small_case import WALK, small_case, small_course

from passerelles.engines.case.engine import MAX_COMMENT
from passerelles.engines.case.told import presentation
from passerelles.server.learning import cases as service
from passerelles.server.learning.cases import MAX_DEBRIEF, Cases
from passerelles.server.learning.service import Refused
from passerelles.store import Store, learners

Act = Callable[..., Any]
DAY = datetime(2026, 3, 2, tzinfo=UTC)
KEYS = itertools.count()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    patch = pytest.MonkeyPatch()
    patch.setattr(learners, "HASH_COST", 2)
    seconds = itertools.count()  # two moments are never the same
    with Store.open(None, tmp_path_factory.mktemp("store"), lambda: DAY + timedelta(seconds=next(seconds))) as opened:
        yield opened
    patch.undo()


@pytest.fixture
def cases(store: Store) -> Cases:
    return Cases(small_course(), store, lambda _row: None)


@pytest.fixture
def learner(store: Store) -> str:
    return store.learners.create()[:6]


class Player:
    """A browser of one learner: it knows the play it shows, and makes a key for each request."""

    def __init__(self, cases: Cases, learner: str) -> None:
        self.cases, self.learner = cases, learner
        self.state: Any = None

    def key(self) -> str:
        return f"k{next(KEYS)}"

    def took(self, reply: Any) -> Any:
        self.state = reply["state"]
        return reply

    def start(self, level: Any = "novice", mode: Any = "concerted", viewpoint: Any = None, team: Any = None) -> Any:
        return self.took(self.cases.start(self.learner, "mini", level, mode, viewpoint, team, self.key()))

    def choose(self, option: str, turn: int | None = None, play: int | None = None) -> Any:
        at = self.state["scene"]["turn"] if turn is None else turn
        number = play or self.state["play"]
        return self.took(self.cases.choose(self.learner, "mini", number, at, option, self.key()))

    def back(self, node: str, comment: str = "") -> Any:
        play, turn = self.state["play"], self.state["scene"]["turn"]
        return self.took(self.cases.back(self.learner, "mini", play, turn, node, comment, self.key()))

    def walk(self, *choices: str) -> Player:
        for choice in choices:
            self.choose(choice.partition(".")[2])
        return self

    def page(self) -> Any:
        return self.cases.case(self.learner, "mini")


@pytest.fixture
def player(cases: Cases, learner: str) -> Player:
    return Player(cases, learner)


def refused(act: Act, *args: Any, **named: Any) -> Refused:
    with pytest.raises(Refused) as caught:
        act(*args, **named)
    assert caught.value.body["message"].endswith(".")
    return caught.value


def test_a_first_visit_shows_the_case_and_nothing_played(player: Player) -> None:
    page = player.page()
    assert page["case"] == presentation(small_case(), {})
    assert page["learner"] not in (None, player.learner)
    assert {name: page[name] for name in ("current", "plays", "works", "handin")} == {
        "current": None, "plays": [], "works": {}, "handin": None,
    }  # fmt: skip


def test_a_play_goes_from_start_to_end_and_comes_back_as_it_was(player: Player, store: Store) -> None:
    begun = player.start("confirmed", team=3)
    assert begun["state"]["scene"]["level"] == "confirmed"
    assert begun["state"]["team"] == 3
    player.walk(*WALK)
    assert player.state["scene"]["status"] == "over"
    assert player.state["after"]["profile"]["curves"]
    again = Player(
        Cases(small_course(), store, lambda _row: None), player.learner
    ).page()  # another server, another day
    assert again["current"] == player.state
    (line,) = again["plays"]
    assert line == {
        "id": player.state["play"], "level": "confirmed", "mode": "concerted", "viewpoint": None, "team": 3,
        "started_at": line["started_at"], "over": True, "ending": "Un peu plus loin", "turn": 5, "changed": False,
    }  # fmt: skip


def test_what_is_answered_is_json_and_tells_nothing_ahead(player: Player) -> None:
    text = json.dumps([player.start(), player.page()], ensure_ascii=False)
    assert not [word for word in ("Noa hoche la tête", "se défend", "Un relais clair") if word in text]


def test_the_same_key_counts_once(player: Player, cases: Cases) -> None:
    sent = (player.learner, "mini", "novice", "concerted", None, None, "debut")
    first = cases.start(*sent)
    assert cases.start(*sent) == first
    move = (player.learner, "mini", first["state"]["play"], 0, "a", "coup")
    once = cases.choose(*move)
    assert cases.choose(*move) == once
    assert once["state"]["scene"]["turn"] == 1
    assert len(once["plays"]) == 1
    assert once["saved_at"] > first["saved_at"]


def test_a_tab_that_is_late_is_shown_where_the_play_is(player: Player, cases: Cases) -> None:
    player.start()
    late = Player(cases, player.learner)
    late.state = player.state
    player.choose("a")
    for act in (lambda: late.choose("b"), lambda: late.choose("a", turn=7), lambda: late.back("n1")):
        no = refused(act)
        assert (no.status, no.body["code"]) == (409, "moved-on")
        assert no.body["state"] == player.state
    late.state = no.body["state"]
    late.walk(*WALK[1:])
    assert late.state["scene"]["status"] == "over"


@pytest.mark.parametrize("option", ["z", "", "n1.a", "end", "c"])
def test_an_option_that_is_not_offered_changes_nothing(player: Player, option: str) -> None:
    before = player.start()["state"]
    no = refused(player.choose, option)
    assert (no.status, no.body["code"], no.body["state"]) == (409, "not-offered", before)
    assert player.page()["current"] == before


def test_the_end_offers_nothing_but_the_way_back(player: Player) -> None:
    player.start()
    player.walk(*WALK)
    assert refused(player.choose, "a").body["code"] == "not-offered"
    reply = player.back("n4", "  Pour voir l’autre côté.  ")
    assert reply["state"]["scene"]["now"]["id"] == "n4"
    assert not reply["plays"][0]["over"]
    assert refused(player.back, "n5").body["code"] == "not-offered"
    player.walk("n4.a", "n5.b")
    left = player.state["after"]["profile"]["left"]
    assert left == [{"choices": ["n4.b", "n5.a"], "comment": "Pour voir l’autre côté."}]


@pytest.mark.parametrize(
    ("comment", "code"), [("x" * (MAX_COMMENT + 1), "comment-too-long"), ("a\0b", "malformed"), ("\ud800", "malformed")]
)
def test_a_comment_that_cannot_be_kept_whole_is_refused(player: Player, comment: str, code: str) -> None:
    player.start()
    player.choose("a")
    assert refused(player.back, "n1", comment).body["code"] == code
    assert player.back("n1", "x" * MAX_COMMENT)["state"]["scene"]["turn"] == 2


def test_a_play_of_somebody_else_is_not_there(player: Player, cases: Cases, store: Store) -> None:
    number = player.start()["state"]["play"]
    stranger = Player(cases, store.learners.create()[:6])
    stranger.start()
    for act in (
        lambda: stranger.choose("a", play=number),
        lambda: cases.back(stranger.learner, "mini", number, 0, "n1", "", "k"),
        lambda: cases.open(stranger.learner, "mini", number),
        lambda: cases.open(stranger.learner, "mini", 10**30),
        lambda: cases.open(stranger.learner, "mini", -1),
    ):
        no = refused(act)
        assert (no.status, no.body["code"]) == (404, "unknown-play")
    assert player.page()["plays"][0]["turn"] == 0


def test_a_case_that_is_not_there(cases: Cases, learner: str) -> None:
    for act in (
        lambda: cases.case(learner, "autre"),
        lambda: cases.start(learner, "autre", "novice", None, None, None, "k"),
        lambda: cases.choose(learner, "autre", 1, 0, "a", "k"),
        lambda: cases.save(learner, "autre", "debrief:garder", "x"),
    ):
        no = refused(act)
        assert (no.status, no.body["code"]) == (404, "unknown-case")


@pytest.mark.parametrize(
    "wrong",
    [{"level": "expert"}, {"mode": None}, {"mode": "solo"}, {"mode": ["concerted"]}, {"mode": {}}, {"level": []}],
)
def test_a_play_that_the_case_does_not_know_does_not_begin(player: Player, wrong: Any) -> None:
    no = refused(player.start, **wrong)
    assert (no.status, no.body["code"]) == (422, "malformed")
    assert player.page()["plays"] == []


def test_a_viewpoint_follows_the_finished_play_that_was_looked_at_last(player: Player, cases: Cases) -> None:
    no = refused(player.start, viewpoint="noa")
    assert (no.status, no.body["code"]) == (409, "not-finished")
    player.start()
    assert refused(player.start, viewpoint="noa").body["code"] == "not-finished"
    player.walk(*WALK)
    first = player.state["play"]
    player.start(mode="juxtaposed")
    player.walk("n1.b", "n2.b", "n3.a", "n4.a", "n5.b")
    cases.open(player.learner, "mini", first)
    assert refused(player.start, viewpoint="personne").body["code"] == "malformed"
    player.start(mode=None, viewpoint="noa")
    assert (player.state["scene"]["viewpoint"], player.state["scene"]["mode"]) == ("noa", "concerted")
    player.walk("v1.b", "v2.a")
    sides = player.state["after"]["sides"]
    assert [(row["here"]["node"], row["there"]["node"]) for row in sides] == [("n1", "v1"), ("n5", "v2")]
    player.start(viewpoint="noa")  # once more, after the same play
    kept = [row.after for row in cases.store.plays.of(player.learner, "mini")]
    assert kept == [(), (), WALK, WALK]


def test_another_play_opened_is_the_one_shown_from_now_on(player: Player, cases: Cases) -> None:
    first = player.start()["state"]["play"]
    player.choose("b")
    player.start("confirmed")
    reply = cases.open(player.learner, "mini", first)
    assert reply["state"]["play"] == first
    assert player.page()["current"] == reply["state"]
    assert [line["turn"] for line in reply["plays"]] == [1, 0]


def test_a_play_of_a_former_version_is_listed_kept_and_never_shown(player: Player, store: Store) -> None:
    number = player.start()["state"]["play"]
    player.choose("a")
    case = small_case()
    first = case.nodes[0].model_copy(update={"options": case.nodes[0].options[1:]})
    changed = case.model_copy(update={"nodes": [first, *case.nodes[1:]]})
    today = Player(
        Cases(small_course().model_copy(update={"cases": {"mini": changed}}), store, lambda _row: None), player.learner
    )
    page = today.page()
    assert page["current"] is None
    assert [(line["id"], line["changed"], line["over"], line["turn"]) for line in page["plays"]] == [
        (number, True, False, 1)
    ]
    for act in (
        lambda: today.cases.open(today.learner, "mini", number),
        lambda: today.cases.choose(today.learner, "mini", number, 1, "a", "k"),
    ):
        no = refused(act)
        assert (no.status, no.body["code"]) == (409, "changed-case")
    other = today.start()["state"]["play"]
    assert today.page()["current"]["play"] == other
    assert player.page()["current"]["play"] == other
    assert player.cases.open(player.learner, "mini", number)["state"]["scene"]["turn"] == 1


def test_the_debrief_is_kept_in_its_latest_version(player: Player, cases: Cases) -> None:
    for text in ("Un début", "", "é" * MAX_DEBRIEF):
        assert cases.save(player.learner, "mini", "debrief:garder", text)["saved_at"]
        assert player.page()["works"] == {"debrief:garder": text}


@pytest.mark.parametrize(
    ("name", "value", "status", "code"),
    [
        ("debrief:garder", "é" * (MAX_DEBRIEF + 1), 413, "debrief-too-long"),
        ("debrief:garder", "a\0b", 422, "malformed"),
        ("debrief:garder", "\udfff", 422, "malformed"),
        ("debrief:garder", ["x"], 422, "malformed"),
        ("debrief:garder", None, 422, "malformed"),
        ("debrief:autre", "x", 404, "unknown-work"),
        ("draft:garder", "x", 404, "unknown-work"),
        ("tool:freins", {}, 404, "unknown-work"),
        ("", "x", 404, "unknown-work"),
    ],
)
def test_what_is_no_debrief_is_refused(
    player: Player, cases: Cases, name: str, value: Any, status: int, code: str
) -> None:
    no = refused(cases.save, player.learner, "mini", name, value)
    assert (no.status, no.body["code"]) == (status, code)
    assert player.page()["works"] == {}


def test_a_loop_ends_somewhere(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST_PLAYS", 2)
    monkeypatch.setattr(service, "MAX_EVENTS", 6)
    player.start()
    for _ in range(3):
        player.choose("a")
        player.back("n1")
    no = refused(player.choose, "a")
    assert (no.status, no.body["code"]) == (409, "too-many")
    player.start()
    assert refused(player.start).body["code"] == "too-many"
    assert player.choose("a")["state"]["scene"]["turn"] == 1


@given(data=st.data())
@settings(max_examples=15, deadline=None)
def test_two_tabs_whatever_they_do_keep_one_line_of_moves(store: Store, data: st.DataObject) -> None:
    """Each tab acts on what it last saw. A refusal shows the truth; what is recorded can always be played again."""
    cases = Cases(small_course(), store, lambda _row: None)
    learner = store.learners.create()[:6]
    tabs = [Player(cases, learner), Player(cases, learner)]
    tabs[1].state = tabs[0].start()["state"]
    number, accepted = tabs[0].state["play"], 0
    for _ in range(data.draw(st.integers(1, 14))):
        tab = data.draw(st.sampled_from(tabs))
        try:
            if (now := tab.state["scene"]["now"]) and data.draw(st.integers(0, 3)):
                # the order they are shown in is the learner's own, and each example has another learner
                tab.choose(data.draw(st.sampled_from(sorted(option["id"] for option in now["options"]))))
            else:
                tab.back(data.draw(st.sampled_from([*tab.state["scene"]["back_to"], "n1"])))
            accepted += 1
        except Refused as no:
            tab.state = no.body["state"]  # only « moved-on » and « not-offered » have one
        assert number == tab.state["play"]
        (row,) = store.plays.of(learner, "mini")
        assert row.turn == accepted == tab.state["scene"]["turn"]
    assert Cases(small_course(), store, lambda _row: None).case(learner, "mini")["current"]["scene"]["turn"] == accepted
