"""Answers in time and late: the last one of each counts, a late one only as long as none in time follows."""

from passerelles.engines.live.answers import Answers


def test_a_late_answer_stands_apart_until_one_in_time_follows() -> None:
    first = Answers[str]().taken("p1", "oui", late=False).taken("p2", "non", late=True)
    after = first.taken("p1", "peut-être", late=True)
    assert (after.given, after.late) == ({"p1": "oui"}, {"p1": "peut-être", "p2": "non"})
    assert [after.of(who) for who in ("p1", "p2", "p3")] == ["peut-être", "non", None]
    again = after.taken("p1", "tout bien pesé, oui", late=False)
    assert (again.given, again.late) == ({"p1": "tout bien pesé, oui"}, {"p2": "non"})
    assert again.of("p1") == "tout bien pesé, oui"
