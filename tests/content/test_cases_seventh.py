"""« Les volets fermés »: a case its author wrote with the recipe alone, added to the course, changes nothing else."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from passerelles.content.case_proof import prove
from passerelles.content.loader import load_course
from passerelles.content.rules import check_case
from passerelles.engines.case.engine import choose, is_over, moments, replay, start
from passerelles.engines.case.view import profile, scene, what_if
from passerelles.reports import on_paper

ROOT = Path(__file__).parents[2]
SEVENTH = ROOT / "tests" / "fixtures" / "courses" / "septieme" / "case_studies"
TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The real course, and one more case."""
    root = tmp_path_factory.mktemp("course")
    for part in ("corpus", "modules", "exercises", "case_studies"):
        shutil.copytree(ROOT / part, root / part)
    shutil.copytree(SEVENTH, root / "case_studies", dirs_exist_ok=True)
    return root


@pytest.fixture(scope="module")
def seven(folder):
    return load_course(folder)


@pytest.fixture(scope="module")
def shutters(seven):
    return seven.cases["les-volets"]


def test_the_seventh_case_stands_after_the_six_and_nothing_is_said_against_it(course, seven, folder, shutters):
    assert set(seven.cases) == {*course.cases, "les-volets"}
    assert shutters.rank == max(case.rank for case in seven.cases.values())
    assert [*check_case(seven, folder, "les-volets", TODAY), *on_paper([shutters])] == []


def test_each_of_its_endings_is_reached_and_within_the_budget_too(shutters):
    (proof,) = prove(shutters)
    assert len(proof.finished) == 81
    endings = {ending.id for ending in shutters.endings}
    assert {path[-1].ending for path in proof.finished} == endings
    assert {path[-1].ending for path in proof.finished if not path[-1].over} == endings


def test_it_is_played_to_its_end_and_told_whole(seven, shutters):
    play = start(shutters)
    for option in "bcac":
        assert not is_over(shutters, play)
        play = choose(shutters, play, option)
    assert is_over(shutters, play)
    assert scene(shutters, play, seed="s", statements=seven.statements)["ending"]["id"] == "fenetre"
    assert len(profile(shutters, play, statements=seven.statements)["sentences"]) == 3
    assert len(what_if(shutters, play, statements=seven.statements)) == 4


def test_what_was_decided_comes_back(shutters):
    early = moments(shutters, replay(shutters, ["n1.a", "n2.a"]))[-1]
    asked = moments(shutters, replay(shutters, ["n1.b", "n2.c"]))[-1]
    assert any("Inscrit depuis novembre" in thing.text for thing in early.surfaced)
    assert any("lampe bleue" in thing.text for thing in asked.surfaced)
    assert not any("lampe bleue" in thing.text for thing in early.surfaced)
    assert [early.time, asked.time] == [0, 3]
