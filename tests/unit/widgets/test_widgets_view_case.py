"""The Python side of a case, driven as a browser does: by setting the one trait it may set."""

from __future__ import annotations

import json
from typing import Any

import pytest
from support.small_case import WALK, small_course

from passerelles.text import t
from passerelles.widgets.case_desk import LocalCaseDesk
from passerelles.widgets.case_view import SHAPES, CaseView
from passerelles.widgets.desk import DeskRefused, DeskUnreachable

START = {"level": "confirmed", "mode": "concerted", "viewpoint": None, "team": None}


class HandinDesk(LocalCaseDesk):
    """A desk that somebody can hand in to, and whose fault a test chooses."""

    fault: Exception | None = None

    def case(self) -> dict[str, Any]:
        return super().case() | {"handin": {"assignment": "mini", "title": "Relire", "handin": None}}

    def hand_in_case(self) -> dict[str, Any]:
        return {"handin": {"id": 1, "status": "received"}}

    def handin(self, assignment: str) -> dict[str, Any]:
        return {"handin": {"id": 1, "status": "graded"} if assignment == "mini" else None}

    def choose(self, play: int, turn: int, option: str, key: str) -> dict[str, Any]:
        if self.fault:
            raise self.fault
        return super().choose(play, turn, option, key)


@pytest.fixture
def desk() -> HandinDesk:
    return HandinDesk.of("mini", small_course())  # type: ignore[return-value]


@pytest.fixture
def view(desk: HandinDesk) -> CaseView:
    return CaseView(desk, desk.case(), scope="s")


def ask(view: CaseView, kind: str, value: Any, key: str = "") -> dict[str, Any]:
    """Ask as a browser does; a key of its own unless one is given."""
    request = {"key": key or f"{kind}-{json.dumps(value)}", "type": kind, "value": value}
    view.set_state({"request": {**request, "try": (view.request or {}).get("try", 0) + 1}})
    return dict(view.reply)


def through(view: CaseView, *choices: str) -> dict[str, Any]:
    """Begin and choose; return the last reply."""
    said = ask(view, "start", START)
    for turn, choice in enumerate(choices):
        said = ask(view, "choose", {"play": said["state"]["play"], "turn": turn, "option": choice.partition(".")[2]})
        assert said["ok"], said
    return said


def test_beginning_then_choosing_gives_the_next_scene(view: CaseView) -> None:
    begun = ask(view, "start", START)
    assert (begun["ok"], begun["state"]["scene"]["now"]["id"]) == (True, "n1")
    told = ask(view, "choose", {"play": begun["state"]["play"], "turn": 0, "option": "a"})
    assert (told["state"]["scene"]["turn"], told["state"]["scene"]["now"]["id"]) == (1, "n2")
    assert told["message"] == t("widgets.common.free_mode")
    assert [line["turn"] for line in told["plays"]] == [1]


def test_nothing_of_what_follows_is_in_a_trait_before_the_end(view: CaseView) -> None:
    through(view, *WALK[:-1])
    sent = json.dumps([view.case, view.reply], ensure_ascii=False)
    assert "la réunion se termine ainsi" in sent, "nothing of the story was seen: this test would prove nothing"
    for secret in ("Ce choix se défend", "Un peu plus loin", "Noa respire mieux", "Rester joignable sans terme, "):
        assert secret not in sent
    through_the_end = ask(view, "choose", {"play": 1, "turn": len(WALK) - 1, "option": "a"})
    assert "Ce choix se défend" in json.dumps(through_the_end, ensure_ascii=False)


def test_a_view_that_opens_later_shows_the_present(view: CaseView, desk: HandinDesk) -> None:
    told = through(view, *WALK)
    ask(view, "debrief", {"question": "garder", "text": "Mon texte"})
    assert view.case["current"] == told["state"]
    assert view.case["plays"] == told["plays"]
    assert view.case["works"] == {"debrief:garder": "Mon texte"}
    assert view.get_state(["case"])["case"]["current"] == told["state"]


def test_a_state_travels_once(view: CaseView) -> None:
    ask(view, "start", START)
    sent: list[object] = []
    view.observe(lambda change: sent.append(change["name"]), [name for name in view.keys if name != "request"])
    ask(view, "choose", {"play": 1, "turn": 0, "option": "a"})
    assert sent == ["reply"]


def test_a_move_that_comes_too_late_is_told_with_the_present_scene(view: CaseView) -> None:
    now = through(view, *WALK[:2])["state"]
    for kind, value in (("choose", {"option": "b"}), ("back", {"node": "n1", "comment": ""})):
        told = ask(view, kind, {"play": 1, "turn": 1, **value})
        assert (told["ok"], told["code"], told["state"]) == (False, "moved-on", now)
        assert told["message"] == t("widgets.case-page.moved_on")
        assert told["saved_at"] is None


def test_opening_another_play_and_going_back(view: CaseView) -> None:
    through(view, *WALK[:2])
    ask(view, "start", {**START, "team": 3}, "again")
    assert view.case["current"]["team"] == 3
    assert ask(view, "open", {"play": 1})["state"]["scene"]["turn"] == 2
    told = ask(view, "back", {"play": 1, "turn": 2, "node": "n1", "comment": "Trop vite."})
    assert told["state"]["scene"]["now"]["id"] == "n1"


def test_texts_of_several_questions_travel_side_by_side(view: CaseView) -> None:
    through(view, *WALK)
    assert ask(view, "debrief:garder", {"question": "garder", "text": "Mon texte"})["ok"]
    assert view.case["works"] == {"debrief:garder": "Mon texte"}
    assert ask(view, "debrief:garder", {"question": "autre", "text": "x"})["code"] == "unknown-work"
    for kind in ("debriefing", ":debrief", ""):
        assert ask(view, kind, {"question": "garder", "text": "x"})["code"] == "invalid"


def test_handing_in_tells_where_it_stands(view: CaseView) -> None:
    row = {"id": 1, "status": "received"}
    assert ask(view, "handin", {})["handin"] == row
    assert view.case["handin"] == {"assignment": "mini", "title": "Relire", "handin": row, "results": None}
    assert ask(view, "poll", {})["handin"]["status"] == "graded"
    assert view.case["handin"]["handin"]["status"] == "graded"


def test_nobody_follows_what_cannot_be_handed_in() -> None:
    desk = LocalCaseDesk.of("mini", small_course())
    assert ask(CaseView(desk, desk.case(), scope="s"), "poll", {})["handin"] is None


WRONG: list[tuple[str, Any]] = [
    ("start", {**START, "level": 1}),
    ("start", {**START, "team": True}),
    ("start", {**START, "team": "3"}),
    ("start", {**START, "admin": True}),
    ("start", {"level": "novice"}),
    ("choose", {"play": 1, "turn": True, "option": "a"}),
    ("choose", {"play": "1", "turn": 0, "option": "a"}),
    ("choose", {"play": 1, "turn": 0, "option": ["a"]}),
    ("choose", None),
    ("back", {"play": 1, "turn": 0, "node": "n1"}),
    ("open", {"play": None}),
    ("debrief", {"question": "garder", "text": 5}),
    ("handin", []),
    ("poll", {"assignment": "autre"}),
    ("lesson", {}),
]


@pytest.mark.parametrize(("kind", "value"), WRONG)
def test_the_browser_is_not_believed(view: CaseView, kind: str, value: Any) -> None:
    told = ask(view, kind, value)
    assert (told["ok"], told["code"], told["message"]) == (False, "invalid", t("widgets.common.invalid"))
    assert view.case["plays"] == []


def test_every_type_has_its_shape() -> None:
    assert CaseView.types == set(SHAPES)


def test_a_server_that_does_not_answer_asks_for_patience(view: CaseView, desk: HandinDesk) -> None:
    ask(view, "start", START)
    desk.fault = DeskUnreachable()
    told = ask(view, "choose", {"play": 1, "turn": 0, "option": "a"}, "k")
    assert (told["ok"], told["code"]) == (False, "unreachable")
    desk.fault = None
    assert ask(view, "choose", {"play": 1, "turn": 0, "option": "a"}, "k")["ok"]


def test_a_refusal_without_a_scene_is_a_sentence(view: CaseView, desk: HandinDesk) -> None:
    desk.fault = DeskRefused("token", "Rechargez.")
    told = ask(view, "choose", {"play": 1, "turn": 0, "option": "a"})
    assert (told["ok"], told["message"]) == (False, "Rechargez.")
    assert "state" not in told
