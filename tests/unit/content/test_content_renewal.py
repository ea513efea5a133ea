"""Reading again what changed gives what reading everything gives."""

import pytest
from support.broken import add, drop, swap

from passerelles.content.loader import load_course
from passerelles.content.renewal import changed, renew, stamp

MODULE, TEXT, ITEMS = "modules/lecon/module.yaml", "modules/lecon/lire.md", "modules/lecon/items.yaml"
OTHER = """{slug: autre, rank: 2, title: Autre, purpose: Un autre., takeaways: [Rien.],
steps: [{id: a, title: A, minutes: 30, text: a.md}]}"""


@pytest.mark.parametrize(
    "change",
    [
        swap(TEXT, "suivent le même jeune", "suivent la même jeune"),
        swap(ITEMS, "Décider pour les deux", "Décider à deux"),
        swap("corpus/glossary.yaml", "librement", "sans mandat"),
        swap("corpus/tracks/court.yaml", "Une pause", "Un café"),
        swap("case_studies/mini/case.yaml", "place: Valbrume", "place: Merlival"),
        swap("exercises/mini/assignment.yaml", "Faire le point", "Où en suis-je"),
    ],
)
def test_a_change_is_read_as_a_new_start_would_read_it(mini, change):
    before, course = stamp(mini), load_course(mini)
    change(mini)
    renewed, problems = renew(course, mini, changed(before, stamp(mini)))
    assert problems == []
    assert renewed == load_course(mini) != course


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (swap(ITEMS, "kind: single", "kind: unique"), "wrong-value"),
        (swap(MODULE, "items: [p-tri]", "items: [p-trie]"), "unknown-item"),
        (drop(TEXT), "missing-text"),
        (add("modules/autre/module.yaml", OTHER), "missing-text"),
    ],
)
def test_what_could_not_be_shown_is_told(mini, change, code):
    before, course = stamp(mini), load_course(mini)
    change(mini)
    _, problems = renew(course, mini, changed(before, stamp(mini)))
    assert code in {problem.code for problem in problems}


def test_a_case_taken_away_is_gone_once_nothing_names_it(mini):
    before, course = stamp(mini), load_course(mini)
    drop("case_studies/mini/case.yaml")(mini)
    drop("exercises/debrief-mini/assignment.yaml")(mini)
    renewed, problems = renew(course, mini, changed(before, stamp(mini)))
    assert (list(renewed.cases), list(renewed.assignments), problems) == ([], ["mini"], [])
