"""The course as a whole: nothing of the texts is lost, and it is noticed when something is."""

from collections import Counter

from passerelles.content.coverage import USES, coverage
from passerelles.content.track_course import reached
from passerelles.engines.live.registry import activities
from passerelles.engines.live.session.agenda import agenda_of


def test_all_is_taught_and_what_is_expected_is_practised_and_assessed(course):
    matrix = coverage(course)
    assert {use: len(matrix.expected[use]) for use in USES} == {"taught": 285, "practised": 266, "assessed": 262}
    assert {use: matrix.missing(use) for use in USES} == {use: [] for use in USES}


def test_a_statement_that_loses_its_last_question_is_missed(course):
    uses = coverage(course).statements
    once = {name: places["assessed"][0] for name, places in uses.items() if len(places["assessed"]) == 1}
    expected = {*coverage(course).expected["assessed"]}
    name, place = next((n, p) for n, p in once.items() if n in expected and "debrief:" not in p)
    slug, item = place.split("/")
    works = {
        key: work.model_copy(update={"items": [one for one in work.items if (work.module, one) != (slug, item)]})
        for key, work in course.assignments.items()
    }
    assert name in coverage(course.model_copy(update={"assignments": works})).missing("assessed")


def test_the_bank_holds_all_eight_kinds_and_claims_no_reading(course):
    items = [item for module in course.modules.values() for item in module.items]
    assert len(items) >= 180
    assert len(Counter(item.kind for item in items)) == 8
    assert {item.reviewed_by for item in items} == {"non relu"}, (
        "somebody read it again? then say who, and drop this line"
    )


def test_the_tracks_last_what_they_announce_and_the_student_meets_every_statement(course):
    assert {slug: (len(track.sessions), track.minutes) for slug, track in course.tracks.items()} == {
        "journee": (1, 420),
        "demi-journee": (1, 210),
        "etudiants": (6, 720),
        "huit-seances": (8, 320),
        "rencontre-annuelle": (1, 390),
    }
    assert reached(course, course.tracks["etudiants"])["taught"] == 285


def test_every_moment_of_a_track_can_be_opened_in_a_room(course):
    moments = [slot for track in course.tracks.values() for slot in agenda_of(track) if slot.activity]
    assert {slot.activity for slot in moments} >= {"world-cafe", "vote", "diagnosis"}
    for slot in moments:
        activities()[slot.activity].prepare(course, slot.options)
