"""A meeting prepared: the minutes add up, an aim, a decision, somebody who writes, a turn for everybody."""

from __future__ import annotations

import re
from typing import Any

import pytest
from support.tools import tool_of

from passerelles.engines.tools.meeting_plan import READING, clock
from passerelles.engines.tools.reading import Reading, World

TOOL = tool_of("faire-vivre", "reunion")
WORLD = World({}, {}, {}, methods={"tour-de-table": "Tour de table", "cloture": "Clôture"})
ABOUT = {"but": "un jour", "decision": "Choisir", "debut": "14 h", "minutes": 60}
MOMENTS = [
    {"id": "a", "fiche": "cloture", "quoi": "Ouvrir", "minutes": 30, "fonction": "AMO"},
    {"id": "b", "fiche": "tour-de-table", "minutes": 25, "fonction": "école"},
]
HELD = {"ecrit": "école", "parole": "Écrire avant"}


def read(about: Any = ABOUT, moments: Any = MOMENTS, held: Any = HELD) -> Reading:
    """Return what is said of a meeting, whole but for what is given."""
    return READING.read(TOOL, {"reunion": about, "moments": moments, "tenir": held}, WORLD)


def warned(reading: Reading) -> list[str]:
    """Return the keys of the sentences that warn."""
    texts = [finding.text for finding in reading.findings if finding.level == "warning"]
    said = {key: re.sub(r"\\{\w+\\}", ".*", re.escape(words)) for key, words in TOOL.says.items()}
    return [key for text in texts for key, pattern in said.items() if re.fullmatch(pattern, text)]


def without(values: dict[str, Any], name: str) -> dict[str, Any]:
    """Return all but one value."""
    return {key: value for key, value in values.items() if key != name}


def test_a_whole_meeting_is_an_agenda_with_its_hours() -> None:
    """Each moment is named by what it is about, else by its sheet; the end is the last line."""
    reading = read()
    assert [finding.level for finding in reading.findings] == ["good"]
    assert reading.tables[0].rows == [
        ["14 h 00", "Ouvrir (Clôture)", "30 min", "AMO"],
        ["14 h 30", "Tour de table", "25 min", "école"],
        ["14 h 55", "Fin", "55 min", ""],
    ]


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"about": without(ABOUT, "but")}, "sans-but"),
        ({"about": without(ABOUT, "decision")}, "sans-decision"),
        ({"about": without(ABOUT, "minutes")}, "sans-minutes"),
        ({"moments": []}, "sans-moments"),
        ({"moments": [without(MOMENTS[0], "minutes"), MOMENTS[1]]}, "sans-duree"),
        ({"moments": [without(MOMENTS[0], "fonction"), MOMENTS[1]]}, "sans-fonction"),
        ({"held": without(HELD, "ecrit")}, "sans-ecrit"),
        ({"held": without(HELD, "parole")}, "sans-parole"),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_else(given: dict[str, Any], key: str) -> None:
    """One thing at a time."""
    reading = read(**given)
    assert warned(reading) == [key]
    assert all(finding.level != "good" for finding in reading.findings)


def test_the_minutes_are_compared_with_those_available() -> None:
    """Too long is a warning, and seen in the picture; a hole is a note; a margin is nothing."""
    over = read({**ABOUT, "minutes": 40})
    assert warned(over) == ["deborde"]
    assert "55 minutes, vous en avez 40 : 15 de trop" in over.findings[0].text
    assert [line.endswith("(dépasse)") for line in over.figures[0].description.split(" ; ")] == [False, True]
    hole = read({**ABOUT, "minutes": 90})
    assert [finding.level for finding in hole.findings] == ["note", "good"]
    assert "35 restent libres" in hole.findings[0].text


def test_the_example_is_a_meeting_that_holds() -> None:
    """It warns of nothing."""
    assert not warned(READING.read(TOOL, TOOL.example, WORLD))


@pytest.mark.parametrize(
    ("begin", "minutes", "shown"),
    [("14:30", 45, "15 h 15"), ("9 heures", 0, "9 h 00"), ("23h50", 20, "0 h 10"), ("tantôt", 20, "20 min")],
)
def test_an_hour_is_counted_from_the_beginning_however_it_is_written(begin: str, minutes: int, shown: str) -> None:
    """Without an hour, the minutes alone."""
    assert clock(begin, minutes) == shown
