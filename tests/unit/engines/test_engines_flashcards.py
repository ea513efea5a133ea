"""Which card of the glossary comes next."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from passerelles.content.corpus import Term
from passerelles.engines.flashcards import Seen, kept, pile, seen_of

YESTERDAY, TODAY = date(2026, 11, 20), date(2026, 11, 21)
NAMES = ["a", "b", "c", "d"]
TERMS = [Term(id=name, term=name, definition="x", source="x", review_on=TODAY) for name in NAMES]


def ids(*seen: Seen) -> list[str]:
    return [term.id for term in pile(TERMS, seen, TODAY, "graine")]


def test_what_was_to_review_comes_first_the_next_day_and_last_the_same_day() -> None:
    assert ids(Seen("c", False, YESTERDAY))[0] == "c"
    assert ids(Seen("c", False, TODAY))[-1] == "c"
    assert ids(Seen("c", False, TODAY), Seen("b", False, YESTERDAY), Seen("a", True, YESTERDAY)) == ["b", "d", "c"]
    assert ids(Seen("withdrawn since", False, YESTERDAY)) == ids()


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.booleans())))
def test_the_last_word_counts_and_every_card_is_in_the_pile_until_known(said: list[tuple[str, bool]]) -> None:
    seen: list[Seen] = []
    for name, known in said:
        seen = seen_of(kept(seen, Seen(name, known, TODAY)))
    last = dict(said)
    assert len(seen) == len(last)
    assert sorted(ids(*seen)) == [name for name in NAMES if not last.get(name)]


def test_what_cannot_be_read_is_not_seen() -> None:
    assert seen_of(None) == seen_of({"cards": [{"term": "a"}]}) == seen_of({"cards": 3}) == []
