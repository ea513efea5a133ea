"""What is said about a text that somebody pastes: the same as about the course."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passerelles.content.corpus import Term
from passerelles.content.rules.jargon import lint
from passerelles.content.rules.words import folded

MORE = {"definition": "x", "source": "x", "review_on": date(2027, 1, 1)}
TERMS = [
    Term.model_validate({"id": "saj", "term": "SAJ", "expansion": "Service de l’aide à la jeunesse", **MORE}),
    Term.model_validate({"id": "one", "term": "ONE", **MORE}),
]
LONG = "Un " + "mot " * 30 + "fin."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Le SAJ, puis le SAJ.", [("acronym", "SAJ")]),
        ("Le service de l’aide à la jeunesse (SAJ).", []),
        ("L’ONE et le XYZ [C5-010]. « Le ABC »", [("unknown", "XYZ")]),
        ("Un cas social.", [("word", "cas social")]),
        ("Le juge a fait placer le jeune. « Placer ce jeune »", [("word", "placer")]),
        ("Il faut toujours demander. On m’a dit : « jamais ».", [("absolute", "toujours")]),
        (f"Court. {LONG} Court.", [("sentence", LONG)]),
    ],
)
def test_what_is_found_and_where(text: str, found: list[tuple[str, str]]) -> None:
    assert [(remark.kind, text[remark.start : remark.end]) for remark in lint(text, TERMS)] == found


@given(st.lists(st.sampled_from(["SAJ", "XYZ", "« ", " »", "jamais", "cas social", ". ", "\n\n", "mot " * 31, "<b>"])))
def test_remarks_come_in_order_inside_the_text_with_a_cure(pieces: list[str]) -> None:
    text = " ".join(pieces)
    remarks = lint(text, TERMS)
    assert remarks == sorted(remarks, key=lambda remark: (remark.start, -remark.end))
    assert all(0 <= r.start < r.end <= len(text) and r.cause and r.cure for r in remarks)


def test_nothing_of_the_text_is_remembered() -> None:
    before = folded.cache_info().currsize
    lint("Une phrase que personne d’autre n’a jamais écrite, au SAJ.", TERMS)
    assert folded.cache_info().currsize == before
