"""The countdown to a day: what is to be done before and after it, who takes it, what is late when one looks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.tools import tool_of

from passerelles.engines.tools.countdown import READING, tasks
from passerelles.engines.tools.dates import offset
from passerelles.engines.tools.reading import Reading, World

TOOL = tool_of("mon-plan", "rencontre-annuelle")
GIVEN = [(part.id, row.id) for part in TOOL.parts for row in part.rows]
MEETING = {"jour": "2027-11-18", "coordination": "L’animatrice", "secteurs": ["sante", "ecole"]}
PROJECTS = [{"id": "r1", "projet": "Un local", "secteurs": ["ecole"]}, {"id": "r2", "secteurs": ["sante"]}]
LATE = {"point": {"au": "2027-09-20"}}


def value(*, by: tuple[str, ...] = ("A", "B"), **changes: Any) -> dict[str, Any]:
    """Return a meeting whose tasks are taken by functions in turn, with parts changed."""
    made: dict[str, Any] = {"rencontre": MEETING, "projets": PROJECTS}
    for rank, (part, row) in enumerate(GIVEN):
        made.setdefault(part, {})[row] = {"fonction": by[rank % len(by)]} if by else {}
    return made | changes


def read(value: dict[str, Any]) -> Reading:
    """Return what is said of it."""
    return READING.read(TOOL, value, World({}, {}, {}))


def keys(value: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the level and the key of each finding, in their order."""
    silent = TOOL.model_copy(update={"says": {key: key for key in TOOL.says}})
    return [(found.level, found.text) for found in READING.read(silent, value, World({}, {}, {})).findings]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, [("note", "vide")]),
        (value(), [("good", "pret")]),
        (value(rencontre={**MEETING, "jour": ""}), [("note", "sans-jour")]),
        (value(rencontre={**MEETING, "jour": "2027-11-20"}), [("good", "pret"), ("note", "fin-de-semaine")]),
        (value(rencontre={**MEETING, "coordination": ""}), [("note", "sans-coordination")]),
        (value(rencontre={**MEETING, "coordination": "Mme Dupuis"}), [("warning", "nom")]),
        (value(rencontre={**MEETING, "secteurs": ["ecole"]}), [("warning", "un-secteur")]),
        (value(projets=[]), [("note", "sans-projet")]),
        (value(projets=PROJECTS[:1]), [("warning", "memes-secteurs")]),
        (value(by=()), [("note", "sans-fonction")]),
        (value(by=("La direction", "la direction ")), [("note", "une-seule")]),
        (value(semaine={"salle": {"fonction": "M. Petit"}}), [("note", "sans-fonction"), ("warning", "nom")]),
        (value(**LATE), [("good", "pret"), ("note", "compte"), ("warning", "retard")]),
        (value(point={"au": "2027-09-19"}), [("good", "pret"), ("note", "compte"), ("good", "a-jour")]),
    ],
)
def test_what_a_meeting_lacks(given: dict[str, Any], told: list[tuple[str, str]]) -> None:
    assert keys(given) == told


def test_days_are_counted_from_the_day_of_the_meeting() -> None:
    rows = read(value()).tables[0].rows
    assert [rows[0][0], rows[-1][0]] == ["19/09/2027, J − 60", "18/12/2027, J + 30"]
    assert "18/11/2027, Jour J" in [row[0] for row in rows]
    assert len(rows) == len(GIVEN)
    assert [offset(days) for days in (-1, 0, 7)] == ["J − 1", "Jour J", "J + 7"]


def test_without_a_day_there_is_a_list_and_no_picture() -> None:
    shown = read(value(rencontre={}))
    assert not shown.figures
    assert [row[0] for row in shown.tables[0].rows][:3] == ["J − 60", "J − 60", "J − 45"]


def test_ones_own_tasks_stand_at_their_day() -> None:
    own = [{"id": "r1", "quoi": "La salle", "date": "2027-09-20"}, {"id": "r2", "quoi": "Sans date"}]
    found = tasks(TOOL, value(autres=own))
    assert [task.words for task in found if task.where[0] == "autres"] == ["La salle", "Sans date"]
    assert [task.days for task in found[:3]] == [-60, -60, -59]
    assert (found[2].on, found[-1].on) == (date(2027, 9, 20), None)


def test_what_is_done_is_never_late_and_is_ticked() -> None:
    done = {"equipe": {"fait": ["fait"]}, "lieu": {"fonction": "A"}}
    shown = read(value(**LATE, **{"deux-mois": done}))
    assert [row[-1] for row in shown.tables[0].rows[:2]] == ["fait", "en retard"]
    late = next(found.text for found in shown.findings if found.where == ("point",))
    assert "tâches en retard : 1" in late
    assert "Annoncer le jour" in late
    assert shown.figures[0].svg.count("l3 4 l6 -8") == 1


def test_a_day_from_which_nothing_can_be_counted_is_none() -> None:
    assert keys(value(rencontre={**MEETING, "jour": "0001-01-02"})) == [("note", "sans-jour")]


def test_a_function_that_takes_few_tasks_may_take_them_all() -> None:
    few = {part: {} for part, _ in GIVEN} | {"apres": {row: {"fonction": "A"} for row in ("recolte", "suites")}}
    assert ("note", "une-seule") not in keys(value(**few))
