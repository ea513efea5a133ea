"""Days drawn one under the other: each named once, what is done ticked, what stands out framed."""

from __future__ import annotations

from datetime import date

from passerelles.engines.tools.picture import Picture
from passerelles.engines.tools.timeline import WIDTH, Mark, draw_days, in_words

DAY, NEXT = date(2027, 3, 12), date(2027, 3, 13)
MARKS = [Mark(DAY, "Inviter", done=True), Mark(DAY, "La fête", framed=True), Mark(NEXT, "Ranger " * 20)]


def test_a_day_is_named_once_and_signs_do_not_stand_on_colour_alone() -> None:
    picture = Picture(WIDTH, 0, "Titre", "")
    draw_days(picture, MARKS)
    svg = picture.svg()
    assert [svg.count(day) for day in ("12/03/2027", "13/03/2027")] == [1, 1]
    assert svg.count("<circle") == len(MARKS)
    assert svg.count("l3 4 l6 -8") == 1, "one tick"
    assert svg.count("<rect") == 2, "the ground, and one frame"


def test_what_is_long_takes_more_room() -> None:
    ends = [draw_days(Picture(WIDTH, 0, "", ""), marks) for marks in ([], MARKS[:1], MARKS[:2], MARKS)]
    assert ends == sorted(ends)
    assert ends[3] - ends[2] > ends[2] - ends[1]


def test_the_same_is_said_in_words() -> None:
    assert in_words(MARKS[:2]) == "12/03/2027 : Inviter; 12/03/2027 : La fête."
