"""A case played without a server: in memory, every move checked by the engine, and it says that nothing is kept."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from support.small_case import WALK, small_course

from passerelles.content.course import Assignment
from passerelles.text import t
from passerelles.widgets.case_desk import LocalCaseDesk
from passerelles.widgets.desk import DeskRefused

KEYS = (f"clef-{n}" for n in itertools.count())


@pytest.fixture
def desk() -> LocalCaseDesk:
    return LocalCaseDesk.of("mini", small_course())


def begun(desk: LocalCaseDesk, level: str = "novice", viewpoint: str | None = None) -> int:
    """Begin a play and return its number."""
    return int(desk.start(level, "concerted", viewpoint, None, next(KEYS))["state"]["play"])


def played(desk: LocalCaseDesk, play: int, *choices: str) -> dict[str, Any]:
    """Make the choices and return what the last one said."""
    said: dict[str, Any] = {}
    for turn, choice in enumerate(choices):
        said = desk.choose(play, turn, choice.partition(".")[2], next(KEYS))
    return said


def test_at_first_there_is_a_case_and_no_play(desk: LocalCaseDesk) -> None:
    said = desk.case()
    assert (said["case"]["slug"], said["case"]["title"]) == ("mini", "Un cas minuscule")
    assert "Noa attend" in said["case"]["opening"]
    assert (said["learner"], said["current"], said["plays"], said["works"], said["handin"]) == (
        None,
        None,
        [],
        {},
        None,
    )


def test_a_whole_play_ends_and_tells_what_follows(desk: LocalCaseDesk) -> None:
    play = begun(desk)
    said = played(desk, play, *WALK)
    assert said["state"]["scene"]["status"] == "over"
    assert len(said["state"]["after"]["profile"]["sentences"]) == 3
    assert (said["saved_at"], said["message"]) == (None, t("widgets.common.free_mode"))
    (line,) = said["plays"]
    assert (line["id"], line["over"], line["ending"], line["turn"]) == (play, True, "Un peu plus loin", len(WALK))
    assert desk.case()["current"] == said["state"]


def test_the_same_key_counts_once(desk: LocalCaseDesk) -> None:
    assert desk.start("novice", "concerted", None, None, "k") == desk.start("novice", "concerted", None, None, "k")
    first = desk.choose(1, 0, "a", "k2")
    assert desk.choose(1, 0, "a", "k2") == first
    assert first["state"]["scene"]["turn"] == 1


def test_a_move_meant_for_another_moment_is_refused_with_the_present_scene(desk: LocalCaseDesk) -> None:
    play = begun(desk)
    now = played(desk, play, "n1.a")["state"]
    for refused in (lambda: desk.choose(play, 0, "b", "x"), lambda: desk.back(play, 0, "n1", "", "y")):
        with pytest.raises(DeskRefused) as error:
            refused()
        assert (error.value.code, error.value.state) == ("moved-on", now)


@pytest.mark.parametrize("option", ["z", "", "a.b"])
def test_what_is_not_offered_is_refused_with_the_present_scene(desk: LocalCaseDesk, option: str) -> None:
    play = begun(desk)
    with pytest.raises(DeskRefused) as error:
        desk.choose(play, 0, option, "x")
    assert (error.value.code, error.value.state) == ("not-offered", desk.case()["current"])


def test_going_back_keeps_the_trace_and_its_comment(desk: LocalCaseDesk) -> None:
    play = begun(desk)
    played(desk, play, *WALK[:2])
    state = desk.back(play, 2, "n1", "Trop vite.", "b")["state"]
    assert (state["scene"]["turn"], state["scene"]["now"]["id"]) == (3, "n1")
    with pytest.raises(DeskRefused) as error:
        desk.back(play, 3, "n5", "", "c")
    assert error.value.code == "not-offered"


def test_a_viewpoint_comes_after_a_finished_play_and_stands_beside_it(desk: LocalCaseDesk) -> None:
    with pytest.raises(DeskRefused):
        begun(desk, viewpoint="noa")
    main = begun(desk)
    played(desk, main, *WALK)
    other = begun(desk, viewpoint="noa")
    said = played(desk, other, "v1.a", "v2.b")
    assert [row["there"]["node"] for row in said["state"]["after"]["sides"]] == ["v1", "v2"]
    assert desk.open(main)["state"]["play"] == main
    assert begun(desk, viewpoint="noa") == 3


@pytest.mark.parametrize(("level", "mode"), [("expert", "concerted"), ("novice", None), ("novice", "seul")])
def test_an_impossible_beginning_is_refused(desk: LocalCaseDesk, level: str, mode: str | None) -> None:
    with pytest.raises(DeskRefused) as error:
        desk.start(level, mode, None, None, "k")
    assert error.value.code == "not-offered"
    assert desk.case()["plays"] == []


@pytest.mark.parametrize("number", [0, 2, -1])
def test_a_play_that_is_not_there_is_refused(desk: LocalCaseDesk, number: int) -> None:
    begun(desk)
    with pytest.raises(DeskRefused):
        desk.open(number)


def test_a_debrief_text_is_kept_and_other_names_are_not(desk: LocalCaseDesk) -> None:
    assert desk.save("debrief:garder", "Mon texte", "k")["saved_at"] is None
    assert desk.case()["works"] == {"debrief:garder": "Mon texte"}
    for name, value in (("debrief:autre", "x"), ("draft:garder", "x"), ("debrief:garder", {"x": 1})):
        with pytest.raises(DeskRefused):
            desk.save(name, value, "k")


def test_the_end_shows_the_line_to_paste_where_the_case_has_an_assignment(desk: LocalCaseDesk) -> None:
    assert "path_line" not in played(desk, begun(desk), *WALK)["state"]["after"]
    work = Assignment(slug="debrief-mini", case="mini", title="Débriefer")
    other = LocalCaseDesk.of("mini", small_course().model_copy(update={"assignments": {"debrief-mini": work}}))
    said = played(other, begun(other), *WALK)["state"]["after"]["path_line"]
    assert said == f"reponse_parcours = {{'choix': {list(WALK)!r}, 'mode': 'concerted'}}"


def test_there_is_nobody_to_hand_in_to_and_no_unknown_case(desk: LocalCaseDesk) -> None:
    with pytest.raises(DeskRefused) as error:
        desk.hand_in_case()
    assert error.value.code == "free-mode"
    with pytest.raises(DeskRefused) as unknown:
        LocalCaseDesk.of("rien", small_course())
    assert "rien" in unknown.value.message
