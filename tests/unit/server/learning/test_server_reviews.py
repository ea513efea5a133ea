"""Reviews and the records: what was answered comes back, each review is kept once, and the module's score stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from support.answers import right_answer, wrong_answer

from passerelles.content.items import Item, ShortText
from passerelles.content.loader import load_course
from passerelles.engines.review import is_reviewed, variant
from passerelles.server.learning.reviews import ReviewDesk, Reviews
from passerelles.store import Store, learners
from passerelles.widgets.desk import DeskRefused

MODULE = "pourquoi-difficile"
ITEMS = load_course().modules[MODULE].items
NOON = datetime(2026, 3, 27, 12, tzinfo=UTC)  # two days before the clocks of Belgium change
OF_EACH_KIND = list({type(item): item for item in ITEMS if is_reviewed(item)}.values())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learners, "HASH_COST", 2)
        with Store.open(None, tmp_path_factory.mktemp("store"), lambda: NOON) as opened:
            yield opened


@pytest.fixture
def learner(store: Store) -> str:
    """Somebody who answered every question of the module that day."""
    code = store.learners.create()[:6]
    for item in ITEMS:
        store.records.add_attempt(code, MODULE, item.id, right_answer(item), 1.0, 1.0, "right", f"k-{item.id}")
    return code


def in_days(store: Store, days: int) -> Reviews:
    """The reviews as they stand so many days later."""
    return Reviews(load_course(), store, lambda: NOON.date() + timedelta(days=days))


def desk(store: Store, learner: str, days: int, item: Item) -> ReviewDesk:
    """The desk of that very question, whichever the day would have drawn for this learner."""
    reviews = in_days(store, days)
    memory = next(memory for memory in reviews.memories(learner) if memory.item.id == item.id)
    return ReviewDesk(reviews, learner, memory)


def test_what_was_answered_comes_back_after_two_days_and_texts_do_not(store: Store, learner: str) -> None:
    assert in_days(store, 1).due(learner) == []
    assert 0 < len(in_days(store, 2).due(learner)) <= 5
    items = {memory.item.id for memory in in_days(store, 2).memories(learner)}
    assert items == {item.id for item in ITEMS if is_reviewed(item)}
    assert in_days(store, 9).due(store.learners.create()[:6]) == []


@pytest.mark.parametrize(("give", "days", "verdict"), [(right_answer, 7, "right"), (wrong_answer, 4, "wrong")])
@pytest.mark.parametrize("item", OF_EACH_KIND, ids=lambda item: item.id)
def test_a_review_is_explained_kept_and_comes_back_when_it_should(
    store: Store, learner: str, item: Item, give: Any, days: int, verdict: str
) -> None:
    asked = desk(store, learner, 2, item)
    given = asked.answer(item.id, give(variant(item, 0)), "k1")
    assert given["saved_at"]
    assert given["state"]["feedback"]["verdict"] in (verdict, "partial")
    assert given["state"]["feedback"]["maximum"] == 0
    again = {memory.item.id: memory.due_on for memory in in_days(store, 2).memories(learner)}
    assert again[item.id] == NOON.date() + timedelta(days=days)
    before = store.records.attempts(learner, MODULE)[item.id]
    assert [row.key for row in before] == [f"k-{item.id}"]


@pytest.mark.parametrize("item", OF_EACH_KIND, ids=lambda item: item.id)
def test_an_empty_answer_and_nonsense_change_nothing(store: Store, learner: str, item: Item) -> None:
    asked = desk(store, learner, 2, item)
    # In a short text any word is an answer, if a wrong one.
    words = () if isinstance(item, ShortText) else ("inconnu",)
    for odd in (None, "", *words, {"a": 1}, "x" * 30_000):
        with pytest.raises(DeskRefused):
            asked.answer(item.id, odd, "k0")
    assert f"review:{item.id}" not in store.records.works(learner, MODULE)


@pytest.mark.parametrize("item", OF_EACH_KIND, ids=lambda item: item.id)
def test_a_second_answer_changes_nothing(store: Store, learner: str, item: Item) -> None:
    asked = desk(store, learner, 2, item)
    shown = variant(item, 0)
    asked.answer(item.id, right_answer(shown), "k1")
    with pytest.raises(DeskRefused) as refused:
        asked.answer(item.id, wrong_answer(shown), "k2")
    assert refused.value.state == asked.state()
    assert len(store.records.works(learner, MODULE)[f"review:{item.id}"].value["seen"]) == 1
